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
