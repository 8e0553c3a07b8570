import Fraction from 'fraction.js';
import type { WorkingDays } from '../dates.js';
import { exact, printNumber } from '../numbers.js';
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

/** The nearest rank: the least one that so many percent do not exceed. */
const ranked = (sorted: readonly Wait[], percent: number): Wait | undefined =>
  sorted[Math.max(0, Math.ceil((percent * sorted.length) / 100) - 1)];

const middle = (sorted: readonly Wait[], of: (wait: Wait) => number): string => {
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? '0' : printNumber(new Fraction(of(low) + of(high), 2));
};

/** Median (the middle of the two where there is none), 90th percentile (nearest rank), longest; null of none. */
export interface WaitSummary {
  readonly count: number;
  readonly median: Value;
  readonly ninth: Value;
  readonly longest: Value;
  readonly spread: Spread | null;
}

export function summaryOf(waits: readonly Wait[]): WaitSummary {
  const sorted = inOrder(waits);
  if (sorted.length === 0) return { count: 0, median: none, ninth: none, longest: none, spread: null };
  const days = (wait: Wait | undefined): string => String(wait?.workdays ?? 0);
  const median = middle(sorted, (wait) => wait.workdays);
  return {
    count: sorted.length,
    median: { kind: 'wait', workdays: median, ms: middle(sorted, (wait) => wait.ms) },
    ninth: waitValue(ranked(sorted, 90) ?? null),
    longest: waitValue(sorted.at(-1) ?? null),
    spread: {
      least: days(sorted[0]),
      lower: days(ranked(sorted, 25)),
      median: printNumber(exact(median)),
      upper: days(ranked(sorted, 75)),
      ninth: days(ranked(sorted, 90)),
      most: days(sorted.at(-1)),
    },
  };
}
