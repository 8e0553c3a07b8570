import { describe, expect, test } from 'vitest';
import * as rules from '../../documents/rules/index.js';
import { told } from './told.js';

describe('documents of money', () => {
  const pool = { format: 'perfcycle/pool@1', currency: 'CNY' };
  const budget = { format: 'perfcycle/budget@1', currency: 'CNY', curve: { type: 'identity' } };
  test.each<[string, string[], string[]]>([
    [
      'percents that are not 100',
      told(
        rules.parseDistribution({
          format: 'perfcycle/distribution@1',
          count: 3,
          shares: [{ grade: 'A', percent: '99.9' }],
        }),
      ),
      ['/shares PERCENT_TOTAL'],
    ],
    [
      'negative percents',
      told(
        rules.parseDistribution({
          format: 'perfcycle/distribution@1',
          count: -1,
          shares: [
            { grade: 'A', percent: '110' },
            { grade: 'A', percent: '-10' },
          ],
        }),
      ),
      ['/count TOO_SMALL', '/shares/1/grade ID_DUPLICATE', '/shares/1/percent NUMBER_NEGATIVE'],
    ],
    [
      'a pool of halves',
      told(
        rules.parsePool({
          ...pool,
          pool: { amountMinor: '1.5' },
          shares: [
            { id: 'a', coefficient: '-1' },
            { id: 'a', coefficient: '1', base: '-1' },
          ],
        }),
      ),
      [
        '/pool/amountMinor FORMAT_WRONG',
        '/shares/0/coefficient NUMBER_NEGATIVE',
        '/shares/1/base NUMBER_NEGATIVE',
        '/shares/1/id ID_DUPLICATE',
      ],
    ],
    [
      'whatever is wrong, each share at its place',
      told(
        rules.parsePool({
          ...pool,
          pool: { amountMinor: '1' },
          shares: [7, { id: 'a', coefficient: 'x', base: '-1' }, { id: 'a', coefficient: '-1' }],
        }),
      ),
      [
        '/shares/0 TYPE_WRONG',
        '/shares/1/base NUMBER_NEGATIVE',
        '/shares/1/coefficient NUMBER_INVALID',
        '/shares/2/coefficient NUMBER_NEGATIVE',
        '/shares/2/id ID_DUPLICATE',
      ],
    ],
    [
      'percents, whatever is wrong beside them',
      told(
        rules.parseDistribution({
          format: 'perfcycle/distribution@1',
          count: 3,
          shares: [
            { grade: 'A', percent: '1e2' },
            { grade: 'A', percent: '-10' },
          ],
        }),
      ),
      ['/shares/0/percent NUMBER_INVALID', '/shares/1/grade ID_DUPLICATE', '/shares/1/percent NUMBER_NEGATIVE'],
    ],
    [
      'budgets of the same unit, whatever is wrong beside them',
      told(rules.parseBudget({ ...budget, units: [null, { id: 'a', baseMinor: 'x', score: '1' }, { id: 'a' }] })),
      [
        '/units/0 TYPE_WRONG',
        '/units/1/baseMinor FORMAT_WRONG',
        '/units/2/baseMinor FIELD_MISSING',
        '/units/2/id ID_DUPLICATE',
        '/units/2/score FIELD_MISSING',
      ],
    ],
    [
      'a reserve above all',
      told(
        rules.parsePool({ ...pool, pool: { baseMinor: '1', ratePercent: '-1', reservePercent: '101' }, shares: [] }),
      ),
      ['/pool/ratePercent NUMBER_NEGATIVE', '/pool/reservePercent RANGE_EMPTY'],
    ],
    [
      'a unit without score',
      told(
        rules.parseBudget({
          ...budget,
          units: [
            { id: 'a', baseMinor: '1' },
            { id: 'b', baseMinor: '1', score: null },
          ],
        }),
      ),
      ['/units/0/score FIELD_MISSING', '/units/1/score TYPE_WRONG'],
    ],
    [
      'a negative raw',
      told(
        rules.parseBudget({
          ...budget,
          units: [
            { id: 'a', baseMinor: '100', score: '-101' },
            { id: 'b', baseMinor: '100', score: '40/3' },
          ],
        }),
      ),
      ['/units/0 BUDGET_NEGATIVE'],
    ],
    [
      'raws of nothing',
      told(rules.parseBudget({ ...budget, envelopeMinor: '100', units: [{ id: 'a', baseMinor: '0', score: '1' }] })),
      ['/units BUDGET_NOTHING'],
    ],
    [
      'a floor above the ceiling',
      told(
        rules.parseBudget({
          ...budget,
          floorPercent: '101',
          ceilingPercent: '100',
          units: [{ id: 'a', baseMinor: '1', score: '1' }],
        }),
      ),
      ['/floorPercent RANGE_EMPTY'],
    ],
    [
      'a wrong curve',
      told(
        rules.parseBudget({
          ...budget,
          curve: {
            type: 'line',
            points: [
              ['1', '1'],
              ['1', '1'],
            ],
          },
          units: [{ id: 'a', baseMinor: '1', score: '1' }],
        }),
      ),
      ['/curve/points/1/0 POINTS_NOT_ASCENDING'],
    ],
  ])('%s', (_name, found, expected) => expect(found).toEqual(expected));
});

describe('documents of goals', () => {
  const year = { start: '2027-01-01', end: '2027-12-31' };
  const base = {
    format: 'perfcycle/goals@1',
    period: year,
    units: [{ id: 'hq' }, { id: 'a', parent: 'hq' }],
    metrics: [{ id: 'm', unit: 'a', better: 'higher' }],
    goals: [{ id: 'a/g', unit: 'a', title: 'g' }],
  };
  const ofGoals = (more: object): string[] => told(rules.parseGoals({ ...base, ...more }));
  test.each<[string, object, string[]]>([
    ['a period backwards', { period: { start: '2027-12-31', end: '2027-01-01' } }, ['/period/end PERIOD_INVALID']],
    ['a day that is none', { period: { start: '2027-02-30', end: '2027-12-31' } }, ['/period/start DAY_INVALID']],
    [
      'units in a circle',
      {
        units: [
          { id: 'hq', parent: 'a' },
          { id: 'a', parent: 'hq' },
        ],
      },
      ['/units TREE_CIRCLE'],
    ],
    ['an unknown parent', { units: [{ id: 'a', parent: 'moon' }] }, ['/units/0/parent ID_UNKNOWN']],
    ['ids twice', { goals: [...base.goals, ...base.goals] }, ['/goals/1/id ID_DUPLICATE']],
    [
      'references to nothing',
      {
        goals: [{ id: 'g', unit: 'x', title: 'g', metric: 'y', swot: ['z'], supports: 'nothing' }],
        swot: [{ id: 's', kind: 'threat', title: 's' }],
      },
      ['/goals/0/metric ID_UNKNOWN', '/goals/0/swot/0 ID_UNKNOWN', '/goals/0/unit ID_UNKNOWN'],
    ],
    [
      'tension with nothing',
      { metrics: [{ id: 'm', unit: 'b', better: 'higher', tension: ['n'] }] },
      ['/metrics/0/tension/0 ID_UNKNOWN', '/metrics/0/unit ID_UNKNOWN'],
    ],
    [
      'a band and a path upside down',
      {
        goals: [
          {
            id: 'g',
            unit: 'a',
            title: 'g',
            target: { low: '2', high: '1' },
            weight: '-1',
            path: [
              ['2027-02-01', '0'],
              ['2027-01-01', '1'],
            ],
          },
        ],
      },
      ['/goals/0/path/1/0 POINTS_NOT_ASCENDING', '/goals/0/target RANGE_EMPTY', '/goals/0/weight NUMBER_NEGATIVE'],
    ],
    [
      'bounds upside down',
      { bounds: { goals: [8, 3], weight: ['40', '5'], weightTotal: '-1' } },
      ['/bounds/goals RANGE_EMPTY', '/bounds/weight RANGE_EMPTY', '/bounds/weightTotal NUMBER_NEGATIVE'],
    ],
    [
      'tasks that cannot be',
      {
        tasks: [
          {
            id: 't',
            unit: 'a',
            goal: 'elsewhere',
            title: 't',
            start: '2027-01-02',
            end: '2027-01-03',
            effortDays: '-1',
          },
          { id: 'u', unit: 'b', goal: 'a/g', title: 'u', start: '2027-02-02', end: '2027-02-01', after: ['nothing'] },
        ],
      },
      [
        '/tasks/0/effortDays NUMBER_NEGATIVE',
        '/tasks/0/start TASK_WITHOUT_WORKDAY',
        '/tasks/1/after/0 ID_UNKNOWN',
        '/tasks/1/end PERIOD_INVALID',
        '/tasks/1/unit ID_UNKNOWN',
      ],
    ],
    [
      'capacity of nobody',
      { capacity: [{ unit: 'x', from: '2027-02-01', to: '2027-01-01', personDays: '-1' }] },
      ['/capacity/0/personDays NUMBER_NEGATIVE', '/capacity/0/to PERIOD_INVALID', '/capacity/0/unit ID_UNKNOWN'],
    ],
    [
      'a weekend that is worked',
      {
        calendar: { workdays: ['2027-01-02'] },
        tasks: [{ id: 't', unit: 'a', goal: 'a/g', title: 't', start: '2027-01-02', end: '2027-01-03' }],
      },
      [],
    ],
  ])('%s', (_name, more, expected) => expect(ofGoals(more)).toEqual(expected));

  const monitor = (goal: object, more: object = {}): string[] =>
    told(
      rules.parseMonitor({
        format: 'perfcycle/monitor@1',
        period: year,
        on: '2027-03-31',
        amber: '60',
        red: '33',
        goals: [{ id: 'g', ...goal }],
        ...more,
      }),
    );
  test.each<[string, string[], string[]]>([
    ['a day outside', monitor({ baseline: '0', target: '1' }, { on: '2028-01-01' }), ['/on DAY_OUTSIDE_PERIOD']],
    ['red above amber', monitor({ baseline: '0', target: '1' }, { red: '61' }), ['/red RANGE_EMPTY']],
    ['no baseline', monitor({ target: '1' }), ['/goals/0 BASELINE_MISSING']],
    ['no target', monitor({ baseline: '1' }), ['/goals/0/target FIELD_MISSING']],
    ['no way to make', monitor({ baseline: '1', target: '1.0' }), ['/goals/0/target TARGET_IS_BASELINE']],
    ['nothing to accumulate', monitor({ target: '0', accrual: 'accumulating' }), ['/goals/0/target TARGET_ZERO']],
    ['an empty path', monitor({ baseline: '0', target: '1', path: [] }), ['/goals/0/path TOO_SMALL']],
    [
      'an unsorted path',
      monitor({
        baseline: '0',
        target: '1',
        path: [
          ['2027-03-01', '1'],
          ['2027-03-01', '2'],
        ],
      }),
      ['/goals/0/path/1/0 POINTS_NOT_ASCENDING'],
    ],
    ['a band without baseline', monitor({ target: { low: '1', high: '2' } }), []],
  ])('%s', (_name, found, expected) => expect(found).toEqual(expected));
});
