/** What a newcomer finds: a finished year, one that runs and can be watched, one ready to start. */
import { createCycleApi } from './cycle-api.js';
import { withRole } from './story/people.js';
import { sampleRehearsal } from './story/main.js';

/** A year in about ten minutes: cycle ms per wall ms. */
const watchableRate = 52_560;

export const demoCycles = [
  sampleRehearsal('demo-finished', '演练：已走完的一年', { kind: 'script', name: 'story' }),
  {
    ...sampleRehearsal('demo-running', '演练：正在进行的一年', { kind: 'policy', policy: 'punctual' }, watchableRate),
    held: false,
  },
  sampleRehearsal('demo-ready', '演练：等你开始的一年', { kind: 'people' }),
] as const;

/** Creates those that are not there; calling it again changes nothing. The players' process plays them. */
export async function ensureDemoCycles(baseUrl: string, signal?: AbortSignal): Promise<void> {
  const hr = withRole('hr', 0);
  const api = createCycleApi({ baseUrl, ...(signal === undefined ? {} : { signal }) });
  const existing = new Set((await api.cycles(hr)).map((cycle) => cycle.id));
  for (const cycle of demoCycles) if (!existing.has(cycle.id)) await api.create(hr, cycle);
}
