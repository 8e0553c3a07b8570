import type { Goal, Metric } from './goals-document.js';
import type { Component, FromGoals, Scorecard } from './types.js';

/**
 * A template's scorecard for one unit: each `fromGoals` becomes one part per goal
 * of the unit, id = its metric, else the goal's id after `/` (RULES.md, `fromGoals`).
 * `goals`: of this unit only, in the order of the parts.
 * @throws RangeError for a qualitative goal where the template has no rule of rating.
 */
export function expandScorecard(
  card: Scorecard,
  goals: readonly Goal[],
  metrics: ReadonlyMap<string, Pick<Metric, 'better'>>,
): Scorecard {
  return { ...card, root: expand(card.root, goals, metrics)[0] ?? card.root };
}

type Metrics = ReadonlyMap<string, Pick<Metric, 'better'>>;

function expand(component: Component, goals: readonly Goal[], metrics: Metrics): readonly Component[] {
  if ('fromGoals' in component) return goals.map((goal) => partOf(goal, component.fromGoals, metrics));
  if (!('parts' in component)) return [component];
  return [{ ...component, parts: component.parts.flatMap((part) => expand(part, goals, metrics)) }];
}

/** The id of the scorecard's component, and of the fact, of a goal. */
export function componentId(goal: Pick<Goal, 'id' | 'metric'>): string {
  return goal.metric ?? goal.id.slice(goal.id.indexOf('/') + 1);
}

function partOf(goal: Goal, defaults: FromGoals['fromGoals'], metrics: Metrics): Component {
  const id = componentId(goal);
  const weight = goal.weight ?? '0';
  if (goal.kind === 'qualitative' && goal.metric === undefined) {
    if (defaults.rating === undefined) throw new RangeError(`no rating rule for the goal ${goal.id}`);
    const curve = goal.curve ?? defaults.ratingCurve;
    return { id, weight, rating: defaults.rating, ...(curve !== undefined && { curve }) };
  }
  if (typeof goal.target === 'object') {
    const { low, high } = goal.target;
    const curve = { type: 'in-band', low, high, points: '100', perUnit: defaults.perUnit ?? '0' } as const;
    return { id, weight, measure: 'actual', curve: goal.curve ?? curve };
  }
  const better = goal.direction ?? metrics.get(goal.metric ?? '')?.better;
  const curve = goal.curve ?? defaults.curve;
  return {
    id,
    weight,
    measure: goal.measure ?? defaults.measure ?? 'actual',
    direction: better === 'lower' ? 'lower' : 'higher',
    ...(curve !== undefined && { curve }),
  };
}
