import { canonicalJson } from '../domain/canonical.js';
import { sha256Hex } from '../documents/digest.js';
import type { Query, Sql } from './connect.js';
import type { JournalEntry } from './journal.js';

/** A link of a cycle's chain: it takes in the entries of all its reviews that came since the last. */
export interface Anchor {
  readonly cycleId: string;
  readonly seq: number;
  readonly wallAt: number;
  readonly entries: number;
  /** SHA-256 of the entries' hashes in order, one a line. */
  readonly entriesDigest: string;
  readonly prevHash: string;
}

/** SHA-256 of the anchor's RFC 8785 form, the hash before it included. */
export const anchorHash = (anchor: Anchor): string => sha256Hex(canonicalJson(anchor));

export const digestOfHashes = (hashes: readonly string[]): string => sha256Hex(hashes.join('\n'));

/**
 * Cycles with entries that no anchor holds. `since` (wall, epoch ms) spares the
 * old part of the journal; an entry is written within moments of its `wall_at`.
 */
export async function unanchoredCycles(sql: Query, since: number | null = null): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`
    SELECT DISTINCT j.cycle_id AS id FROM journal j
     WHERE (${since}::timestamptz IS NULL OR j.wall_at >= ${since})
       AND NOT EXISTS (SELECT FROM journal_anchored a WHERE a.review_id = j.review_id AND a.seq = j.seq)`;
  return rows.map((row) => row.id);
}

/** Takes up to `limit` entries that came since the last anchor into the cycle's chain; returns how many. */
export async function anchorCycle(sql: Sql, cycleId: string, limit = 5000): Promise<number> {
  return sql.begin(async (tx) => {
    // One writer per cycle: two anchors never have the same number or take the same entry.
    await tx`SELECT pg_advisory_xact_lock(730511223, hashtext(${cycleId}))`;
    const rows = await tx<{ reviewId: string; seq: number; hash: string; wallAt: number }[]>`
      SELECT j.review_id AS "reviewId", j.seq, j.hash, clock_timestamp() AS "wallAt" FROM journal j
       WHERE j.cycle_id = ${cycleId}
         AND NOT EXISTS (SELECT FROM journal_anchored a WHERE a.review_id = j.review_id AND a.seq = j.seq)
       ORDER BY j.wall_at, j.review_id, j.seq LIMIT ${limit}`;
    const first = rows[0];
    if (first === undefined) return 0;
    const [last] = await tx<{ seq: number; hash: string }[]>`
      SELECT seq, hash FROM journal_anchors WHERE cycle_id = ${cycleId} ORDER BY seq DESC LIMIT 1`;
    const anchor: Anchor = {
      cycleId,
      seq: (last?.seq ?? 0) + 1,
      wallAt: first.wallAt,
      entries: rows.length,
      entriesDigest: digestOfHashes(rows.map((row) => row.hash)),
      prevHash: last?.hash ?? '',
    };
    await tx`
      INSERT INTO journal_anchors (cycle_id, seq, wall_at, entries, entries_digest, prev_hash, hash)
      VALUES (${cycleId}, ${anchor.seq}, ${anchor.wallAt}, ${anchor.entries}, ${anchor.entriesDigest},
              ${anchor.prevHash}, ${anchorHash(anchor)})`;
    await tx`
      INSERT INTO journal_anchored (review_id, seq, cycle_id, anchor_seq, position)
      SELECT r.review_id, r.seq, ${cycleId}, ${anchor.seq}, r.position
        FROM unnest(${rows.map((row) => row.reviewId)}::text[], ${rows.map((row) => row.seq)}::int[])
             WITH ORDINALITY AS r (review_id, seq, position)`;
    return rows.length;
  });
}

/** The journal of a cycle, or of one review, in the order of its chains. */
export async function readJournal(
  sql: Query,
  cycleId: string,
  reviewId: string | null,
): Promise<readonly JournalEntry[]> {
  return sql<JournalEntry[]>`
    SELECT review_id AS "reviewId", seq, cycle_id AS "cycleId", at, wall_at AS "wallAt", act, step_id AS "stepId",
           attempt, actor_id AS "actorId", principal_id AS "principalId", command_id AS "commandId",
           content_digest AS "contentDigest", data, prev_hash AS "prevHash", hash
      FROM journal WHERE cycle_id = ${cycleId} AND (${reviewId}::text IS NULL OR review_id = ${reviewId})
     ORDER BY review_id, seq`;
}
