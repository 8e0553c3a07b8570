import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import {
  deviationsOfGoal,
  type FoundGoal,
  type GoalDeviation,
  type GoalMetric,
  goalsServing,
  type GoalTask,
  goalVersions,
  type GoalVersion,
  goalWithAbove,
  metricOf,
  type ObjectiveName,
  objectiveOf,
  type ServingGoal,
  tasksOfGoal,
} from '../db/goals.js';
import { findingsNaming, type StandingFinding } from '../db/organization-findings.js';
import { type KnownValueRow, knownValues } from '../db/page-step.js';
import { type Page, type PageAsk, pageOf } from './paging.js';
import { Refused } from './refused.js';
import { may, seesGoals, seesProgress, seesWhole } from './rights.js';
import type { Person } from './session.js';

/** More tasks than this on one goal are looked at in the plans. */
const mostTasks = 200;

/** A goal with what is around it, as far as a person may see it. */
export interface GoalView extends FoundGoal {
  readonly metric: GoalMetric | null;
  /** What it serves, nearest first. */
  readonly above: readonly FoundGoal[];
  /** The strategic objective at the upper end; null: the way ends before. */
  readonly objective: ObjectiveName | null;
  readonly serving: Page<ServingGoal>;
  /** null: not for this person. */
  readonly tasks: readonly GoalTask[] | null;
  readonly values: readonly KnownValueRow[] | null;
  readonly deviations: readonly GoalDeviation[] | null;
  /** Of the last check of the organization; null: not for this person. */
  readonly findings: readonly StandingFinding[] | null;
  readonly versions: readonly GoalVersion[];
}

export const servingKey = ['number', 'string', 'string'] as const;

/** @throws Refused NOT_FOUND or FORBIDDEN */
export async function loadGoal(
  sql: Query,
  cycle: Pick<CycleRow, 'id' | 'book' | 'periodStart' | 'periodEnd'>,
  person: Person,
  goalId: string,
  ask: PageAsk,
): Promise<GoalView> {
  const [found, ...above] = await goalWithAbove(sql, cycle.id, goalId);
  // Who may not see goals at all is not told which there are.
  if (found === undefined) throw new Refused(person.memberOf.length > 0 || mayLook(person) ? 'NOT_FOUND' : 'FORBIDDEN');
  const unitId = found.unit.id;
  if (!(await seesGoals(sql, person, unitId))) throw new Refused('FORBIDDEN');
  const metricId = found.goal.metric;
  const named = metricId === undefined ? [goalId] : [goalId, metricId];
  const progress = seesProgress(person, unitId);
  // Members see of other units what theirs serves, and nothing else.
  const units = mayLook(person) ? null : person.memberOf;
  const [position, servingUnit, id] = ask.after ?? [];
  const after = ask.after === null ? null : { position: Number(position), unitId: String(servingUnit), id: String(id) };
  const [metric, objective, serving, tasks, values, deviations, findings, versions] = await Promise.all([
    metricId === undefined ? null : metricOf(sql, cycle.book, metricId),
    objectiveOf(sql, cycle.book, (above.at(-1) ?? found).goal.supports ?? ''),
    goalsServing(sql, cycle.id, goalId, units, { after, limit: ask.limit + 1 }),
    progress ? tasksOfGoal(sql, cycle.id, goalId, units, mostTasks) : null,
    progress ? knownValues(sql, cycle, metricId === undefined ? [] : [metricId]) : null,
    progress ? deviationsOfGoal(sql, cycle.id, goalId) : null,
    (await seesWhole(sql, person, unitId)) ? findingsNaming(sql, cycle.id, named) : null,
    goalVersions(sql, cycle.id, goalId),
  ]);
  return {
    ...found,
    metric: metric ?? null,
    above,
    objective: objective ?? null,
    serving: pageOf(serving, ask, (row) => [row.position, row.unitId, row.id]),
    ...{ tasks, values, deviations, findings, versions },
  };
}

const mayLook = (person: Person): boolean => may(person, 'see', 'goals', person.heads.length > 0 ? ['beside'] : []);
