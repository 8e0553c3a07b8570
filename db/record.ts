import type { RefusalCode } from '../domain/errors.js';
import type { RecordOutcome } from '../domain/process/index.js';
import { type CommandRow, commandColumns } from './commands.js';
import { json, type Query } from './connect.js';

/** Locks the command; nobody else decides it meanwhile. */
export async function lockCommand(sql: Query, id: string): Promise<CommandRow | undefined> {
  const [row] = await sql<CommandRow[]>`SELECT ${commandColumns(sql)} FROM commands WHERE id = ${id} FOR UPDATE`;
  return row;
}

/** One command, one verdict: only a received one is settled. */
export async function settleCommand(
  sql: Query,
  id: string,
  answer: RecordOutcome,
  code: RefusalCode | null,
): Promise<void> {
  const rows = await sql`
    UPDATE commands SET state = ${answer.outcome}, code = ${code}, answer = ${json(sql, answer)},
                        settled_at = clock_timestamp()
     WHERE id = ${id} AND state = 'received' RETURNING id`;
  if (rows.length !== 1) throw new Error(`command ${id} was settled twice`);
}

/** The cycle's present instant (rehearsal: its clock; real: the wall) and the wall's. */
export async function readClock(
  sql: Query,
  cycleId: string,
): Promise<{
  readonly now: number;
  readonly wall: number;
  /** What the cycle sleeps to. */ readonly nextAt: number | null;
}> {
  const [row] = await sql<{ now: number; wall: number; nextAt: number | null }[]>`
    SELECT coalesce(now_at, clock_timestamp()) AS now, clock_timestamp() AS wall, next_at AS "nextAt"
      FROM cycle_clocks WHERE cycle_id = ${cycleId}`;
  if (row === undefined) throw new Error(`no clock for cycle ${cycleId}`);
  return row;
}

/** The review's new revision and the head of its chain. `born`: a workflow of its own has spoken. */
export async function advanceReview(
  sql: Query,
  reviewId: string,
  to: { readonly revision: number; readonly seq: number; readonly head: string },
): Promise<void> {
  await sql`UPDATE reviews SET born = true, revision = ${to.revision}, journal_seq = ${to.seq}, journal_head = ${to.head}
             WHERE id = ${reviewId}`;
}

export async function parentUnitOf(sql: Query, unitId: string): Promise<string | null> {
  const [row] = await sql<
    { parentId: string | null }[]
  >`SELECT parent_id AS "parentId" FROM units WHERE id = ${unitId}`;
  return row?.parentId ?? null;
}

/** Who sent a command; the person on whose behalf stands beside. */
export async function actorOf(sql: Query, commandId: string): Promise<string | undefined> {
  const [row] = await sql<{ actor: string }[]>`SELECT actor_id AS actor FROM commands WHERE id = ${commandId}`;
  return row?.actor;
}
