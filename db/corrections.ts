import { ratingKey, valueKey } from '../domain/cycle/index.js';
import type { CorrectionContent } from '../domain/process/index.js';
import type { Scorecard } from '../domain/rules/index.js';
import { json, type Query } from './connect.js';

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

type RatingPlace = Pick<CorrectionContent['ratings'][number], 'unit' | 'item' | 'role' | 'by'>;

/** The values that count, in this book; a day without one is left out. */
export async function standingValues(
  sql: Query,
  book: string,
  values: readonly { readonly metric: string; readonly on: string }[],
): Promise<ReadonlyMap<string, string>> {
  if (values.length === 0) return new Map();
  const rows = await sql<{ metric: string; on: string; value: string }[]>`
    SELECT DISTINCT ON (v.metric_id, v.on_date) v.metric_id AS metric, v.on_date AS "on", v.value
      FROM unnest(${values.map(({ metric }) => metric)}::text[], ${values.map(({ on }) => on)}::text[]) AS asked (metric, day)
      JOIN metric_values v ON v.book = ${book} AND v.metric_id = asked.metric AND v.on_date = asked.day::date
     ORDER BY v.metric_id, v.on_date, v.version DESC`;
  return new Map(rows.map((row) => [valueKey(row), row.value]));
}

/** The ratings that count; those that nobody gave are left out. */
export async function standingRatings(
  sql: Query,
  cycleId: string,
  ratings: readonly RatingPlace[],
): Promise<ReadonlyMap<string, string>> {
  if (ratings.length === 0) return new Map();
  const rows = await sql<(RatingPlace & { readonly value: string })[]>`
    SELECT DISTINCT ON (r.unit_id, r.item_id, r.role, r.by_unit_id)
           r.unit_id AS unit, r.item_id AS item, r.role, r.by_unit_id AS by, r.value
      FROM jsonb_to_recordset(${json(sql, ratings)}::jsonb) AS asked (unit text, item text, role text, by text)
      JOIN ratings r ON r.cycle_id = ${cycleId} AND r.unit_id = asked.unit AND r.item_id = asked.item AND r.role = asked.role
                    AND r.by_unit_id = asked.by
     ORDER BY r.unit_id, r.item_id, r.role, r.by_unit_id, r.version DESC`;
  return new Map(rows.map((row) => [ratingKey(row), row.value]));
}

/** The card that each of these units was scored by last. */
export async function scorecardsOf(
  sql: Query,
  cycleId: string,
  units: readonly string[],
): Promise<ReadonlyMap<string, Scorecard>> {
  if (units.length === 0) return new Map();
  const rows = await sql<{ unit: string; scorecard: Scorecard }[]>`
    SELECT DISTINCT ON (unit_id) unit_id AS unit, scorecard FROM results
     WHERE cycle_id = ${cycleId} AND unit_id = ANY (${units as string[]}) ORDER BY unit_id, version DESC`;
  return new Map(rows.map((row) => [row.unit, row.scorecard]));
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
