import type { PersonRule } from '../domain/process/index.js';
import type { Fragment } from 'postgres';
import { json, type Query } from './connect.js';

export interface PersonAsk {
  readonly key: string;
  readonly unitId: string | null;
  readonly raterUnitId: string | null;
  readonly rule: PersonRule;
  /** Of a step in a cycle: who took part in what an appeal is about depends on it. */
  readonly cycleId?: string;
  readonly stepId?: string;
}

/** Where a step stands, as the rules for persons look at it. */
export const placeOfStep = (step: {
  readonly id: string;
  readonly cycleId: string;
  readonly unitId: string | null;
  readonly raterUnitId: string | null;
}) => ({ unitId: step.unitId, raterUnitId: step.raterUnitId, cycleId: step.cycleId, stepId: step.id });

/**
 * Who a rule names at this moment: reorganization is data. Nobody is above
 * themselves: a head who also heads the unit above is passed over for the next
 * one up, and where nobody is left above, it is the board. Persons who have
 * left are nobody. One query for any number of asks.
 */
export async function resolvePersons(
  sql: Query,
  asks: readonly PersonAsk[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (asks.length === 0) return new Map();
  // Scalar subqueries, so that one ask is as cheap as its few index look-ups whatever the planner expects.
  const headOf = (unit: Fragment): Fragment => sql`
    (SELECT h.id::text FROM units x JOIN persons h ON h.id = x.head_id AND h.active WHERE x.id = ${unit})`;
  const parentOf = (unit: Fragment): Fragment => sql`(SELECT x.parent_id::text FROM units x WHERE x.id = ${unit})`;
  const rows = await sql<{ key: string; persons: string[] }[]>`
    WITH RECURSIVE asks AS MATERIALIZED (
      SELECT a.key, a.rule, a."unitId" AS unit, 
             CASE a.rule WHEN 'common-head' THEN settlers(a."unitId", a."raterUnitId")
                         WHEN 'outside-head' THEN outsiders(coalesce(a."cycleId", ''), a."unitId", coalesce(a."stepId", '')) END AS named,
             ${headOf(sql`a."unitId"`)} AS head, ${headOf(sql`a."raterUnitId"`)} AS rater
        FROM jsonb_to_recordset(${json(sql, asks)}::jsonb) 
          AS a (key text, rule text, "unitId" text, "raterUnitId" text, "cycleId" text, "stepId" text)
    ), up AS (
      SELECT unit, own, at, ${headOf(sql`at`)} AS head, 1 AS depth
        FROM (SELECT DISTINCT unit, head AS own, ${parentOf(sql`unit`)} AS at FROM asks
               WHERE rule IN ('parent-head', 'second-head') OFFSET 0) AS first WHERE at IS NOT NULL
      UNION ALL
      SELECT unit, own, next, ${headOf(sql`next`)}, depth
        FROM (SELECT unit, own, ${parentOf(sql`at`)} AS next, depth + 1 AS depth FROM up WHERE depth < 64 OFFSET 0) AS more
       WHERE next IS NOT NULL
    ), above AS (
      SELECT unit, head, row_number() OVER (PARTITION BY unit ORDER BY min(depth)) AS rank
        FROM up WHERE head IS NOT NULL AND head IS DISTINCT FROM own GROUP BY unit, head
    ), roles AS (
      SELECT role, array_agg(person_id::text ORDER BY person_id) AS persons
        FROM person_roles JOIN persons ON persons.id = person_id AND persons.active GROUP BY role
    )
    SELECT a.key,
           coalesce(CASE
             WHEN a.rule = 'head' THEN array_remove(ARRAY[a.head], NULL)
             WHEN a.rule = 'rater-head' THEN array_remove(ARRAY[a.rater], NULL)
             WHEN a.rule IN ('common-head', 'outside-head') THEN a.named
             WHEN a.rule NOT IN ('parent-head', 'second-head') THEN own.persons
             WHEN above.head IS NOT NULL THEN ARRAY[above.head]
             ELSE array_remove(board.persons, a.head) END, '{}') AS persons
      FROM asks a
      LEFT JOIN above ON above.unit = a.unit AND above.rank = CASE a.rule WHEN 'parent-head' THEN 1 WHEN 'second-head' THEN 2 END
      LEFT JOIN roles board ON board.role = 'board'
      LEFT JOIN roles own ON own.role = a.rule`;
  return new Map(rows.map((row) => [row.key, row.persons]));
}

/** Principal → who may act for them on that day. */
export async function activeStandIns(
  sql: Query,
  principals: readonly string[],
  day: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await sql<{ principal: string; persons: string[] }[]>`
    SELECT principal_id AS principal, array_agg(person_id::text) AS persons FROM stand_ins
     WHERE principal_id = ANY (${principals as string[]}) AND ${day}::date BETWEEN from_date AND to_date
     GROUP BY principal_id`;
  return new Map(rows.map((row) => [row.principal, row.persons]));
}

/** The same on the day that an instant is in the cycle's zone; only those who are still there. */
export async function standInsAt(
  sql: Query,
  cycleId: string,
  principals: readonly string[],
  at: number,
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (principals.length === 0) return new Map();
  const rows = await sql<{ principal: string; persons: string[] }[]>`
    SELECT s.principal_id AS principal, array_agg(s.person_id::text ORDER BY s.person_id) AS persons
      FROM stand_ins s JOIN persons p ON p.id = s.person_id AND p.active JOIN cycles c ON c.id = ${cycleId}
     WHERE s.principal_id = ANY (${principals as string[]})
       AND (${at}::timestamptz AT TIME ZONE c.zone)::date BETWEEN s.from_date AND s.to_date GROUP BY s.principal_id`;
  return new Map(rows.map((row) => [row.principal, row.persons]));
}

/** Who rated, evaluated, calibrated, published or decided before what this step is about. */
export async function whoTookPart(
  sql: Query,
  { cycleId, unitId, stepId }: { readonly cycleId: string; readonly unitId: string | null; readonly stepId: string },
): Promise<readonly string[]> {
  const [row] = await sql<{ persons: string[] }[]>`SELECT took_part(${cycleId}, ${unitId}, ${stepId}) AS persons`;
  return row?.persons ?? [];
}

/** Unit → its head, where it has one who is still there. */
export async function headsOfUnits(sql: Query, units: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (units.length === 0) return new Map();
  const rows = await sql<{ id: string; head: string }[]>`
    SELECT u.id, p.id AS head FROM units u JOIN persons p ON p.id = u.head_id AND p.active
     WHERE u.id = ANY (${units as string[]})`;
  return new Map(rows.map(({ id, head }) => [id, head]));
}

/** Which of these persons are there. */
export async function activePersons(sql: Query, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await sql<{ id: string }[]>`SELECT id FROM persons WHERE active AND id = ANY (${ids as string[]})`;
  return new Set(rows.map((row) => row.id));
}
