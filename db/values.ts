import { dayNumber } from '../domain/dates.js';
import {
  dayKey,
  type KnownDay,
  plainRow,
  type RawValueRow,
  type RowContext,
  type ValueRow,
} from '../domain/values/index.js';
import type { Query } from './connect.js';

/** Who writes values: a person (HR all, heads those of their own units), a unit in its own report, or a connector's run. */
export type ValueWriter =
  | { readonly kind: 'person'; readonly person: string; readonly mayAll: boolean }
  | { readonly kind: 'unit'; readonly unit: string | null }
  | { readonly kind: 'connector' };

/**
 * What `checkValueRows` needs to know of these rows. With `lock` (wherever values are written next,
 * in the same transaction) nobody else writes values of their metrics meanwhile.
 */
export async function loadRowContext(
  sql: Query,
  it: {
    readonly book: string;
    readonly rows: readonly RawValueRow[];
    readonly writer: ValueWriter;
    readonly lock: boolean;
  },
): Promise<RowContext> {
  const ids = [...new Set(it.rows.map((row) => row.metric.trim()))];
  const metrics = await metricsOf(sql, ids, it.lock);
  const { writer } = it;
  const mayWrite = ({ unit, head }: MetricOwner): boolean => {
    if (writer.kind === 'connector') return true;
    return writer.kind === 'unit' ? unit === writer.unit : writer.mayAll || head === writer.person;
  };
  return {
    metrics: new Set(metrics.map((metric) => metric.id)),
    writable: new Set(metrics.filter(mayWrite).map((metric) => metric.id)),
    known: await knownDays(sql, it.book, it.rows),
    writer: writer.kind === 'connector' ? 'connector' : 'person',
  };
}

interface MetricOwner {
  readonly id: string;
  readonly unit: string;
  readonly head: string | null;
}

async function metricsOf(sql: Query, ids: readonly string[], lock: boolean): Promise<readonly MetricOwner[]> {
  return sql`
    SELECT m.id, u.id AS unit, u.head_id AS head FROM metrics m JOIN units u ON u.id = m.unit_id
     WHERE m.id = ANY (${ids as string[]}) ORDER BY m.id ${lock ? sql`FOR NO KEY UPDATE OF m` : sql``}`;
}

async function knownDays(
  sql: Query,
  book: string,
  raw: readonly RawValueRow[],
): Promise<ReadonlyMap<string, KnownDay>> {
  // Days that are none have no value; the database would not take them.
  const rows = raw.map(plainRow).filter(({ on }) => dayNumber(on) !== null && on >= '1900');
  const known = await sql<(KnownDay & { readonly metric: string; readonly on: string })[]>`
    SELECT DISTINCT ON (v.metric_id, v.on_date) v.metric_id AS metric, v.on_date AS "on", v.value,
           (SELECT c.value FROM metric_values c WHERE c.book = v.book AND c.metric_id = v.metric_id AND c.on_date = v.on_date
               AND c.source = 'collected' ORDER BY c.version DESC LIMIT 1) AS collected
      FROM (SELECT DISTINCT metric, day::date FROM unnest(
             ${rows.map((row) => row.metric)}::text[], ${rows.map((row) => row.on)}::text[]) AS given (metric, day)) AS a
      JOIN metric_values v ON v.book = ${book} AND v.metric_id = a.metric AND v.on_date = a.day
     ORDER BY v.metric_id, v.on_date, v.version DESC`;
  return new Map(known.map(({ metric, on, value, collected }) => [dayKey(metric, on), { value, collected }]));
}

/** Where values come from. */
export type ValueSource =
  | { readonly source: 'typed' | 'imported' | 'pushed'; readonly by: string }
  | { readonly source: 'collected'; readonly runId: string };

/**
 * Writes checked rows as new versions, all of them, in the caller's transaction, where their context was
 * loaded with `lock`; returns how many. `at`: the instant in the cycle's time, null for the wall's.
 */
export async function applyValueRows(
  sql: Query,
  it: { readonly book: string; readonly rows: readonly ValueRow[]; readonly at: number | null } & ValueSource,
): Promise<number> {
  const { book, rows, at } = it;
  if (rows.length === 0) return 0;
  const [by, runId] = it.source === 'collected' ? [null, it.runId] : [it.by, null];
  const written = await sql`
    INSERT INTO metric_values (book, metric_id, on_date, version, value, entered_by, entered_at, reason, source, run_id)
    SELECT ${book}, r.metric, r.day::date,
           1 + coalesce((SELECT max(version) FROM metric_values k WHERE k.book = ${book} AND k.metric_id = r.metric AND k.on_date = r.day::date), 0),
           r.value, ${by}, coalesce(${at}::timestamptz, clock_timestamp()), r.reason, ${it.source}, ${runId}
      FROM unnest(${rows.map((row) => row.metric)}::text[], ${rows.map((row) => row.on)}::text[],
                  ${rows.map((row) => row.value)}::text[], ${rows.map((row) => row.reason)}::text[]) AS r (metric, day, value, reason)`;
  return written.count;
}

/** What is collected has changed: running cycles of that book look at once, after commit. */
export async function wakeCyclesOf(sql: Query, book: string): Promise<void> {
  await sql`
    INSERT INTO outbox (key, kind, cycle_id, payload)
    SELECT 'wake/connectors/' || id || '/' || extract(epoch FROM clock_timestamp()), 'wake', id, jsonb_build_object('phase', phase)
      FROM cycles WHERE book = ${book} AND state = 'running' AND phase IN ('monitoring', 'evaluation')
    ON CONFLICT (key) DO NOTHING`;
}
