import type { Query } from './connect.js';

/** What a cycle watches beside its steps, at its present instant. */
export interface Watch {
  /** Values nobody has judged yet, or a deviation that wants a look. */
  readonly toMonitor: boolean;
  /** The next instant at which something is due; null: none. */
  readonly nextAt: number | null;
}

export async function readWatch(sql: Query, cycleId: string, now: number): Promise<Watch> {
  const [row] = await sql<{ fresh: boolean; followUpAt: number | null }[]>`
    SELECT EXISTS (SELECT FROM fresh_values WHERE cycle_id = ${cycleId}) AS fresh,
           (SELECT follow_up_at FROM cycle_watch WHERE cycle_id = ${cycleId}) AS "followUpAt"`;
  const followUpAt = row?.followUpAt ?? null;
  return {
    toMonitor: row?.fresh === true || (followUpAt !== null && followUpAt <= now),
    nextAt: followUpAt !== null && followUpAt > now ? followUpAt : null,
  };
}

/** Ids of what is fresh now; what becomes so meanwhile has ids of its own. */
export async function freshValues(sql: Query, cycleId: string): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`SELECT id::text FROM fresh_values WHERE cycle_id = ${cycleId}`;
  return rows.map((row) => row.id);
}

/** They have been judged. */
export async function markJudged(sql: Query, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await sql`DELETE FROM fresh_values WHERE id = ANY (${ids as string[]}::bigint[])`;
}
