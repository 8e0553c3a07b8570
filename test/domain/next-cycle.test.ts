import { describe, expect, test } from 'vitest';
import { carryGoal, type GoalToCarry, periodAfter, titleAfter, whatToSimplify } from '../../domain/cycle/index.js';
import { goalsOf } from '../../players/story/goals.js';

const from = { start: '2027-01-01', end: '2027-12-31' };
const to = { start: '2028-01-01', end: '2028-12-31' };

function carried(unit: string, id: string, it: Omit<GoalToCarry, 'goal'>, choice: 'trend' | 'empty' = 'trend') {
  const goal = goalsOf(unit).find((each) => each.id === id || each.metric === id);
  if (goal === undefined) throw new Error(`no goal ${id}`);
  return { before: goal, ...carryGoal({ goal, ...it }, choice, from, to) };
}

describe('a goal that is carried over', () => {
  test('begins where the year ended, and its trend goes on once more', () => {
    const metric = { better: 'higher', measuredIn: '家', history: [] } as const;
    const { before, goal, source } = carried('sales', 'new-customers', { metric, actual: '110' });
    expect(goal).toMatchObject({
      id: before.id,
      weight: before.weight,
      baseline: '110',
      target: '200',
      due: '2028-12-31',
    });
    expect(source).toEqual({ baseline: '20', target: '120', actual: '110', origin: 'trend' });
  });

  test('goes by the last of the history where there is one, exactly', () => {
    const metric = { better: 'lower', measuredIn: '元', history: ['104', '100.3'] } as const;
    expect(carried('production', 'unit-cost', { metric, actual: '91' }).goal.target).toBe('81.7');
  });

  test('has no target where it is left to the unit, where nothing moved its way, or where the trend leads too far', () => {
    const higher = { better: 'higher', measuredIn: '%', history: [] } as const;
    const left = carried('marketing', 'brand-awareness', { metric: higher, actual: '16.2' }, 'empty');
    expect([left.goal.target, left.goal.baseline, left.source.origin]).toEqual([undefined, '16.2', 'empty']);
    const backwards = carried('marketing', 'brand-awareness', { metric: higher, actual: '8' });
    expect([backwards.goal.target, backwards.source.origin]).toEqual([undefined, 'no-trend']);
    // 94 → 97.5 % would go on to 101 %.
    const beyond = carried('production', 'on-time-delivery', { metric: higher, actual: '97.5' });
    expect([beyond.goal.target, beyond.source.origin]).toEqual([undefined, 'no-trend']);
    const lower = { better: 'lower', measuredIn: '件', history: ['60'] } as const;
    expect(carried('quality', 'complaints', { metric: lower, actual: '25' }).source.origin).toBe('no-trend');
  });

  test('without a value of the year has neither baseline nor target: no data is never zero', () => {
    const metric = { better: 'higher', history: ['1', '2'] } as const;
    const { goal, source } = carried('rnd', 'patents', { metric, actual: null });
    expect([goal.baseline, goal.target, source.origin]).toEqual([undefined, undefined, 'no-data']);
  });

  test('that people judge, or that is a band, stays as it is', () => {
    const judged = carried('sales', 'sales/teamwork', { actual: null });
    expect(judged.source.origin).toBe('kept');
    expect(judged.goal.rubric).toEqual(judged.before.rubric);
    const band = carried('finance', 'budget-accuracy', { metric: { better: 'in-band' }, actual: '103' });
    expect(band.goal.target).toEqual(band.before.target);
    // A single target on such a metric has no way on either: under it or over it may both be wrong.
    const { path: _path, direction: _direction, ...goal } = { ...band.before, target: '100' };
    for (const actual of ['103', '90']) {
      const metric = { better: 'in-band', history: ['95'] } as const;
      expect(carryGoal({ goal, metric, actual }, 'trend', from, to).source.origin).toBe('no-trend');
    }
  });

  test('leaves the expected path of the old year behind, and moves days with the period', () => {
    const [first] = goalsOf('rnd');
    if (first === undefined) throw new Error('no goal');
    const due = '2027-06-30';
    const path = [['2027-03-31', '0'] as const];
    const { goal } = carryGoal({ goal: { ...first, due, path }, actual: '3' }, 'trend', from, to);
    expect(goal).not.toHaveProperty('path');
    // 180 days after the start; 2028 has a 29 February.
    expect(goal.due).toBe('2028-06-29');
  });
});

describe('the next period', () => {
  test('has as many months, else as many days', () => {
    expect(periodAfter(from)).toEqual(to);
    expect(periodAfter({ start: '2027-10-01', end: '2027-12-31' })).toEqual({ start: '2028-01-01', end: '2028-03-31' });
    expect(periodAfter({ start: '2027-02-01', end: '2027-02-28' })).toEqual({ start: '2027-03-01', end: '2027-03-31' });
    expect(periodAfter({ start: '2027-01-04', end: '2027-03-26' })).toEqual({ start: '2027-03-27', end: '2027-06-16' });
  });

  test('names the next year', () => {
    expect(titleAfter('远航 2027', from, to)).toBe('远航 2028');
    expect(titleAfter('年度考核', from, to)).toBe('年度考核 (2028-01-01)');
  });
});

describe('what to simplify', () => {
  const step = {
    ...({ planId: 'goals', kind: 'goals', ended: 6, unanswered: 0, decided: 6, returned: 1 } as const),
    ...{ reminders: 0, escalations: 0, submitHours: 10, decideHours: 5 },
  };
  const codes = (steps: readonly (typeof step | object)[]) =>
    whatToSimplify({ steps: steps.map((each) => ({ ...step, ...each })), askedTwice: [], typedAgain: 0 }).map(
      ({ code }) => code,
    );

  test('is what nobody answered, what was never returned, what was reminded of more than it happened', () => {
    expect(codes([{ submitHours: null, decideHours: null }])).toEqual([]);
    expect(codes([{ submitHours: null, decideHours: null, unanswered: 6 }])).toEqual(['NOBODY_ANSWERED']);
    expect(codes([{ submitHours: null, decideHours: null, returned: 0 }])).toEqual(['NEVER_RETURNED']);
    // An appeal that nobody needed, and a talk that everybody acknowledged, are as they should be.
    const quiet = { submitHours: null, decideHours: null };
    expect(codes([{ ...quiet, kind: 'appeal', unanswered: 6 }])).toEqual([]);
    expect(codes([{ ...quiet, kind: 'feedback', returned: 0 }])).toEqual([]);
    // Two decisions say nothing yet.
    expect(codes([{ submitHours: null, decideHours: null, returned: 0, decided: 2 }])).toEqual([]);
    expect(codes([{ submitHours: null, decideHours: null, reminders: 5, escalations: 2 }])).toEqual(['MANY_REMINDERS']);
    expect(codes([{ submitHours: null, decideHours: null, ended: 0, unanswered: 0 }])).toEqual([]);
  });

  test('names the three that took longest, the longest first, and figures that several hands type', () => {
    const steps = [1, 40, 3, 20].map((hours, index) => ({
      ...step,
      planId: `s-${index}`,
      submitHours: hours,
      decideHours: null,
    }));
    const found = whatToSimplify({ steps, askedTwice: [{ metric: 'revenue', goals: 2 }], typedAgain: 4 });
    expect(found.map((each) => [each.code, 'planId' in each ? each.planId : null])).toEqual([
      ['TOOK_LONGEST', 's-1'],
      ['TOOK_LONGEST', 's-3'],
      ['TOOK_LONGEST', 's-2'],
      ['METRIC_ASKED_TWICE', null],
      ['TYPED_AGAIN', null],
    ]);
  });
});
