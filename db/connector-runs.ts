import type { RowProblem } from '../domain/values/index.js';
import type { Query } from './connect.js';

export interface AttemptRow {
  readonly attempt: number;
  readonly at: number;
  readonly code: string | null;
  readonly detail: string | null;
  readonly problems: readonly RowProblem[];
  readonly written: number;
  readonly unchanged: number;
}

export interface RunRow {
  readonly id: string;
  readonly book: string;
  readonly version: number;
  readonly slot: string;
  readonly on: string;
  readonly state: 'open' | 'taken' | 'failed';
  /** When it is tried again, in cycle time. */
  readonly nextTryAt: number | null;
  readonly attempts: readonly AttemptRow[];
}

/** Planned readings of a connector in all books, newest first, each with its attempts. */
export async function connectorRuns(
  sql: Query,
  connectorId: string,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<readonly RunRow[]> {
  return sql<RunRow[]>`
    SELECT r.id, r.book, r.version, r.slot, r.on_date AS "on", r.state, r.next_try_at AS "nextTryAt",
           coalesce((SELECT jsonb_agg(jsonb_build_object('attempt', a.attempt,
             'at', round(extract(epoch FROM a.at) * 1000)::bigint, 'code', a.code, 'detail', a.detail, 'problems', a.problems,
             'written', a.written, 'unchanged', a.unchanged) ORDER BY a.attempt) FROM connector_attempts a WHERE a.run_id = r.id), '[]') AS attempts
      FROM connector_runs r
     WHERE r.connector_id = ${connectorId} AND (${before}::bigint IS NULL OR r.id < ${before}::bigint)
     ORDER BY r.id DESC LIMIT ${limit}`;
}
