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

/** The keys that each facet has among all rows. */
export async function keysOfKept(sql: Query, rows: KeptRows): Promise<ReadonlyMap<string, readonly string[]>> {
  const pairs = Object.entries(rows.facets).map(([facet, key]) => sql`(${facet}::text, (${key()})::text)`);
  const [first, ...others] = pairs;
  if (first === undefined) return new Map();
  const all = others.reduce((list, pair) => sql`${list}, ${pair}`, first);
  const keys = await sql<{ facet: string; keys: string[] }[]>`
    SELECT facet, array_agg(key ORDER BY key) AS keys FROM (
      SELECT DISTINCT k.facet, k.key FROM ${rows.from()} CROSS JOIN LATERAL (VALUES ${all}) AS k (facet, key)
       WHERE k.key IS NOT NULL) f
     GROUP BY facet`;
  return new Map(keys.map((row) => [row.facet, row.keys]));
}

/** Where a page begins and how long it is; null: all. */
export type Part = { readonly offset: number; readonly limit: number };
export const partOf = (sql: Query, part: Part | null): Fragment =>
  part === null ? sql`` : sql`OFFSET ${Math.max(0, part.offset)} LIMIT ${part.limit}`;
