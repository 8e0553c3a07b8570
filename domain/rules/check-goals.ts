import { exact, printNumber, type Rational, zero } from '../numbers.js';
import { checkTogether } from './check-together.js';
import { checkPlan } from './check-plan.js';
import type { Band, Finding, Goal, GoalsDocument, Metric } from './goals-document.js';
import { above } from './tree.js';

/** Look-ups over one document, made once: every check is linear in what it looks at. */
export interface GoalsIndex {
  readonly document: GoalsDocument;
  readonly metrics: ReadonlyMap<string, Metric>;
  readonly goals: ReadonlyMap<string, Goal>;
  readonly objectives: ReadonlySet<string>;
  readonly isAbove: (upper: string, lower: string) => boolean;
}

/**
 * The checks before anybody approves: goals@1 → findings, in no particular order
 * (RULES.md, goals@1, table of codes). Linear in goals and tasks, but for pairs
 * in conflict and for tasks in windows of capacity, which `documents/rules`
 * bounds. The document must have been validated there.
 */
export function checkGoals(document: GoalsDocument): { readonly findings: readonly Finding[] } {
  const index = indexOf(document);
  return {
    findings: [
      ...document.goals.flatMap((goal) => checkGoal(goal, index)),
      ...checkUnits(document),
      ...checkTogether(index),
      ...checkPlan(index),
    ],
  };
}

function indexOf(document: GoalsDocument): GoalsIndex {
  return {
    document,
    metrics: new Map((document.metrics ?? []).map((metric) => [metric.id, metric])),
    goals: new Map(document.goals.map((goal) => [goal.id, goal])),
    objectives: new Set((document.objectives ?? []).map((objective) => objective.id)),
    isAbove: above(document.units),
  };
}

/** The way that a goal goes: its own, else the one in which its metric is better (RULES.md, goals@1). */
export const directionOf = (goal: Goal, metric: Metric | undefined): 'higher' | 'lower' | 'in-band' | undefined =>
  goal.direction ?? metric?.better;

const hasRubric = (goal: Goal): boolean => (goal.rubric ?? []).length > 0;
const isBand = (target: string | Band | undefined): target is Band => typeof target === 'object';

function checkGoal(goal: Goal, index: GoalsIndex): readonly Finding[] {
  const metric = goal.metric === undefined ? undefined : index.metrics.get(goal.metric);
  const found: Finding[] = [];
  const tell = (code: Finding['code'], severity: Finding['severity'] = 'error'): void => {
    found.push({ code, severity, at: [goal.id] });
  };
  if (goal.metric === undefined && !hasRubric(goal)) tell('GOAL_NOT_SPECIFIC');
  else if (!isMeasurable(goal, metric)) tell('GOAL_NOT_MEASURABLE');
  if (changesNothing(goal, metric)) tell('GOAL_NO_CHANGE');
  else if (isHardlyAchievable(goal, metric)) tell('GOAL_HARDLY_ACHIEVABLE', 'warning');
  if (!isRelevant(goal, index)) tell('GOAL_NOT_RELEVANT');
  if (goal.due === undefined) tell('GOAL_NO_DUE');
  else if (goal.due < index.document.period.start || goal.due > index.document.period.end) tell('GOAL_OUTSIDE_PERIOD');
  const bounds = index.document.bounds;
  if (bounds !== undefined) {
    const weight = weightOf(goal);
    if (weight.compare(exact(bounds.weight[0])) < 0 || weight.compare(exact(bounds.weight[1])) > 0) {
      tell('WEIGHT_OUT_OF_BOUNDS');
    }
  }
  return found;
}

const weightOf = (goal: Goal): Rational => (goal.weight === undefined ? zero : exact(goal.weight));

function isMeasurable(goal: Goal, metric: Metric | undefined): boolean {
  if (goal.kind === 'qualitative') return hasRubric(goal);
  return metric !== undefined && goal.target !== undefined && (metric.measuredIn ?? '') !== '';
}

/** With a baseline and a single target: equal, or on the wrong side of it. */
function changesNothing(goal: Goal, metric: Metric | undefined): boolean {
  if (goal.baseline === undefined || goal.target === undefined || isBand(goal.target)) return false;
  const order = exact(goal.target).compare(exact(goal.baseline));
  const direction = directionOf(goal, metric);
  return direction === 'higher' ? order <= 0 : direction === 'lower' ? order >= 0 : order === 0;
}

/** Further than the metric ever moved that way within one earlier period. */
function isHardlyAchievable(goal: Goal, metric: Metric | undefined): boolean {
  const history = (metric?.history ?? []).map(exact);
  const direction = directionOf(goal, metric);
  if (goal.baseline === undefined || goal.target === undefined || isBand(goal.target) || history.length < 2)
    return false;
  if (direction !== 'higher' && direction !== 'lower') return false;
  let largest = zero;
  history.reduce((before, after) => {
    const moved = direction === 'higher' ? after.sub(before) : before.sub(after);
    if (moved.compare(largest) > 0) largest = moved;
    return after;
  });
  return exact(goal.target).sub(exact(goal.baseline)).abs().compare(largest) > 0;
}

function isRelevant(goal: Goal, index: GoalsIndex): boolean {
  if (goal.supports === undefined) return false;
  if (index.objectives.has(goal.supports)) return true;
  const upper = index.goals.get(goal.supports);
  return upper !== undefined && index.isAbove(upper.unit, goal.unit);
}

/** Count and weights per unit that has goals. */
function checkUnits(document: GoalsDocument): readonly Finding[] {
  const { bounds } = document;
  if (bounds === undefined) return [];
  const byUnit = new Map<string, { count: number; total: Rational }>();
  for (const goal of document.goals) {
    const known = byUnit.get(goal.unit) ?? { count: 0, total: zero };
    byUnit.set(goal.unit, { count: known.count + 1, total: known.total.add(weightOf(goal)) });
  }
  return [...byUnit].flatMap(([unit, { count, total }]): Finding[] => {
    const missing = exact(bounds.weightTotal).sub(total);
    const [least, most] = bounds.goals;
    return [
      ...(count < least || count > most ? [finding('GOAL_COUNT', 'error', [unit], { count })] : []),
      ...(missing.equals(0) ? [] : [finding('WEIGHTS_NOT_TOTAL', 'error', [unit], { missing: printNumber(missing) })]),
    ];
  });
}

/** One finding; the ids that it is about are sorted, `data` is left out where there is none. */
export function finding(
  code: Finding['code'],
  severity: Finding['severity'],
  at: readonly string[],
  data?: Finding['data'],
): Finding {
  return { code, severity, at: [...at].sort(), ...(data !== undefined && { data }) };
}
