import { addDays, dayOf } from '../dates.js';
import { exact, hundred, parseDecimal, printNumber, type Rational } from '../numbers.js';
import type { Goal, Metric } from '../rules/index.js';
import type { Period } from './next-period.js';

/** Where the next cycle's targets begin: as the metric's last change goes on, or left for the unit to say. */
export const targetChoices = ['trend', 'empty'] as const;
export type TargetChoice = (typeof targetChoices)[number];

/**
 * How the target of a carried goal came about. `trend`: the year's change once more; `empty`: left to the unit, because
 * that was chosen; `no-trend`: the metric did not move the goal's way, or the trend leads beyond what can be measured;
 * `no-data`: the year brought no value; `kept`: a band, or a goal that people judge by its rubric.
 */
export const targetOrigins = ['trend', 'empty', 'no-trend', 'no-data', 'kept'] as const;
export type TargetOrigin = (typeof targetOrigins)[number];

export interface GoalToCarry {
  readonly goal: Goal;
  /** As the cycle's book goes by it; absent: the goal has none. */
  readonly metric?: Pick<Metric, 'better' | 'measuredIn' | 'history'> | undefined;
  /** The year's value; null: no data. */
  readonly actual: string | null;
}

export interface CarriedGoal {
  readonly goal: Goal;
  readonly source: {
    readonly baseline: string | null;
    readonly target: string | null;
    readonly actual: string | null;
    readonly origin: TargetOrigin;
  };
}

/**
 * A goal as the next cycle's draft begins with it: same id, metric, weight and what it serves; the baseline is the
 * year's actual value, the target follows the choice, the due day lies as far in the new period as it did in the old.
 * The expected path belongs to the old year and is left out.
 */
export function carryGoal(it: GoalToCarry, choice: TargetChoice, from: Period, to: Period): CarriedGoal {
  const { path: _path, target, baseline, due, ...kept } = it.goal;
  const { target: next, origin } = nextTarget(it, choice);
  const start = origin === 'kept' ? baseline : (it.actual ?? undefined);
  return {
    goal: {
      ...kept,
      ...(start !== undefined && { baseline: start }),
      ...(next !== undefined && { target: next }),
      ...(due !== undefined && { due: movedDay(due, from, to) }),
    },
    source: {
      baseline: baseline ?? null,
      target: typeof target === 'string' ? target : null,
      actual: it.actual,
      origin,
    },
  };
}

function nextTarget(
  { goal, metric, actual }: GoalToCarry,
  choice: TargetChoice,
): { readonly target?: Goal['target']; readonly origin: TargetOrigin } {
  const { target, baseline } = goal;
  if (metric === undefined || typeof target === 'object') {
    return { ...(target !== undefined && { target }), origin: 'kept' };
  }
  if (actual === null) return { origin: 'no-data' };
  if (choice === 'empty') return { origin: 'empty' };
  const before = metric.history?.at(-1) ?? baseline;
  const trend = before === undefined ? null : onward(exact(before), exact(actual), goal, metric);
  return trend === null ? { origin: 'no-trend' } : { target: trend, origin: 'trend' };
}

/** The last change once more, where it went the goal's way and what comes out can be; exact. */
function onward(
  before: Rational,
  actual: Rational,
  goal: Goal,
  metric: NonNullable<GoalToCarry['metric']>,
): string | null {
  const direction = goal.direction ?? metric.better;
  // Towards a band there is no way on: what lies within it is to stay.
  if (direction !== 'higher' && direction !== 'lower') return null;
  const change = actual.sub(before);
  if (change.compare(0) === 0 || change.compare(0) > 0 !== (direction === 'higher')) return null;
  const next = actual.add(change);
  const belowAll = next.compare(0) < 0 && actual.compare(0) >= 0 && before.compare(0) >= 0;
  const aboveAll = metric.measuredIn === '%' && next.compare(hundred) > 0 && actual.compare(hundred) <= 0;
  const printed = printNumber(next);
  return belowAll || aboveAll || parseDecimal(printed) === null ? null : printed;
}

/** The end stays the end; any other day keeps its distance from the start, at most to the end. */
function movedDay(day: string, from: Period, to: Period): string {
  if (day === from.end) return to.end;
  const moved = addDays(to.start, dayOf(day) - dayOf(from.start));
  return moved > to.end ? to.end : moved;
}
