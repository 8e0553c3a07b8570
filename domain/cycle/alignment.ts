import { canonicalJson } from '../canonical.js';
import type { GuardTerms } from '../process/index.js';
import { checkGoals, componentId, type Goal, type Metric, type Period } from '../rules/index.js';
import type { Guard, Template } from '../template.js';

/** What two units' goals have to do with each other. */
export interface Touch {
  readonly code: 'CONFLICT_DIRECTION' | 'CONFLICT_TENSION' | 'SHARED_METRIC';
  /** Ids of both goals, sorted. */
  readonly at: readonly string[];
}

/** What one unit has to settle with another. */
export interface WantedAlignment {
  readonly unit: string;
  readonly touches: readonly Touch[];
}

export interface TouchingFacts {
  readonly unit: string;
  readonly period: Period;
  /** The unit's own goals, as submitted. */
  readonly own: readonly Goal[];
  /** Standing goals of other units on the same metrics, or on metrics in tension with them. */
  readonly others: readonly Goal[];
  readonly metrics: readonly Metric[];
  /** All these units with what is above them. */
  readonly units: readonly { readonly id: string; readonly parent?: string }[];
}

/**
 * With whom the unit's goals are to be aligned, and about what: every unit in
 * conflict, and, where several have goals on one metric, the unit that owns the
 * metric with each of the others (so their number grows with the units, not with
 * their square). Units above each other share a metric by cascading: no alignment.
 */
export function wantedAlignments(facts: TouchingFacts): readonly WantedAlignment[] {
  const found = new Map<string, Touch[]>();
  const owner = new Map([...facts.others, ...facts.own].map((goal) => [goal.id, goal.unit]));
  const add = (unit: string | undefined, touch: Touch): void => {
    if (unit !== undefined && unit !== facts.unit) found.set(unit, [...(found.get(unit) ?? []), touch]);
  };
  for (const { code, at } of conflictsIn(facts)) {
    const units = at.map((id) => owner.get(id));
    if (units.includes(facts.unit)) for (const unit of units) add(unit, { code, at });
  }
  for (const { unit, touch } of sharedIn(facts)) add(unit, touch);
  return [...found]
    .map(([unit, touches]) => ({ unit, touches: touches.sort((a, b) => (touchKey(a) < touchKey(b) ? -1 : 1)) }))
    .sort((a, b) => (a.unit < b.unit ? -1 : 1));
}

const touchKey = (touch: Touch): string => canonicalJson(touch);

/** Is it still the same that is to be aligned? */
export const sameTouches = (a: readonly Touch[], b: readonly Touch[]): boolean => canonicalJson(a) === canonicalJson(b);

function conflictsIn({ period, own, others, metrics, units }: TouchingFacts): readonly Touch[] {
  const { findings } = checkGoals({
    format: 'perfcycle/goals@1',
    period,
    units,
    objectives: [],
    metrics,
    // Only how goals stand to each other is asked here.
    goals: [...others, ...own],
  });
  return findings.flatMap(({ code, at }): Touch[] =>
    code === 'CONFLICT_DIRECTION' || code === 'CONFLICT_TENSION' ? [{ code, at }] : [],
  );
}

function sharedIn(facts: TouchingFacts): readonly { readonly unit: string; readonly touch: Touch }[] {
  const metricOwner = new Map(facts.metrics.map(({ id, unit }) => [id, unit]));
  const parents = new Map(facts.units.map(({ id, parent }) => [id, parent]));
  const isAbove = (upper: string, lower: string): boolean => {
    const seen = new Set<string>();
    for (let at = parents.get(lower); at !== undefined && !seen.has(at); at = parents.get(at)) {
      if (at === upper) return true;
      seen.add(at);
    }
    return false;
  };
  return facts.own.flatMap((mine) =>
    facts.others
      .filter(({ metric, unit }) => {
        if (metric === undefined || metric !== mine.metric || unit === facts.unit) return false;
        const owned = metricOwner.get(metric);
        return (owned === unit || owned === facts.unit) && !isAbove(unit, facts.unit) && !isAbove(facts.unit, unit);
      })
      .map(({ id, unit }) => ({ unit, touch: { code: 'SHARED_METRIC' as const, at: [mine.id, id].sort() } })),
  );
}

/**
 * The rule that two heads agree on, or their superior settles: a part of weight 0
 * that reads the metric, and a gate that tests it (RULES.md, gates). It holds
 * down one goal and gives nobody points.
 */
export function guardOf(terms: GuardTerms, held: Goal): Guard {
  const component = componentId(held);
  return {
    unit: held.unit,
    part: { id: terms.metric, weight: '0', measure: 'actual', curve: { type: 'identity' } },
    gate: {
      id: `${terms.metric}-guards-${component}`,
      when: { component: terms.metric, value: 'x', is: terms.is, than: terms.than },
      then: { atMost: { [component]: terms.atMost } },
    },
  };
}

/** A part of weight 0 changes nothing only where weights count; elsewhere there is no guard. */
export const canGuard = ({ scorecard: { root } }: Pick<Template, 'scorecard'>): boolean =>
  'parts' in root && (root.combine === 'weighted-mean' || root.combine === 'weighted-sum');

/** The guards with one more; one on the same goal by the same metric takes the other's place. */
export function withGuard(guards: readonly Guard[], guard: Guard): readonly Guard[] {
  const others = guards.filter(({ unit, gate }) => unit !== guard.unit || gate.id !== guard.gate.id);
  return [...others, guard];
}
