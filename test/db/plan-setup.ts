/** The story's plan of the new markets, in force, with helpers to look at it. */
import { putGoalsInForce, putTasksInForce } from '../../db/content.js';
import type { Sql } from '../../db/connect.js';
import type { Goal, Task } from '../../domain/rules/index.js';
import { headOf, insertCommand, storyDocument } from './story-cycle.js';

const plan = storyDocument('plan-second') as { readonly document: { readonly tasks: readonly Task[] } };
/** Twelve tasks of sales-new, owned by its members in turn. */
export const storyTasks = plan.document.tasks;

/** Puts tasks of a unit in force at that instant, as an approval does. */
export async function approveTasks(
  sql: Sql,
  cycleId: string,
  tasks: readonly Task[],
  at: number,
  unit = 'sales-new',
): Promise<void> {
  const place = await insertCommand(sql, { cycleId, unit, step: 'plan', by: headOf(unit) });
  await putTasksInForce(sql, { ...place, at }, { tasks, answers: [] });
}

export async function approveGoals(
  sql: Sql,
  cycleId: string,
  unit: string,
  goals: readonly Goal[],
  at: number,
): Promise<void> {
  const place = await insertCommand(sql, { cycleId, unit, step: 'goals', by: headOf(unit) });
  await putGoalsInForce(sql, { ...place, at }, { goals, answers: [] });
}

/** Sets a rehearsal's clock. */
export async function setClock(sql: Sql, cycleId: string, now: string): Promise<void> {
  await sql`UPDATE cycle_clocks SET now_at = ${now} WHERE cycle_id = ${cycleId}`;
}
