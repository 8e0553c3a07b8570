import { json, type Query } from './connect.js';

export interface TypedMetric {
  readonly id: string;
  readonly unit: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly measuredIn: string | null;
  readonly source: 'manual' | 'collected';
  /** May this person report it? */
  readonly mine: boolean;
}

/** All metrics; HR reports every one of them, a head those of the units they head. */
export async function metricsFor(sql: Query, personId: string, mayAll: boolean): Promise<readonly TypedMetric[]> {
  return sql<TypedMetric[]>`
    SELECT m.id, m.unit_id AS unit, m.title_zh AS "titleZh", m.title_en AS "titleEn", m.measured_in AS "measuredIn", m.source,
           (${mayAll} OR u.head_id IS NOT DISTINCT FROM ${personId}::text) AS mine
      FROM metrics m JOIN units u ON u.id = m.unit_id ORDER BY u.position, m.id`;
}

export interface StandingValue {
  readonly metric: string;
  readonly on: string;
  readonly version: number;
  readonly value: string;
}

/** The present version of every real value of these metrics from that day on. */
export async function valuesSince(
  sql: Query,
  metrics: readonly string[],
  since: string,
): Promise<readonly StandingValue[]> {
  return sql<StandingValue[]>`
    SELECT DISTINCT ON (metric_id, on_date) metric_id AS metric, on_date AS "on", version, value FROM metric_values
     WHERE book = 'real' AND metric_id = ANY (${metrics as string[]}) AND on_date >= ${since}
     ORDER BY metric_id, on_date, version DESC`;
}

/** The present versions of these real values; those that are not there yet are left out. */
export async function valuesAt(
  sql: Query,
  places: readonly { readonly metric: string; readonly on: string }[],
): Promise<readonly StandingValue[]> {
  return sql<StandingValue[]>`
    SELECT p.metric, p."on", v.version, v.value
      FROM jsonb_to_recordset(${json(
        sql,
        places.map(({ metric, on }) => ({ metric, on })),
      )}::jsonb) AS p (metric text, "on" text)
      CROSS JOIN LATERAL (
        SELECT version, value FROM metric_values m
         WHERE m.book = 'real' AND m.metric_id = p.metric AND m.on_date = p."on"::date ORDER BY version DESC LIMIT 1) v`;
}

/** Nobody writes values of these metrics until the transaction ends: the lock that every way of writing one takes. */
export async function lockMetrics(sql: Query, metrics: readonly string[]): Promise<void> {
  await sql`SELECT id FROM metrics WHERE id = ANY (${metrics as string[]}) ORDER BY id FOR NO KEY UPDATE`;
}

/**
 * Days for which a value is asked now: of manual metrics with a goal in force, by open reports of running real cycles.
 * The day of a report is the one that it opens on by the schedule.
 */
export async function askedSteps(
  sql: Query,
  metrics: readonly string[],
): Promise<readonly { readonly cycleId: string; readonly planId: string; readonly metric: string }[]> {
  return sql`
    SELECT DISTINCT s.cycle_id AS "cycleId", s.plan_id AS "planId", g.content ->> 'metric' AS metric
      FROM cycles c JOIN steps s ON s.cycle_id = c.id AND s.kind = 'checkpoint' AND s.state = 'open'
      JOIN goals g ON g.cycle_id = s.cycle_id AND g.unit_id = s.unit_id AND g.valid_to IS NULL
     WHERE c.state = 'running' AND c.book = 'real' AND g.content ->> 'metric' = ANY (${metrics as string[]})
     ORDER BY 1, 2, 3`;
}
