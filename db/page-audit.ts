import type { Query } from './connect.js';
import type { JournalEntry } from './journal.js';

/** A page of the journal, newest first: of one review, or of the whole cycle; `without`: steps that are left out. */
export async function journalPage(
  sql: Query,
  cycleId: string,
  reviewId: string | null,
  { offset, limit }: { readonly offset: number; readonly limit: number },
  without: readonly string[] = [],
): Promise<readonly JournalEntry[]> {
  return sql<JournalEntry[]>`
    SELECT review_id AS "reviewId", seq, cycle_id AS "cycleId", at, wall_at AS "wallAt", act, step_id AS "stepId",
           attempt, actor_id AS "actorId", principal_id AS "principalId", command_id AS "commandId",
           content_digest AS "contentDigest", data, prev_hash AS "prevHash", hash
      FROM journal WHERE cycle_id = ${cycleId} AND (${reviewId}::text IS NULL OR review_id = ${reviewId})
       AND (step_id IS NULL OR NOT step_id = ANY (${without as string[]}))
     ORDER BY at DESC, wall_at DESC, review_id, seq DESC OFFSET ${offset} LIMIT ${limit}`;
}

/** Ids of all commands that a review's journal knows. */
export async function journaledCommands(sql: Query, reviewId: string): Promise<ReadonlySet<string>> {
  const rows = await sql<{ id: string }[]>`
    SELECT command_id AS id FROM journal WHERE review_id = ${reviewId} AND command_id IS NOT NULL`;
  return new Set(rows.map((row) => row.id));
}

export async function countEntries(sql: Query, cycleId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`SELECT count(*)::int AS count FROM journal WHERE cycle_id = ${cycleId}`;
  return row?.count ?? 0;
}

/** Every look of an auditor is recorded. */
export async function recordLook(sql: Query, personId: string, what: string): Promise<void> {
  await sql`INSERT INTO audit_looks (person_id, what) VALUES (${personId}, ${what})`;
}

export async function cycleReviews(
  sql: Query,
  cycleId: string,
): Promise<readonly { readonly id: string; readonly unitId: string | null; readonly born: boolean }[]> {
  return sql<{ id: string; unitId: string | null; born: boolean }[]>`
    SELECT id, unit_id AS "unitId", born FROM reviews WHERE cycle_id = ${cycleId} ORDER BY unit_id NULLS FIRST LIMIT 1000`;
}
