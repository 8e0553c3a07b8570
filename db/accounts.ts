import type { Query } from './connect.js';

/** A way to sign in with a password; logins are lower-case. */
export interface Account {
  readonly login: string;
  readonly personId: string;
  readonly passwordHash: string;
}

export async function readAccount(sql: Query, login: string): Promise<Account | undefined> {
  const [row] = await sql<Account[]>`
    SELECT login, person_id AS "personId", password_hash AS "passwordHash" FROM accounts WHERE login = ${login}`;
  return row;
}

/** Adds the account, or gives it a new person or password; whoever was signed in through it must sign in again. */
export async function saveAccount(sql: Query, { login, personId, passwordHash }: Account): Promise<void> {
  await sql`DELETE FROM sessions WHERE person_id = ${personId}
               OR person_id IN (SELECT person_id FROM accounts WHERE login = ${login})`;
  await sql`
    INSERT INTO accounts (login, person_id, password_hash) VALUES (${login}, ${personId}, ${passwordHash})
    ON CONFLICT (login) DO UPDATE SET person_id = excluded.person_id, password_hash = excluded.password_hash`;
}

/** For the first administrator of an empty database: adds the person and the roles where they are missing. */
export async function savePerson(
  sql: Query,
  { id, name, roles }: { readonly id: string; readonly name: string; readonly roles: readonly string[] },
): Promise<void> {
  await sql`INSERT INTO persons (id, name_zh, name_en) VALUES (${id}, ${name}, ${name}) ON CONFLICT DO NOTHING`;
  await sql`INSERT INTO person_roles (person_id, role) SELECT ${id}, unnest(${roles as string[]}::text[]) ON CONFLICT DO NOTHING`;
}
