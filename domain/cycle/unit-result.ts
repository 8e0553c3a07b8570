import {
  type Component,
  componentId,
  expandScorecard,
  type Fact,
  type Facts,
  type FromGoals,
  type Goal,
  leavesOf,
  type Metric,
  type Result,
  score,
  type Scorecard,
} from '../rules/index.js';
import type { Template } from '../template.js';

/** What one unit is scored from: its goals in force and the latest rating of every rater. */
export interface UnitInput {
  readonly unitId: string;
  readonly goals: readonly Goal[];
  /** By component of the scorecard. */
  readonly ratings: Readonly<Record<string, NonNullable<Fact['ratings']>>>;
}

/** What all units share: the year's values and the metrics' directions, by metric. */
export interface KnownValues {
  readonly values: ReadonlyMap<string, { readonly value: string }>;
  readonly metrics: ReadonlyMap<string, Pick<Metric, 'better'>>;
}

export interface UnitResult {
  readonly unitId: string;
  readonly scorecard: Scorecard;
  readonly facts: Facts;
  readonly result: Result;
}

/** The result of one unit under a template's rules. */
export function scoreUnit(
  template: Pick<Template, 'scorecard' | 'guards'>,
  input: UnitInput,
  { values, metrics }: KnownValues,
  deps: { readonly sha256: (text: string) => string },
): UnitResult {
  const scorecard = unitScorecard(template, input, metrics);
  const facts = unitFacts(scorecard, input, values);
  return { unitId: input.unitId, scorecard, facts, result: score(scorecard, facts, deps) };
}

/** The template's card for this unit: its goals, and the guards that were put on it. */
export function unitScorecard(
  template: Pick<Template, 'scorecard' | 'guards'>,
  input: Pick<UnitInput, 'unitId' | 'goals'>,
  metrics: KnownValues['metrics'],
): Scorecard {
  const card = expandScorecard(template.scorecard, input.goals, metrics);
  const guards = template.guards.filter((guard) => guard.unit === input.unitId);
  if (guards.length === 0 || !('parts' in card.root)) return card;
  const taken = new Set(leafIds(card.root));
  const isNew = (part: Component): boolean => !leafIds(part).some((id) => taken.has(id));
  return {
    ...card,
    // A unit that has a goal on the guarding metric is tested on that goal's own part.
    root: { ...card.root, parts: [...card.root.parts, ...guards.map((guard) => guard.part).filter(isNew)] },
    gates: [...(card.gates ?? []), ...guards.map((guard) => guard.gate)],
  };
}

/** A goal that people rate needs the scorecard's rule for rating; without one there is no part for it. */
export function canScore({ scorecard }: Pick<Template, 'scorecard'>, goals: readonly Goal[]): boolean {
  const rated = goals.some((goal) => (goal.kind ?? 'kpi') === 'qualitative' && goal.metric === undefined);
  return !rated || rulesForGoals(scorecard.root).every(({ fromGoals }) => fromGoals.rating !== undefined);
}

function rulesForGoals(component: Component): readonly FromGoals[] {
  if ('fromGoals' in component) return [component];
  return 'parts' in component ? component.parts.flatMap(rulesForGoals) : [];
}

/** A fact for every leaf: the goal's baseline and target, the metric's value, the ratings. What is not known stays absent. */
function unitFacts(card: Scorecard, input: UnitInput, values: KnownValues['values']): Facts {
  const goals = new Map(input.goals.map((goal) => [componentId(goal), goal]));
  const facts: Record<string, Fact> = {};
  for (const id of leafIds(card.root)) {
    const goal = goals.get(id);
    // A part that is no goal's (a guard's, a template's own) reads the metric of its name.
    const metric = goal === undefined ? id : goal.metric;
    const actual = metric === undefined ? undefined : values.get(metric)?.value;
    const ratings = input.ratings[id];
    const fact: Fact = {
      ...(goal?.baseline !== undefined && { baseline: goal.baseline }),
      ...(typeof goal?.target === 'string' && { target: goal.target }),
      ...(actual !== undefined && { actual }),
      ...(ratings !== undefined && { ratings }),
    };
    if (Object.keys(fact).length > 0) facts[id] = fact;
  }
  for (const factor of factorsOf(card.root)) {
    const actual = (values.get(`${factor}.${input.unitId}`) ?? values.get(factor))?.value;
    if (actual !== undefined && facts[factor] === undefined) facts[factor] = { actual };
  }
  return { format: 'perfcycle/facts@1', facts };
}

/** What the card's factors read: the metric `<of>.<unit>`, else `<of>`, such as a difficulty that is agreed per unit. */
function factorsOf(component: Component): readonly string[] {
  if ('fromGoals' in component) return [];
  const own = component.factor === undefined ? [] : [component.factor.of];
  return 'parts' in component ? [...own, ...component.parts.flatMap(factorsOf)] : own;
}

const leafIds = (component: Component): readonly string[] => leavesOf(component).map(({ id }) => id);
