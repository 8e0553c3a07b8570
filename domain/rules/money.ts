import { exact, floorInteger, hundred, largestRemainder, one, type Rational, roundInteger } from '../numbers.js';
import { onCurve, type PlainCurve } from './curves.js';
import Fraction from 'fraction.js';

export interface DistributionDocument {
  readonly format: 'perfcycle/distribution@1';
  readonly count: number;
  readonly shares: readonly { readonly grade: string; readonly percent: string }[];
  readonly tie?: 'first' | 'last';
}

/** How many of `count` get each grade: floor, then largest remainder (RULES.md, distribution@1). They sum to `count`. */
export function distribute(document: DistributionDocument): { readonly counts: Readonly<Record<string, number>> } {
  const parts = largestRemainder(
    BigInt(document.count),
    document.shares.map((share) => exact(share.percent)),
    document.tie ?? 'first',
  );
  return { counts: Object.fromEntries(document.shares.map((share, index) => [share.grade, Number(parts[index])])) };
}

export interface PoolDocument {
  readonly format: 'perfcycle/pool@1';
  readonly currency: string;
  readonly pool:
    | { readonly amountMinor: string }
    | { readonly baseMinor: string; readonly ratePercent: string; readonly reservePercent?: string };
  readonly shares: readonly { readonly id: string; readonly coefficient: string; readonly base?: string }[];
}
export interface MoneyFinding {
  readonly code: 'POOL_UNDISTRIBUTED' | 'BUDGET_BELOW_FLOOR' | 'BUDGET_ABOVE_CEILING';
  readonly at?: readonly string[];
}
export interface Allocation {
  readonly poolMinor: string;
  readonly reserveMinor: string;
  readonly lines: Readonly<Record<string, string>>;
  readonly findings: readonly MoneyFinding[];
}

/**
 * Splits a pool in proportion to coefficient × base; the lines sum to it exactly, or
 * are all 0 where all coefficients are. Amounts in minor units (RULES.md, pool@1).
 */
export function allocate(document: PoolDocument): Allocation {
  const { pool, reserve } = poolOf(document.pool);
  const weights = document.shares.map((share) => exact(share.coefficient).mul(exact(share.base ?? '1')));
  const nothing = weights.every((weight) => weight.equals(0));
  const parts = nothing ? [] : largestRemainder(pool, weights);
  return {
    poolMinor: pool.toString(),
    reserveMinor: reserve.toString(),
    lines: Object.fromEntries(document.shares.map((share, index) => [share.id, String(parts[index] ?? 0n)])),
    findings: nothing ? [{ code: 'POOL_UNDISTRIBUTED' }] : [],
  };
}

function poolOf(pool: PoolDocument['pool']): { readonly pool: bigint; readonly reserve: bigint } {
  if ('amountMinor' in pool) return { pool: floorInteger(exact(pool.amountMinor)), reserve: 0n };
  const gross = roundInteger(exact(pool.baseMinor).mul(exact(pool.ratePercent)).div(hundred));
  const reserve = roundInteger(new Fraction(gross).mul(exact(pool.reservePercent ?? '0')).div(hundred));
  return { pool: gross - reserve, reserve };
}

export interface BudgetDocument {
  readonly format: 'perfcycle/budget@1';
  readonly currency: string;
  readonly units: readonly { readonly id: string; readonly baseMinor: string; readonly score: string }[];
  readonly curve: PlainCurve;
  readonly envelopeMinor?: string;
  readonly floorPercent?: string;
  readonly ceilingPercent?: string;
}
export interface Budget {
  readonly totalMinor: string;
  readonly lines: Readonly<Record<string, string>>;
  readonly findings: readonly MoneyFinding[];
}

/** raw = base · (1 + curve(score)/100), in minor units, unrounded; negative where the curve takes more than all (RULES.md, budget@1). */
export function rawBudgets(document: BudgetDocument): readonly Rational[] {
  return document.units.map((unit) =>
    exact(unit.baseMinor).mul(one.add(onCurve(exact(unit.score), document.curve).div(hundred))),
  );
}

/**
 * Next period's budgets in minor units; with an envelope scaled to it exactly, else
 * each rounded. Floor and ceiling are told of, not enforced (RULES.md, budget@1).
 */
export function budget(document: BudgetDocument): Budget {
  const raws = rawBudgets(document);
  const amounts =
    document.envelopeMinor === undefined
      ? raws.map(roundInteger)
      : largestRemainder(floorInteger(exact(document.envelopeMinor)), raws);
  const findings = document.units.flatMap((unit, index): MoneyFinding[] => {
    const amount = new Fraction(amounts[index] ?? 0n);
    const base = exact(unit.baseMinor);
    const share = (percent: string): Rational => base.mul(exact(percent)).div(hundred);
    if (document.floorPercent !== undefined && amount.compare(share(document.floorPercent)) < 0) {
      return [{ code: 'BUDGET_BELOW_FLOOR', at: [unit.id] }];
    }
    if (document.ceilingPercent !== undefined && amount.compare(share(document.ceilingPercent)) > 0) {
      return [{ code: 'BUDGET_ABOVE_CEILING', at: [unit.id] }];
    }
    return [];
  });
  return {
    totalMinor: amounts.reduce((a, b) => a + b, 0n).toString(),
    lines: Object.fromEntries(document.units.map((unit, index) => [unit.id, String(amounts[index] ?? 0n)])),
    findings,
  };
}
