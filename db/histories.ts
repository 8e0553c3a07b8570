import { json, type Query } from './connect.js';

export interface KeptHistory {
  readonly workflowId: string;
  readonly runId: string;
  readonly cycleId: string;
  /** Temporal's own JSON form. */
  readonly history: unknown;
  /** SHA-256 of its RFC 8785 form. */
  readonly digest: string;
}

/** Keeps a run's history once; what is kept is not changed. */
export async function saveHistory(sql: Query, it: KeptHistory): Promise<void> {
  await sql`
    INSERT INTO histories (workflow_id, run_id, cycle_id, history, digest)
    VALUES (${it.workflowId}, ${it.runId}, ${it.cycleId}, ${json(sql, it.history)}, ${it.digest}) ON CONFLICT DO NOTHING`;
}

/** All runs of a workflow that were kept, the first run first. */
export async function readHistories(sql: Query, workflowId: string): Promise<readonly KeptHistory[]> {
  return sql<KeptHistory[]>`
    SELECT workflow_id AS "workflowId", run_id AS "runId", cycle_id AS "cycleId", history, digest FROM histories
     WHERE workflow_id = ${workflowId} ORDER BY history -> 'events' -> 0 ->> 'eventTime'`;
}

/** Closed cycles whose own workflow's history is not kept yet. */
export async function unarchivedCycles(sql: Query): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`
    SELECT id FROM cycles c WHERE state = 'closed'
       AND NOT EXISTS (SELECT FROM histories h WHERE h.cycle_id = c.id AND h.workflow_id = 'cycle/' || c.id) ORDER BY id`;
  return rows.map((row) => row.id);
}
