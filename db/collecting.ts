import type { Connector, FreshnessRule, RowProblem, Slot } from '../domain/values/index.js';
import { json, type Query } from './connect.js';

/** A connector that works for a book: switched on; in a rehearsal, given something to find. */
export interface WorkingConnector {
  readonly id: string;
  readonly version: number;
  readonly definition: Connector;
  /** When it was switched on; null in a rehearsal, where it was there from the beginning. */
  readonly since: number | null;
  /** The last working day for which a reading was planned in this book. */
  readonly lastSlot: string | null;
}

export async function workingConnectors(
  sql: Query,
  cycle: { readonly id: string; readonly book: string; readonly mode: 'real' | 'rehearsal' },
): Promise<readonly WorkingConnector[]> {
  const working =
    cycle.mode === 'real'
      ? sql`SELECT DISTINCT ON (connector_id) connector_id, version, is_on, switched_at AS since FROM connector_switches
             ORDER BY connector_id, seq DESC`
      : sql`SELECT connector_id, max(version) AS version, true AS is_on, NULL::timestamptz AS since FROM connector_versions
             WHERE connector_id IN (SELECT connector_id FROM rehearsal_data WHERE cycle_id = ${cycle.id}) GROUP BY connector_id`;
  return sql<WorkingConnector[]>`
    SELECT w.connector_id AS id, w.version, v.definition, w.since,
           (SELECT max(slot) FROM connector_runs r WHERE r.connector_id = w.connector_id AND r.book = ${cycle.book}) AS "lastSlot"
      FROM (${working}) w JOIN connector_versions v ON v.connector_id = w.connector_id AND v.version = w.version
     WHERE w.is_on ORDER BY w.connector_id`;
}

/** Plans readings that are not planned yet; they are due at once. */
export async function planRuns(
  sql: Query,
  book: string,
  connector: Pick<WorkingConnector, 'id' | 'version'>,
  slots: readonly Slot[],
  at: number,
): Promise<void> {
  if (slots.length === 0) return;
  await sql`
    INSERT INTO connector_runs (connector_id, version, book, slot, on_date, next_try_at)
    SELECT ${connector.id}, ${connector.version}, ${book}, s.day::date, s."on"::date, ${at}
      FROM jsonb_to_recordset(${json(sql, slots)}::jsonb) AS s (day text, "on" text)
    ON CONFLICT (connector_id, book, slot) DO NOTHING`;
}

/** Readings of these connectors that are due, oldest first. */
export async function dueRuns(
  sql: Query,
  book: string,
  connectors: readonly string[],
  at: number,
): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`
    SELECT id FROM connector_runs WHERE book = ${book} AND state = 'open' AND next_try_at <= ${at}
       AND connector_id = ANY (${connectors as string[]}) ORDER BY slot, id`;
  return rows.map((row) => row.id);
}

/** The next instant at which a failed reading of these connectors is tried again. */
export async function nextRetry(sql: Query, book: string, connectors: readonly string[]): Promise<number | null> {
  const [row] = await sql<{ at: number | null }[]>`
    SELECT min(next_try_at) AS at FROM connector_runs WHERE book = ${book} AND state = 'open'
       AND connector_id = ANY (${connectors as string[]})`;
  return row?.at ?? null;
}

export interface ClaimedRun {
  readonly id: string;
  readonly connectorId: string;
  readonly version: number;
  readonly definition: Connector;
  readonly on: string;
  readonly slot: string;
  readonly attempts: number;
}

/** Takes the reading for the rest of the transaction; undefined: somebody else has it, or it is done. */
export async function claimRun(sql: Query, id: string, at: number): Promise<ClaimedRun | undefined> {
  const [row] = await sql<ClaimedRun[]>`
    SELECT r.id, r.connector_id AS "connectorId", r.version, v.definition, r.on_date AS "on", r.slot, r.attempts
      FROM connector_runs r JOIN connector_versions v ON v.connector_id = r.connector_id AND v.version = r.version
     WHERE r.id = ${id} AND r.state = 'open' AND r.next_try_at <= ${at} FOR NO KEY UPDATE OF r SKIP LOCKED`;
  return row;
}

export interface AttemptOutcome {
  /** null: taken. */
  readonly code: string | null;
  readonly detail: string | null;
  readonly problems: readonly RowProblem[];
  readonly written: number;
  readonly unchanged: number;
}

/** Keeps what came of an attempt, and when the next one is; null after a failure: it is given up. */
export async function saveAttempt(
  sql: Query,
  run: Pick<ClaimedRun, 'id' | 'attempts'>,
  it: AttemptOutcome & { readonly cycleId: string; readonly at: number; readonly nextTryAt: number | null },
): Promise<void> {
  await sql`
    INSERT INTO connector_attempts (run_id, attempt, cycle_id, at, code, detail, problems, written, unchanged)
    VALUES (${run.id}, ${run.attempts + 1}, ${it.cycleId}, ${it.at}, ${it.code}, ${it.detail}, ${json(sql, it.problems)},
            ${it.written}, ${it.unchanged})`;
  const state = it.code === null ? 'taken' : it.nextTryAt === null ? 'failed' : 'open';
  await sql`
    UPDATE connector_runs SET attempts = attempts + 1, state = ${state}, next_try_at = ${it.nextTryAt} WHERE id = ${run.id}`;
}

/** How many attempts of a connector in a book have failed since the last that went well. */
export async function failuresInARow(sql: Query, connectorId: string, book: string): Promise<number> {
  const [row] = await sql<{ failed: number }[]>`
    SELECT count(*)::int AS failed FROM connector_attempts a JOIN connector_runs r ON r.id = a.run_id
     WHERE r.connector_id = ${connectorId} AND r.book = ${book} AND a.code IS NOT NULL
       AND a.at > coalesce((SELECT max(o.at) FROM connector_attempts o JOIN connector_runs q ON q.id = o.run_id
                             WHERE q.connector_id = ${connectorId} AND q.book = ${book} AND o.code IS NULL), '-infinity')`;
  return row?.failed ?? 0;
}

/** From here on, what changes is to be looked at again: asked before anything is read. */
export async function beginCollecting(sql: Query, cycleId: string): Promise<void> {
  await sql`
    INSERT INTO cycle_watch (cycle_id, to_collect) VALUES (${cycleId}, false)
    ON CONFLICT (cycle_id) DO UPDATE SET to_collect = false`;
}

/** When the cycle looks again by itself; null: never. */
export async function saveCollectAt(sql: Query, cycleId: string, at: number | null): Promise<void> {
  await sql`UPDATE cycle_watch SET collect_at = ${at} WHERE cycle_id = ${cycleId}`;
}

/** A collected metric that goals of a cycle rest on, with what its age is judged by. */
export interface WatchedMetric extends Pick<FreshnessRule, 'cadence'> {
  readonly id: string;
  readonly unitId: string;
  readonly titleZh: string;
  readonly titleEn: string;
  /** The latest day that has a value; null: none. */
  readonly lastOn: string | null;
  /** The connector that brought it; null where a person did. */
  readonly definition: Connector | null;
}

export async function watchedMetrics(
  sql: Query,
  cycle: { readonly id: string; readonly book: string },
): Promise<readonly WatchedMetric[]> {
  return sql<WatchedMetric[]>`
    SELECT m.id, m.unit_id AS "unitId", m.title_zh AS "titleZh", m.title_en AS "titleEn", m.cadence, l.on_date AS "lastOn",
           (SELECT c.definition FROM connector_runs r JOIN connector_versions c ON c.connector_id = r.connector_id AND c.version = r.version
             WHERE r.id = l.run_id) AS definition
      FROM metrics m
      LEFT JOIN LATERAL (SELECT v.on_date, v.run_id FROM metric_values v WHERE v.book = ${cycle.book} AND v.metric_id = m.id
                          ORDER BY v.on_date DESC, v.version DESC LIMIT 1) l ON true
     WHERE m.source = 'collected' AND m.id IN (
       SELECT g.content ->> 'metric' FROM goals g WHERE g.cycle_id = ${cycle.id} AND g.valid_to IS NULL)
     ORDER BY m.id`;
}

export interface StaleMetric {
  readonly metric: string;
  readonly lastOn: string | null;
  readonly staleFrom: string;
}

/** Notes them; returns those that were not known to be stale, each once for a book. */
export async function saveStale(
  sql: Query,
  cycle: { readonly id: string; readonly book: string },
  at: number,
  stale: readonly StaleMetric[],
): Promise<readonly string[]> {
  if (stale.length === 0) return [];
  const rows = await sql<{ metric: string }[]>`
    INSERT INTO stale_metrics (book, metric_id, last_on, stale_from, cycle_id, seen_at)
    SELECT ${cycle.book}, s.metric, s."lastOn"::date, s."staleFrom"::date, ${cycle.id}, ${at}
      FROM jsonb_to_recordset(${json(sql, stale)}::jsonb) AS s (metric text, "lastOn" text, "staleFrom" text)
    ON CONFLICT DO NOTHING RETURNING metric_id AS metric`;
  return rows.map((row) => row.metric);
}
