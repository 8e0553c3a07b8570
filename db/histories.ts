import type { Query } from './connect.js';

/** Keeps a run's history once; what is kept is not changed. */
export async function saveHistory(
  sql: Query,
  it: {
    readonly workflowId: string;
    readonly runId: string;
    readonly cycleId: string;
    readonly text: string;
    readonly digest: string;
  },
): Promise<void> {
  await sql`
    INSERT INTO histories (workflow_id, run_id, cycle_id, history, digest)
    VALUES (${it.workflowId}, ${it.runId}, ${it.cycleId}, ${it.text}::text::jsonb, ${it.digest}) ON CONFLICT DO NOTHING`;
}
