import type { Query } from './connect.js';

/** What a cycle watches beside its steps, at its present instant. */
export interface Watch {
  /** Values nobody has judged yet, or a deviation that wants a look. */
  readonly toMonitor: boolean;
  /** Metrics are to be collected, or it must be seen what is: connectors, their data or goals have changed. */
  readonly toCollect: boolean;
  /** The next instant at which something is due; null: none. */
  readonly nextAt: number | null;
}

export async function readWatch(sql: Query, cycleId: string, now: number): Promise<Watch> {
  const [row] = await sql<{ fresh: boolean; followUpAt: number | null; collectAt: number | null; unseen: boolean }[]>`
    SELECT EXISTS (SELECT FROM fresh_values WHERE cycle_id = ${cycleId}) AS fresh, w.follow_up_at AS "followUpAt",
           w.collect_at AS "collectAt", coalesce(w.to_collect, true) AS unseen
      FROM (VALUES (1)) one LEFT JOIN cycle_watch w ON w.cycle_id = ${cycleId}`;
  const followUpAt = row?.followUpAt ?? null;
  const collectAt = row?.collectAt ?? null;
  const ahead = [followUpAt, collectAt].filter((at): at is number => at !== null && at > now);
  return {
    toMonitor: row?.fresh === true || (followUpAt !== null && followUpAt <= now),
    toCollect: row?.unseen === true || (collectAt !== null && collectAt <= now),
    nextAt: ahead.length === 0 ? null : Math.min(...ahead),
  };
}

/** When somebody is to be reminded, without any look at values. */
export async function readFollowUps(
  sql: Query,
  cycleId: string,
  now: number,
): Promise<Pick<Watch, 'toMonitor' | 'nextAt'>> {
  const [row] = await sql<{ at: number | null }[]>`
    SELECT follow_up_at AS at FROM cycle_watch WHERE cycle_id = ${cycleId}`;
  const at = row?.at ?? null;
  return { toMonitor: at !== null && at <= now, nextAt: at !== null && at > now ? at : null };
}

/** What is fresh now, and the metrics that it is of; what becomes so meanwhile has ids of its own. */
export async function freshValues(
  sql: Query,
  cycleId: string,
): Promise<{ readonly ids: readonly string[]; readonly metrics: readonly string[] }> {
  const rows = await sql<{ id: string; metric: string }[]>`
    SELECT id::text, metric_id AS metric FROM fresh_values WHERE cycle_id = ${cycleId}`;
  return { ids: rows.map(({ id }) => id), metrics: [...new Set(rows.map(({ metric }) => metric))] };
}

/** They have been judged. */
export async function markJudged(sql: Query, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await sql`DELETE FROM fresh_values WHERE id = ANY (${ids as string[]}::bigint[])`;
}
