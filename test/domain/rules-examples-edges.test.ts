import { describe, expect, test } from 'vitest';
import { checkGoals, expandScorecard, type GridAxis, raterDrift, type Scorecard } from '../../domain/rules/index.js';
import { above } from '../../domain/rules/tree.js';
import { foundIn, scored, stepsOf } from './scored.js';

/** What lies between two rules: a unit beside the tree, a cap after a grade, a part that nobody asks for. */

describe('a unit stands above another', () => {
  const units = [
    { id: 'shop', parent: 'east' },
    { id: 'hq' },
    { id: 'east', parent: 'hq' },
    { id: 'west', parent: 'hq' },
    { id: 'other' },
    { id: 'guest', parent: 'elsewhere' },
    { id: 'guests-guest', parent: 'guest' },
  ];
  const isAbove = above(units);
  const all = [...units.map(({ id }) => id), 'elsewhere', 'nowhere'];
  test('at any distance, and never itself, one beside it or one below it', () => {
    const pairs = all.flatMap((upper) => all.filter((lower) => isAbove(upper, lower)).map((lower) => [upper, lower]));
    expect(pairs).toEqual([
      ['hq', 'shop'],
      ['hq', 'east'],
      ['hq', 'west'],
      ['east', 'shop'],
      ['guest', 'guests-guest'],
      ['elsewhere', 'guest'],
      ['elsewhere', 'guests-guest'],
    ]);
  });

  test('however deep the tree, and nowhere in a circle', () => {
    const chain = Array.from({ length: 50_000 }, (_, n) =>
      n === 0 ? { id: '0' } : { id: `${n}`, parent: `${n - 1}` },
    );
    const inChain = above(chain);
    expect([inChain('0', '49999'), inChain('49998', '49999'), inChain('49999', '0')]).toEqual([true, true, false]);
    const inCircle = above([
      { id: 'a', parent: 'b' },
      { id: 'b', parent: 'a' },
    ]);
    expect([inCircle('a', 'b'), inCircle('a', 'a')]).toEqual([false, false]);
  });
});

test('the grade that a gate gives stays when another gate caps the total after it', () => {
  const when = { component: 'total', is: '>', than: '0' } as const;
  const gates = [
    { id: 'g', when, then: { grade: 'D' } },
    { id: 'h', when, then: { totalAtMost: '70' } },
  ];
  const grades = { bands: [{ from: '60', grade: 'C' }], below: 'E' };
  const result = scored({ id: 'a' }, { a: { actual: '80' } }, { gates, grades });
  expect([result.total, result.grade]).toEqual(['70', 'D']);
});

test('below a group that does not apply nothing is asked for, counted or told', () => {
  const parts = [
    { id: 'x', missing: 'zero' },
    { id: 'y', missing: 'exclude' },
    { id: 'z' },
    { id: 'deeper', combine: 'sum', parts: [{ id: 'w', missing: 'zero' }] },
  ] as const;
  const root = {
    id: 'all',
    combine: 'mean',
    parts: [{ id: 'closed', combine: 'sum', parts }, { id: 'open' }],
  } as const;
  const facts = {
    closed: { notApplicable: 'closed' },
    y: { notApplicable: 'too' },
    z: { actual: '1' },
    open: { actual: '5' },
  };
  const result = scored(root, facts);
  expect([result.total, foundIn(result)]).toEqual(['5', []]);
  for (const id of ['x', 'y', 'z', 'deeper', 'w'])
    expect(result.lines[id]).toEqual({ x: null, points: null, steps: [] });
  expect(stepsOf(result, 'closed')).toEqual(['not-applicable: closed = ']);
});

test('an axis of a table that says no direction is better higher', () => {
  const axis = (more: Partial<GridAxis>): GridAxis => ({ of: 'a', measure: 'change', from: ['0', '10'], ...more });
  const values = [
    ['1', '2'],
    ['3', '4'],
  ];
  const table = (rows: GridAxis, columns: GridAxis) =>
    scored(
      { id: 'a', curve: { type: 'grid', rows, columns, values, below: '0' } },
      { a: { actual: '20', baseline: '5' } },
    ).total;
  expect(table(axis({}), axis({}))).toBe('4');
  expect(table(axis({ direction: 'lower' }), axis({}))).toBe('0');
  expect(table(axis({}), axis({ direction: 'lower', from: ['-20', '-10'] }))).toBe('3');
});

test('a part made of a goal has no curve where neither the goal nor the template names one', () => {
  const rating = { scale: { min: '1', max: '5' }, by: [{ role: 'superior', weight: '1' }] };
  const card: Scorecard = {
    format: 'perfcycle/scorecard@1',
    root: { id: 'total', combine: 'weighted-mean', parts: [{ id: 'goals', fromGoals: { rating } }] },
  };
  const goal = { unit: 'a', title: 'g' };
  const goals = [
    { ...goal, id: 'a/k', metric: 'm' },
    { ...goal, id: 'a/q', kind: 'qualitative' },
  ] as const;
  expect(expandScorecard(card, goals, new Map()).root).toStrictEqual({
    id: 'total',
    combine: 'weighted-mean',
    parts: [
      { id: 'm', weight: '0', measure: 'actual', direction: 'higher' },
      { id: 'q', weight: '0', rating },
    ],
  });
});

test('what one alone has rated says nothing of anybody, even where nothing is the least asked for', () => {
  expect(raterDrift([{ item: 'a', by: 'li', value: '3' }], 0)).toEqual({});
});

test('a metric in tension with itself sets each pair of units against each other once', () => {
  const units = ['a', 'b', 'c'];
  const goal = (unit: string) => ({ id: `${unit}/g`, unit, title: '', metric: 'm', supports: 'O' });
  const { findings } = checkGoals({
    format: 'perfcycle/goals@1',
    period: { start: '2027-01-01', end: '2027-12-31' },
    units: units.map((id) => ({ id })),
    metrics: [{ id: 'm', unit: 'a', better: 'higher', tension: ['m'] }],
    goals: units.map(goal),
  });
  expect(findings.filter(({ code }) => code === 'CONFLICT_TENSION')).toStrictEqual(
    [
      ['a/g', 'b/g'],
      ['a/g', 'c/g'],
      ['b/g', 'c/g'],
    ].map((at) => ({ code: 'CONFLICT_TENSION', severity: 'warning', at })),
  );
});

test('a group that is blocked stays so, whatever would be done to its points', () => {
  const inner = {
    id: 'inner',
    combine: 'mean',
    parts: [{ id: 'x' }],
    max: '5',
    round: 0,
    factor: { of: 'f' },
  } as const;
  const result = scored({ id: 'all', combine: 'mean', parts: [inner] }, {});
  expect([result.status, foundIn(result)]).toEqual(['blocked', ['NO_DATA x']]);
  expect(result.lines['inner']).toEqual({ x: null, points: null, steps: [] });
});

test('a number to reach is not measurable where no metric counts it, whatever is described', () => {
  const goal = {
    id: 'a/g',
    unit: 'a',
    title: '',
    rubric: ['as agreed'],
    target: '5',
    supports: 'O',
    due: '2027-06-30',
  };
  const period = { start: '2027-01-01', end: '2027-12-31' };
  const { findings } = checkGoals({
    format: 'perfcycle/goals@1',
    period,
    units: [{ id: 'a' }],
    objectives: [{ id: 'O', title: '' }],
    goals: [goal],
  });
  expect(findings).toStrictEqual([{ code: 'GOAL_NOT_MEASURABLE', severity: 'error', at: ['a/g'] }]);
});
