import type { Goal, Task } from '../domain/rules/index.js';
import type { Query } from './connect.js';

/** Goals of other units as they stand: in force, else as last submitted. */
export async function goalsBeside(sql: Query, cycleId: string, exceptUnit: string): Promise<readonly Goal[]> {
  const rows = await sql<{ goals: Goal[] }[]>`
    SELECT coalesce(
      (SELECT jsonb_agg(g.content ORDER BY g.position) FROM goals g WHERE g.cycle_id = r.cycle_id AND g.unit_id = r.unit_id AND g.valid_to IS NULL),
      (SELECT v.content -> 'goals' FROM step_versions v JOIN steps s ON s.review_id = v.review_id AND s.step_id = v.step_id
        WHERE v.review_id = r.id AND s.kind = 'goals' ORDER BY v.version DESC LIMIT 1), '[]') AS goals
      FROM reviews r WHERE r.cycle_id = ${cycleId} AND r.unit_id IS NOT NULL AND r.unit_id <> ${exceptUnit}`;
  return rows.flatMap((row) => row.goals);
}

export async function goalsInForce(sql: Query, cycleId: string, unitId: string): Promise<readonly Goal[]> {
  const rows = await sql<{ content: Goal }[]>`
    SELECT content FROM goals WHERE cycle_id = ${cycleId} AND unit_id = ${unitId} AND valid_to IS NULL ORDER BY position`;
  return rows.map((row) => row.content);
}

export async function tasksInForce(
  sql: Query,
  cycleId: string,
  unitId: string,
): Promise<readonly (Task & { readonly progress: string | null })[]> {
  const rows = await sql<{ content: Task; progress: string | null }[]>`
    SELECT content, progress FROM tasks WHERE cycle_id = ${cycleId} AND unit_id = ${unitId} AND valid_to IS NULL ORDER BY position`;
  return rows.map((row) => ({ ...row.content, progress: row.progress }));
}

export async function unitTree(sql: Query): Promise<readonly { readonly id: string; readonly parent?: string }[]> {
  const rows = await sql<{ id: string; parent: string | null }[]>`SELECT id, parent_id AS parent FROM units`;
  return rows.map(({ id, parent }) => (parent === null ? { id } : { id, parent }));
}
