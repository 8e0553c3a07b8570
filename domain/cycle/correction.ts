import { canonicalJson } from '../canonical.js';
import type { Allocation, Budget } from '../rules/index.js';
import type { ComputedMoney } from './money.js';

/** What single units get (or give back) after the release. Amounts are signed minor units. */
export interface Correction {
  /** The posted attempt that it corrects. */
  readonly of: number;
  readonly lines: Readonly<Record<string, string>>;
  /** The opposite of all lines together. */
  readonly reserveMinor: string;
}

/** An attempt as it is proposed: a split of the whole, or a correction of what was paid. */
export interface ProposedMoney extends ComputedMoney {
  readonly correction: Correction | null;
}

/** The attempt that stands on the books, and what stands there for each unit. */
export interface StandingMoney {
  readonly attempt: number;
  readonly document: ComputedMoney['document'];
  readonly balances: ReadonlyMap<string, string>;
}

/**
 * After the release nobody's payment changes because of others: only units whose own result moved
 * since the attempt that stands get the difference between their amount under the new split and what
 * was posted for them; the reserve gives or takes the sum. "Moved" is what this money goes by: the
 * coefficient of the grade for the bonus, the score for the budget.
 */
export function correctionOf(standing: StandingMoney, { document, answer }: ComputedMoney): Correction {
  const lines = movedUnits(standing.document, document).flatMap((unit): [string, bigint][] => {
    const difference = BigInt(answer.lines[unit] ?? '0') - BigInt(standing.balances.get(unit) ?? '0');
    return difference === 0n ? [] : [[unit, difference]];
  });
  const sum = lines.reduce((all, [, difference]) => all + difference, 0n);
  return {
    of: standing.attempt,
    lines: Object.fromEntries(lines.map(([unit, difference]) => [unit, difference.toString()])),
    reserveMinor: (-sum).toString(),
  };
}

export const isEmpty = (correction: Correction): boolean => Object.keys(correction.lines).length === 0;

/** Why amounts differ from one attempt to the next. */
export interface MoneyCauses {
  /** Whose own result moved, as far as this money goes by it. */
  readonly units: readonly string[];
  /** Pool, envelope, curve, or what the units' shares are counted from. */
  readonly rules: boolean;
}

export function causesOf(before: ComputedMoney['document'], after: ComputedMoney['document']): MoneyCauses {
  return {
    units: movedUnits(before, after),
    rules: canonicalJson(withoutResults(before)) !== canonicalJson(withoutResults(after)),
  };
}

function movedUnits(before: ComputedMoney['document'], after: ComputedMoney['document']): readonly string[] {
  const was = basisOf(before);
  return [...basisOf(after)].flatMap(([unit, basis]) => (was.get(unit) === basis ? [] : [unit]));
}

const withoutResults = (document: ComputedMoney['document']): unknown =>
  'shares' in document
    ? { ...document, shares: document.shares.map(({ coefficient: _coefficient, ...share }) => share) }
    : { ...document, units: document.units.map(({ score: _score, ...unit }) => unit) };

/** What each unit's amount goes by, of its own. */
function basisOf(document: ComputedMoney['document']): ReadonlyMap<string, string> {
  return new Map(
    'shares' in document
      ? document.shares.map(({ id, coefficient }) => [id, coefficient])
      : document.units.map(({ id, score }) => [id, score]),
  );
}

/** What all lines of a split sum to: the pool (nothing where nobody has a share), or the budgets. */
export function sumOf(answer: Allocation | Budget): string {
  if (!('poolMinor' in answer)) return answer.totalMinor;
  return answer.findings.some(({ code }) => code === 'POOL_UNDISTRIBUTED') ? '0' : answer.poolMinor;
}

/** What a pool keeps back; nothing in a budget. */
export const reserveOf = (answer: Allocation | Budget): string =>
  'reserveMinor' in answer ? answer.reserveMinor : '0';
