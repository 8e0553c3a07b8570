import fc from 'fast-check';
import Fraction from 'fraction.js';
import { describe, expect, test } from 'vitest';
import { parseGoals, parseMonitor } from '../../documents/rules/index.js';
import { addDays } from '../../domain/dates.js';
import { exact, printNumber, sum } from '../../domain/numbers.js';
import {
  checkGoals,
  type Finding,
  type Goal,
  goalFindingCodes,
  type GoalsDocument,
  type Metric,
  monitor,
  type MonitorDocument,
  type Task,
} from '../../domain/rules/index.js';
import { decimal, made, maybe } from './rules-generated.js';

/** What holds for every document of goals, every plan, and all monitoring. */

const units = ['hq', 'north', 'south', 'team'];
const parents: Readonly<Record<string, string>> = { north: 'hq', south: 'hq', team: 'north' };
const period = { start: '2027-01-01', end: '2027-12-31' };
const day = (from: number, to: number) => fc.integer({ min: from, max: to }).map((n) => addDays(period.start, n));
const direction = fc.constantFrom('higher' as const, 'lower' as const, 'in-band' as const);

const metric = fc.record({
  unit: fc.constantFrom(...units),
  measuredIn: maybe(fc.constant('%')),
  better: direction,
  source: fc.constantFrom(undefined, 'manual', 'collected'),
  tension: maybe(fc.uniqueArray(fc.constantFrom('m0', 'm1', 'm2'), { maxLength: 2 })),
  history: maybe(fc.array(decimal(0, 100), { maxLength: 4 })),
});
const goal = fc.record({
  unit: fc.constantFrom(...units),
  kind: fc.constantFrom(undefined, 'kpi', 'qualitative'),
  metric: fc.constantFrom('m0', 'm1', 'm2', undefined),
  direction: maybe(direction),
  baseline: maybe(decimal(0, 100)),
  target: maybe(fc.oneof(decimal(0, 100), fc.constant({ low: '1', high: '2' }))),
  weight: maybe(decimal(0, 60)),
  due: maybe(day(-5, 370)),
  supports: fc.constantFrom('O0', 'g0', 'g1', 'g2', 'nothing', undefined),
  swot: maybe(fc.subarray(['S', 'W', 'O', 'T'])),
  rubric: maybe(fc.constantFrom([], ['1 poor', '5 good'])),
});
const task = fc
  .record({
    unit: fc.constantFrom(...units),
    goal: fc.constantFrom('g0', 'g1', 'g2', 'g3', 'elsewhere'),
    owner: fc.constantFrom('li', 'li', undefined),
    effortDays: maybe(decimal(0, 40)),
    costMinor: maybe(fc.nat(100_000).map(String)),
    start: fc.option(fc.integer({ min: -10, max: 340 }), { nil: undefined, freq: 9 }),
    length: fc.integer({ min: 4, max: 60 }),
    after: fc.uniqueArray(fc.constantFrom('t0', 't1', 't2', 't3', 't4'), { maxLength: 2 }),
  })
  .map(({ start, length, ...members }) => ({
    ...members,
    ...(start !== undefined && { start: addDays(period.start, start), end: addDays(period.start, start + length) }),
  }));
const named = <T>(prefix: string, arbitrary: fc.Arbitrary<object>, maxLength: number): fc.Arbitrary<readonly T[]> =>
  fc
    .array(arbitrary, { maxLength, size: 'max' })
    .map((all) => all.map((each, n) => made<T & object>({ id: `${prefix}${n}`, title: 'it', ...each })));
const documents: fc.Arbitrary<GoalsDocument> = fc
  .record({
    metrics: fc
      .tuple(metric, metric, metric)
      .map((all) => all.map((each, n) => made<Metric>({ id: `m${n}`, ...each }))),
    goals: named<Goal>('g', goal, 7),
    tasks: maybe(named<Task>('t', task, 6)),
    needs: fc.array(fc.tuple(fc.constantFrom(...units), decimal(0, 30), fc.nat(50_000)), { maxLength: 4 }),
    bounded: fc.boolean(),
  })
  .map(({ tasks, needs, bounded, ...rest }) => ({
    format: 'perfcycle/goals@1',
    period,
    ...(bounded && { bounds: { goals: [1, 2], weight: ['5', '40'], weightTotal: '40' } }),
    units: units.map((id) => made({ id, parent: parents[id] })),
    objectives: ['O0', 'O1'].map((id) => ({ id, title: id })),
    swot: (['strength', 'weakness', 'opportunity', 'threat'] as const).map((kind, n) => ({
      id: 'SWOT'.charAt(n),
      kind,
      title: kind,
      key: true,
    })),
    ...rest,
    // References among tasks that are there.
    ...(tasks !== undefined && {
      tasks: tasks.map((each) => ({
        ...each,
        after: (each.after ?? []).filter((id) => tasks.some((other) => other.id === id)),
      })),
    }),
    capacity: needs.map(([unit, personDays, cost]) => ({
      unit,
      from: '2027-02-01',
      to: '2027-07-31',
      personDays,
      budgetMinor: String(cost),
    })),
    calendar: { holidays: ['2027-02-08', '2027-05-03'], workdays: ['2027-05-08'] },
  }));

const asText = (findings: readonly Finding[]): readonly string[] =>
  findings.map((each) => JSON.stringify(each)).toSorted();
const atOf = ({ findings }: { readonly findings: readonly Finding[] }, code: Finding['code']): readonly string[] =>
  findings
    .filter((each) => each.code === code)
    .map(({ at }) => at.join(' '))
    .toSorted();
const isAbove = (upper: string, lower: string): boolean => {
  const parent = parents[lower];
  return parent !== undefined && (parent === upper || isAbove(upper, parent));
};

describe('every document of goals', () => {
  test('is valid as it is generated, and every check is reached', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(documents, (document) => {
        expect(parseGoals(document)).toEqual({ ok: true, value: document });
        for (const { code, at } of checkGoals(document).findings) {
          reached.add(code);
          expect(at).toEqual([...at].toSorted());
        }
      }),
      { numRuns: 400 },
    );
    expect([...reached].toSorted()).toEqual([...goalFindingCodes].toSorted());
  });

  test('gives the same findings in any order of its lists', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const lists = ['units', 'objectives', 'swot', 'metrics', 'goals', 'tasks', 'capacity'] as const;
        const turned = lists.flatMap((list) => {
          const items: readonly object[] | undefined = document[list];
          return items === undefined ? [] : [[list, items.toReversed()] as const];
        });
        const other = { ...document, ...Object.fromEntries(turned) } as GoalsDocument;
        expect(asText(checkGoals(other).findings)).toEqual(asText(checkGoals(document).findings));
      }),
    );
  });

  test('has exactly the conflicts that comparing every two goals finds', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const metrics = new Map(document.metrics?.map((each) => [each.id, each]));
        const of = (each: Goal) => metrics.get(each.metric ?? '');
        const way = (each: Goal) => each.direction ?? of(each)?.better;
        const inTension = (a: string | undefined, b: string | undefined): boolean =>
          metrics.get(a ?? '')?.tension?.includes(b ?? '') === true;
        const directions: string[] = [];
        const tensions: string[] = [];
        document.goals.forEach((a, index) => {
          for (const b of document.goals.slice(index + 1)) {
            const at = [a.id, b.id].toSorted().join(' ');
            if (a.unit === b.unit) continue;
            const ways = [way(a), way(b)].toSorted().join();
            if (a.metric !== undefined && a.metric === b.metric && ways === 'higher,lower') directions.push(at);
            if (isAbove(a.unit, b.unit) || isAbove(b.unit, a.unit) || a.metric === b.metric) continue;
            if (!inTension(a.metric, b.metric) && !inTension(b.metric, a.metric)) continue;
            if (way(a) === of(a)?.better && way(b) === of(b)?.better) tensions.push(at);
          }
        });
        // A metric in tension with itself says nothing about two metrics.
        const metricsApart = document.metrics?.map((each) => ({
          ...each,
          tension: (each.tension ?? []).filter((id) => id !== each.id),
        }));
        const found = checkGoals({ ...document, metrics: metricsApart ?? [] });
        expect(atOf(found, 'CONFLICT_DIRECTION')).toEqual(directions.toSorted());
        expect(atOf(found, 'CONFLICT_TENSION')).toEqual(tensions.toSorted());
      }),
      { numRuns: 300 },
    );
  });
});

describe('every plan', () => {
  test('has one finding for each circle, and one for each pair that waits too little', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const tasks = document.tasks ?? [];
        const after = new Map(tasks.map((each) => [each.id, each.after ?? []]));
        const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
          (after.get(from) ?? []).some((id) => id === to || (!seen.has(id) && reaches(id, to, seen.add(id))));
        const ringOf = (id: string) =>
          tasks.map((each) => each.id).filter((other) => reaches(id, other) && reaches(other, id));
        const rings = tasks.map(({ id }) => ringOf(id).toSorted().join(' ')).filter((ring) => ring !== '');
        const pairs = tasks.flatMap((each) =>
          (each.after ?? [])
            .filter((id) => !ringOf(each.id).includes(id))
            .filter((id) => (each.start ?? '9') <= (tasks.find((other) => other.id === id)?.end ?? ''))
            .map((id) => [each.id, id].toSorted().join(' ')),
        );
        expect(atOf(checkGoals(document), 'TASK_ORDER')).toEqual([...new Set(rings), ...pairs].toSorted());
      }),
      { numRuns: 300 },
    );
  });

  test('needs over all months together what its tasks take', () => {
    const months = Array.from({ length: 12 }, (_, n) => `2027-${String(n + 1).padStart(2, '0')}`);
    const last = (month: string): string => addDays(`${months[months.indexOf(month) + 1] ?? '2028-01'}-01`, -1);
    const inside = documents.map((document) => ({
      ...document,
      tasks: (document.tasks ?? []).filter(
        ({ start, end }) => start === undefined || (start >= period.start && (end ?? '') <= period.end),
      ),
    }));
    fc.assert(
      fc.property(inside, (document) => {
        const capacity = units.flatMap((unit) =>
          months.map((month) => ({ unit, from: `${month}-01`, to: last(month), personDays: '0', budgetMinor: '0' })),
        );
        const { findings } = checkGoals({ ...document, capacity });
        const need = (code: Finding['code'], unit: string) =>
          printNumber(
            sum(
              findings
                .filter((each) => each.code === code && each.at[0] === unit)
                .map(({ data }) => exact(String(data?.['need']))),
            ),
          );
        for (const unit of units) {
          const dated = document.tasks.filter((each) => each.unit === unit && each.start !== undefined);
          const all = (of: (each: Task) => string | undefined) =>
            printNumber(sum(dated.map((each) => exact(of(each) ?? '0'))));
          expect(need('PLAN_OVER_CAPACITY', unit)).toBe(all(({ effortDays }) => effortDays));
          expect(need('PLAN_OVER_BUDGET', unit)).toBe(all(({ costMinor }) => costMinor));
        }
      }),
    );
  });
});

describe('all monitoring', () => {
  const goals = fc.record({
    baseline: decimal(0, 50),
    target: decimal(51, 100),
    actual: decimal(-20, 120),
    accrual: fc.constantFrom(undefined, 'level' as const, 'accumulating' as const),
    path: maybe(
      fc
        .uniqueArray(fc.integer({ min: 0, max: 364 }), { minLength: 1, maxLength: 4 })
        .chain((days) =>
          fc
            .array(decimal(0, 100), { minLength: days.length, maxLength: days.length })
            .map((percents) =>
              days.toSorted((a, b) => a - b).map((n, at) => [addDays(period.start, n), percents[at] ?? '0'] as const),
            ),
        ),
    ),
  });
  const on = (goal: object, day: string): MonitorDocument => ({
    format: 'perfcycle/monitor@1',
    period,
    on: day,
    amber: '60',
    red: '33',
    goals: [made({ id: 'g', ...goal })],
  });
  const colour = (document: MonitorDocument): number =>
    ['red', 'amber', undefined].indexOf(monitor(document).findings[0]?.severity);

  test('more is never told as worse, and raises way made and forecast alike', () => {
    fc.assert(
      fc.property(goals, day(0, 364), decimal(1, 50), (goal, at, more) => {
        const before = on(goal, at);
        expect(parseMonitor(before)).toEqual({ ok: true, value: before });
        const after = on({ ...goal, actual: printNumber(exact(goal.actual).add(exact(more))) }, at);
        expect(colour(after)).toBeGreaterThanOrEqual(colour(before));
        const [less, raised] = [before, after].map((each) => monitor(each).lines['g']);
        if (less === undefined || raised === undefined || 'state' in less || 'state' in raised)
          throw new Error('no line');
        expect(raised.expected).toBe(less.expected);
        for (const name of ['made', 'forecast'] as const) {
          expect(exact(raised[name] ?? '').compare(exact(less[name] ?? ''))).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('on the last day the forecast is the actual value; the straight way grows evenly to 100', () => {
    fc.assert(
      fc.property(goals, fc.integer({ min: 0, max: 364 }), ({ path: _path, ...goal }, n) => {
        expect(monitor(on(goal, period.end)).lines['g']).toMatchObject({
          expected: '100',
          forecast: printNumber(exact(goal.actual)),
        });
        const expected = printNumber(new Fraction((n + 1) * 100, 365));
        expect(monitor(on(goal, addDays(period.start, n))).lines['g']).toMatchObject({ expected });
      }),
    );
  });
});
