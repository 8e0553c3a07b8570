import fc from 'fast-check';
import Fraction from 'fraction.js';
import { describe, expect, test } from 'vitest';
import { parseBudget, parseDistribution, parsePool } from '../../documents/rules/index.js';
import { exact, floorInteger, printNumber, type Rational, sum } from '../../domain/numbers.js';
import {
  allocate,
  budget,
  type BudgetDocument,
  distribute,
  type DistributionDocument,
  onCurve,
  type PoolDocument,
} from '../../domain/rules/index.js';
import { decimal, hundredths, made, maybe, plainCurve } from './rules-generated.js';

/** What holds for every pool, distribution and budget. */

type Lines = Readonly<Record<string, string | number>>;
type Weights = ReadonlyMap<string, Rational>;

const minor = fc.bigInt(0n, 10n ** 18n - 1n).map(String);
const share = fc.record({
  coefficient: fc.oneof(fc.constantFrom('0', '1', '1', '2.5'), decimal(0, 500)),
  base: maybe(fc.oneof(fc.constantFrom('1', '0'), decimal(0, 9_999_999))),
});
const source = fc.oneof(
  fc.record({ amountMinor: fc.oneof(minor, fc.nat(50).map(String)) }),
  fc
    .record({ baseMinor: minor, ratePercent: decimal(0, 200), reservePercent: maybe(decimal(0, 100)) })
    .map((each) => made<Extract<PoolDocument['pool'], { baseMinor: string }>>(each)),
);
const pools = fc.tuple(source, fc.array(share, { maxLength: 12 })).map(([pool, shares]): PoolDocument => ({
  format: 'perfcycle/pool@1',
  currency: 'CNY',
  pool,
  shares: shares.map((each, index) => made({ id: `s${index}`, ...each })),
}));
/** Percents that sum to 100. */
const percents = fc
  .array(fc.oneof(fc.constantFrom(0, 2500, 5000), fc.nat(10_000)), { minLength: 1, maxLength: 8 })
  .map((cuts) => [...cuts, 10_000].toSorted((a, b) => a - b))
  .map((cuts) => cuts.map((cut, index) => hundredths(cut - (cuts[index - 1] ?? 0))));
const distributions = fc
  .record({
    count: fc.oneof(fc.nat(30), fc.nat(1_000_000_000)),
    percents,
    tie: fc.constantFrom(undefined, 'first', 'last'),
  })
  .map(({ count, percents: each, tie }) =>
    made<DistributionDocument>({
      format: 'perfcycle/distribution@1',
      count,
      shares: each.map((percent, index) => ({ grade: `g${index}`, percent })),
      tie,
    }),
  );
/** With a curve that never takes more than all. */
const budgets = fc
  .record({
    units: fc.array(fc.record({ baseMinor: minor, score: decimal(0, 120) }), { maxLength: 10 }),
    curve: plainCurve(false),
    envelopeMinor: maybe(minor),
  })
  .map(({ units, ...more }) =>
    made<BudgetDocument>({
      format: 'perfcycle/budget@1',
      currency: 'CNY',
      units: units.map((each, index) => ({ id: `u${index}`, ...each })),
      ...more,
    }),
  )
  .filter((document) => parseBudget(document).ok);

const weightsOf = ({ shares }: PoolDocument): Weights =>
  new Map(shares.map(({ id, coefficient, base }) => [id, exact(coefficient).mul(exact(base ?? '1'))]));
const rawsOf = ({ units, curve }: BudgetDocument): Weights =>
  new Map(
    units.map(({ id, baseMinor, score }) => [
      id,
      exact(baseMinor)
        .mul(onCurve(exact(score), curve).add(100))
        .div(100),
    ]),
  );
const total = (lines: Lines): bigint => Object.values(lines).reduce((all: bigint, line) => all + BigInt(line), 0n);
/** Of two whole numbers, rounded half up. */
const over = (n: bigint, d: bigint): bigint => (2n * n + d) / (2n * d);
const pairs = <T>(items: readonly T[]): readonly (readonly [T, T])[] =>
  items.flatMap((a) => items.map((b) => [a, b] as const));

/**
 * Each line is its quota up or down, and who weighs more gets no less. Returns
 * the units beyond the quotas for each remainder: which of equal remainders has
 * one is a tie, how many of them is not.
 */
function fairly(lines: Lines, weights: Weights, whole: bigint): Readonly<Record<string, bigint>> {
  const all = sum([...weights.values()]);
  const beyond: Record<string, bigint> = {};
  for (const [id, weight] of weights) {
    const quota = new Fraction(whole).mul(weight).div(all);
    const extra = BigInt(lines[id] ?? -1) - floorInteger(quota);
    expect(extra === 0n || (extra === 1n && quota.d !== 1n), `${id}: ${lines[id]} of ${printNumber(quota)}`).toBe(true);
    const rest = printNumber(quota.sub(new Fraction(floorInteger(quota))));
    beyond[rest] = (beyond[rest] ?? 0n) + extra;
  }
  for (const [[a, more], [b, less]] of pairs([...weights])) {
    if (more.compare(less) > 0) expect(BigInt(lines[a] ?? -1)).toBeGreaterThanOrEqual(BigInt(lines[b] ?? -1));
  }
  return beyond;
}

describe('every pool', () => {
  test('is given out whole or not at all, and pool and reserve together are the rounded gross', () => {
    fc.assert(
      fc.property(pools, (document) => {
        expect(parsePool(document)).toEqual({ ok: true, value: document });
        const { poolMinor, reserveMinor, lines, findings } = allocate(document);
        const nothing = [...weightsOf(document).values()].every((each) => each.equals(0));
        expect(findings).toEqual(nothing ? [{ code: 'POOL_UNDISTRIBUTED' }] : []);
        expect(total(lines)).toBe(nothing ? 0n : BigInt(poolMinor));
        const { pool } = document;
        if ('amountMinor' in pool) {
          expect([poolMinor, reserveMinor]).toEqual([pool.amountMinor, '0']);
          return;
        }
        const gross = over(BigInt(pool.baseMinor) * BigInt(pool.ratePercent.replace('.', '')), 10_000n);
        const reserve = over(gross * BigInt((pool.reservePercent ?? '0').replace('.', '')), 10_000n);
        expect([BigInt(poolMinor), BigInt(reserveMinor)]).toEqual([gross - reserve, reserve]);
      }),
      { numRuns: 400 },
    );
  });

  test('is split fairly: the quota up or down, and more to who has more', () => {
    fc.assert(
      fc.property(pools, (document) => {
        const { poolMinor, lines, findings } = allocate(document);
        if (findings.length === 0) fairly(lines, weightsOf(document), BigInt(poolMinor));
      }),
    );
  });

  test('gives the same shares when all coefficients, or all bases, are scaled', () => {
    fc.assert(
      fc.property(pools, fc.bigInt(1n, 10n ** 20n), fc.bigInt(1n, 10n ** 20n), (document, n, d) => {
        const by = (text: string): string => printNumber(exact(text).mul(new Fraction(n, d)));
        const coefficients = document.shares.map((each) => ({ ...each, coefficient: by(each.coefficient) }));
        const bases = document.shares.map((each) => ({ ...each, base: by(each.base ?? '1') }));
        expect(allocate({ ...document, shares: coefficients })).toEqual(allocate(document));
        expect(allocate({ ...document, shares: bases })).toEqual(allocate(document));
      }),
    );
  });

  test('does not look at the order of shares but for ties', () => {
    fc.assert(
      fc.property(pools, (document) => {
        const turned = { ...document, shares: document.shares.toReversed() };
        const [here, there] = [allocate(document), allocate(turned)];
        expect({ ...there, lines: {} }).toEqual({ ...here, lines: {} });
        if (here.findings.length > 0) return;
        const whole = BigInt(here.poolMinor);
        expect(fairly(there.lines, weightsOf(turned), whole)).toEqual(fairly(here.lines, weightsOf(document), whole));
      }),
    );
  });
});

describe('every distribution', () => {
  test('gives a grade to each, fairly; ties from the last are those of the document turned round', () => {
    fc.assert(
      fc.property(distributions, (document) => {
        expect(parseDistribution(document)).toEqual({ ok: true, value: document });
        const { counts } = distribute(document);
        expect(total(counts)).toBe(BigInt(document.count));
        fairly(
          counts,
          new Map(document.shares.map(({ grade, percent }) => [grade, exact(percent)])),
          BigInt(document.count),
        );
        const tie = document.tie === 'last' ? 'first' : 'last';
        expect(distribute({ ...document, tie, shares: document.shares.toReversed() })).toEqual({ counts });
      }),
      { numRuns: 400 },
    );
  });
});

describe('every round of budgets', () => {
  test('comes to the envelope exactly, or each to its own rounding, and adds up', () => {
    let enveloped = 0;
    fc.assert(
      fc.property(budgets, (document) => {
        const { totalMinor, lines } = budget(document);
        expect(total(lines)).toBe(BigInt(totalMinor));
        const raws = rawsOf(document);
        if (document.envelopeMinor !== undefined) {
          enveloped += 1;
          expect(totalMinor).toBe(document.envelopeMinor);
          fairly(lines, raws, BigInt(totalMinor));
          return;
        }
        for (const [id, raw] of raws) expect(BigInt(lines[id] ?? -1)).toBe(over(raw.n, raw.d));
      }),
    );
    expect(enveloped).toBeGreaterThan(20);
  });

  test('does not look at the order of units but for ties', () => {
    fc.assert(
      fc.property(budgets, (document) => {
        const turned = { ...document, units: document.units.toReversed() };
        const [here, there] = [budget(document), budget(turned)];
        expect(there.totalMinor).toBe(here.totalMinor);
        if (document.envelopeMinor === undefined) expect(there.lines).toEqual(here.lines);
        else {
          const whole = BigInt(document.envelopeMinor);
          expect(fairly(there.lines, rawsOf(turned), whole)).toEqual(fairly(here.lines, rawsOf(document), whole));
        }
      }),
    );
  });

  test('finds who is beyond the bounds of the own base', () => {
    const bounds = fc.record({ floorPercent: decimal(0, 100), ceilingPercent: decimal(100, 150) });
    fc.assert(
      fc.property(budgets, bounds, (document, { floorPercent, ceilingPercent }) => {
        const { lines, findings } = budget({ ...document, floorPercent, ceilingPercent });
        const expected = document.units.flatMap(({ id, baseMinor }) => {
          const [line, base] = [exact(String(lines[id])), exact(baseMinor)];
          if (line.mul(100).compare(base.mul(exact(floorPercent))) < 0) return [`BUDGET_BELOW_FLOOR ${id}`];
          return line.mul(100).compare(base.mul(exact(ceilingPercent))) > 0 ? [`BUDGET_ABOVE_CEILING ${id}`] : [];
        });
        expect(findings.map(({ code, at }) => `${code} ${at?.join()}`)).toEqual(expected);
      }),
    );
  });
});
