import { describe, expect, test } from 'vitest';
import { parseGoals } from '../../documents/rules/index.js';
import { circles } from '../../domain/rules/circles.js';
import {
  type Capacity,
  checkGoals,
  type Finding,
  type Goal,
  type GoalsDocument,
  type Task,
} from '../../domain/rules/index.js';

/** Every check of a plan on and off. 2027-01-01 is a Friday. */

const goal = (id: string, supports = 'O1'): Goal => ({
  id,
  unit: id.split('/')[0] ?? '',
  title: id,
  kind: 'qualitative',
  rubric: ['1'],
  due: '2027-12-31',
  supports,
});
const base: Omit<GoalsDocument, 'goals'> = {
  format: 'perfcycle/goals@1',
  period: { start: '2027-01-01', end: '2027-12-31' },
  units: [{ id: 'hq' }, { id: 'east', parent: 'hq' }, { id: 'shop', parent: 'east' }],
  objectives: [{ id: 'O1', title: 'grow' }],
};
const said = ({ code, severity, at, data }: Finding): string =>
  `${code} ${severity}: ${at.join(' ')}${data === undefined ? '' : ` ${JSON.stringify(data)}`}`;

type Members = { readonly [Name in keyof Task]?: Task[Name] | undefined };
/** A task that nothing is said about, with these members in place of its own. */
const task = (id: string, members: Members = {}): Task =>
  Object.fromEntries(
    Object.entries({
      id,
      unit: 'east',
      goal: 'east/g',
      title: id,
      owner: 'li',
      start: '2027-02-01',
      end: '2027-02-05',
      ...members,
    }).filter(([, each]) => each !== undefined),
  ) as unknown as Task;
function check(tasks: readonly Task[] | undefined, more: Partial<GoalsDocument> = {}): readonly string[] {
  const document = { ...base, goals: [goal('east/g')], ...(tasks !== undefined && { tasks }), ...more };
  expect(parseGoals(document)).toMatchObject({ ok: true });
  return checkGoals(document).findings.map(said);
}

describe('a task', () => {
  test.each<[Members, readonly string[]]>([
    [{}, []],
    [{ owner: undefined }, ['TASK_NO_OWNER error: t']],
    [{ start: undefined }, ['TASK_OUTSIDE_PERIOD error: t']],
    [{ end: undefined }, ['TASK_OUTSIDE_PERIOD error: t']],
    [
      { start: undefined, end: undefined, owner: undefined },
      ['TASK_NO_OWNER error: t', 'TASK_OUTSIDE_PERIOD error: t'],
    ],
    [{ start: '2026-12-31' }, ['TASK_OUTSIDE_PERIOD error: t']],
    [{ start: '2027-01-01', end: '2027-12-31' }, []],
    [{ end: '2028-01-01' }, ['TASK_OUTSIDE_PERIOD error: t']],
    [{ start: '2028-01-03', end: '2028-01-04' }, ['TASK_OUTSIDE_PERIOD error: t']],
    [{ start: '2026-01-05', end: '2026-01-06' }, ['TASK_OUTSIDE_PERIOD error: t']],
  ])('with %j: %j', (members, findings) => expect(check([task('t', members)])).toEqual(findings));

  test('with an owner of no letters has none', () => {
    const document = { ...base, goals: [goal('east/g')], tasks: [task('t', { owner: '' })] };
    expect(checkGoals(document).findings.map(said)).toEqual(['TASK_NO_OWNER error: t']);
  });

  test('is not looked at where there is no plan', () => {
    expect(
      check(undefined, { capacity: [{ unit: 'east', from: '2027-01-01', to: '2027-12-31', personDays: '0' }] }),
    ).toEqual([]);
    expect(check([])).toEqual(['GOAL_WITHOUT_TASK warning: east/g']);
  });
});

describe('the order of tasks', () => {
  const first = task('a');
  test.each<[Members, readonly string[]]>([
    [{ start: '2027-02-06', end: '2027-02-08' }, []],
    [{ start: '2027-02-05' }, ['TASK_ORDER error: a b']],
    [{ start: '2027-02-01' }, ['TASK_ORDER error: a b']],
    [{ start: undefined }, ['TASK_OUTSIDE_PERIOD error: b']],
  ])('one that waits for another, at %j: %j', (members, findings) => {
    expect(check([first, task('b', { ...members, after: ['a'] })])).toEqual(findings);
  });

  test('is not judged where the other has no end, or nothing is waited for', () => {
    expect(check([task('a', { end: undefined }), task('b', { after: ['a'] })])).toEqual([
      'TASK_OUTSIDE_PERIOD error: a',
    ]);
    expect(check([first, task('b', { after: [] })])).toEqual([]);
  });

  test('each waiting pair is told of', () => {
    expect(check([first, task('c'), task('b', { after: ['a', 'c'] })])).toEqual([
      'TASK_ORDER error: a b',
      'TASK_ORDER error: b c',
    ]);
  });

  test('a circle is told of once, at all of it, whatever the dates', () => {
    const later = { start: '2027-05-03', end: '2027-05-04' };
    const ring = [task('c', { after: ['b'] }), task('a', { after: ['c'], ...later }), task('b', { after: ['a'] })];
    expect(check(ring)).toEqual(['TASK_ORDER error: a b c']);
    expect(check([task('a', { after: ['a'] })])).toEqual(['TASK_ORDER error: a']);
    expect(check([task('a', { after: ['b'] }), task('b', { after: ['a', 'b'] })])).toEqual(['TASK_ORDER error: a b']);
  });

  test('two circles are two findings, and a pair between them is one more', () => {
    const tasks = [
      task('a', { after: ['b'] }),
      task('b', { after: ['a'] }),
      task('c', { after: ['d', 'a'] }),
      task('d', { after: ['c'] }),
      task('e', { after: ['d'] }),
    ];
    expect(check(tasks).toSorted()).toEqual([
      'TASK_ORDER error: a b',
      'TASK_ORDER error: a c',
      'TASK_ORDER error: c d',
      'TASK_ORDER error: d e',
    ]);
  });
});

describe('circles', () => {
  const of = (edges: Readonly<Record<string, readonly string[]>>) =>
    circles(new Map(Object.entries(edges)))
      .map((ring) => ring.toSorted().join(' '))
      .toSorted();
  test.each<[Readonly<Record<string, readonly string[]>>, readonly string[]]>([
    [{}, []],
    [{ a: [] }, []],
    [{ a: ['a'] }, ['a']],
    [{ a: ['b'], b: [] }, []],
    [{ a: ['b'], b: ['a'] }, ['a b']],
    [{ a: ['gone', 'b'], b: ['gone', 'a'] }, ['a b']],
    [{ a: ['gone'], gone2: ['gone'] }, []],
    [{ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }, []],
    [{ d: [], a: ['d', 'b'], b: ['d', 'a'] }, ['a b']],
    [{ a: ['b'], b: ['c', 'd'], c: ['a'], d: ['b'] }, ['a b c d']],
    [{ a: ['b', 'c'], b: ['a'], c: ['d'], d: ['c'] }, ['a b', 'c d']],
    [{ a: ['b'], b: ['c'], c: ['d'], d: ['b', 'e'], e: ['e'] }, ['b c d', 'e']],
    [{ a: ['b', 'd'], b: ['c'], c: [], d: ['c', 'a'] }, ['a d']],
    [{ b: ['c'], c: [], a: ['c', 'e'], e: ['a', 'b'] }, ['a e']],
  ])('in %j: %j', (edges, rings) => expect(of(edges)).toEqual(rings));

  test('are found in a chain of any length', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => String(index));
    const chain = names.map((name, index) => [name, [names[index + 1] ?? 'end']] as const);
    expect(circles(new Map(chain))).toEqual([]);
    expect(circles(new Map([...chain, ['end', ['0']]]))[0]).toHaveLength(20_001);
  });
});

describe('a goal without a task', () => {
  const goals = [goal('hq/g'), goal('east/g', 'hq/g'), goal('shop/g', 'east/g'), goal('shop/h', 'gone')];
  const on = (...ids: readonly string[]) =>
    check(
      ids.map((id, index) => task(`t${index}`, { goal: id })),
      { goals },
    ).filter((each) => each.startsWith('GOAL_WITHOUT_TASK'));
  test.each<[readonly string[], readonly string[]]>([
    [['hq/g'], ['east/g', 'shop/g', 'shop/h']],
    [['east/g'], ['shop/g', 'shop/h']],
    [['shop/g'], ['shop/h']],
    [['shop/g', 'hq/g', 'shop/h'], []],
    [['elsewhere/g'], ['hq/g', 'east/g', 'shop/g', 'shop/h']],
  ])('where tasks are on %j: %j', (ids, without) => {
    expect(on(...ids)).toEqual(without.map((id) => `GOAL_WITHOUT_TASK warning: ${id}`));
  });

  test('goals that support each other end the walk', () => {
    const round = [goal('east/g', 'shop/g'), goal('shop/g', 'east/g')];
    expect(check([task('t')], { goals: round }).filter((each) => each.startsWith('GOAL_WITHOUT'))).toEqual([]);
  });
});

describe('capacity', () => {
  /** Monday to Friday, 1 to 5 February; the window cuts where it is told to. */
  const row = (members: Partial<Capacity>): Capacity => ({
    unit: 'east',
    from: '2027-02-01',
    to: '2027-02-05',
    ...members,
  });
  const effort = (effortDays: string, members: Members = {}) => task('t', { effortDays, ...members });
  const days = (need: string, have: string, from = '2027-02-01', to = '2027-02-05') =>
    `PLAN_OVER_CAPACITY error: east ${JSON.stringify({ need, have, from, to })}`;
  test.each<[string, readonly Task[], Partial<Capacity>, readonly string[]]>([
    ['just enough', [effort('5')], { personDays: '5' }, []],
    ['too little', [effort('5')], { personDays: '4.90' }, [days('5', '4.9')]],
    ['two tasks', [effort('3'), task('u', { effortDays: '2.5' })], { personDays: '5' }, [days('5.5', '5')]],
    ['no effort said', [task('t')], { personDays: '0' }, []],
    ['nothing said of days', [effort('5')], {}, []],
    ['another unit', [effort('5', { unit: 'shop' })], { personDays: '0' }, []],
    ['the task before', [effort('5', { start: '2027-01-25', end: '2027-01-31' })], { personDays: '0' }, []],
    ['the task after', [effort('5', { start: '2027-02-06', end: '2027-02-12' })], { personDays: '0' }, []],
    [
      'the task longer',
      [effort('10', { start: '2027-01-27', end: '2027-02-16' })],
      { personDays: '3' },
      [days('10/3', '3')],
    ],
    [
      'the window longer',
      [effort('5')],
      { from: '2027-01-01', to: '2027-03-01', personDays: '4' },
      [days('5', '4', '2027-01-01', '2027-03-01')],
    ],
    [
      'an end cut off',
      [effort('5')],
      { from: '2027-02-02', to: '2027-02-03', personDays: '1.9' },
      [days('2', '1.9', '2027-02-02', '2027-02-03')],
    ],
    [
      'one day',
      [effort('5')],
      { from: '2027-02-05', to: '2027-02-09', personDays: '0' },
      [days('1', '0', '2027-02-05', '2027-02-09')],
    ],
    [
      'only a weekend of it',
      [effort('7', { end: '2027-02-09' })],
      { from: '2027-02-06', to: '2027-02-07', personDays: '0' },
      [],
    ],
  ])('%s', (_name, tasks, members, findings) => {
    expect(check(tasks, { capacity: [row(members)] })).toEqual(findings);
  });

  test('a task without both dates takes none', () => {
    for (const undated of [{ start: undefined }, { end: undefined }]) {
      const found = check([effort('5', undated)], { capacity: [row({ personDays: '0', budgetMinor: '0' })] });
      expect(found).toEqual(['TASK_OUTSIDE_PERIOD error: t']);
    }
  });

  test('holidays are off, workdays are worked, and win', () => {
    const monday = row({ to: '2027-02-01', personDays: '0' });
    const need = (calendar: GoalsDocument['calendar']) =>
      check([effort('12', { end: '2027-02-07' })], { capacity: [monday], ...(calendar !== undefined && { calendar }) });
    const told = (n: string) => [days(n, '0', '2027-02-01', '2027-02-01')];
    expect(need(undefined)).toEqual(told('2.4'));
    expect(need({})).toEqual(told('2.4'));
    expect(need({ holidays: ['2027-02-02'] })).toEqual(told('3'));
    expect(need({ workdays: ['2027-02-06'] })).toEqual(told('2'));
    expect(need({ holidays: ['2027-02-02', '2027-02-06'], workdays: ['2027-02-06'] })).toEqual(told('2.4'));
    expect(need({ holidays: ['2027-02-01'] })).toEqual([]);
    expect(need({ holidays: ['2027-02-01'], workdays: ['2027-02-01'] })).toEqual(told('2.4'));
  });

  test('each row alone, days and money alike', () => {
    const tasks = [task('t', { effortDays: '5', costMinor: '1000', end: '2027-02-12' })];
    const capacity = [
      row({ personDays: '2.5', budgetMinor: '499' }),
      row({ from: '2027-02-08', to: '2027-02-12', personDays: '2', budgetMinor: '500' }),
      row({ to: '2027-02-12', personDays: '4', budgetMinor: '0' }),
    ];
    const money = (need: string, have: string, to: string) =>
      `PLAN_OVER_BUDGET error: east ${JSON.stringify({ need, have, from: '2027-02-01', to })}`;
    expect(check(tasks, { capacity })).toEqual([
      money('500', '499', '2027-02-05'),
      days('2.5', '2', '2027-02-08', '2027-02-12'),
      days('5', '4', '2027-02-01', '2027-02-12'),
      money('1000', '0', '2027-02-12'),
    ]);
  });

  test('a unit without tasks needs nothing', () => {
    expect(check([effort('5')], { capacity: [row({ unit: 'hq', personDays: '0', budgetMinor: '0' })] })).toEqual([]);
  });
});
