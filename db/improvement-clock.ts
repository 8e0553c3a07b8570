import type { Query } from './connect.js';
import { insertHints } from './step-notices.js';

/** Whoever keeps the plan's clock is told after commit, and starts where nobody does. */
export async function hintPlan(sql: Query, planId: string, cycleId: string): Promise<void> {
  await sql`SELECT hint_plan(${planId}, ${cycleId})`;
}

/**
 * The cycle's clock has reached what plans wait for: in a rehearsal nothing else
 * tells them, elsewhere it finds one whose own clock was lost. Told again where
 * it did not help.
 */
export async function hintDuePlans(sql: Query, cycleId: string, now: number): Promise<void> {
  await sql`
    INSERT INTO outbox (key, kind, cycle_id, payload)
    SELECT 'plan/' || id || '/' || round(extract(epoch FROM next_at) * 1000), 'plan', cycle_id, jsonb_build_object('plan', id)
      FROM improvement_plans WHERE cycle_id = ${cycleId} AND next_at <= ${now}
    ON CONFLICT (key) DO UPDATE SET done_at = NULL, next_try_at = clock_timestamp(), tries = outbox.tries + 1
      WHERE outbox.done_at < clock_timestamp() - interval '5 seconds'`;
}

/**
 * The cycle, which may sleep for months, is to look again: it mails what people were told, keeps the plan's next instant
 * in mind where the plan's own clock is lost, and may close. `events`: how many the plan has had so far.
 */
export async function hintCycleOfPlan(
  sql: Query,
  it: { readonly planId: string; readonly cycleId: string; readonly phase: string; readonly events: number },
): Promise<void> {
  const { planId, cycleId, phase, events } = it;
  const payload = { phase, sooner: true };
  await insertHints(sql, [{ key: `wake/plan/${planId}/${events}`, kind: 'wake', cycleId, payload }]);
}

/** A plan that has not ended; undefined: nobody needs to be told. */
export async function livePlan(sql: Query, planId: string): Promise<{ readonly id: string } | undefined> {
  const [row] = await sql<{ id: string }[]>`
    SELECT p.id FROM improvement_plans p JOIN cycles c ON c.id = p.cycle_id
     WHERE p.id = ${planId} AND p.stage <> 'ended' AND c.state = 'running'`;
  return row;
}

/** All plans of a cycle, ended or not: a few, one or two for the units that had one. */
export async function plansOfCycle(sql: Query, cycleId: string): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`SELECT id FROM improvement_plans WHERE cycle_id = ${cycleId} ORDER BY id`;
  return rows.map((row) => row.id);
}
