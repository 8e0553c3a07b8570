import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import * as rules from '../../documents/rules/index.js';
import { told } from './told.js';

/** More than anybody has is refused before anything is computed: its exact answer would take hours, or all of the memory. */

const ids = (count: number, of = 'k'): readonly string[] => Array.from({ length: count }, (_, n) => `${of}${n}`);
const card = (parts: readonly object[], more: object = {}): unknown => ({
  format: 'perfcycle/scorecard@1',
  root: { id: 'total', combine: 'weighted-mean', parts, ...more },
});
const attained = (names: readonly string[]) => names.map((id) => ({ id, weight: '1', measure: 'attainment' }));
/** An odd number of so many digits, another one for each n. */
const digits = (length: number, n: number): string => `1${String(2 * n + 1).padStart(length - 1, '0')}`;
const targets = (names: readonly string[], length: number) =>
  Object.fromEntries(names.map((id, n) => [id, { actual: '1', target: digits(length, n), baseline: '0' }]));

describe('facts are refused', () => {
  const ofFacts = (facts: object, document: unknown): string[] => {
    const parsed = rules.parseScorecard(document);
    if (!parsed.ok) throw new Error('the card');
    return told(rules.parseFacts(facts, parsed.value));
  };
  test('whose targets have no common denominator of a size to compute with', () => {
    expect(ofFacts(targets(ids(1000), 43), card(attained(ids(1000))))).toEqual([]);
    expect(ofFacts(targets(ids(1000), 44), card(attained(ids(1000))))).toEqual([' TOO_LARGE']);
    const facts = { format: 'perfcycle/facts@1', facts: targets(ids(1000), 44) };
    expect(ofFacts(facts, card(attained(ids(1000))))).toEqual(['/facts TOO_LARGE']);
  });

  test('sooner where more groups compute with them, and not for what no part has', () => {
    const inner = { id: 'inner', weight: '1', combine: 'mean', parts: attained(ids(1000)) };
    const nested = card([{ id: 'middle', weight: '1', combine: 'mean', parts: [inner] }]);
    expect(ofFacts(targets(ids(1000), 24), nested)).toEqual([]);
    expect(ofFacts(targets(ids(1000), 25), nested)).toEqual([' TOO_LARGE']);
    expect(ofFacts(targets(ids(1000, 'other'), 900), nested)).toEqual([]);
  });

  test('but not for many, or for some that are long', () => {
    expect(ofFacts(targets(ids(8), 1000), card(attained(ids(8))))).toEqual([]);
    expect(ofFacts({ constructor: { actual: '1' } }, card(attained(['toString'])))).toEqual([]);
  });
});

test('a scorecard is refused whose long numbers are too many together, and not for long words', () => {
  const weighing = (count: number) => card(ids(count).map((id) => ({ id, weight: '7'.repeat(1000) })));
  expect(told(rules.parseScorecard(weighing(10)))).toEqual([]);
  expect(told(rules.parseScorecard(weighing(11)))).toEqual([' TOO_LARGE']);
  const titled = ids(100).map((id) => ({ id, weight: '1', title: { en: 'x'.repeat(400), 'zh-CN': '一'.repeat(400) } }));
  expect(told(rules.parseScorecard(card(titled)))).toEqual([]);
  const roles = (count: number) => ({
    scale: { min: '1', max: '5' },
    by: ids(count).map((role) => ({ role, weight: '1' })),
  });
  expect(told(rules.parseScorecard(card([{ id: 'a', weight: '1', rating: roles(1001) }])))).toEqual([
    '/root/parts/0/rating/by TOO_LARGE',
  ]);
});

test('budgets are refused by scores with too many digits together', () => {
  const budget = (count: number) => ({
    format: 'perfcycle/budget@1',
    currency: 'CNY',
    curve: { type: 'identity' },
    units: ids(count).map((id, n) => ({ id, baseMinor: '100', score: `${digits(500, n)}/${digits(514, n)}` })),
  });
  expect(told(rules.parseBudget(budget(500)))).toEqual([]);
  expect(told(rules.parseBudget(budget(501)))).toEqual(['/units TOO_LARGE']);
});

describe('goals are refused', () => {
  const goals = (metrics: readonly object[], drawn: readonly object[], more: object = {}): string[] =>
    told(
      rules.parseGoals({
        format: 'perfcycle/goals@1',
        period: { start: '2027-01-01', end: '2027-12-31' },
        units: [{ id: 'hq' }],
        metrics: metrics.map((each) => ({ unit: 'hq', better: 'higher', ...each })),
        goals: drawn.map((each, n) => ({ id: `hq/g${n}`, unit: 'hq', title: '', ...each })),
        ...more,
      }),
    );
  const some = (count: number, goal: object) => Array.from({ length: count }, () => goal);

  test('with more pairs on one metric than anybody settles', () => {
    const [up, down] = [{ metric: 'm' }, { metric: 'm', direction: 'lower' }];
    expect(goals([{ id: 'm' }], [...some(1000, up), ...some(1000, down)])).toEqual([]);
    expect(goals([{ id: 'm' }], [...some(1001, up), ...some(1000, down)])).toEqual(['/goals TOO_LARGE']);
    expect(goals([{ id: 'm' }], some(20_000, up))).toEqual([]);
  });

  test('with more pairs on metrics in tension, each counted once', () => {
    const metrics = [{ id: 'm', tension: ['n', 'n'] }, { id: 'n' }];
    const drawn = (count: number) => [...some(count, { metric: 'm' }), ...some(1000, { metric: 'n' })];
    expect(goals(metrics, drawn(1000))).toEqual([]);
    expect(goals(metrics, drawn(1001))).toEqual(['/goals TOO_LARGE']);
  });

  test('with more tasks in windows of capacity than anybody plans', () => {
    const tasks = ids(5000).map((id) => ({ id, unit: 'hq', goal: 'hq/g', title: '' }));
    const capacity = (count: number) => some(count, { unit: 'hq', from: '2027-01-01', to: '2027-12-31' });
    expect(goals([], [], { tasks, capacity: capacity(1000) })).toEqual([]);
    expect(goals([], [], { tasks, capacity: capacity(1001) })).toEqual(['/capacity TOO_LARGE']);
  });
});

describe('perfcycle rules, on bad input', { timeout: 60_000 }, () => {
  const program = fileURLToPath(new URL('../../bin/perfcycle.js', import.meta.url));
  const check = (operation: string, document: string, language: string) => {
    const args = [program, 'rules', operation, '-', '--lang', language];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', input: document });
    return { status, stdout, lines: stderr.trimEnd().split('\n') };
  };
  const numbers = ['NaN', 'Infinity', '-Infinity', '1e3', '1,000', '1_000', '0.(3)', '1 1/2', '', '９'];
  const pool = {
    format: 'perfcycle/pool@1',
    currency: 'CNY',
    pool: { amountMinor: '1' },
    shares: [
      ...numbers.map((coefficient) => ({ id: coefficient === '' ? 'empty' : coefficient, coefficient })),
      { id: 'long', coefficient: '9'.repeat(10_000) },
      { id: 'less', coefficient: '-1' },
    ],
  };

  test('says of each number what is wrong, in both languages', () => {
    const problems = [
      ...numbers.map((_, n) => [n, 'NUMBER_INVALID', 'a decimal number such as 12.5', '请填数字，例如 12.5']),
      [numbers.length, 'TOO_LARGE', 'Too big: expected string to have <=1000 characters', '太长、太多或太大'],
      [numbers.length + 1, 'NUMBER_NEGATIVE', '-1 is less than 0', '不能小于 0'],
    ] as const;
    for (const [place, language] of (['en', 'zh-CN'] as const).entries()) {
      expect(check('allocate', JSON.stringify(pool), language)).toEqual({
        status: 2,
        stdout: '',
        lines: problems.map(([n, code, ...told]) => `/shares/${n}/coefficient: ${code}: ${told[place] ?? ''}`),
      });
    }
  });

  test('says of names that change objects, and of nesting, that they are not read', () => {
    const polluting = '{"format":"perfcycle/pool@1","__proto__":{"currency":"CNY"},"constructor":{},"shares":[]}';
    expect(check('allocate', polluting, 'en').lines).toEqual(['/__proto__: KEY_FORBIDDEN: no field has this name']);
    expect(check('allocate', polluting, 'zh-CN').lines).toEqual(['/__proto__: KEY_FORBIDDEN: 不能用这个名称作字段']);
    const deep = '{"goals":'.repeat(10_000) + '1' + '}'.repeat(10_000);
    expect(check('check', deep, 'en').lines).toEqual([
      `${'/goals'.repeat(65)}: TOO_DEEP: nested more than 64 levels deep`,
    ]);
    expect(check('check', deep, 'zh-CN').lines).toEqual([`${'/goals'.repeat(65)}: TOO_DEEP: 嵌套过深`]);
  });
});
