import { describe, expect, it } from 'vitest';
import type { CycleView, TaskView } from '../../players/contract.js';
import type { CycleApi } from '../../players/cycle-api.js';
import { Refusal } from '../../players/http-client.js';
import type { Act } from '../../players/play.js';
import { createPolicyPlayer } from '../../players/policies.js';
import { createWriter } from '../../players/writer.js';

const dayMs = 86_400_000;

const task = (unitId: string, kind = 'plan'): TaskView => ({
  cycleId: 'c',
  unitId,
  stepId: kind,
  kind,
  act: 'submit',
  revision: 1,
  attempt: 1,
  opensAt: 0,
  dueAt: 0,
});

const cycleAt = (now: number): CycleView => ({
  id: 'c',
  mode: 'rehearsal',
  state: 'running',
  phase: 'planning',
  templateId: 't',
  templateRevision: 1,
  periodEnd: '2027-12-31',
  zone: 'Asia/Shanghai',
  player: { kind: 'policy', policy: 'punctual' },
  closesAt: 100 * dayMs,
  clock: { now, held: true, runTo: null, rate: 0, nextAt: null, quiet: true },
});

/** Two tasks; every act for the first unit is refused with this status. */
function world(status: number) {
  const done: string[] = [];
  const api = {
    tasks: () => Promise.resolve([task('a'), task('b')]),
    step: () => Promise.resolve({ state: 'open', attempt: 1, revision: 1 }),
    act: (_person: string, _cycle: string, unit: string | null) => {
      done.push(unit ?? '-');
      return unit === 'a' ? Promise.reject(new Refusal(status, 'EVIDENCE_MISSING', [], 'submit')) : Promise.resolve();
    },
  } as unknown as CycleApi;
  return { api, done };
}

const write = (): Promise<Act['move']> => Promise.resolve({ act: 'submit', content: { note: 'x' } });

describe('people by policy', () => {
  it('go on where one of them is refused, say so once, and try again the day after', async () => {
    const { api, done } = world(422);
    const heard: string[] = [];
    const player = createPolicyPlayer(api, {
      persons: ['p'],
      policy: 'punctual',
      write,
      hear: (act, refusal) => heard.push(`${act.unit ?? '-'} ${refusal.code}`),
    });
    expect(await player.act(cycleAt(0))).toBe(1);
    await player.act(cycleAt(dayMs - 1));
    expect(done.filter((unit) => unit === 'a')).toHaveLength(1);
    expect(await player.nextAt(cycleAt(dayMs - 1))).toBe(dayMs);
    await player.act(cycleAt(dayMs));
    expect(done.filter((unit) => unit === 'a')).toHaveLength(2);
    expect(heard).toEqual(['a EVIDENCE_MISSING']);
  });

  it('stop where it is the server that fails', async () => {
    const player = createPolicyPlayer(world(500).api, { persons: ['p'], policy: 'punctual', write });
    await expect(player.act(cycleAt(0))).rejects.toThrow('EVIDENCE_MISSING');
  });

  it('are not asked for what machines bring: it comes at its time, once, also where all are silent', async () => {
    const brought: number[] = [];
    const reading: Act = {
      at: dayMs,
      person: 'hr',
      unit: null,
      step: 'reading',
      move: {
        act: 'do',
        what: () => {
          brought.push(1);
          return Promise.resolve(true);
        },
      },
    };
    const player = createPolicyPlayer(world(422).api, { persons: ['p'], policy: 'silent', write, machines: [reading] });
    expect(await player.act(cycleAt(0))).toBe(0);
    expect(await player.nextAt(cycleAt(0))).toBe(dayMs);
    expect(await player.act(cycleAt(dayMs))).toBe(1);
    expect(await player.act(cycleAt(2 * dayMs))).toBe(0);
    expect(brought).toHaveLength(1);
  });

  it('date their talks by the day on which they act, where the cycle is', async () => {
    const written = createWriter(
      () => Promise.resolve('O1'),
      () => Promise.resolve({ goals: null, parts: [] }),
    );
    const lateEvening = Date.parse('2028-02-08T16:30:00Z');
    for (const unit of ['sales', 'elsewhere']) {
      const move = await written('p', cycleAt(lateEvening), task(unit, 'feedback'));
      expect(JSON.stringify(move)).toContain('"heldOn":"2028-02-09"');
    }
  });
});
