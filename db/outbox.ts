import type { Query } from './connect.js';

export interface OutboxRow {
  readonly id: string;
  readonly key: string;
  readonly kind: 'mail' | 'wake' | 'sync' | 'plan';
  readonly cycleId: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Counts the claims; a row that was claimed or reopened since is not this claim's any more. */
  readonly tries: number;
}

/**
 * Claims due rows for `leaseMs`; others pass them by until then. The claim is
 * committed before anything is sent, so that no transaction waits for a network.
 */
export async function claimOutbox(
  sql: Query,
  kinds: readonly OutboxRow['kind'][],
  leaseMs: number,
  limit: number,
): Promise<readonly OutboxRow[]> {
  const rows = await sql<OutboxRow[]>`
    UPDATE outbox SET tries = tries + 1, next_try_at = clock_timestamp() + ${leaseMs} * interval '1 ms'
     WHERE id IN (SELECT id FROM outbox
                   WHERE done_at IS NULL AND next_try_at <= clock_timestamp() AND kind = ANY (${kinds as string[]})
                   ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING id, key, kind, cycle_id AS "cycleId", payload, tries`;
  return rows.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
}

/** Done, unless it was reopened while it was being sent: then it is sent again, whole. */
export async function markDone(sql: Query, rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    UPDATE outbox o SET done_at = clock_timestamp(), error = NULL
      FROM unnest(${rows.map((row) => row.id)}::bigint[], ${rows.map((row) => row.tries)}::int[]) AS r (id, tries)
     WHERE o.id = r.id AND o.tries = r.tries`;
}

/** Tried again later: after 1, 2, 4 … seconds, ten minutes at most. */
export async function markFailed(sql: Query, row: OutboxRow, error: string): Promise<void> {
  await sql`
    UPDATE outbox SET error = ${error.slice(0, 500)},
           next_try_at = clock_timestamp() + least(power(2, least(tries - 1, 20)), 600) * interval '1 second'
     WHERE id = ${row.id} AND tries = ${row.tries}`;
}

/** Not now, and nothing went wrong. */
export async function postpone(sql: Query, rows: readonly OutboxRow[], waitMs: number): Promise<void> {
  await sql`
    UPDATE outbox SET next_try_at = clock_timestamp() + ${waitMs} * interval '1 ms'
     WHERE id = ANY (${rows.map((row) => row.id)}::bigint[])`;
}

/** Does a barrier that waits for steps of this plan have nothing more to wait for? */
export async function allEnded(sql: Query, cycleId: string, planId: string): Promise<boolean> {
  const [row] = await sql<{ waiting: boolean }[]>`
    SELECT EXISTS (SELECT FROM steps WHERE cycle_id = ${cycleId} AND plan_id = ${planId}
                    AND state IN ('closed', 'open', 'submitted')) AS waiting`;
  return row?.waiting === false;
}

export interface MailContext {
  readonly email: string | null;
  readonly title: string;
  readonly mode: 'real' | 'rehearsal';
  readonly zone: string;
}

export async function mailContext(sql: Query, cycleId: string, personId: string): Promise<MailContext | undefined> {
  const [row] = await sql<MailContext[]>`
    SELECT p.email, c.title, c.mode, c.zone FROM persons p, cycles c WHERE p.id = ${personId} AND c.id = ${cycleId}`;
  return row;
}
