import { describe, expect, it } from 'vitest';
import { readLibrary } from '../../documents/library.js';
import type { CycleView, TaskView } from '../../players/contract.js';
import { onScales, ratedOf } from '../../players/rated.js';
import { createWriter } from '../../players/writer.js';

const library = await readLibrary();
const rootOf = (id: string) => {
  const root = library.find((template) => template.id === id)?.scorecard.root;
  if (root === undefined) throw new Error(`no template ${id}`);
  return root;
};
const given = [
  { item: 'goal-1', value: '4', evidence: ['a'] },
  { item: 'goal-2', value: '5', evidence: ['a'] },
];

describe('a player that rates', () => {
  it('rates the goals and every part of the template, each on its own scale', () => {
    const okr = ratedOf(rootOf('okr-stretch'));
    expect(onScales(given, okr).map(({ item, value }) => [item, value])).toEqual([
      ['goal-1', '0.75'],
      ['goal-2', '1'],
    ]);
    const fee = onScales(given, ratedOf(rootOf('award-fee')));
    expect(fee.map(({ item }) => item)).toEqual([
      'goal-1',
      'goal-2',
      'criterion-technical',
      'criterion-schedule',
      'criterion-cost',
      'criterion-cooperation',
    ]);
    expect(fee.every(({ value, evidence }) => Number(value) >= 4 && evidence.length > 0)).toBe(true);
  });

  it('rates no goals where the template has no rule for them', () => {
    expect(onScales(given, ratedOf({ id: 'total', parts: [{ id: 'g', fromGoals: {} }] }))).toEqual([]);
  });

  it('does so in ratings and evaluations, the story’s and others, and leaves other steps as they are', async () => {
    const write = createWriter(
      () => Promise.resolve('O1'),
      () => Promise.resolve(ratedOf(rootOf('award-fee'))),
    );
    const cycle = { periodEnd: '2027-12-31', zone: 'Asia/Shanghai', clock: { now: 0 } } as CycleView;
    const task = (unitId: string, kind: string): TaskView => ({
      cycleId: 'c',
      unitId,
      stepId: kind,
      kind,
      act: 'submit',
      revision: 0,
      attempt: 1,
      opensAt: 0,
      dueAt: 0,
    });
    for (const unit of ['sales', 'elsewhere']) {
      const move = await write('p', cycle, task(unit, 'evaluation'));
      expect(JSON.stringify(move)).toContain('criterion-technical');
    }
    expect(JSON.stringify(await write('p', cycle, task('elsewhere', 'self-evaluation')))).not.toContain('criterion');
  });
});
