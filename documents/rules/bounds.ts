import type { Component, Facts, Goal, GoalsDocument, Scorecard } from '../../domain/rules/index.js';
import { directionOf } from '../../domain/rules/check-goals.js';
import { itemsOf, type Looking } from '../looking.js';

/**
 * What is exact has no end of its own: the answers to some documents of a few
 * megabytes would take hours or fill the memory. More than anybody has is
 * refused before anything runs.
 */

/** Of numbers no longer than this, as real figures are, there may be any number. */
const freeDigits = 15;
/** Of all numbers of a scorecard, or of a budget with its scores as fractions, what is beyond that length. */
const mostDigits = { card: 10_000, budget: 500_000 } as const;
/** Sum over the groups of a card: digits of the targets and baselines below, squared. Enough for 2,000 of each. */
const mostWork = 2_000_000_000;
/** Pairs of goals that may be in conflict: each that is would be a finding. */
const mostPairs = 1_000_000;
/** Tasks of a unit times the windows of its capacity. */
const mostBookings = 5_000_000;

const number = /^-?\d[\d./]*$/;

/** Long numbers are bounded together, wherever in the document they stand. */
export function boundDigits(
  what: keyof typeof mostDigits,
  document: unknown,
  path: readonly PropertyKey[],
  { tell }: Looking,
): void {
  const [digits, most] = [digitsBeyond(document), mostDigits[what]];
  if (digits > most) tell(path, 'TOO_LARGE', `long numbers have ${digits} digits too many together; at most ${most}`);
}

function digitsBeyond(value: unknown): number {
  if (typeof value === 'string') return number.test(value) ? Math.max(0, value.length - freeDigits) : 0;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((all: number, each: unknown) => all + digitsBeyond(each), 0);
}

/**
 * Quotients by unlike targets have no smaller common denominator than the product
 * of all, which each group above them computes with; the time of that grows with
 * the square of its length.
 */
export function boundFractions(
  card: Scorecard,
  facts: Facts['facts'],
  path: readonly PropertyKey[],
  { tell }: Looking,
): void {
  let work = 0;
  const digitsBelow = (component: Component): number => {
    if ('parts' in component) {
      const digits = component.parts.reduce((all, part) => all + digitsBelow(part), 0);
      work += digits ** 2;
      return digits;
    }
    const fact = Object.hasOwn(facts, component.id) ? facts[component.id] : undefined;
    return (fact?.target?.length ?? 0) + (fact?.baseline?.length ?? 0);
  };
  digitsBelow(card.root);
  if (work > mostWork)
    tell(path, 'TOO_LARGE', 'targets and baselines have too many digits to be computed with exactly');
}

/** One metric drawn both ways, and metrics in tension: every goal is looked at together with every other. */
export function boundPairs({ goals, metrics }: GoalsDocument, looking: Looking): void {
  const of = new Map(itemsOf(metrics).map((metric) => [metric.id, { metric, goals: [] as Goal[] }]));
  for (const goal of itemsOf(goals)) of.get(goal.metric ?? '')?.goals.push(goal);
  let pairs = 0;
  for (const { metric, goals: here } of of.values()) {
    const moving = (way: string): number => here.filter((goal) => directionOf(goal, metric) === way).length;
    pairs += moving('higher') * moving('lower');
    for (const other of new Set(metric.tension)) pairs += here.length * (of.get(other)?.goals.length ?? 0);
  }
  if (pairs > mostPairs) {
    looking.tell(['goals'], 'TOO_LARGE', `${pairs} pairs of goals on the same metrics; at most ${mostPairs}`);
  }
}

/** Every task of a unit is looked at in every window of its capacity. */
export function boundBookings({ tasks, capacity }: GoalsDocument, looking: Looking): void {
  const count = (list: readonly { readonly unit: string }[]): ReadonlyMap<string, number> => {
    const counts = new Map<string, number>();
    for (const { unit } of list) counts.set(unit, (counts.get(unit) ?? 0) + 1);
    return counts;
  };
  const windows = count(itemsOf(capacity));
  const bookings = [...count(itemsOf(tasks))].reduce((all, [unit, some]) => all + some * (windows.get(unit) ?? 0), 0);
  if (bookings > mostBookings) {
    looking.tell(['capacity'], 'TOO_LARGE', `${bookings} tasks in windows of capacity; at most ${mostBookings}`);
  }
}
