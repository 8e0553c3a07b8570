import type postgres from 'postgres';
import type { Name, Names } from '../domain/reports/index.js';
import type { Query } from './connect.js';
import { isToldOf, type UntoldKinds } from './untold-kinds.js';

/** What of a cycle goes into a report: decided by the reader's rights, the same for pages, exports and counts. */
export interface ReportScope {
  readonly cycleId: string;
  readonly zone: string;
  /** null: all, and the cycle's own steps. */
  readonly units: readonly string[] | null;
  /** Results that are not published yet as well. */
  readonly early: boolean;
  /** Units whose judgements are still secret from the reader, who heads them. */
  readonly secret: readonly string[];
  /** Steps of which the reader is not told. */
  readonly untold: UntoldKinds;
  /** Kinds of steps of these units that are not for the reader, not even that they are there. */
  readonly hidden: readonly { readonly units: readonly string[]; readonly kinds: readonly string[] }[];
  /** Only these reviews, of those in sight: lists are written part by part. */
  readonly reviews?: readonly string[];
}

/** A piece of a query. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>;

/** Rows of a unit in sight; `unit`: the column with its id. */
export const inScope = (sql: Query, { units }: ReportScope, unit: Fragment) =>
  units === null ? sql`true` : sql`${unit} = ANY (${units as string[]}::text[])`;

/** Not a step that is hidden from the reader, by a table that has its unit and kind. */
export const notHidden = (sql: Query, { hidden, untold }: ReportScope, table: string): Fragment =>
  hidden
    .filter(({ units, kinds }) => units.length > 0 && kinds.length > 0)
    .reduce(
      (all, { units, kinds }) =>
        sql`${all} AND NOT (${sql(`${table}.kind`)} = ANY (${kinds as string[]}::text[]) AND ${sql(`${table}.unit_id`)} = ANY (${units as string[]}::text[]))`,
      isToldOf(sql, untold, table),
    );

/** The reviews in sight, by a table that names them. */
export function ofReviews(sql: Query, { cycleId, units, reviews }: ReportScope, table: string): Fragment {
  const wanted = reviews ?? units?.map((unit) => `${cycleId}/${unit}`);
  return wanted === undefined
    ? sql`${sql(`${table}.cycle_id`)} = ${cycleId}`
    : sql`${sql(`${table}.review_id`)} = ANY (${wanted as string[]}::text[])`;
}

/** An instant as epoch ms, and its local day as a day number. */
export const momentOf = (sql: Query, { zone }: ReportScope, at: Fragment) => ({
  at: sql`round(extract(epoch FROM ${at}) * 1000)::float8`,
  day: sql`((${at} AT TIME ZONE ${zone})::date - DATE '1970-01-01')`,
});

const byId = (rows: readonly (Name & { readonly id: string })[]): Names => new Map(rows.map((row) => [row.id, row]));

/** Of the cycle's units, those above and beside them included: raters may be any. */
export async function namesOfUnits(sql: Query): Promise<Names> {
  return byId(await sql<(Name & { id: string })[]>`SELECT id, name_zh AS "nameZh", name_en AS "nameEn" FROM units`);
}
export async function namesOfPersons(sql: Query, ids: readonly string[]): Promise<Names> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  return byId(
    await sql<
      (Name & { id: string })[]
    >`SELECT id, name_zh AS "nameZh", name_en AS "nameEn" FROM persons WHERE id = ANY (${wanted})`,
  );
}

/** The unit and all below it. */
export async function unitsUnder(sql: Query, unitId: string): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`
    WITH RECURSIVE under AS (
      SELECT id::text FROM units WHERE id = ${unitId}
      UNION SELECT u.id::text FROM units u JOIN under ON u.parent_id = under.id)
    SELECT id FROM under ORDER BY id`;
  return rows.map(({ id }) => id);
}

/** Of these units, those whose result in the cycle has not been published: what is judged of them is secret from them. */
export async function unpublishedOf(sql: Query, cycleId: string, units: readonly string[]): Promise<readonly string[]> {
  if (units.length === 0) return [];
  const rows = await sql<{ id: string }[]>`
    SELECT id FROM unnest(${units as string[]}::text[]) AS u (id)
     WHERE NOT EXISTS (SELECT FROM results r WHERE r.cycle_id = ${cycleId} AND r.unit_id = u.id AND r.published_at IS NOT NULL)`;
  return rows.map(({ id }) => id);
}

/** The reviews in sight in the order that lists have, the cycle's own first. */
export async function reviewsInOrder(sql: Query, scope: ReportScope): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`
    SELECT v.id FROM reviews v WHERE v.cycle_id = ${scope.cycleId} AND ${inScope(sql, scope, sql`v.unit_id`)}
     ORDER BY v.unit_id NULLS FIRST`;
  return rows.map(({ id }) => id);
}

/** The units of the cycle in sight, by id. */
export async function unitsInOrder(sql: Query, scope: ReportScope): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`
    SELECT v.unit_id AS id FROM reviews v
     WHERE v.cycle_id = ${scope.cycleId} AND v.unit_id IS NOT NULL AND ${inScope(sql, scope, sql`v.unit_id`)} ORDER BY v.unit_id`;
  return rows.map(({ id }) => id);
}
