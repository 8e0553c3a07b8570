import { describe, expect, test } from 'vitest';
import { printNumber } from '../../domain/numbers.js';
import {
  allocate,
  budget,
  type BudgetDocument,
  distribute,
  type DistributionDocument,
  type PlainCurve,
  type PoolDocument,
  rawBudgets,
} from '../../domain/rules/index.js';

/** Small cases for pools, counts of grades, and budgets. */

const pool = (
  of: PoolDocument['pool'],
  ...shares: readonly (readonly [id: string, coefficient: string, base?: string])[]
): PoolDocument => ({
  format: 'perfcycle/pool@1',
  currency: 'CNY',
  pool: of,
  shares: shares.map(([id, coefficient, base]) => ({ id, coefficient, ...(base !== undefined && { base }) })),
});
const amount = (amountMinor: string): PoolDocument['pool'] => ({ amountMinor });

describe('a pool', () => {
  test('is split in proportion to coefficient × base, ties by document order', () => {
    expect(allocate(pool(amount('100'), ['a', '1'], ['b', '1'], ['c', '1']))).toEqual({
      poolMinor: '100',
      reserveMinor: '0',
      lines: { a: '34', b: '33', c: '33' },
      findings: [],
    });
    expect(
      allocate(pool(amount('100'), ['a', '1', '2'], ['b', '0.5', '4'], ['c', '2'], ['d', '0', '9'])).lines,
    ).toEqual({ a: '34', b: '33', c: '33', d: '0' });
    expect(allocate(pool(amount('101'), ['a', '1.2', '3'], ['b', '0.8', '1.5'])).lines).toEqual({ a: '76', b: '25' });
  });

  test.each([
    ['1000', '10', '10', '90', '10'],
    ['1005', '10', undefined, '101', '0'],
    ['1004', '10', '0', '100', '0'],
    ['999', '50', '50', '250', '250'],
    ['333', '33', '5', '104', '6'],
    ['333', '33', '4.5', '105', '5'],
    ['100', '100', '100', '0', '100'],
    ['0', '7', '7', '0', '0'],
  ])(
    'from %s at %s percent with a reserve of %s percent is %s beside %s',
    (baseMinor, ratePercent, reservePercent, poolMinor, reserveMinor) => {
      const of = { baseMinor, ratePercent, ...(reservePercent !== undefined && { reservePercent }) };
      expect(allocate(pool(of, ['a', '1']))).toEqual({
        poolMinor,
        reserveMinor,
        lines: { a: poolMinor },
        findings: [],
      });
    },
  );

  test('that nobody has a share of is not distributed, and this is told', () => {
    const nothing = { poolMinor: '100', reserveMinor: '0', findings: [{ code: 'POOL_UNDISTRIBUTED' }] };
    expect(allocate(pool(amount('100'), ['a', '0'], ['b', '3', '0']))).toEqual({
      ...nothing,
      lines: { a: '0', b: '0' },
    });
    expect(allocate(pool(amount('100')))).toEqual({ ...nothing, lines: {} });
  });
});

describe('grades given to a number of people', () => {
  const shares = (...percents: readonly string[]) =>
    percents.map((percent, index) => ({ grade: 'ABCD'[index] ?? '', percent }));
  const of = (count: number, percents: readonly string[], tie?: 'first' | 'last'): DistributionDocument => ({
    format: 'perfcycle/distribution@1',
    count,
    shares: shares(...percents),
    ...(tie !== undefined && { tie }),
  });
  test.each<[number, readonly string[], 'first' | 'last' | undefined, readonly number[]]>([
    [10, ['20', '70', '10'], undefined, [2, 7, 1]],
    [7, ['20', '70', '10'], undefined, [1, 5, 1]],
    [5, ['10', '80', '10'], undefined, [1, 4, 0]],
    [5, ['10', '80', '10'], 'first', [1, 4, 0]],
    [5, ['10', '80', '10'], 'last', [0, 4, 1]],
    [0, ['50', '50'], undefined, [0, 0]],
    [1, ['33.3', '33.3', '33.4'], 'first', [0, 0, 1]],
    [999_999_999, ['50', '50'], 'last', [499_999_999, 500_000_000]],
  ])('%s by %j, ties %s: %j', (count, percents, tie, counts) => {
    const expected = Object.fromEntries(counts.map((each, index) => ['ABCD'[index] ?? '', each]));
    expect(distribute(of(count, percents, tie))).toEqual({ counts: expected });
  });
});

describe('budgets', () => {
  const curve: PlainCurve = {
    type: 'line',
    points: [
      ['0', '-20'],
      ['100', '20'],
    ],
  };
  const of = (
    more: Partial<BudgetDocument>,
    ...units: readonly (readonly [string, string, string])[]
  ): BudgetDocument => ({
    format: 'perfcycle/budget@1',
    currency: 'CNY',
    units: units.map(([id, baseMinor, score]) => ({ id, baseMinor, score })),
    curve,
    ...more,
  });

  test('follow the curve, each rounded half away from zero', () => {
    const document = of({}, ['a', '1000', '100'], ['b', '1000', '0'], ['c', '105', '75'], ['d', '10', '62.5']);
    expect(rawBudgets(document).map(printNumber)).toEqual(['1200', '800', '115.5', '10.5']);
    expect(budget(document)).toEqual({
      totalMinor: '2127',
      lines: { a: '1200', b: '800', c: '116', d: '11' },
      findings: [],
    });
  });

  test('with an envelope are scaled to it exactly', () => {
    const document = of({ envelopeMinor: '1000' }, ['a', '300', '50'], ['b', '300', '50'], ['c', '300', '50']);
    expect(budget(document)).toEqual({ totalMinor: '1000', lines: { a: '334', b: '333', c: '333' }, findings: [] });
    expect(budget({ ...document, envelopeMinor: '0' }).lines).toEqual({ a: '0', b: '0', c: '0' });
  });

  test.each<[Partial<BudgetDocument>, readonly string[]]>([
    [{ floorPercent: '90' }, ['BUDGET_BELOW_FLOOR b']],
    [{ floorPercent: '80' }, []],
    [{ floorPercent: '80.1' }, ['BUDGET_BELOW_FLOOR b']],
    [{ ceilingPercent: '110' }, ['BUDGET_ABOVE_CEILING a']],
    [{ ceilingPercent: '120' }, []],
    [{ ceilingPercent: '119.9' }, ['BUDGET_ABOVE_CEILING a']],
    [{ floorPercent: '90', ceilingPercent: '110' }, ['BUDGET_ABOVE_CEILING a', 'BUDGET_BELOW_FLOOR b']],
    [
      { floorPercent: '101', ceilingPercent: '101' },
      ['BUDGET_ABOVE_CEILING a', 'BUDGET_BELOW_FLOOR b', 'BUDGET_BELOW_FLOOR c'],
    ],
    [{ envelopeMinor: '6000', ceilingPercent: '200' }, ['BUDGET_ABOVE_CEILING a']],
    [{}, []],
  ])('%j of their own bases: %j', (more, findings) => {
    const document = of(more, ['a', '1000', '100'], ['b', '1000', '0'], ['c', '1000', '50']);
    expect(budget(document).findings.map(({ code, at }) => `${code} ${at?.join()}`)).toEqual(findings);
  });

  test('take a score as it was printed', () => {
    expect(rawBudgets(of({}, ['a', '300', '200/3'])).map(printNumber)).toEqual(['320']);
  });
});
