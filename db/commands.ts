import type { RefusalCode } from '../domain/errors.js';
import type { Decision, RecordOutcome } from '../domain/process/index.js';
import { json, type Query, type Sql, type Transaction } from './connect.js';

export { readReviewState } from './reviews.js';

export interface CommandRow {
  readonly id: string;
  readonly cycleId: string;
  readonly reviewId: string;
  readonly stepId: string;
  readonly act: 'submit' | 'approve';
  readonly decision: Decision | null;
  readonly actor: string;
  readonly principal: string;
  readonly body: unknown;
  readonly bodyDigest: string;
  readonly stepRevision: number;
  readonly reviewRevision: number;
  /** Cycle time. */
  readonly receivedAt: number;
  readonly receivedWall: number;
  readonly state: 'received' | 'applied' | 'refused';
  readonly code: RefusalCode | null;
  readonly answer: RecordOutcome | null;
  readonly deliveredAt: number | null;
}

export type NewCommand = Pick<
  CommandRow,
  | 'cycleId'
  | 'reviewId'
  | 'stepId'
  | 'act'
  | 'decision'
  | 'actor'
  | 'principal'
  | 'body'
  | 'bodyDigest'
  | 'stepRevision'
> & { readonly commandId: string };

export type Received =
  /** Written just now, or known with the same body: go on, or give its answer again. */
  | { readonly kind: 'received' | 'known'; readonly command: CommandRow }
  /** The same key came with another body. */
  | { readonly kind: 'mismatch' }
  | { readonly kind: 'refused'; readonly code: RefusalCode };

export const commandColumns = (sql: Query) => sql`
  id, cycle_id AS "cycleId", review_id AS "reviewId", step_id AS "stepId", act, decision, actor_id AS actor,
  principal_id AS principal, body, body_digest AS "bodyDigest", step_revision AS "stepRevision",
  review_revision AS "reviewRevision", received_at AS "receivedAt", received_wall AS "receivedWall", state, code,
  answer, delivered_at AS "deliveredAt"`;

export async function readCommand(sql: Query, id: string): Promise<CommandRow | undefined> {
  const [row] = await sql<CommandRow[]>`SELECT ${commandColumns(sql)} FROM commands WHERE id = ${id}`;
  return row;
}

/**
 * Makes a person's words durable. In a rehearsal the clock row is held for
 * share first, then the review row; the received instant is read only then,
 * with clock_timestamp(): now() would predate the wait for the locks.
 */
export async function receiveCommand(sql: Sql, command: NewCommand): Promise<Received> {
  return sql.begin((tx) => receiveIn(tx, command));
}

/** The same as part of a transaction: what it writes besides, and the words, are there together or not at all. */
export async function receiveIn(tx: Transaction, command: NewCommand): Promise<Received> {
  const [clock] = await tx<{ now: number | null; state: string }[]>`
    SELECT k.now_at AS now, c.state FROM cycle_clocks k JOIN cycles c ON c.id = k.cycle_id
     WHERE k.cycle_id = ${command.cycleId} FOR SHARE OF k`;
  if (clock === undefined) return { kind: 'refused', code: 'NOT_FOUND' };
  const [review] = await tx<{ revision: number }[]>`
    SELECT revision FROM reviews WHERE id = ${command.reviewId} FOR SHARE`;
  const [step] = await tx<{ found: boolean }[]>`
    SELECT true AS found FROM steps WHERE review_id = ${command.reviewId} AND step_id = ${command.stepId}`;
  if (review === undefined || step === undefined) return { kind: 'refused', code: 'STEP_NOT_FOUND' };
  if (clock.state === 'planned') return { kind: 'refused', code: 'CYCLE_NOT_RUNNING' };
  if (clock.state === 'closed') {
    const known = await readCommand(tx, command.commandId);
    return known === undefined ? { kind: 'refused', code: 'CYCLE_CLOSED' } : same(known, command);
  }
  const [inserted] = await tx<CommandRow[]>`
    INSERT INTO commands (id, cycle_id, review_id, step_id, act, decision, actor_id, principal_id, body, body_digest,
                          step_revision, review_revision, received_at, received_wall)
    VALUES (${command.commandId}, ${command.cycleId}, ${command.reviewId}, ${command.stepId}, ${command.act},
            ${command.decision}, ${command.actor}, ${command.principal}, ${json(tx, command.body)},
            ${command.bodyDigest}, ${command.stepRevision}, ${review.revision},
            coalesce(${clock.now}::timestamptz, clock_timestamp()), clock_timestamp())
    ON CONFLICT (id) DO NOTHING RETURNING ${commandColumns(tx)}`;
  if (inserted !== undefined) return { kind: 'received', command: inserted };
  const known = await readCommand(tx, command.commandId);
  if (known === undefined) throw new Error(`command ${command.commandId} neither inserted nor found`);
  return same(known, command);
}

function same(known: CommandRow, command: NewCommand): Received {
  const equal =
    known.bodyDigest === command.bodyDigest &&
    known.reviewId === command.reviewId &&
    known.stepId === command.stepId &&
    known.act === command.act &&
    known.decision === command.decision;
  return equal ? { kind: 'known', command: known } : { kind: 'mismatch' };
}

/** The update's result was seen; the relay need not bring it again. */
export async function markDelivered(sql: Query, commandId: string): Promise<void> {
  await sql`UPDATE commands SET delivered_at = clock_timestamp(), leased_until = NULL
             WHERE id = ${commandId} AND delivered_at IS NULL`;
}

/** A refusal seen outside `record`: settled by compare-and-set, so that one command has one verdict. */
export async function settleRefused(sql: Query, commandId: string, code: RefusalCode): Promise<CommandRow | undefined> {
  await sql`UPDATE commands SET state = 'refused', code = ${code}, settled_at = clock_timestamp()
             WHERE id = ${commandId} AND state = 'received'`;
  return readCommand(sql, commandId);
}
