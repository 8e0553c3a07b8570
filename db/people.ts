import type { PersonRule } from '../domain/process/index.js';
import { json, type Query } from './connect.js';

export interface PersonAsk {
  readonly key: string;
  readonly unitId: string | null;
  readonly raterUnitId: string | null;
  readonly rule: PersonRule;
}

/**
 * Who a rule names at this moment: reorganization is data. Above the root, and
 * where nobody is found above, it is the board. One query for any number of asks.
 */
export async function resolvePersons(
  sql: Query,
  asks: readonly PersonAsk[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (asks.length === 0) return new Map();
  const rows = await sql<{ key: string; persons: string[] }[]>`
    WITH roles AS (SELECT role, array_agg(person_id::text ORDER BY person_id) AS persons FROM person_roles
                     JOIN persons ON persons.id = person_id AND persons.active GROUP BY role)
    SELECT a.key,
           coalesce(CASE a.rule
             WHEN 'head' THEN CASE WHEN u.head_id IS NULL THEN NULL ELSE ARRAY[u.head_id::text] END
             WHEN 'rater-head' THEN CASE WHEN r.head_id IS NULL THEN NULL ELSE ARRAY[r.head_id::text] END
             WHEN 'parent-head' THEN CASE WHEN p.head_id IS NULL THEN board.persons ELSE ARRAY[p.head_id::text] END
             WHEN 'second-head' THEN CASE WHEN g.head_id IS NULL THEN board.persons ELSE ARRAY[g.head_id::text] END
             WHEN 'board' THEN board.persons
             ELSE own.persons END, '{}') AS persons
      FROM jsonb_to_recordset(${json(sql, asks)}::jsonb) AS a (key text, rule text, "unitId" text, "raterUnitId" text)
      LEFT JOIN units u ON u.id = a."unitId"
      LEFT JOIN units p ON p.id = u.parent_id
      LEFT JOIN units g ON g.id = p.parent_id
      LEFT JOIN units r ON r.id = a."raterUnitId"
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
