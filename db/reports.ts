import type { Name, Names } from '../domain/reports/index.js';
import type { Query } from './connect.js';
import type { UntoldKinds } from './untold-kinds.js';

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
}

/** Rows of a unit in sight; `unit`: the column with its id. */
export const inScope = (sql: Query, { units }: ReportScope, unit: ReturnType<Query>) =>
  units === null ? sql`true` : sql`${unit} = ANY (${units as string[]}::text[])`;

/** Not a rating or evaluation that is still secret. */
export const notSecret = (sql: Query, { secret }: ReportScope, unit: ReturnType<Query>, kind: ReturnType<Query>) =>
  secret.length === 0
    ? sql`true`
    : sql`NOT (${kind} IN ('rating', 'evaluation') AND ${unit} = ANY (${secret as string[]}::text[]))`;

/** An instant as epoch ms, and its local day as a day number. */
export const momentOf = (sql: Query, { zone }: ReportScope, at: ReturnType<Query>) => ({
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
