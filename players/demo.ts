/** What a newcomer finds: a finished year, one that runs and can be watched, one ready to start. */
import { createCycleApi } from './cycle-api.js';
import { withRole } from './story/people.js';
import { sampleRehearsal } from './story/main.js';

/** A year in about ten minutes: cycle ms per wall ms. */
const watchableRate = 52_560;

/** A year in about an hour: whoever lets it go has the time to act in it. */
const playableRate = 8_760;

/** Made once. */
const kept = [
  sampleRehearsal('demo-finished', '已走完的一年 · A finished year', { kind: 'script', name: 'story' }),
  sampleRehearsal('demo-ready', '等你开始的一年 · A year for you to start', { kind: 'people' }, playableRate),
] as const;

const runningId = 'demo-running';
const running = (id: string) => ({
  ...sampleRehearsal(id, '正在进行的一年 · A running year', { kind: 'policy', policy: 'punctual' }, watchableRate),
  held: false,
});

/**
 * Creates those that are not there, and another running one where the last has
 * ended; calling it again changes nothing. The players' process plays them.
 */
export async function ensureDemoCycles(baseUrl: string, signal?: AbortSignal): Promise<void> {
  const hr = withRole('hr', 0);
  const api = createCycleApi({ baseUrl, ...(signal === undefined ? {} : { signal }) });
  const states = new Map((await api.cycles(hr)).map((cycle) => [cycle.id, cycle.state]));
  for (const cycle of kept) if (!states.has(cycle.id)) await api.create(hr, cycle);
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? runningId : `${runningId}-${n}`;
    const state = states.get(id);
    if (state === 'closed') continue;
    if (state === undefined) await api.create(hr, running(id));
    return;
  }
}
