import { describe, expect, test } from 'vitest';
import { parseMonitor } from '../../documents/rules/index.js';
import {
  type DriftRating,
  monitor,
  type MonitorDocument,
  type MonitoredGoal,
  type MonitorLine,
  raterDrift,
} from '../../domain/rules/index.js';

/** Expected against actual, and the drift of raters. */

function monitored(goals: readonly MonitoredGoal[], on: string, more: Partial<MonitorDocument> = {}) {
  const period = { start: '2027-01-01', end: '2027-12-31' };
  const document: MonitorDocument = {
    format: 'perfcycle/monitor@1',
    period,
    on,
    amber: '60',
    red: '33',
    goals,
    ...more,
  };
  expect(parseMonitor(document)).toMatchObject({ ok: true });
  return monitor(document);
}
/** The line and the colour of one goal. */
function one(
  goal: Omit<MonitoredGoal, 'id'>,
  on: string,
  more: Partial<MonitorDocument> = {},
): readonly [MonitorLine | undefined, string] {
  const { lines, findings } = monitored([{ id: 'g', ...goal }], on, more);
  expect(findings.every(({ at }) => at.join() === 'g')).toBe(true);
  return [lines['g'], findings.map(({ code, severity }) => severity ?? code).join()];
}
const level = { baseline: '100', target: '200' };
const accumulating = { baseline: '7', target: '1000', accrual: 'accumulating' } as const;

describe('way made, way expected, forecast', () => {
  test.each<[string, Omit<MonitoredGoal, 'id'>, string, MonitorLine]>([
    [
      'a level, 31 March is day 90 of 365',
      { ...level, actual: '118' },
      '2027-03-31',
      { expected: '1800/73', made: '18', forecast: '173' },
    ],
    [
      'said to be a level',
      { ...level, accrual: 'level', actual: '118' },
      '2027-03-31',
      { expected: '1800/73', made: '18', forecast: '173' },
    ],
    [
      'a level that is to fall',
      { baseline: '100', target: '90', actual: '95' },
      '2027-03-14',
      { expected: '20', made: '50', forecast: '75' },
    ],
    [
      'a level that went the wrong way',
      { ...level, actual: '90' },
      '2027-03-14',
      { expected: '20', made: '-10', forecast: '50' },
    ],
    [
      'accumulating counts from 0',
      { ...accumulating, actual: '300' },
      '2027-03-14',
      { expected: '20', made: '30', forecast: '1500' },
    ],
    [
      'accumulating without a baseline',
      { target: '1000', accrual: 'accumulating', actual: '100' },
      '2027-03-14',
      { expected: '20', made: '10', forecast: '500' },
    ],
    ['the first day', { ...level, actual: '101' }, '2027-01-01', { expected: '20/73', made: '1', forecast: '465' }],
    ['the last day', { ...level, actual: '150' }, '2027-12-31', { expected: '100', made: '50', forecast: '150' }],
  ])('%s', (_name, goal, on, line) => expect(one(goal, on)[0]).toEqual(line));

  const path = [
    ['2027-03-31', '0'],
    ['2027-06-30', '45.5'],
    ['2027-12-31', '100'],
  ] as const;
  test.each([
    ['2027-01-15', '0'],
    ['2027-03-31', '0'],
    ['2027-04-01', '0.5'],
    ['2027-06-29', '45'],
    ['2027-06-30', '45.5'],
    ['2027-07-01', '16853/368'],
    ['2027-12-31', '100'],
  ])('a path, on %s: %s', (on, expected) => {
    expect(one({ ...level, actual: '200', path }, on)[0]).toMatchObject({ expected, made: '100' });
  });
  test('a path is held after its end, and may be one point', () => {
    const short = [
      ['2027-03-31', '30'],
      ['2027-04-30', '60'],
    ] as const;
    expect(one({ ...level, actual: '200', path: short }, '2027-10-01')[0]).toMatchObject({ expected: '60' });
    const single = [['2027-03-31', '30']] as const;
    for (const on of ['2027-01-01', '2027-03-31', '2027-11-11']) {
      expect(one({ ...level, actual: '200', path: single }, on)[0]).toMatchObject({ expected: '30' });
    }
  });
});

describe('a deviation', () => {
  const at = (actual: string, more: Partial<MonitorDocument> = {}) => one({ ...level, actual }, '2027-03-14', more)[1];
  test.each([
    ['106.5', 'red'],
    ['106.599', 'red'],
    ['106.6', 'amber'],
    ['111.999', 'amber'],
    ['112', ''],
    ['200', ''],
    ['90', 'red'],
  ])('of %s where 20 percent are expected: %j', (actual, colour) => expect(at(actual)).toBe(colour));

  test('follows the bounds of the document', () => {
    expect(at('110', { amber: '50', red: '50' })).toBe('');
    expect(at('109', { amber: '50', red: '50' })).toBe('red');
    expect(at('90', { amber: '0', red: '0' })).toBe('red');
    expect(at('100', { amber: '0', red: '0' })).toBe('');
  });

  test('is none where nothing is expected yet', () => {
    for (const percent of ['0', '-5']) {
      const path = [
        ['2027-03-31', percent],
        ['2027-12-31', '100'],
      ] as const;
      expect(one({ ...level, actual: '50', path }, '2027-03-14')[1]).toBe('');
    }
    const path = [
      ['2027-03-31', '0.001'],
      ['2027-12-31', '100'],
    ] as const;
    expect(one({ ...level, actual: '50', path }, '2027-03-14')[1]).toBe('red');
  });

  const band = { target: { low: '10', high: '20' } };
  test.each([
    ['9.9', '2027-12-31', 'red'],
    ['10', '2027-12-31', ''],
    ['20', '2027-12-31', ''],
    ['20.1', '2027-12-31', 'red'],
    ['9.9', '2027-12-30', ''],
    ['20.1', '2027-01-01', ''],
  ])('of a band, %s on %s: %j', (actual, on, colour) => expect(one({ ...band, actual }, on)).toEqual([{}, colour]));

  test('cannot be where there is no value', () => {
    for (const goal of [level, band, accumulating]) {
      expect(one(goal, '2027-12-31')).toEqual([{ state: 'no-data' }, 'METRIC_NO_DATA']);
    }
  });

  test('is told for each goal, in their order', () => {
    const goals = [
      { id: 'a', ...level, actual: '100' },
      { id: 'b', ...level },
      { id: 'c', ...level, actual: '109' },
    ];
    const { lines, findings } = monitored(goals, '2027-03-14');
    expect(Object.keys(lines)).toEqual(['a', 'b', 'c']);
    expect(findings).toEqual([
      { code: 'DEVIATION', severity: 'red', at: ['a'] },
      { code: 'METRIC_NO_DATA', at: ['b'] },
      { code: 'DEVIATION', severity: 'amber', at: ['c'] },
    ]);
    expect(monitored([], '2027-03-14')).toEqual({ lines: {}, findings: [] });
  });
});

describe('the drift of a rater', () => {
  /** Each item with the values that raters gave to it. */
  const given = (items: Readonly<Record<string, Readonly<Record<string, string>>>>): readonly DriftRating[] =>
    Object.entries(items).flatMap(([item, values]) =>
      Object.entries(values).map(([by, value]) => ({ item, by, value })),
    );

  test('is the mean difference to the others, over the items that others rated too', () => {
    const ratings = given({ one: { li: '5', wu: '3', xu: '2' }, two: { li: '4', wu: '4' }, three: { li: '1' } });
    expect(raterDrift(ratings, 1)).toEqual({
      li: { drift: '1.25', items: 2 },
      wu: { drift: '-0.25', items: 2 },
      xu: { drift: '-2', items: 1 },
    });
    expect(raterDrift(ratings, 2)).toEqual({ li: { drift: '1.25', items: 2 }, wu: { drift: '-0.25', items: 2 } });
    expect(raterDrift(ratings, 3)).toEqual({});
  });

  test('is exact', () => {
    expect(raterDrift(given({ one: { a: '1', b: '2', c: '2', d: '3' } }), 1)).toEqual({
      a: { drift: '-4/3', items: 1 },
      b: { drift: '0', items: 1 },
      c: { drift: '0', items: 1 },
      d: { drift: '4/3', items: 1 },
    });
  });

  test('is silent under five items where nothing else is said', () => {
    const items = (count: number) =>
      given(Object.fromEntries(Array.from({ length: count }, (_, n) => [`i${n}`, { li: '5', wu: '4' }])));
    expect(raterDrift(items(4))).toEqual({});
    expect(raterDrift(items(5))).toEqual({ li: { drift: '1', items: 5 }, wu: { drift: '-1', items: 5 } });
    expect(raterDrift([], 0)).toEqual({});
  });
});
