import { loadCalendar } from '../db/calendar.js';
import type { Query } from '../db/connect.js';
import type { ActedCycle } from '../db/cycles.js';
import { draftGoalsAbove, goalsInForce, goalsTouching, linesOf } from '../db/goal-document.js';
import type { StepDetail } from '../db/inbox.js';
import { loadStrategyAround } from '../db/strategy.js';
import { type AtSubmit, atSubmit, findingKey, isAboutPlan } from '../domain/cycle/index.js';
import type { FindingAnswer } from '../domain/process/index.js';
import { checkGoals, type Finding, type Goal, type GoalsDocument, type Task } from '../domain/rules/index.js';
import { Refused } from './refused.js';

/** What the checks say of one unit's draft or submit, and what it does to the submit. */
export interface CheckedFinding extends Finding {
  readonly atSubmit: AtSubmit;
}

/** What the checks read of a cycle. */
export type CheckedCycle = Omit<ActedCycle, 'now' | 'zone'>;
export type CheckedStep = Pick<StepDetail, 'kind' | 'unitId'>;
export interface Said {
  readonly goals?: readonly Goal[];
  readonly tasks?: readonly Task[];
}

/** Goals, plans and their changes are checked; other steps are not about goals. */
export const isChecked = ({ kind }: Pick<StepDetail, 'kind'>): boolean =>
  kind === 'goals' || kind === 'plan' || kind === 'change';

/** Refuses what is wrong with goals and plan, and warnings without a reason. @throws Refused */
export async function checkGoalContent(
  sql: Query,
  cycle: CheckedCycle,
  step: CheckedStep,
  content: Said & { readonly answers: readonly FindingAnswer[] },
): Promise<void> {
  const around = await surroundings(sql, cycle, step, content);
  refuseForeign(around, content);
  const findings = findingsIn(cycle, step, around, content);
  const stopping = findings.filter((finding) => finding.atSubmit === 'stops');
  if (stopping.length > 0) throw new Refused('FINDINGS_OPEN', stopping);
  const answered = new Set(content.answers.map(findingKey));
  const open = findings.filter((finding) => finding.atSubmit === 'asks' && !answered.has(findingKey(finding)));
  if (open.length > 0) throw new Refused('WARNING_UNANSWERED', open);
}

export interface Surroundings extends Pick<
  GoalsDocument,
  'units' | 'objectives' | 'swot' | 'metrics' | 'capacity' | 'calendar'
> {
  readonly unit: string;
  readonly inForce: readonly Goal[];
  /** Goals of other units as they stand, as far as they touch this one's: above it, on its metrics, under its ids. */
  readonly beside: readonly Goal[];
  /** Goals that units above are writing: they can be supported already. */
  readonly drafts: readonly Goal[];
}

export async function surroundings(
  sql: Query,
  cycle: CheckedCycle,
  { unitId }: CheckedStep,
  said: Said,
): Promise<Surroundings> {
  const unit = unitId ?? '';
  const inForce = await goalsInForce(sql, cycle.id, unit);
  const own = said.goals ?? inForce;
  // A draft may hold anything in the place of a metric.
  const named = own.flatMap(({ metric }) => (typeof metric === 'string' ? [metric] : []));
  const { objectives, swot, metrics, capacity } = await loadStrategyAround(sql, cycle.book, { unit, metrics: named });
  const line = await linesOf(sql, [unit]);
  const beside = await goalsTouching(sql, cycle.id, {
    unit,
    units: line.map(({ id }) => id),
    goals: own.map(({ id }) => id),
    metrics: [...new Set([...named, ...metrics.map(({ id }) => id)])],
  });
  return {
    unit,
    ...{ objectives, swot, metrics },
    capacity,
    units: await linesOf(sql, [unit, ...beside.map((goal) => goal.unit)]),
    calendar: await loadCalendar(sql),
    inForce,
    beside,
    drafts: await draftGoalsAbove(sql, cycle.id, unit),
  };
}

/** About the unit's own goals and tasks only; whatever the content says of its unit, it is this one's. */
export function findingsIn(
  cycle: CheckedCycle,
  step: CheckedStep,
  around: Surroundings,
  said: Said,
): readonly CheckedFinding[] {
  const { unit, inForce, beside, drafts, capacity, ...strategy } = around;
  const withGoals = step.kind === 'goals' || (step.kind === 'change' && said.goals !== undefined);
  const withTasks = step.kind === 'plan' || (step.kind === 'change' && said.tasks !== undefined);
  const own = withGoals ? (said.goals ?? []).map((goal) => ({ ...goal, unit })) : inForce;
  const tasks = (said.tasks ?? []).map((task) => ({ ...task, unit }));
  // A plan alone is checked with its own goals and those above; goals with everybody's.
  const others = withGoals ? beside : above(unit, strategy.units, beside);
  const known = new Set([...others, ...own].map((goal) => goal.id));
  const { findings } = checkGoals({
    ...strategy,
    format: 'perfcycle/goals@1',
    period: { start: cycle.periodStart, end: cycle.periodEnd },
    ...(withGoals && { bounds: cycle.template.bounds }),
    goals: [...others, ...drafts.filter((goal) => !known.has(goal.id)), ...own],
    ...(withTasks && { tasks, capacity: capacity ?? [] }),
  });
  const mine = new Set([
    unit,
    ...own.flatMap((goal) => (goal.metric === undefined ? [goal.id] : [goal.id, goal.metric])),
    ...tasks.map((task) => task.id),
  ]);
  return findings
    .filter(({ code, at }) => (isAboutPlan(code) ? withTasks : withGoals) && at.some((id) => mine.has(id)))
    .map((finding) => ({ ...finding, atSubmit: atSubmit(finding) }));
}

function above(
  unit: string,
  units: readonly { readonly id: string; readonly parent?: string }[],
  goals: readonly Goal[],
): readonly Goal[] {
  const parents = new Map(units.map((each) => [each.id, each.parent]));
  const line = new Set<string>();
  for (let at = parents.get(unit); at !== undefined && !line.has(at); at = parents.get(at)) line.add(at);
  return goals.filter((goal) => line.has(goal.unit));
}

/** Goals and tasks are the unit's own, under ids that no other unit's goal has: in force, an id stands once. */
function refuseForeign({ unit, beside }: Surroundings, { goals = [], tasks = [] }: Said): void {
  const taken = new Set(beside.map((goal) => goal.id));
  const foreign = (part: string, rows: readonly { readonly unit: string }[]) =>
    rows.flatMap((row, index) =>
      row.unit === unit ? [] : [{ pointer: `/${part}/${index}/unit`, code: 'ID_UNKNOWN' }],
    );
  const problems = [
    ...foreign('goals', goals),
    ...foreign('tasks', tasks),
    ...goals.flatMap(({ id }, index) =>
      taken.has(id) ? [{ pointer: `/goals/${index}/id`, code: 'ID_DUPLICATE' }] : [],
    ),
  ];
  if (problems.length > 0) throw new Refused('CONTENT_INVALID', problems);
}
