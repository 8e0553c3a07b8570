import type { Query } from './connect.js';

/** Only the hash of the token is kept. */
export async function createSession(sql: Query, tokenHash: Buffer, personId: string, hours: number): Promise<void> {
  await sql`DELETE FROM sessions WHERE expires_at < clock_timestamp()`;
  await sql`INSERT INTO sessions (token_hash, person_id, expires_at)
            VALUES (${tokenHash}, ${personId}, clock_timestamp() + ${hours} * interval '1 hour')`;
}

export async function endSession(sql: Query, tokenHash: Buffer): Promise<void> {
  await sql`DELETE FROM sessions WHERE token_hash = ${tokenHash}`;
}

export async function sessionPerson(sql: Query, tokenHash: Buffer): Promise<string | undefined> {
  const [row] = await sql<{ personId: string }[]>`
    SELECT person_id AS "personId" FROM sessions WHERE token_hash = ${tokenHash} AND expires_at > clock_timestamp()`;
  return row?.personId;
}
