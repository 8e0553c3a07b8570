import type { SweepCounts } from '../domain/process/index.js';
import type { Query } from './connect.js';

/** The next page of reviews, by id, with a step whose time has come. */
export async function dueReviews(
  sql: Query,
  cycleId: string,
  now: number,
  afterId: string,
  limit: number,
): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`
    SELECT DISTINCT review_id AS id FROM steps
     WHERE cycle_id = ${cycleId} AND next_at <= ${now} AND review_id > ${afterId} ORDER BY review_id LIMIT ${limit}`;
  return rows.map((row) => row.id);
}

/**
 * Commands received and not yet decided, earliest per step. A statement of its
 * own after the reviews are locked: one that waited for the lock would not be
 * evaluated again against this table (READ COMMITTED).
 */
export async function undecidedCommands(
  sql: Query,
  reviewIds: readonly string[],
  /** One that is being decided now. */
  but: string | null = null,
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const rows = await sql<{ reviewId: string; stepId: string; receivedAt: number }[]>`
    SELECT review_id AS "reviewId", step_id AS "stepId", min(received_at) AS "receivedAt" FROM commands
     WHERE state = 'received' AND review_id = ANY (${reviewIds as string[]}) AND id IS DISTINCT FROM ${but}::uuid
     GROUP BY review_id, step_id`;
  const byReview = new Map<string, Map<string, number>>();
  for (const row of rows) {
    const steps = byReview.get(row.reviewId) ?? new Map<string, number>();
    byReview.set(row.reviewId, steps.set(row.stepId, row.receivedAt));
  }
  return byReview;
}

/** New revisions and chain heads of a page's reviews. */
export async function saveHeads(
  sql: Query,
  heads: readonly { readonly id: string; readonly seq: number; readonly head: string }[],
): Promise<readonly { readonly id: string; readonly revision: number; readonly born: boolean }[]> {
  return sql`
    UPDATE reviews r SET revision = r.revision + 1, journal_seq = h.seq, journal_head = h.head
      FROM unnest(${heads.map((h) => h.id)}::text[], ${heads.map((h) => h.seq)}::int[],
                  ${heads.map((h) => h.head)}::text[]) AS h (id, seq, head)
     WHERE r.id = h.id RETURNING r.id, r.revision, r.born`;
}

/** Barriers not yet passed whose steps have all ended, or whose cut-off is over. */
export async function barriersReached(
  sql: Query,
  cycleId: string,
  now: number,
): Promise<readonly { readonly id: string; readonly of: string; readonly how: 'met' | 'cut-off' }[]> {
  return sql`
    SELECT b.id, d.barrier ->> 'of' AS "of", CASE WHEN waiting.found IS NULL THEN 'met' ELSE 'cut-off' END AS how
      FROM barriers b
      JOIN cycles c ON c.id = b.cycle_id
      JOIN LATERAL jsonb_each(c.schedule -> 'barriers') AS d (id, barrier) ON d.id = b.id
      LEFT JOIN LATERAL (SELECT true AS found FROM steps s WHERE s.cycle_id = b.cycle_id
                          AND s.plan_id = d.barrier ->> 'of' AND s.state IN ('closed', 'open', 'submitted') LIMIT 1) waiting ON true
     WHERE b.cycle_id = ${cycleId} AND b.met_at IS NULL
       AND (waiting.found IS NULL OR (d.barrier ->> 'cutOffAt')::numeric <= ${now}) ORDER BY b.id`;
}

/** Lets through what waited; true when it was not yet passed. */
export async function passBarrier(
  sql: Query,
  cycleId: string,
  id: string,
  how: 'met' | 'cut-off',
  now: number,
): Promise<boolean> {
  const passed = await sql`
    UPDATE barriers SET met_at = ${now}, how = ${how} WHERE cycle_id = ${cycleId} AND id = ${id} AND met_at IS NULL
    RETURNING id`;
  if (passed.length === 0) return false;
  await sql`UPDATE steps SET next_at = opens_at WHERE cycle_id = ${cycleId} AND barrier = ${id} AND state = 'closed'`;
  return true;
}

/**
 * The next instant at which a step of the cycle, or an improvement plan, wants a look; null: none by itself. A plan
 * whose instant has come is looked at by its own clock: only a rehearsal's clock waits for that.
 */
export async function nextStepInstant(sql: Query, cycleId: string): Promise<number | null> {
  const [row] = await sql<{ at: number | null }[]>`
    SELECT least((SELECT min(next_at) FROM steps WHERE cycle_id = ${cycleId}),
                 (SELECT min(p.next_at) FROM improvement_plans p JOIN cycle_clocks k ON k.cycle_id = p.cycle_id
                   WHERE p.cycle_id = ${cycleId} AND (k.now_at IS NOT NULL OR p.next_at > clock_timestamp()))) AS at`;
  return row?.at ?? null;
}

/** Live steps in all, how many steps of these plans have not ended, and improvement plans under way. */
export async function countSteps(
  sql: Query,
  cycleId: string,
  plans: readonly string[],
): Promise<Pick<SweepCounts, 'open' | 'submitted'> & { readonly unended: number; readonly improving: number }> {
  const [row] = await sql<{ open: number; submitted: number; unended: number; improving: number }[]>`
    SELECT count(*) FILTER (WHERE state = 'open')::int AS open,
           count(*) FILTER (WHERE state = 'submitted')::int AS submitted,
           count(*) FILTER (WHERE plan_id = ANY (${plans as string[]}))::int AS unended,
           (SELECT count(*)::int FROM improvement_plans WHERE cycle_id = ${cycleId} AND stage <> 'ended') AS improving
      FROM steps WHERE cycle_id = ${cycleId} AND state IN ('closed', 'open', 'submitted')`;
  return row ?? { open: 0, submitted: 0, unended: 0, improving: 0 };
}

export async function hasUndecided(sql: Query, cycleId: string): Promise<boolean> {
  const [row] = await sql<{ found: boolean }[]>`
    SELECT true AS found FROM commands WHERE cycle_id = ${cycleId} AND state = 'received' LIMIT 1`;
  return row !== undefined;
}

export interface ClockRow {
  /** null: a real cycle, whose clock is the wall's. */
  readonly nowAt: number | null;
  readonly held: boolean;
  readonly runTo: number | null;
  /** Cycle ms per wall ms; 0: as fast as it goes. */
  readonly rate: number;
  readonly pacedFromWall: number;
  readonly pacedFromCycle: number | null;
  readonly wall: number;
}

/** Locks the clock row: no command is received while its time is moved. */
export async function lockClock(sql: Query, cycleId: string): Promise<ClockRow> {
  const [row] = await sql<ClockRow[]>`
    SELECT now_at AS "nowAt", held, run_to AS "runTo", rate::float8 AS rate, paced_from_wall AS "pacedFromWall",
           paced_from_cycle AS "pacedFromCycle", clock_timestamp() AS wall
      FROM cycle_clocks WHERE cycle_id = ${cycleId} FOR UPDATE`;
  if (row === undefined) throw new Error(`no clock for cycle ${cycleId}`);
  return row;
}

/** Holds it for share: its time stands still, and others may read it so too. */
export async function lockClockShared(sql: Query, cycleId: string): Promise<void> {
  await sql`SELECT FROM cycle_clocks WHERE cycle_id = ${cycleId} FOR SHARE`;
}

export async function saveClock(
  sql: Query,
  cycleId: string,
  to: { readonly nowAt: number | null; readonly held: boolean; readonly runTo: number | null },
): Promise<void> {
  await sql`UPDATE cycle_clocks SET now_at = ${to.nowAt}, held = ${to.held}, run_to = ${to.runTo} WHERE cycle_id = ${cycleId}`;
}

/** A whole sweep is done at this instant, and this is the next that matters. */
export async function saveSwept(sql: Query, cycleId: string, sweptAt: number, nextAt: number | null): Promise<void> {
  await sql`UPDATE cycle_clocks SET swept_at = ${sweptAt}, next_at = ${nextAt} WHERE cycle_id = ${cycleId}`;
}

export async function enterPhase(sql: Query, cycleId: string, phase: string): Promise<boolean> {
  const rows = await sql`
    UPDATE cycles SET phase = ${phase}, state = 'running' WHERE id = ${cycleId} AND (phase <> ${phase} OR state = 'planned')
      AND state <> 'closed' RETURNING id`;
  return rows.length > 0;
}

export async function closeCycle(sql: Query, cycleId: string, at: number): Promise<boolean> {
  const rows = await sql`
    UPDATE cycles SET state = 'closed', closed_at = ${at} WHERE id = ${cycleId} AND state = 'running' RETURNING id`;
  return rows.length > 0;
}

/** Reviews of the cycle whose workflow lives, page by page. */
export async function livingReviews(
  sql: Query,
  cycleId: string,
  afterId: string,
  limit: number,
): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`
    SELECT id FROM reviews WHERE cycle_id = ${cycleId} AND unit_id IS NOT NULL AND born AND id > ${afterId}
     ORDER BY id LIMIT ${limit}`;
  return rows.map((row) => row.id);
}
