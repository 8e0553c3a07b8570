/** Long lists of the API, page by page: what comes after a key, in a fixed order. */
import type { Query } from './connect.js';
import type { JournalEntry } from './journal.js';
import type { MetricValueRow } from './metrics.js';
import { isToldOf, type UntoldKinds } from './untold-kinds.js';

export interface Part<Key> {
  readonly after: Key | null;
  readonly limit: number;
}

/** The journal of a cycle, or of one review, in the order of its chains; `without`: steps that are left out. */
export async function journalPart(
  sql: Query,
  cycleId: string,
  reviewId: string | null,
  { after, limit }: Part<{ readonly reviewId: string; readonly seq: number }>,
  without: readonly string[] = [],
): Promise<readonly JournalEntry[]> {
  return sql<JournalEntry[]>`
    SELECT review_id AS "reviewId", seq, cycle_id AS "cycleId", at, wall_at AS "wallAt", act, step_id AS "stepId",
           attempt, actor_id AS "actorId", principal_id AS "principalId", command_id AS "commandId",
           content_digest AS "contentDigest", data, prev_hash AS "prevHash", hash
      FROM journal WHERE cycle_id = ${cycleId} AND (${reviewId}::text IS NULL OR review_id = ${reviewId})
       AND (review_id, seq) > (${after?.reviewId ?? ''}, ${after?.seq ?? 0})
       AND (step_id IS NULL OR NOT step_id = ANY (${without as string[]}))
     ORDER BY review_id, seq LIMIT ${limit}`;
}

/** All versions of all days of a metric, oldest first. */
export async function valuesPart(
  sql: Query,
  book: string,
  metricId: string,
  { after, limit }: Part<{ readonly on: string; readonly version: number }>,
): Promise<readonly MetricValueRow[]> {
  return sql<MetricValueRow[]>`
    SELECT on_date AS "on", version, value, source, entered_by AS by, entered_at AS at, reason,
           (SELECT connector_id FROM connector_runs r WHERE r.id = run_id) AS connector FROM metric_values
     WHERE book = ${book} AND metric_id = ${metricId}
       AND (on_date, version) > (${after?.on ?? '0001-01-01'}::date, ${after?.version ?? 0}::int)
     ORDER BY on_date, version LIMIT ${limit}`;
}

export async function metricUnit(sql: Query, metricId: string): Promise<string | undefined> {
  const [row] = await sql<{ unit: string }[]>`SELECT unit_id AS unit FROM metrics WHERE id = ${metricId}`;
  return row?.unit;
}

export interface OverviewRow {
  readonly unitId: string | null;
  readonly position: number;
  readonly open: number;
  readonly submitted: number;
  readonly done: number;
  readonly overdue: number;
  readonly current: string | null;
}

/** Units in the organization's order, the cycle's own conversation first: where each stands at the cycle's present, as the reader is told. */
export async function overviewPart(
  sql: Query,
  cycleId: string,
  { after, limit }: Part<{ readonly position: number; readonly unitId: string }>,
  untold: UntoldKinds,
): Promise<readonly OverviewRow[]> {
  return sql<OverviewRow[]>`
    WITH page AS MATERIALIZED (
      SELECT r.id, r.unit_id, coalesce(u.position, -1) AS position
        FROM reviews r LEFT JOIN units u ON u.id = r.unit_id
       WHERE r.cycle_id = ${cycleId}
         AND (coalesce(u.position, -1), coalesce(r.unit_id::text, '')) > (${after?.position ?? -2}::int, ${after?.unitId ?? ''}::text)
       ORDER BY coalesce(u.position, -1), coalesce(r.unit_id::text, '') LIMIT ${limit})
    SELECT p.unit_id AS "unitId", p.position, count(*) FILTER (WHERE s.state = 'open')::int AS open,
           count(*) FILTER (WHERE s.state = 'submitted')::int AS submitted, count(*) FILTER (WHERE s.state = 'done')::int AS done,
           count(*) FILTER (WHERE (s.state = 'open' AND s.due_at <= coalesce(k.now_at, clock_timestamp()))
             OR (s.state = 'submitted' AND s.decide_due_at <= coalesce(k.now_at, clock_timestamp())))::int AS overdue,
           string_agg(s.step_id, ', ' ORDER BY s.position, s.step_id) FILTER (WHERE s.state IN ('open', 'submitted')) AS current
      FROM page p LEFT JOIN steps s ON s.review_id = p.id AND ${isToldOf(sql, untold)} JOIN cycle_clocks k ON k.cycle_id = ${cycleId}
     GROUP BY p.unit_id, p.position ORDER BY p.position, coalesce(p.unit_id::text, '')`;
}
