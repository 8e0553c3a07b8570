import type { Query } from './connect.js';

/** What opening a correction asks of a cycle. The caller holds the cycle's own review. */
export async function readCorrectionStanding(
  sql: Query,
  cycleId: string,
): Promise<{ readonly count: number; readonly published: boolean }> {
  const [row] = await sql<{ count: number; published: boolean }[]>`
    SELECT (SELECT count(*)::int FROM steps WHERE review_id = ${cycleId} AND kind = 'correction') AS count,
           EXISTS (SELECT FROM results WHERE cycle_id = ${cycleId} AND published_at IS NOT NULL) AS published`;
  return row ?? { count: 0, published: false };
}

/** Of these metrics, those that results of the cycle were scored from; of one unit's, or of anybody's. */
export async function metricsThatCount(
  sql: Query,
  cycleId: string,
  unitId: string | null,
  metrics: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await sql<{ metric: string }[]>`
    SELECT DISTINCT m.metric FROM unnest(${metrics as string[]}::text[]) AS m (metric)
     WHERE EXISTS (SELECT FROM goals g WHERE g.cycle_id = ${cycleId} AND g.valid_to IS NULL AND g.content ->> 'metric' = m.metric
                      AND (${unitId}::text IS NULL OR g.unit_id = ${unitId}))
        OR EXISTS (SELECT FROM results r WHERE r.cycle_id = ${cycleId} AND (${unitId}::text IS NULL OR r.unit_id = ${unitId})
                      AND r.facts -> 'facts' ? m.metric)`;
  return new Set(rows.map(({ metric }) => metric));
}

/** The value that counts for a metric on a day, in this book. */
export async function valueOn(sql: Query, book: string, metric: string, on: string): Promise<string | null> {
  const [row] = await sql<{ value: string }[]>`
    SELECT value FROM metric_values WHERE book = ${book} AND metric_id = ${metric} AND on_date = ${on}::date ORDER BY version DESC LIMIT 1`;
  return row?.value ?? null;
}

/** The rating that counts; null: nobody rated so. */
export async function ratingOf(
  sql: Query,
  cycleId: string,
  unit: string,
  { item, role, by }: { readonly item: string; readonly role: string; readonly by: string },
): Promise<string | null> {
  const [row] = await sql<{ value: string }[]>`
    SELECT value FROM ratings WHERE cycle_id = ${cycleId} AND unit_id = ${unit} AND item_id = ${item} AND role = ${role}
       AND by_unit_id = ${by} ORDER BY version DESC LIMIT 1`;
  return row?.value ?? null;
}

/** Of these values, the places of those whose day counts in published results of a cycle with this book. */
export async function settledValues(
  sql: Query,
  book: string,
  values: readonly { readonly metric: string; readonly on: string }[],
): Promise<readonly number[]> {
  const rows = await sql<{ place: number }[]>`
    SELECT v.place::int - 1 AS place
      FROM unnest(${values.map(({ metric }) => metric)}::text[], ${values.map(({ on }) => on)}::text[]) WITH ORDINALITY AS v (metric, day, place)
      JOIN metrics_in(${book}) m ON m.id = v.metric
     WHERE EXISTS (SELECT FROM cycles c WHERE c.book = ${book} AND v.day::date BETWEEN c.period_start AND c.period_end
                      AND m.unit_id = ANY (c.subjects)
                      AND EXISTS (SELECT FROM results r WHERE r.cycle_id = c.id AND r.unit_id = m.unit_id AND r.published_at IS NOT NULL))
     ORDER BY place`;
  return rows.map(({ place }) => place);
}

/** The ratings of a unit that count: each rater's latest, its own left out. */
export async function countedRatings(
  sql: Query,
  cycleId: string,
  unitId: string,
): Promise<
  readonly {
    readonly item: string;
    readonly role: 'superior' | 'cooperating';
    readonly by: string;
    readonly value: string;
  }[]
> {
  return sql`
    SELECT item, role, by, value FROM (
      SELECT DISTINCT ON (item_id, role, by_unit_id) item_id AS item, role, by_unit_id AS by, value FROM ratings
       WHERE cycle_id = ${cycleId} AND unit_id = ${unitId} AND role <> 'self'
       ORDER BY item_id, role, by_unit_id, version DESC) l ORDER BY item, role DESC, by`;
}
