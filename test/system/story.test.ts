import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

describe('the story of the sample organization, through the public API', { timeout: 180_000 }, () => {
  test('every score, grade and amount is as told', async () => {
    const { status, stdout } = await perfcycle(data, 'story', '--cycle', 'straight');
    expect(stdout).toMatch(/65 of 65 figures match/);
    expect(stdout).toMatch(/quality total\s+763\/13\s+763\/13\s+ok/);
    expect(status).toBe(0);
  });

  test('the same figures with the worker killed twice in its middle', async () => {
    const story = perfcycle(data, 'story', '--cycle', 'rough');
    for (const reached of ['2027-03', '2028-01']) {
      await untilClock('rough', reached);
      const worker = childOf(launcher, 'worker');
      expect(worker).toBeDefined();
      process.kill(worker ?? 0, 'SIGKILL');
    }
    const { status, stdout } = await story;
    expect(launcher.said().match(/worker ended \(SIGKILL\)/g)).toHaveLength(2);
    expect(stdout).toMatch(/65 of 65 figures match/);
    expect(status).toBe(0);
  });
});

/** Until the rehearsal's clock has passed the instant. */
async function untilClock(cycleId: string, instant: string): Promise<void> {
  const cookie = await signIn();
  for (;;) {
    const answer = await fetch(`${launcher.url}/api/v1/cycles/${cycleId}`, { headers: { cookie } });
    if (answer.status === 200) {
      const { clock } = (await answer.json()) as { clock: { now: number } };
      if (new Date(clock.now).toISOString() >= instant) return;
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
