import type { Goal } from '../domain/rules/index.js';
import type { Query } from './connect.js';
import type { NameRow } from './page-names.js';
import { latestReport, type PlannedTask, plannedTask } from './tasks.js';

/** Approved; submitted and waiting; or once in force and not any more. */
export type GoalState = 'in-force' | 'proposed' | 'withdrawn';

/** A goal of a cycle as it stands, or as it stood last. */
export interface FoundGoal {
  readonly id: string;
  readonly unit: NameRow;
  readonly goal: Goal;
  readonly state: GoalState;
  /** When it was withdrawn, epoch ms of the cycle's time; null: it stands. */
  readonly endedAt: number | null;
}

/** As it stands: in force, else as submitted; else the last version that was in force. `key` names it. */
const latestGoal = (sql: Query, cycleId: string, key: ReturnType<Query>) => sql`
  LATERAL (
    SELECT s.unit_id, s.content, 0 AS rank, 0 AS version, NULL::timestamptz AS ended_at,
           EXISTS (SELECT FROM goals i WHERE i.cycle_id = s.cycle_id AND i.goal_id = s.goal_id AND i.valid_to IS NULL) AS in_force
      FROM standing_goals s WHERE s.cycle_id = ${cycleId} AND s.goal_id = ${key}
    UNION ALL
    SELECT g.unit_id, g.content, 1, g.version, g.valid_to, false
      FROM goals g WHERE g.cycle_id = ${cycleId} AND g.goal_id = ${key} AND g.valid_to IS NOT NULL
    ORDER BY rank, version DESC LIMIT 1) l`;

interface FoundRow extends Omit<FoundGoal, 'unit' | 'state'> {
  readonly unitId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly inForce: boolean;
}

const found = ({ unitId, nameZh, nameEn, inForce, ...rest }: FoundRow): FoundGoal => ({
  ...rest,
  unit: { id: unitId, nameZh, nameEn },
  state: rest.endedAt !== null ? 'withdrawn' : inForce ? 'in-force' : 'proposed',
});

/**
 * A goal and what it serves, the goal first, up to the one that supports no goal
 * that is known: an objective, nothing, or what does not exist. Never in circles.
 */
export async function goalWithAbove(sql: Query, cycleId: string, goalId: string): Promise<readonly FoundGoal[]> {
  const rows = await sql<FoundRow[]>`
    WITH RECURSIVE up AS (
      SELECT ${goalId}::text AS id, 0 AS depth, ARRAY[${goalId}::text] AS path, l.unit_id, l.content, l.ended_at, l.in_force
        FROM ${latestGoal(sql, cycleId, sql`${goalId}`)}
      UNION ALL
      SELECT u.content ->> 'supports', u.depth + 1, u.path || (u.content ->> 'supports'), l.unit_id, l.content, l.ended_at, l.in_force
        FROM up u CROSS JOIN ${latestGoal(sql, cycleId, sql`u.content ->> 'supports'`)}
       WHERE u.depth < 64 AND NOT u.content ->> 'supports' = ANY (u.path))
    SELECT u.id, u.content AS goal, u.ended_at AS "endedAt", u.in_force AS "inForce", n.id AS "unitId",
           n.name_zh AS "nameZh", n.name_en AS "nameEn"
      FROM up u JOIN units n ON n.id = u.unit_id ORDER BY u.depth`;
  return rows.map(found);
}

export interface ServingGoal {
  readonly id: string;
  readonly title: string;
  readonly supports: string;
  readonly weight: string | null;
  readonly unitId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly position: number;
}

/** Goals that serve this one at any depth, of these units (null: of all), in the organization's order. */
export async function goalsServing(
  sql: Query,
  cycleId: string,
  goalId: string,
  units: readonly string[] | null,
  part: {
    readonly after: { readonly position: number; readonly unitId: string; readonly id: string } | null;
    readonly limit: number;
  },
): Promise<readonly ServingGoal[]> {
  const { after, limit } = part;
  return sql<ServingGoal[]>`
    WITH RECURSIVE below (goal_id) AS (
      SELECT goal_id FROM standing_goals WHERE cycle_id = ${cycleId} AND content ->> 'supports' = ${goalId}
      UNION
      SELECT g.goal_id FROM below b JOIN standing_goals g ON g.cycle_id = ${cycleId} AND g.content ->> 'supports' = b.goal_id)
    SELECT g.goal_id AS id, coalesce(g.content ->> 'title', '') AS title, g.content ->> 'supports' AS supports,
           g.content ->> 'weight' AS weight, u.id AS "unitId", u.name_zh AS "nameZh", u.name_en AS "nameEn", u.position
      FROM below b JOIN standing_goals g ON g.cycle_id = ${cycleId} AND g.goal_id = b.goal_id JOIN units u ON u.id = g.unit_id
     WHERE g.goal_id <> ${goalId} AND (${units as string[] | null}::text[] IS NULL OR g.unit_id = ANY (${units as string[] | null}::text[]))
       AND (u.position, u.id::text, g.goal_id) > (${after?.position ?? -1}::int, ${after?.unitId ?? ''}::text, ${after?.id ?? ''}::text)
     ORDER BY u.position, u.id::text, g.goal_id LIMIT ${limit}`;
}

export interface GoalVersion {
  readonly version: number;
  readonly goal: Goal;
  readonly validFrom: number;
  /** null: in force. */
  readonly validTo: number | null;
}

/** The versions of one goal that were in force, oldest first. */
export async function goalVersions(sql: Query, cycleId: string, goalId: string): Promise<readonly GoalVersion[]> {
  return sql<GoalVersion[]>`
    SELECT version, content AS goal, valid_from AS "validFrom", valid_to AS "validTo" FROM goals
     WHERE cycle_id = ${cycleId} AND goal_id = ${goalId} ORDER BY version`;
}

/** A task with its unit; what it costs is nobody's business here. */
export type GoalTask = PlannedTask & { readonly unitZh: string; readonly unitEn: string };

/** Tasks in force on one goal, of any of these units (null: of all). */
export async function tasksOfGoal(
  sql: Query,
  cycleId: string,
  goalId: string,
  units: readonly string[] | null,
  limit: number,
): Promise<readonly GoalTask[]> {
  const rows = await sql<(Parameters<typeof plannedTask>[0] & { readonly unitZh: string; readonly unitEn: string })[]>`
    SELECT t.content - 'costMinor' AS content, t.version, t.progress, ${latestReport(sql)} AS report,
           u.name_zh AS "unitZh", u.name_en AS "unitEn"
      FROM tasks t JOIN units u ON u.id = t.unit_id
     WHERE t.cycle_id = ${cycleId} AND t.content ->> 'goal' = ${goalId} AND t.valid_to IS NULL
       AND (${units as string[] | null}::text[] IS NULL OR t.unit_id = ANY (${units as string[] | null}::text[]))
     ORDER BY u.position, t.unit_id, t.position LIMIT ${limit}`;
  return rows.map(({ unitZh, unitEn, ...row }) => ({ ...plannedTask(row), unitZh, unitEn }));
}

export interface GoalDeviation {
  readonly on: string;
  readonly severity: 'red' | 'amber';
}

export async function deviationsOfGoal(sql: Query, cycleId: string, goalId: string): Promise<readonly GoalDeviation[]> {
  return sql<GoalDeviation[]>`
    SELECT on_date AS "on", severity FROM deviations WHERE cycle_id = ${cycleId} AND goal_id = ${goalId} ORDER BY on_date`;
}

export interface GoalMetric {
  readonly id: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly measuredIn: string | null;
}

export async function metricOf(sql: Query, book: string, id: string): Promise<GoalMetric | undefined> {
  const [row] = await sql<GoalMetric[]>`
    SELECT id, title_zh AS "titleZh", title_en AS "titleEn", measured_in AS "measuredIn" FROM metrics_in(${book}) WHERE id = ${id}`;
  return row;
}

export interface ObjectiveName {
  readonly id: string;
  readonly titleZh: string;
  readonly titleEn: string;
}

export async function objectiveOf(sql: Query, book: string, id: string): Promise<ObjectiveName | undefined> {
  const [row] = await sql<ObjectiveName[]>`
    SELECT id, title_zh AS "titleZh", title_en AS "titleEn" FROM objectives_in(${book}) WHERE id = ${id}`;
  return row;
}
