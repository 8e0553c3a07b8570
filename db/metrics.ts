import type { Query } from './connect.js';

export interface MetricValueRow {
  readonly on: string;
  readonly version: number;
  readonly value: string;
  readonly by: string;
  readonly at: number;
  readonly reason: string | null;
}

/** A real value, typed by the owner's head or HR; a correction needs its reason. One at a time, in the caller's transaction. */
export async function addValue(
  sql: Query,
  it: {
    readonly metric: string;
    readonly on: string;
    readonly value: string;
    readonly reason?: string | undefined;
    readonly by: string;
    readonly mayAll: boolean;
  },
): Promise<'written' | 'NOT_FOUND' | 'METRIC_NOT_YOURS' | 'VALUE_WITHOUT_REASON'> {
  const [metric] = await sql<{ head: string | null }[]>`
    SELECT u.head_id AS head FROM metrics m JOIN units u ON u.id = m.unit_id
     WHERE m.id = ${it.metric} FOR NO KEY UPDATE OF m`;
  if (metric === undefined) return 'NOT_FOUND';
  if (!it.mayAll && metric.head !== it.by) return 'METRIC_NOT_YOURS';
  const [known] = await sql<{ version: number }[]>`
    SELECT max(version)::int AS version FROM metric_values
     WHERE book = 'real' AND metric_id = ${it.metric} AND on_date = ${it.on} HAVING max(version) IS NOT NULL`;
  if (known !== undefined && (it.reason ?? '') === '') return 'VALUE_WITHOUT_REASON';
  await sql`
    INSERT INTO metric_values (book, metric_id, on_date, version, value, entered_by, entered_at, reason)
    VALUES ('real', ${it.metric}, ${it.on}, ${(known?.version ?? 0) + 1}, ${it.value}, ${it.by}, clock_timestamp(), ${it.reason ?? null})`;
  return 'written';
}
