import type { Query } from './connect.js';

/** Ratings and values that came since the cycle was scored, while nobody has decided about publication. */
export async function hasUnscoredFacts(sql: Query, cycleId: string): Promise<boolean> {
  const [row] = await sql<{ found: boolean }[]>`
    SELECT EXISTS (SELECT FROM unscored_facts WHERE cycle_id = ${cycleId}) AND is_being_judged(${cycleId}) AS found`;
  return row?.found ?? false;
}

/** By id: what comes while they are being scored has an id of its own. */
export async function unscoredFacts(sql: Query, cycleId: string): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`SELECT id::text FROM unscored_facts WHERE cycle_id = ${cycleId}`;
  return rows.map(({ id }) => id);
}

/** They are in the scores now. */
export async function markScored(sql: Query, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await sql`DELETE FROM unscored_facts WHERE id = ANY (${ids as string[]}::bigint[])`;
}

/** Is the cycle scored, and its publication not decided? */
export async function isBeingJudged(sql: Query, cycleId: string): Promise<boolean> {
  const [row] = await sql<{ judged: boolean }[]>`SELECT is_being_judged(${cycleId}) AS judged`;
  return row?.judged ?? false;
}
