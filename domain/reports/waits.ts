import Fraction from 'fraction.js';
import type { WorkingDays } from '../dates.js';
import { printNumber } from '../numbers.js';
import type { Spread, Value } from './model.js';
import { none } from './values.js';

/** An instant with the number of its local day (domain/dates.ts). */
export interface Moment {
  readonly at: number;
  readonly day: number;
}

export interface Wait {
  /** Working days after the first day up to the last one; 0: the same day, or none between. */
  readonly workdays: number;
  /** Milliseconds that passed. */
  readonly ms: number;
}

export const waitBetween = (days: WorkingDays, from: Moment, to: Moment): Wait => ({
  workdays: days.between(from.day + 1, to.day),
  ms: Math.max(0, to.at - from.at),
});

/** Of one wait, or of the middle between two. */
export const waitValue = (of: Wait | null): Value =>
  of === null ? none : { kind: 'wait', workdays: String(of.workdays), ms: String(of.ms) };

/** Working days decide the order, then the time that passed. */
const inOrder = (waits: readonly Wait[]): readonly Wait[] =>
  [...waits].sort((a, b) => a.workdays - b.workdays || a.ms - b.ms);

/**
 * Of so many waits in their order, those that a summary is made of. `lowMiddle` and `highMiddle` are the same one where
 * their number is odd; the others stand at their nearest rank: the least one that so many percent do not exceed.
 */
export interface RankedWaits {
  readonly count: number;
  readonly least: Wait;
  readonly lower: Wait;
  readonly lowMiddle: Wait;
  readonly highMiddle: Wait;
  readonly upper: Wait;
  readonly ninth: Wait;
  readonly longest: Wait;
}

/** null of none. What is too many to be held is ranked by the database (db/reports-waiting.ts) in the same way. */
export function rankedOf(waits: readonly Wait[]): RankedWaits | null {
  const sorted = inOrder(waits);
  const [count, first] = [sorted.length, sorted[0]];
  if (first === undefined) return null;
  const at = (index: number): Wait => sorted[index] ?? first;
  const ranked = (percent: number): Wait => at(Math.ceil((percent * count) / 100) - 1);
  return {
    count,
    least: first,
    lower: ranked(25),
    lowMiddle: at(Math.floor((count - 1) / 2)),
    highMiddle: at(Math.floor(count / 2)),
    upper: ranked(75),
    ninth: ranked(90),
    longest: at(count - 1),
  };
}

/** Median (the middle of the two where there is none), 90th percentile (nearest rank), longest; null of none. */
export interface WaitSummary {
  readonly count: number;
  readonly median: Value;
  readonly ninth: Value;
  readonly longest: Value;
  readonly spread: Spread | null;
}

const middle = ({ lowMiddle, highMiddle }: RankedWaits, of: (wait: Wait) => number): string =>
  printNumber(new Fraction(of(lowMiddle) + of(highMiddle), 2));

export function summaryOfRanked(ranked: RankedWaits | null): WaitSummary {
  if (ranked === null) return { count: 0, median: none, ninth: none, longest: none, spread: null };
  const days = ({ workdays }: Wait): string => String(workdays);
  const median = middle(ranked, ({ workdays }) => workdays);
  return {
    count: ranked.count,
    median: { kind: 'wait', workdays: median, ms: middle(ranked, ({ ms }) => ms) },
    ninth: waitValue(ranked.ninth),
    longest: waitValue(ranked.longest),
    spread: {
      least: days(ranked.least),
      lower: days(ranked.lower),
      median,
      upper: days(ranked.upper),
      ninth: days(ranked.ninth),
      most: days(ranked.longest),
    },
  };
}

export const summaryOf = (waits: readonly Wait[]): WaitSummary => summaryOfRanked(rankedOf(waits));
