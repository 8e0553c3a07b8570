import { type CommandRow, commandColumns } from './commands.js';
import type { Query, Sql } from './connect.js';

/** Leases commands whose answer nobody has seen, in order of receipt, the first of each review only. */
export async function leaseUndelivered(
  sql: Sql,
  olderThanMs: number,
  leaseMs: number,
  limit: number,
): Promise<readonly CommandRow[]> {
  return sql<CommandRow[]>`
    UPDATE commands SET leased_until = clock_timestamp() + ${leaseMs} * interval '1 ms'
     WHERE id IN (
       SELECT id FROM commands c
        WHERE delivered_at IS NULL AND received_wall < clock_timestamp() - ${olderThanMs} * interval '1 ms'
          AND (leased_until IS NULL OR leased_until < clock_timestamp())
          AND NOT EXISTS (SELECT FROM commands o WHERE o.review_id = c.review_id AND o.delivered_at IS NULL
                           AND (o.received_wall, o.id) < (c.received_wall, c.id))
        ORDER BY received_wall LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING ${commandColumns(sql)}`;
}

/** Cycles that were written and whose workflow nobody has seen start. */
export async function unstartedCycles(sql: Query, olderThanMs: number): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`
    SELECT id FROM cycles WHERE state = 'planned' AND started_at < clock_timestamp() - ${olderThanMs} * interval '1 ms'`;
  return rows.map((row) => row.id);
}

/** Cycles whose workflow is to be there. */
export async function runningCycles(sql: Query): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`SELECT id FROM cycles WHERE state = 'running' ORDER BY id`;
  return rows.map((row) => row.id);
}

/** Whose conversation a review is, and whether its cycle still runs. */
export async function placeOf(
  sql: Query,
  reviewId: string,
): Promise<{ readonly unitId: string | null; readonly cycleState: 'planned' | 'running' | 'closed' }> {
  const [row] = await sql<{ unitId: string | null; cycleState: 'planned' | 'running' | 'closed' }[]>`
    SELECT r.unit_id AS "unitId", c.state AS "cycleState" FROM reviews r JOIN cycles c ON c.id = r.cycle_id
     WHERE r.id = ${reviewId}`;
  if (row === undefined) throw new Error(`no review ${reviewId}`);
  return row;
}
