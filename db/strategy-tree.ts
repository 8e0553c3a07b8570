import type { OrganizationFinding } from '../domain/cycle/index.js';
import type { Query } from './connect.js';

/** Whose goals are looked at; null: everybody's. */
export type UnitsInSight = readonly string[] | null;

/** A standing goal as a branch of the tree. */
export interface TreeGoal {
  readonly id: string;
  readonly unitId: string;
  readonly position: number;
  readonly title: string;
  readonly metric: string | null;
  readonly weight: string | null;
  /** An objective or a goal. */
  readonly supports: string;
  /** How many goals support it. */
  readonly below: number;
}
/** A place in a list of goals: it goes on after this one. */
export interface AfterGoal {
  readonly unitId: string;
  readonly position: number;
}

const inSight = (sql: Query, units: UnitsInSight) =>
  units === null ? sql`` : sql`AND unit_id = ANY (${units as string[]})`;

/** The first goals that support each of these, unit by unit; `after` only makes sense for one. */
export async function goalsUnder(
  sql: Query,
  cycleId: string,
  supports: readonly string[],
  it: { readonly limit: number; readonly after?: AfterGoal | null; readonly units: UnitsInSight },
): Promise<readonly TreeGoal[]> {
  if (supports.length === 0) return [];
  const after = it.after == null ? sql`` : sql`AND (unit_id, position) > (${it.after.unitId}, ${it.after.position})`;
  const visible = inSight(sql, it.units);
  return sql<TreeGoal[]>`
    SELECT g.goal_id AS id, g.unit_id AS "unitId", g.position, coalesce(g.content ->> 'title', '') AS title, g.metric,
           g.content ->> 'weight' AS weight, s.id AS supports,
           (SELECT count(*)::int FROM standing_goals
             WHERE cycle_id = ${cycleId} AND content ->> 'supports' = g.goal_id ${visible}) AS below
      FROM unnest(${supports as string[]}::text[]) AS s (id) CROSS JOIN LATERAL (
        SELECT goal_id, unit_id, position, metric, content FROM standing_goals
         WHERE cycle_id = ${cycleId} AND content ->> 'supports' = s.id ${visible} ${after}
         ORDER BY unit_id, position LIMIT ${it.limit}) g
     ORDER BY s.id, g.unit_id, g.position`;
}

/** Of an objective: goals that support it themselves, and all that do so through others, with their units. */
export interface Coverage {
  readonly id: string;
  readonly direct: number;
  readonly goals: number;
  readonly units: number;
}

/**
 * How far down each objective reaches. The walk goes over goals that something
 * supports, few beside all; the goals themselves are counted in one step.
 */
export async function coverageOf(
  sql: Query,
  cycleId: string,
  objectives: readonly string[],
  units: UnitsInSight,
): Promise<ReadonlyMap<string, Coverage>> {
  const visible = inSight(sql, units);
  const rows = await sql<Coverage[]>`
    WITH RECURSIVE supported AS MATERIALIZED (
      SELECT DISTINCT content ->> 'supports' AS id FROM standing_goals WHERE cycle_id = ${cycleId} ${visible}
    ), branches AS MATERIALIZED (
      SELECT g.goal_id AS id, g.content ->> 'supports' AS supports FROM standing_goals g JOIN supported s ON s.id = g.goal_id
       WHERE g.cycle_id = ${cycleId} ${visible}
    ), under AS (
      SELECT o AS objective, o AS id FROM unnest(${objectives as string[]}::text[]) AS o
      UNION SELECT u.objective, b.id FROM under u JOIN branches b ON b.supports = u.id
    ), by_unit AS (
      SELECT u.objective, g.unit_id, count(*) AS goals, count(*) FILTER (WHERE u.id = u.objective) AS direct
        FROM under u JOIN standing_goals g ON g.cycle_id = ${cycleId} AND g.content ->> 'supports' = u.id ${visible}
       GROUP BY u.objective, g.unit_id)
    SELECT objective AS id, sum(direct)::int AS direct, sum(goals)::int AS goals, count(*)::int AS units
      FROM by_unit GROUP BY objective`;
  return new Map(rows.map((row) => [row.id, row]));
}

/** Goals whose `supports` leads nowhere: to no objective of the book and to no standing goal. The first of them, and how many. */
export async function looseGoals(
  sql: Query,
  cycle: { readonly id: string; readonly book: string },
  it: { readonly limit: number; readonly units: UnitsInSight },
): Promise<{ readonly goals: readonly TreeGoal[]; readonly count: number }> {
  const rows = await sql<(TreeGoal & { readonly count: number })[]>`
    SELECT goal_id AS id, unit_id AS "unitId", position, coalesce(content ->> 'title', '') AS title, metric,
           content ->> 'weight' AS weight, coalesce(content ->> 'supports', '') AS supports, 0 AS below,
           count(*) OVER ()::int AS count
      FROM standing_goals g WHERE cycle_id = ${cycle.id} ${inSight(sql, it.units)}
       AND NOT EXISTS (SELECT FROM objectives_in(${cycle.book}) o WHERE o.id = g.content ->> 'supports')
       AND NOT EXISTS (SELECT FROM standing_goals a WHERE a.cycle_id = ${cycle.id} AND a.goal_id = g.content ->> 'supports')
     ORDER BY unit_id, position LIMIT ${it.limit}`;
  return { goals: rows, count: rows[0]?.count ?? 0 };
}

/** A goal with all that it serves: itself first, then what it supports, up to the objective that is named last; a circle is gone round once. */
export async function wayUp(
  sql: Query,
  cycleId: string,
  goalId: string,
): Promise<readonly Pick<TreeGoal, 'id' | 'unitId' | 'title' | 'supports'>[]> {
  return sql`
    WITH RECURSIVE way AS (
      SELECT goal_id, unit_id, content, 0 AS depth FROM standing_goals WHERE cycle_id = ${cycleId} AND goal_id = ${goalId}
      UNION ALL SELECT g.goal_id, g.unit_id, g.content, w.depth + 1 FROM way w
        JOIN standing_goals g ON g.cycle_id = ${cycleId} AND g.goal_id = w.content ->> 'supports'
    ) CYCLE goal_id SET again USING path
    SELECT goal_id AS id, unit_id AS "unitId", coalesce(content ->> 'title', '') AS title,
           coalesce(content ->> 'supports', '') AS supports FROM way WHERE NOT again ORDER BY depth`;
}

/** What the last check found about any of these ids, and when it ran (cycle time; null: not yet). Nothing is checked anew. */
export async function findingsAbout(
  sql: Query,
  cycleId: string,
  ids: readonly string[],
): Promise<{ readonly checkedAt: number | null; readonly findings: readonly OrganizationFinding[] }> {
  const [check] = await sql<{ at: number }[]>`
    SELECT checked_at AS at FROM organization_checks WHERE cycle_id = ${cycleId}`;
  const rows = await sql<{ found: OrganizationFinding }[]>`
    SELECT found FROM organization_findings
     WHERE cycle_id = ${cycleId} AND gone_at IS NULL AND found -> 'at' ?| ${ids as string[]}::text[] ORDER BY code, key LIMIT 500`;
  return { checkedAt: check?.at ?? null, findings: rows.map((row) => row.found) };
}
