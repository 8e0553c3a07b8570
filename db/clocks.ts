import type { Query } from './connect.js';
import { appendJournal } from './journal.js';
import { insertHints } from './step-notices.js';

export type ClockMessage =
  | { readonly hold: boolean }
  /** Epoch ms: the clock holds when it gets there. */
  | { readonly runTo: number }
  | { readonly rate: number };

/** Tells a rehearsal's clock what to do; the journal keeps who did, and the cycle is woken after commit. */
export async function changeClock(sql: Query, cycleId: string, message: ClockMessage, by: string): Promise<boolean> {
  const [clock] = await sql<{ now: number | null; wall: number; phase: string }[]>`
    SELECT k.now_at AS now, clock_timestamp() AS wall, c.phase FROM cycle_clocks k JOIN cycles c ON c.id = k.cycle_id
     WHERE k.cycle_id = ${cycleId} FOR UPDATE OF k`;
  if (clock === undefined || clock.now === null) return false;
  if ('hold' in message) {
    await sql`UPDATE cycle_clocks SET held = ${message.hold}, run_to = NULL, paced_from_wall = clock_timestamp(),
                paced_from_cycle = now_at WHERE cycle_id = ${cycleId}`;
  } else if ('runTo' in message) {
    await sql`UPDATE cycle_clocks SET held = false, run_to = ${message.runTo} WHERE cycle_id = ${cycleId}`;
  } else {
    await sql`UPDATE cycle_clocks SET rate = ${message.rate}, paced_from_wall = clock_timestamp(), paced_from_cycle = now_at
               WHERE cycle_id = ${cycleId}`;
  }
  const nobody = { stepId: null, attempt: null, commandId: null, contentDigest: null };
  await appendJournal(sql, cycleId, [
    { at: clock.now, wallAt: clock.wall, act: 'clock-changed', actorId: by, principalId: by, ...nobody, data: message },
  ]);
  const key = `wake/clock/${cycleId}/${clock.wall}/${JSON.stringify(message)}`;
  await insertHints(sql, [{ key, kind: 'wake', cycleId, payload: { phase: clock.phase } }]);
  return true;
}

/**
 * Swept at this very instant, nobody's words under way, nothing left to open or to judge, no rules to take up. What is
 * to be collected does not count: it is marked by whatever touches metrics or goals, which wakes nobody, and the sweep
 * that would move the clock has it collected first.
 */
export async function isQuiet(sql: Query, cycleId: string): Promise<boolean> {
  const [row] = await sql<{ quiet: boolean }[]>`
    SELECT c.state <> 'planned' AND k.swept_at IS NOT DISTINCT FROM k.now_at
           AND NOT EXISTS (SELECT FROM cycle_rules r WHERE r.cycle_id = c.id AND NOT EXISTS (
             SELECT FROM rules_taken_up t WHERE t.cycle_id = r.cycle_id AND t.revision = r.revision))
           AND (c.phase NOT IN ('monitoring', 'evaluation') OR NOT EXISTS (SELECT FROM fresh_values f WHERE f.cycle_id = c.id))
           AND NOT EXISTS (SELECT FROM commands m WHERE m.cycle_id = c.id AND m.state = 'received')
           AND NOT EXISTS (SELECT FROM improvement_plans p WHERE p.cycle_id = c.id AND p.next_at <= k.now_at)
           AND NOT EXISTS (SELECT FROM steps s WHERE s.cycle_id = c.id AND s.next_at <= k.now_at) AS quiet
      FROM cycles c JOIN cycle_clocks k ON k.cycle_id = c.id WHERE c.id = ${cycleId}`;
  return row?.quiet === true;
}
