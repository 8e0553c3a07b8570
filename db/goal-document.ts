import type { Goal } from '../domain/rules/index.js';
import type { Query } from './connect.js';

/** What is asked about the goals of other units. */
export interface Touching {
  /** The unit that asks; its own goals are left out. */
  readonly unit: string;
  /** Units whose goals are wanted whatever they are about: those above. */
  readonly units: readonly string[];
  readonly goals: readonly string[];
  readonly metrics: readonly string[];
}

/** Standing goals of other units: of some units, under some ids, or on some metrics. Never all of a large organization. */
export async function goalsTouching(sql: Query, cycleId: string, { unit, units, goals, metrics }: Touching) {
  const rows = await sql<{ content: Goal }[]>`
    SELECT content FROM standing_goals
     WHERE cycle_id = ${cycleId} AND unit_id <> ${unit} AND (unit_id = ANY (${units as string[]})
        OR goal_id = ANY (${goals as string[]}) OR metric = ANY (${metrics as string[]}))
     ORDER BY unit_id, position`;
  return rows.map((row): Goal => row.content);
}

/** Standing goals of these units, in their order. */
export async function goalsOfUnits(sql: Query, cycleId: string, units: readonly string[]): Promise<readonly Goal[]> {
  const rows = await sql<{ content: Goal }[]>`
    SELECT content FROM standing_goals WHERE cycle_id = ${cycleId} AND unit_id = ANY (${units as string[]})
     ORDER BY array_position(${units as string[]}::text[], unit_id::text), position`;
  return rows.map((row) => row.content);
}

/** Standing goals under these ids. */
export async function goalsOfIds(sql: Query, cycleId: string, ids: readonly string[]): Promise<readonly Goal[]> {
  const rows = await sql<{ content: Goal; unit: string }[]>`
    SELECT content, unit_id AS unit FROM standing_goals WHERE cycle_id = ${cycleId} AND goal_id = ANY (${ids as string[]})`;
  return rows.map(({ content, unit }) => ({ ...content, unit }));
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

/** The unit that has the goal in force; undefined: none has. */
export async function unitOfGoal(sql: Query, cycleId: string, goalId: string): Promise<string | undefined> {
  const [row] = await sql<{ unitId: string }[]>`
    SELECT unit_id AS "unitId" FROM goals WHERE cycle_id = ${cycleId} AND goal_id = ${goalId} AND valid_to IS NULL`;
  return row?.unitId;
}

export interface TreeUnit {
  readonly id: string;
  readonly parent?: string;
}

const treeUnit = ({ id, parent }: { id: string; parent: string | null }): TreeUnit =>
  parent === null ? { id } : { id, parent };

export async function unitTree(sql: Query): Promise<readonly TreeUnit[]> {
  const rows = await sql<{ id: string; parent: string | null }[]>`SELECT id, parent_id AS parent FROM units`;
  return rows.map(treeUnit);
}

/** These units with all that are above them. */
export async function linesOf(sql: Query, units: readonly string[]): Promise<readonly TreeUnit[]> {
  const rows = await sql<{ id: string; parent: string | null }[]>`
    WITH RECURSIVE line AS (
      SELECT id, parent_id FROM units WHERE id = ANY (${units as string[]})
      UNION SELECT u.id, u.parent_id FROM line l JOIN units u ON u.id = l.parent_id)
    SELECT id, parent_id AS parent FROM line ORDER BY id`;
  return rows.map(treeUnit);
}
