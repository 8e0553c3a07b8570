import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createCycleApi } from '../../players/cycle-api.js';
import { sampleRehearsal } from '../../players/story/main.js';
import { subjects } from '../../players/story/values.js';
import { childOf, type Launcher, perfcycle, startLauncher } from '../setup/launcher.js';

const data = mkdtempSync(join(tmpdir(), 'perfcycle-story-'));
let launcher: Launcher;

beforeAll(async () => {
  launcher = await startLauncher(data);
});

afterAll(async () => {
  launcher.signal('SIGINT');
  await launcher.exit;
  rmSync(data, { recursive: true, force: true });
});

const allMatch = /99 of 99 figures match/;

describe('the story of the sample organization, through the public API', { timeout: 400_000 }, () => {
  test('every score, grade and amount is as told', async () => {
    const { status, stdout } = await perfcycle(data, 'story', '--cycle', 'straight');
    expect(stdout).toMatch(allMatch);
    expect(stdout).toMatch(/quality total\s+763\/13\s+763\/13\s+ok/);
    expect(status).toBe(0);
  });

  /** When the clock has passed that day, this process is killed. */
  const kills = [
    ['2027-03', 'worker'],
    ['2028-01-06', 'worker'],
    ['2028-01-31', 'api'],
    ['2028-02-09', 'Temporal'],
    ['2028-02-15', 'Postgres'],
    ['2028-02-23', 'worker'],
  ] as const;

  test('the same figures with every process killed in its middle', async () => {
    const story = perfcycle(data, 'story', '--cycle', 'rough');
    for (const [reached, victim] of kills) {
      await untilClock('rough', reached);
      process.kill(pidOf(victim), 'SIGKILL');
    }
    const { status, stdout } = await story;
    expect(stdout).toMatch(allMatch);
    expect(status).toBe(0);
    for (const victim of new Set(kills.map(([, name]) => name))) {
      const times = kills.filter(([, name]) => name === victim).length;
      expect(launcher.said().match(new RegExp(`${victim} ended \\(SIGKILL\\)`, 'g')), victim).toHaveLength(times);
    }
  });
});

test('a year that punctual people play, as newcomers watch it, ends with everything published and posted', async () => {
  const api = createCycleApi({ baseUrl: launcher.url });
  const hr = 'zhou-min';
  // Let go at once, as from a form: its clock waits for its players all the same.
  const year = sampleRehearsal('punctual', 'By punctual people', { kind: 'policy', policy: 'punctual' });
  await api.create(hr, { ...year, held: false });
  await vi.waitFor(async () => expect((await api.cycle(hr, 'punctual')).state).toBe('closed'), {
    timeout: 390_000,
    interval: 500,
  });
  for (const unit of subjects) expect((await api.result(hr, 'punctual', unit))?.total, unit).toMatch(/^\d/);
  const kinds = new Set((await api.ledger(hr, 'punctual')).map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(['bonus', 'budget']);
  expect(launcher.said()).not.toMatch(/players: punctual: /);
}, 400_000);

function pidOf(victim: 'worker' | 'api' | 'Temporal' | 'Postgres'): number {
  const command = { worker: / worker$/, api: / api$/, Temporal: / server start-dev /, Postgres: /\/postgres -D / }[
    victim
  ];
  const found = childOf(launcher, command);
  if (found === undefined) throw new Error(`no ${victim} to kill`);
  return found;
}

/** Until the rehearsal's clock has passed the instant; while nobody answers, it is asked again. */
async function untilClock(cycleId: string, instant: string): Promise<void> {
  let cookie = '';
  for (;;) {
    try {
      if (cookie === '') cookie = await signIn();
      const answer = await fetch(`${launcher.url}/api/v1/cycles/${cycleId}`, { headers: { cookie } });
      if (answer.status === 200) {
        const { clock } = (await answer.json()) as { clock: { now: number } };
        if (new Date(clock.now).toISOString() >= instant) return;
      }
    } catch {
      cookie = '';
    }
    await new Promise((done) => setTimeout(done, 100));
  }
}

async function signIn(): Promise<string> {
  const answer = await fetch(`${launcher.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ persona: 'zhou-min' }),
  });
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}
