import { describe, expect, test } from 'vitest';
import { parseGoals } from '../../documents/rules/index.js';
import { checkGoals, type Finding, type Goal, type GoalsDocument, type Metric } from '../../domain/rules/index.js';

/** Every check of goals on and off. */

const sales: Metric = { id: 'sales', unit: 'hq', measuredIn: 'CNY', better: 'higher' };
const cost: Metric = { id: 'cost', unit: 'hq', measuredIn: 'CNY', better: 'lower' };
const stock: Metric = { id: 'stock', unit: 'hq', measuredIn: 'days', better: 'in-band' };
/** A goal that nothing is said about. */
const good: Goal = {
  id: 'east/g',
  unit: 'east',
  title: 'sell more',
  metric: 'sales',
  baseline: '100',
  target: '120',
  due: '2027-12-31',
  supports: 'O1',
};
const base: Omit<GoalsDocument, 'goals'> = {
  format: 'perfcycle/goals@1',
  period: { start: '2027-01-01', end: '2027-12-31' },
  units: [{ id: 'hq' }, { id: 'east', parent: 'hq' }, { id: 'west', parent: 'hq' }, { id: 'shop', parent: 'east' }],
  objectives: [{ id: 'O1', title: 'grow' }],
  metrics: [sales, cost, stock],
};

/** `CODE severity: ids`, data as it is. */
const said = ({ code, severity, at, data }: Finding): string =>
  `${code} ${severity}: ${at.join(' ')}${data === undefined ? '' : ` ${JSON.stringify(data)}`}`;
function check(goals: readonly object[], more: Partial<GoalsDocument> = {}): readonly string[] {
  const document = { ...base, ...more, goals } as GoalsDocument;
  expect(parseGoals(document)).toMatchObject({ ok: true });
  return checkGoals(document).findings.map(said);
}
/** The good goal with these members in place of its own; undefined takes one away. */
function like(members: { readonly [Name in keyof Goal]?: Goal[Name] | undefined }): Goal {
  return Object.fromEntries(
    Object.entries({ ...good, ...members }).filter(([, each]) => each !== undefined),
  ) as unknown as Goal;
}
const one = (members: Parameters<typeof like>[0], more: Partial<GoalsDocument> = {}) => check([like(members)], more);

describe('one goal', () => {
  test('that is good', () => expect(one({})).toEqual([]));

  const kpi = { metric: undefined, baseline: undefined, target: undefined };
  test.each<[Parameters<typeof like>[0], readonly string[]]>([
    [kpi, ['GOAL_NOT_SPECIFIC error: east/g']],
    [{ ...kpi, kind: 'kpi', rubric: [] }, ['GOAL_NOT_SPECIFIC error: east/g']],
    [{ ...kpi, kind: 'qualitative' }, ['GOAL_NOT_SPECIFIC error: east/g']],
    [{ ...kpi, kind: 'qualitative', rubric: [] }, ['GOAL_NOT_SPECIFIC error: east/g']],
    [{ ...kpi, kind: 'qualitative', rubric: ['1 poor', '5 good'] }, []],
    [{ ...kpi, rubric: ['1 poor'] }, ['GOAL_NOT_MEASURABLE error: east/g']],
    [{ target: undefined }, ['GOAL_NOT_MEASURABLE error: east/g']],
    [{ kind: 'kpi' }, []],
    [{ kind: 'qualitative' }, ['GOAL_NOT_MEASURABLE error: east/g']],
    [{ kind: 'qualitative', rubric: [] }, ['GOAL_NOT_MEASURABLE error: east/g']],
    [{ kind: 'qualitative', rubric: ['1'], target: undefined }, []],
    [{ rubric: ['1'] }, []],
  ])('%j: %j', (members, findings) => expect(one(members)).toEqual(findings));

  test('on a metric without a unit of measurement is not measurable', () => {
    const { measuredIn: _measuredIn, ...bare } = sales;
    expect(one({}, { metrics: [bare] })).toEqual(['GOAL_NOT_MEASURABLE error: east/g']);
  });

  const no = ['GOAL_NO_CHANGE error: east/g'];
  test.each<[Parameters<typeof like>[0], readonly string[]]>([
    [{ baseline: '100', target: '100.0' }, no],
    [{ baseline: '100', target: '99' }, no],
    [{ baseline: '100', target: '101' }, []],
    [{ baseline: undefined, target: '99' }, []],
    [{ baseline: undefined, target: undefined, kind: 'qualitative', rubric: ['1'] }, []],
    [{ baseline: '100', target: undefined, kind: 'qualitative', rubric: ['1'] }, []],
    [{ metric: 'cost', baseline: '100', target: '101' }, no],
    [{ metric: 'cost', baseline: '100', target: '100' }, no],
    [{ metric: 'cost', baseline: '100', target: '99' }, []],
    [{ metric: 'cost', direction: 'higher', baseline: '100', target: '99' }, no],
    [{ direction: 'lower', baseline: '100', target: '99' }, []],
    [{ metric: 'stock', baseline: '100', target: { low: '100', high: '100' } }, []],
    [{ metric: 'stock', baseline: '100', target: '99' }, []],
    [{ metric: 'stock', baseline: '100', target: '101' }, []],
    [{ metric: 'stock', baseline: '100', target: '100' }, no],
    [{ metric: undefined, rubric: ['1'], kind: 'qualitative', baseline: '5', target: '4' }, []],
    [{ metric: undefined, rubric: ['1'], kind: 'qualitative', baseline: '5', target: '5' }, no],
  ])('changes something? %j: %j', (members, findings) => expect(one(members)).toEqual(findings));

  const hardly = ['GOAL_HARDLY_ACHIEVABLE warning: east/g'];
  test.each<[readonly string[] | undefined, Parameters<typeof like>[0], readonly string[]]>([
    [undefined, {}, []],
    [[], {}, []],
    [['10'], {}, []],
    [['10', '30'], {}, []],
    [['10', '29.9'], {}, hardly],
    [['10', '5', '25.1', '30', '29'], {}, []],
    [['0', '20', '60', '39'], { target: '140' }, []],
    [['0', '20', '60', '39'], { target: '140.1' }, hardly],
    [['30', '10'], {}, hardly],
    [['30', '10'], { target: '100.5' }, hardly],
    [['30', '10'], { target: '100' }, no],
    [['30', '10'], { target: '90' }, no],
    [['30', '10'], { direction: 'lower', target: '80' }, []],
    [['30', '10'], { direction: 'lower', target: '79' }, hardly],
    [['10', '30'], { direction: 'lower', target: '80' }, hardly],
    [['10', '30'], { direction: 'in-band', target: '180' }, []],
    [['10', '30'], { direction: 'in-band', target: { low: '180', high: '190' } }, []],
    [['10', '30'], { target: { low: '180', high: '190' } }, []],
    [['10', '30'], { baseline: undefined }, []],
    [['10', '30'], { target: undefined, kind: 'qualitative', rubric: ['1'] }, []],
    [['1', '2'], { metric: undefined, kind: 'qualitative', rubric: ['1'], direction: 'higher' }, []],
  ])('further than ever within one period? history %j, %j: %j', (history, members, findings) => {
    const metrics = [{ ...sales, ...(history !== undefined && { history }) }];
    expect(one(members, { metrics })).toEqual(findings);
  });

  test.each<[Parameters<typeof like>[0], readonly string[]]>([
    [{ supports: undefined }, ['GOAL_NOT_RELEVANT error: east/g', 'OBJECTIVE_UNCOVERED error: O1']],
    [{ supports: 'nothing' }, ['GOAL_NOT_RELEVANT error: east/g', 'OBJECTIVE_UNCOVERED error: O1']],
    [{ supports: 'east/g' }, ['GOAL_NOT_RELEVANT error: east/g', 'OBJECTIVE_UNCOVERED error: O1']],
    [{ due: undefined }, ['GOAL_NO_DUE error: east/g']],
    [{ due: '2026-12-31' }, ['GOAL_OUTSIDE_PERIOD error: east/g']],
    [{ due: '2028-01-01' }, ['GOAL_OUTSIDE_PERIOD error: east/g']],
    [{ due: '2027-01-01' }, []],
  ])('%j: %j', (members, findings) => expect(one(members)).toEqual(findings));

  test('is relevant where it supports a goal of a unit above, at any height, and of no other', () => {
    const supports = (unit: string, other: string) =>
      check([
        like({ id: `${other}/top`, unit: other, metric: undefined, kind: 'qualitative', rubric: ['1'] }),
        like({ id: `${unit}/low`, unit, supports: `${other}/top` }),
      ]);
    expect(supports('east', 'hq')).toEqual([]);
    expect(supports('shop', 'east')).toEqual([]);
    expect(supports('shop', 'hq')).toEqual([]);
    for (const [unit, other] of [
      ['east', 'west'],
      ['hq', 'east'],
      ['shop', 'west'],
      ['east', 'east'],
    ] as const) {
      expect(supports(unit, other), `${unit} under ${other}`).toEqual([`GOAL_NOT_RELEVANT error: ${unit}/low`]);
    }
  });
});

describe('the goals of a unit', () => {
  const bounds = { goals: [2, 3], weight: ['5', '60'], weightTotal: '100' } as const;
  const weighing = (...weights: readonly (string | undefined)[]) =>
    check(
      weights.map((weight, index) =>
        like({
          id: `east/g${index}`,
          metric: undefined,
          kind: 'qualitative',
          rubric: ['1'],
          baseline: undefined,
          target: undefined,
          weight,
        }),
      ),
      { bounds },
    );
  test.each<[readonly (string | undefined)[], readonly string[]]>([
    [['40', '60'], []],
    [['5', '35', '60'], []],
    [['39.5', '60'], ['WEIGHTS_NOT_TOTAL error: east {"missing":"0.5"}']],
    [['60', '60'], ['WEIGHTS_NOT_TOTAL error: east {"missing":"-20"}']],
    [['100'], ['WEIGHT_OUT_OF_BOUNDS error: east/g0', 'GOAL_COUNT error: east {"count":1}']],
    [['25', '25', '25', '25'], ['GOAL_COUNT error: east {"count":4}']],
    [['4.9', '60', '35.1'], ['WEIGHT_OUT_OF_BOUNDS error: east/g0']],
    [['60.1', '39.9'], ['WEIGHT_OUT_OF_BOUNDS error: east/g0']],
    [[undefined, '60', '40'], ['WEIGHT_OUT_OF_BOUNDS error: east/g0']],
    [
      [undefined, '60'],
      ['WEIGHT_OUT_OF_BOUNDS error: east/g0', 'WEIGHTS_NOT_TOTAL error: east {"missing":"40"}'],
    ],
  ])('weighing %j: %j', (weights, findings) => expect(weighing(...weights)).toEqual(findings));

  test('are counted for each unit that has goals', () => {
    const goals = ['east', 'west'].map((unit) =>
      like({
        id: `${unit}/g`,
        unit,
        weight: '60',
        metric: unit === 'east' ? 'sales' : 'cost',
        target: '120',
        direction: 'higher',
      }),
    );
    expect(check(goals, { bounds: { ...bounds, goals: [1, 1], weightTotal: '60' } })).toEqual([]);
    expect(check(goals, { bounds: { ...bounds, weightTotal: '60' } })).toEqual([
      'GOAL_COUNT error: east {"count":1}',
      'GOAL_COUNT error: west {"count":1}',
    ]);
  });

  test('are not counted without bounds', () => expect(one({ weight: '1000' })).toEqual([]));
});

describe('all goals together', () => {
  test('an objective that no goal names is uncovered', () => {
    const objectives = [...(base.objectives ?? []), { id: 'O2', title: 'last' }];
    expect(one({}, { objectives })).toEqual(['OBJECTIVE_UNCOVERED error: O2']);
    expect(check([], { objectives: [] })).toEqual([]);
  });

  const on = (unit: string, metric: string, members: Parameters<typeof like>[0] = {}): Goal =>
    like({ id: `${unit}/${metric}`, unit, metric, baseline: undefined, target: '1', ...members });
  const collected = (...metrics: readonly Metric[]) => ({
    metrics: metrics.map((each) => ({ ...each, source: 'collected' as const })),
  });

  test('one metric, two units, one up and one down: a conflict for each pair', () => {
    const all = collected(sales);
    const [up, down] = [on('west', 'sales'), on('east', 'sales', { direction: 'lower' })];
    expect(check([up, down], all)).toEqual(['CONFLICT_DIRECTION error: east/sales west/sales']);
    expect(check([up, on('shop', 'sales'), down], all)).toEqual([
      'CONFLICT_DIRECTION error: east/sales west/sales',
      'CONFLICT_DIRECTION error: east/sales shop/sales',
    ]);
    expect(check([up, on('east', 'sales')], all)).toEqual([]);
    expect(check([on('west', 'sales', { direction: 'lower' }), down], all)).toEqual([]);
    expect(check([up, on('east', 'sales', { direction: 'in-band' })], all)).toEqual([]);
    expect(check([up, { ...down, unit: 'west' }], all)).toEqual([]);
    expect(check([up, on('east', 'cost')], collected(sales, cost))).toEqual([]);
  });

  test('goals without a metric are in no conflict', () => {
    const rubric = { metric: undefined, kind: 'qualitative', rubric: ['1'], target: undefined } as const;
    const two = [
      on('west', 'a', { ...rubric, direction: 'higher' }),
      on('east', 'b', { ...rubric, direction: 'lower' }),
    ];
    expect(check(two)).toEqual([]);
  });

  const tension = collected({ ...sales, tension: ['cost'] }, cost);
  const told = ['CONFLICT_TENSION warning: east/cost west/sales'];
  test.each<[string, readonly Goal[], readonly string[]]>([
    ['both moved the better way', [on('west', 'sales'), on('east', 'cost')], told],
    ['in the other order', [on('east', 'cost'), on('west', 'sales')], told],
    ['one the worse way', [on('west', 'sales'), on('east', 'cost', { direction: 'higher' })], []],
    ['the other the worse way', [on('west', 'sales', { direction: 'lower' }), on('east', 'cost')], []],
    ['of one unit', [on('west', 'sales'), on('west', 'cost')], []],
    ['one above the other', [on('hq', 'sales'), on('east', 'cost')], []],
    ['one far below the other', [on('shop', 'sales'), on('hq', 'cost')], []],
    ['only one', [on('west', 'sales')], []],
  ])('metrics in tension, %s', (_name, goals, findings) => expect(check(goals, tension)).toEqual(findings));

  test('tension is told once however it is declared, and for each pair', () => {
    const goals = [on('west', 'sales'), on('east', 'cost'), on('shop', 'cost')];
    const pairs = ['CONFLICT_TENSION warning: east/cost west/sales', 'CONFLICT_TENSION warning: shop/cost west/sales'];
    expect(check(goals, collected(sales, { ...cost, tension: ['sales'] })).toSorted()).toEqual(pairs);
    const both = collected({ ...sales, tension: ['cost', 'cost'] }, { ...cost, tension: ['sales'] });
    expect(check(goals, both).toSorted()).toEqual(pairs);
    expect(check(goals, collected(sales, cost))).toEqual([]);
  });

  test('a manual metric with two goals on it is asked for twice', () => {
    const two = [on('west', 'sales'), on('east', 'sales')];
    const twice = ['METRIC_ASKED_TWICE advice: sales'];
    expect(check(two)).toEqual(twice);
    expect(check(two, { metrics: [{ ...sales, source: 'manual' }] })).toEqual(twice);
    expect(check([...two, on('shop', 'sales')])).toEqual(twice);
    expect(check([on('west', 'sales'), { ...on('west', 'sales'), id: 'west/again' }])).toEqual(twice);
    expect(check(two, collected(sales))).toEqual([]);
    expect(check([on('west', 'sales'), on('east', 'cost')])).toEqual([]);
  });

  test.each([
    ['strength', 'STRENGTH_UNUSED warning: S'],
    ['opportunity', 'OPPORTUNITY_UNUSED warning: S'],
    ['weakness', 'WEAKNESS_UNADDRESSED advice: S'],
    ['threat', 'THREAT_UNADDRESSED advice: S'],
  ] as const)('a key %s that no goal lists', (kind, finding) => {
    const swot = (key?: boolean) => ({ swot: [{ id: 'S', kind, title: 'it', ...(key !== undefined && { key }) }] });
    expect(one({}, swot(true))).toEqual([finding]);
    expect(one({ swot: ['S'] }, swot(true))).toEqual([]);
    expect(one({ swot: [] }, swot(true))).toEqual([finding]);
    expect(one({}, swot(false))).toEqual([]);
    expect(one({}, swot())).toEqual([]);
  });

  test('without metrics, objectives and strategy there is nothing to compare', () => {
    const bare: GoalsDocument = { format: base.format, period: base.period, units: [{ id: 'east' }], goals: [] };
    expect(checkGoals(bare)).toEqual({ findings: [] });
  });
});
