import { json, type Query } from './connect.js';

export interface KnownRequest {
  readonly requestDigest: string;
  readonly status: number | null;
  readonly body: unknown;
}

/** Takes the key for this request; an earlier one is returned instead. A request left half done a minute ago is taken over. */
export async function takeKey(sql: Query, actor: string, key: string, digest: string): Promise<KnownRequest | null> {
  const taken = await sql`
    INSERT INTO idempotency_keys (actor_id, key, request_digest) VALUES (${actor}, ${key}, ${digest})
    ON CONFLICT (actor_id, key) DO UPDATE SET created_at = clock_timestamp()
      WHERE idempotency_keys.status IS NULL AND idempotency_keys.request_digest = excluded.request_digest
        AND idempotency_keys.created_at < clock_timestamp() - interval '1 minute'
    RETURNING key`;
  if (taken.length > 0) return null;
  const [known] = await sql<KnownRequest[]>`
    SELECT request_digest AS "requestDigest", status, body FROM idempotency_keys WHERE actor_id = ${actor} AND key = ${key}`;
  return known ?? null;
}

export async function keepAnswer(sql: Query, actor: string, key: string, status: number, body: unknown): Promise<void> {
  await sql`UPDATE idempotency_keys SET status = ${status}, body = ${json(sql, body)} WHERE actor_id = ${actor} AND key = ${key}`;
}

/** A request that failed for reasons of ours may be tried again with its key. */
export async function freeKey(sql: Query, actor: string, key: string): Promise<void> {
  await sql`DELETE FROM idempotency_keys WHERE actor_id = ${actor} AND key = ${key} AND status IS NULL`;
}
