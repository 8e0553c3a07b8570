import { json, type Query, type Transaction } from './connect.js';

export interface KnownRequest {
  readonly requestDigest: string;
  readonly status: number;
  readonly body: unknown;
}

/**
 * Takes the key inside the transaction of the act itself: both are there, or
 * neither. The same request at the same moment waits here until the first is
 * done (a few seconds at most) and then gets its answer. Null: the key was free.
 */
export async function takeKey(
  tx: Transaction,
  actor: string,
  key: string,
  digest: string,
): Promise<KnownRequest | null> {
  await tx`SET LOCAL lock_timeout = '5s'`;
  const taken = await tx`
    INSERT INTO idempotency_keys (actor_id, key, request_digest) VALUES (${actor}, ${key}, ${digest})
    ON CONFLICT (actor_id, key) DO NOTHING RETURNING key`;
  await tx`SET LOCAL lock_timeout = 0`;
  if (taken.length > 0) return null;
  const [known] = await tx<KnownRequest[]>`
    SELECT request_digest AS "requestDigest", status, body FROM idempotency_keys WHERE actor_id = ${actor} AND key = ${key}`;
  if (known === undefined) throw new Error(`the key ${key} is neither free nor known`);
  return known;
}

export async function keepAnswer(sql: Query, actor: string, key: string, status: number, body: unknown): Promise<void> {
  await sql`UPDATE idempotency_keys SET status = ${status}, body = ${json(sql, body)} WHERE actor_id = ${actor} AND key = ${key}`;
}
