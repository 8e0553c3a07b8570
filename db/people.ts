import type { PersonRule } from '../domain/process/index.js';
import { json, type Query } from './connect.js';

export interface PersonAsk {
  readonly key: string;
  readonly unitId: string | null;
  readonly raterUnitId: string | null;
  readonly rule: PersonRule;
}

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
  const rows = await sql<{ key: string; persons: string[] }[]>`
    WITH RECURSIVE asks AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${json(sql, asks)}::jsonb) AS a (key text, rule text, "unitId" text, "raterUnitId" text)
    ), heads AS (
      SELECT u.id, u.parent_id, h.id AS head FROM units u LEFT JOIN persons h ON h.id = u.head_id AND h.active
    ), up AS (
      SELECT DISTINCT u.id AS unit, u.head AS own, u.parent_id AS at, 1 AS depth
        FROM asks a JOIN heads u ON u.id = a."unitId" WHERE a.rule IN ('parent-head', 'second-head')
      UNION ALL
      SELECT up.unit, up.own, u.parent_id, up.depth + 1 FROM up JOIN units u ON u.id = up.at WHERE up.depth < 64
    ), above AS (
      SELECT unit, head, row_number() OVER (PARTITION BY unit ORDER BY depth) AS rank
        FROM (SELECT up.unit, u.head, min(up.depth) AS depth FROM up JOIN heads u ON u.id = up.at
               WHERE u.head IS DISTINCT FROM up.own AND u.head IS NOT NULL GROUP BY up.unit, u.head) AS one
    ), roles AS (
      SELECT role, array_agg(person_id::text ORDER BY person_id) AS persons
        FROM person_roles JOIN persons ON persons.id = person_id AND persons.active GROUP BY role
    )
    SELECT a.key,
           coalesce(CASE
             WHEN a.rule = 'head' THEN array_remove(ARRAY[u.head::text], NULL)
             WHEN a.rule = 'rater-head' THEN array_remove(ARRAY[r.head::text], NULL)
             WHEN a.rule IN ('parent-head', 'second-head') THEN coalesce(CASE WHEN above.head IS NOT NULL THEN ARRAY[above.head::text] END, array_remove(board.persons, u.head::text))
             ELSE own.persons END, '{}') AS persons
      FROM asks a
      LEFT JOIN heads u ON u.id = a."unitId"
      LEFT JOIN heads r ON r.id = a."raterUnitId"
      LEFT JOIN above ON above.unit = a."unitId" AND above.rank = CASE a.rule WHEN 'parent-head' THEN 1 WHEN 'second-head' THEN 2 END
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
