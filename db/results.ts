import type { CalibrationContent } from '../domain/process/index.js';
import type { UnitInput, UnitResult } from '../domain/cycle/index.js';
import type { Facts, Metric, Result, ScoreFinding, Scorecard } from '../domain/rules/index.js';
import type { Book } from '../domain/strategy.js';
import { json, type Query } from './connect.js';

/** What the next page of units is scored from, by id. */
export async function scoringInputs(
  sql: Query,
  cycleId: string,
  afterUnit: string,
  limit: number,
): Promise<readonly UnitInput[]> {
  return sql<UnitInput[]>`
    SELECT r.unit_id AS "unitId",
           coalesce((SELECT jsonb_agg(g.content ORDER BY g.position) FROM goals g
                      WHERE g.cycle_id = r.cycle_id AND g.unit_id = r.unit_id AND g.valid_to IS NULL), '[]') AS goals,
           coalesce((SELECT jsonb_object_agg(x.item_id, x.ratings) FROM (
             SELECT l.item_id, jsonb_agg(jsonb_build_object('role', l.role, 'by', l.by_unit_id, 'value', l.value, 'evidence', l.evidence)
                                          ORDER BY l.role DESC, l.by_unit_id) AS ratings
               FROM (SELECT DISTINCT ON (item_id, role, by_unit_id) * FROM ratings
                      WHERE cycle_id = r.cycle_id AND unit_id = r.unit_id AND role <> 'self'
                      ORDER BY item_id, role, by_unit_id, version DESC) l GROUP BY l.item_id) x), '{}') AS ratings
      FROM reviews r WHERE r.cycle_id = ${cycleId} AND r.unit_id > ${afterUnit} ORDER BY r.unit_id LIMIT ${limit}`;
}

/** Metric → its latest version of the latest day up to `until`, in this book. */
export async function latestValues(
  sql: Query,
  book: string,
  from: string,
  until: string,
): Promise<ReadonlyMap<string, { readonly value: string; readonly on: string }>> {
  const rows = await sql<{ metric: string; value: string; on: string }[]>`
    SELECT DISTINCT ON (metric_id) metric_id AS metric, value, on_date AS "on" FROM metric_values
     WHERE book = ${book} AND on_date BETWEEN ${from} AND ${until} ORDER BY metric_id, on_date DESC, version DESC`;
  return new Map(rows.map((row) => [row.metric, row]));
}

/** Metrics as the cycle's book goes by them; all, or some. */
export async function metricsById(
  sql: Query,
  { book }: { readonly book: Book },
  ids: readonly string[] | null = null,
): Promise<ReadonlyMap<string, Pick<Metric, 'better' | 'accrual'>>> {
  const rows = await sql<{ id: string; better: Metric['better']; accrual: 'level' | 'accumulating' }[]>`
    SELECT id, better, accrual FROM metrics_in(${book})
     WHERE ${ids as string[] | null}::text[] IS NULL OR id = ANY (${ids as string[] | null}::text[])`;
  return new Map(rows.map((row) => [row.id, row]));
}

export interface WrittenResult {
  readonly unitId: string;
  readonly version: number;
  readonly rulesDigest: string;
  readonly factsDigest: string;
}

/** Writes a new version where rules or facts differ from the last; returns what was written. */
export async function saveResults(
  sql: Query,
  cycleId: string,
  at: number,
  results: readonly UnitResult[],
): Promise<readonly WrittenResult[]> {
  return sql<WrittenResult[]>`
    INSERT INTO results (cycle_id, unit_id, version, status, total, grade, scorecard, facts, result, rules_digest, facts_digest, scored_at)
    SELECT ${cycleId}, n."unitId", coalesce(o.version, 0) + 1, n.result ->> 'status', n.result ->> 'total', n.result ->> 'grade',
           n.scorecard, n.facts, n.result, n.result -> 'digests' ->> 'rules', n.result -> 'digests' ->> 'facts', ${at}
      FROM jsonb_to_recordset(${json(sql, results)}::jsonb) AS n ("unitId" text, scorecard jsonb, facts jsonb, result jsonb)
      LEFT JOIN LATERAL (SELECT version, rules_digest, facts_digest FROM results r
                          WHERE r.cycle_id = ${cycleId} AND r.unit_id = n."unitId" ORDER BY version DESC LIMIT 1) o ON true
     WHERE o.version IS NULL OR o.rules_digest <> n.result -> 'digests' ->> 'rules' OR o.facts_digest <> n.result -> 'digests' ->> 'facts'
    RETURNING unit_id AS "unitId", version, rules_digest AS "rulesDigest", facts_digest AS "factsDigest"`;
}

/** Has the cycle been scored, if only in part? */
export async function anyResults(sql: Query, cycleId: string): Promise<boolean> {
  const rows = await sql`SELECT FROM results WHERE cycle_id = ${cycleId} LIMIT 1`;
  return rows.length > 0;
}

export interface ResultRow {
  readonly unitId: string;
  readonly version: number;
  readonly status: 'scored' | 'blocked';
  readonly total: string | null;
  readonly grade: string | null;
  readonly calibratedGrade: string | null;
  readonly calibrationReason: string | null;
  readonly scorecard: Scorecard;
  readonly facts: Facts;
  readonly result: Result;
  readonly scoredAt: number;
  readonly publishedAt: number | null;
}

/** The latest result of each unit, or of one. */
export async function latestResults(
  sql: Query,
  cycleId: string,
  unitId: string | null = null,
): Promise<readonly ResultRow[]> {
  return sql<ResultRow[]>`
    SELECT DISTINCT ON (unit_id) unit_id AS "unitId", version, status, total, grade, calibrated_grade AS "calibratedGrade",
           calibration_reason AS "calibrationReason", scorecard, facts, result, scored_at AS "scoredAt",
           published_at AS "publishedAt"
      FROM results WHERE cycle_id = ${cycleId} AND (${unitId}::text IS NULL OR unit_id = ${unitId})
     ORDER BY unit_id, version DESC`;
}

/** The version before: the newest one that was told, or any, for those who see all. */
export async function resultBefore(
  sql: Query,
  cycleId: string,
  unitId: string,
  version: number,
  told: boolean,
): Promise<Pick<ResultRow, 'version' | 'scorecard' | 'result'> | undefined> {
  const [row] = await sql<Pick<ResultRow, 'version' | 'scorecard' | 'result'>[]>`
    SELECT version, scorecard, result FROM results
     WHERE cycle_id = ${cycleId} AND unit_id = ${unitId} AND version < ${version}
       AND (NOT ${told}::boolean OR published_at IS NOT NULL) ORDER BY version DESC LIMIT 1`;
  return row;
}

/** Units whose latest result is blocked, with what they lack: nothing to publish yet. */
export async function blockedUnits(
  sql: Query,
  cycleId: string,
): Promise<readonly { readonly unitId: string; readonly findings: readonly ScoreFinding[] }[]> {
  return sql`
    SELECT l.unit_id AS "unitId", l.result -> 'findings' AS findings
      FROM (SELECT DISTINCT ON (unit_id) unit_id, status, result FROM results WHERE cycle_id = ${cycleId}
             ORDER BY unit_id, version DESC) l
     WHERE l.status = 'blocked' ORDER BY l.unit_id`;
}

/**
 * Publishes the latest results that are scored and not yet published; a grade that calibration changed is kept
 * beside the computed one, with its reason.
 */
export async function publish(
  sql: Query,
  cycleId: string,
  at: number,
  changes: CalibrationContent['changes'],
): Promise<{ readonly published: number; readonly calibrated: number }> {
  const rows = await sql<{ calibrated: boolean }[]>`
    UPDATE results r SET published_at = ${at}, calibrated_grade = c.grade, calibration_reason = c.reason
      FROM (SELECT DISTINCT ON (unit_id) unit_id, version FROM results WHERE cycle_id = ${cycleId} ORDER BY unit_id, version DESC) l
      LEFT JOIN jsonb_to_recordset(${json(sql, changes)}::jsonb) AS c (unit text, grade text, reason text) ON c.unit = l.unit_id
     WHERE r.cycle_id = ${cycleId} AND r.unit_id = l.unit_id AND r.version = l.version AND r.published_at IS NULL
       AND r.status = 'scored'
    RETURNING r.calibrated_grade IS NOT NULL AS calibrated`;
  return { published: rows.length, calibrated: rows.filter((row) => row.calibrated).length };
}

/** When the unit's result was published first; null: it was not. */
export async function firstPublishedAt(sql: Query, cycleId: string, unitId: string): Promise<number | null> {
  const [row] = await sql<{ at: number | null }[]>`
    SELECT min(published_at) AS at FROM results WHERE cycle_id = ${cycleId} AND unit_id = ${unitId}`;
  return row?.at ?? null;
}
