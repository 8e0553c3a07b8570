/** Rows that are counted, filtered and paged where they are kept: the lists of reports that are as long as a cycle is large. */
import type { Filter } from '../domain/reports/index.js';
import type { Query } from './connect.js';
import type { Fragment } from './reports.js';

/** What a list is read from. Each piece is made anew for each query. */
export interface KeptRows {
  /** A relation, with the name that the facets know it by. */
  readonly from: () => Fragment;
  /** By facet, the key of a row as text; NULL: it has none, and no filter on that facet finds it. */
  readonly facets: Readonly<Record<string, () => Fragment>>;
}

/** The key of a facet that a row fulfils or not. */
export const yesNo = (sql: Query, so: () => Fragment) => (): Fragment =>
  sql`CASE WHEN ${so()} THEN 'yes' ELSE 'no' END`;

export const found = (sql: Query, { facets }: KeptRows, filter: Filter): Fragment =>
  Object.entries(filter)
    .filter(([, key]) => key !== '')
    .reduce(
      (all, [facet, key]) => {
        const of = facets[facet];
        return of === undefined ? sql`false` : sql`${all} AND ${of()} = ${key}`;
      },
      sql`true`,
    );

export async function countKept(sql: Query, rows: KeptRows, filter: Filter): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM ${rows.from()} WHERE ${found(sql, rows, filter)}`;
  return row?.count ?? 0;
}

/**
 * The keys that these facets have among all rows. They are few, and so are the ways in which they stand together: rows
 * are looked through once for those.
 */
export async function keysOfKept(
  sql: Query,
  { from, facets }: KeptRows,
  wanted: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const known = wanted.flatMap((facet, at) => {
    const key = facets[facet];
    return key === undefined ? [] : [{ facet, key, column: sql(`f${at}`) }];
  });
  const joined = (parts: readonly Fragment[]): Fragment =>
    parts.reduce((all, part, at) => (at === 0 ? part : sql`${all}, ${part}`), sql``);
  if (known.length === 0) return new Map();
  const keys = await sql<{ facet: string; keys: string[] }[]>`
    SELECT k.facet, array_agg(DISTINCT k.key ORDER BY k.key) AS keys
      FROM (SELECT DISTINCT ${joined(known.map(({ key, column }) => sql`(${key()})::text AS ${column}`))} FROM ${from()}) f
      CROSS JOIN LATERAL (VALUES ${joined(known.map(({ facet, column }) => sql`(${facet}::text, f.${column})`))}) AS k (facet, key)
     WHERE k.key IS NOT NULL GROUP BY k.facet`;
  return new Map(keys.map((row) => [row.facet, row.keys]));
}

/** Where a page begins and how long it is; null: all. */
export type Part = { readonly offset: number; readonly limit: number };
export const partOf = (sql: Query, part: Part | null): Fragment =>
  part === null ? sql`` : sql`OFFSET ${Math.max(0, part.offset)} LIMIT ${part.limit}`;
