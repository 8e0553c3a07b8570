import type { Query } from './connect.js';

/** Where a value came from. */
export type ValueOrigin = 'typed' | 'imported' | 'pushed' | 'collected';

export interface MetricValueRow {
  readonly on: string;
  readonly version: number;
  readonly value: string;
  readonly source: ValueOrigin;
  /** null: a connector brought it. */
  readonly by: string | null;
  readonly connector: string | null;
  readonly at: number;
  readonly reason: string | null;
}

export interface ChartPoint {
  readonly on: string;
  readonly value: string;
}

/** The present value of each of the metric's latest days, oldest first. */
export async function presentValues(
  sql: Query,
  book: string,
  metricId: string,
  limit: number,
): Promise<readonly ChartPoint[]> {
  const rows = await sql<ChartPoint[]>`
    SELECT DISTINCT ON (on_date) on_date AS "on", value FROM metric_values
     WHERE book = ${book} AND metric_id = ${metricId} ORDER BY on_date DESC, version DESC LIMIT ${limit}`;
  return rows.toReversed();
}

/** Versions of a metric's values, the latest day and its present version first. */
export async function newestVersions(
  sql: Query,
  book: string,
  metricId: string,
  limit: number,
): Promise<readonly (MetricValueRow & { readonly nameZh: string | null; readonly nameEn: string | null })[]> {
  return sql`
    SELECT v.on_date AS "on", v.version, v.value, v.source, v.entered_by AS by, v.entered_at AS at, v.reason,
           r.connector_id AS connector, p.name_zh AS "nameZh", p.name_en AS "nameEn"
      FROM metric_values v LEFT JOIN connector_runs r ON r.id = v.run_id LEFT JOIN persons p ON p.id = v.entered_by
     WHERE v.book = ${book} AND v.metric_id = ${metricId} ORDER BY v.on_date DESC, v.version DESC LIMIT ${limit}`;
}
