import type { Goal, Task } from '../domain/rules/index.js';
import type { Query } from './connect.js';

/** Goals of a unit as they stand: in force, else as last submitted. */
const standing = (sql: Query) => sql`
  SELECT coalesce(
    (SELECT jsonb_agg(g.content ORDER BY g.position) FROM goals g WHERE g.cycle_id = r.cycle_id AND g.unit_id = r.unit_id AND g.valid_to IS NULL),
    (SELECT v.content -> 'goals' FROM step_versions v JOIN steps s ON s.review_id = v.review_id AND s.step_id = v.step_id
      WHERE v.review_id = r.id AND s.kind = 'goals' ORDER BY v.version DESC LIMIT 1), '[]') AS goals`;

/** Standing goals of all units but one. */
export async function goalsBeside(sql: Query, cycleId: string, exceptUnit: string): Promise<readonly Goal[]> {
  const rows = await sql<{ goals: Goal[] }[]>`
    ${standing(sql)} FROM reviews r WHERE r.cycle_id = ${cycleId} AND r.unit_id IS NOT NULL AND r.unit_id <> ${exceptUnit}`;
  return rows.flatMap((row) => row.goals);
}

/** Standing goals of these units, in their order. */
export async function goalsOfUnits(sql: Query, cycleId: string, units: readonly string[]): Promise<readonly Goal[]> {
  const rows = await sql<{ goals: Goal[] }[]>`
    ${standing(sql)} FROM reviews r WHERE r.cycle_id = ${cycleId} AND r.unit_id = ANY (${units as string[]})
     ORDER BY array_position(${units as string[]}::text[], r.unit_id::text)`;
  return rows.flatMap((row) => row.goals);
}

/**
 * Goals that units above have in their drafts: they count for what supports
 * them (RULES.md, goals@1). Nothing is believed about a draft but id and title.
 */
export async function draftGoalsAbove(sql: Query, cycleId: string, unitId: string): Promise<readonly Goal[]> {
  return sql<Goal[]>`
    WITH RECURSIVE above AS (
      SELECT parent_id, 0 AS depth FROM units WHERE id = ${unitId}
      UNION ALL SELECT u.parent_id, a.depth + 1 FROM units u JOIN above a ON u.id = a.parent_id WHERE a.depth < 64)
    SELECT DISTINCT ON (g.value ->> 'id') g.value ->> 'id' AS id, s.unit_id AS unit, coalesce(g.value ->> 'title', '') AS title
      FROM above a JOIN reviews r ON r.cycle_id = ${cycleId} AND r.unit_id = a.parent_id
      JOIN steps s ON s.review_id = r.id AND s.kind = 'goals'
      JOIN drafts d ON d.review_id = s.review_id AND d.step_id = s.step_id
      CROSS JOIN LATERAL jsonb_array_elements(
        CASE jsonb_typeof(d.content -> 'goals') WHEN 'array' THEN d.content -> 'goals' ELSE '[]' END) AS g (value)
     WHERE jsonb_typeof(g.value -> 'id') = 'string' AND g.value ->> 'id' <> '' ORDER BY g.value ->> 'id', a.depth`;
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
