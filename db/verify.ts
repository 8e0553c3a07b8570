import { type Anchor, anchorHash, digestOfHashes, readJournal } from './anchors.js';
import type { Query } from './connect.js';
import { entryHash, type JournalEntry } from './journal.js';

export interface ChainProblem {
  /** `review#seq`, the review, or `cycle anchor seq`. */
  readonly where: string;
  readonly what:
    'HASH_WRONG' | 'LINK_BROKEN' | 'ENTRY_MISSING' | 'HEAD_WRONG' | 'ANCHOR_WRONG' | 'ANCHORED_ENTRY_MISSING';
}

/**
 * Recomputes every chain of a cycle from the rows: each review's own, then the
 * anchors over all of them. An empty list means that all of it holds; entries
 * that no anchor has taken in yet are no problem.
 */
export async function verifyChains(sql: Query, cycleId: string): Promise<readonly ChainProblem[]> {
  const heads = await sql<{ id: string; seq: number; head: string }[]>`
    SELECT id, journal_seq AS seq, journal_head AS head FROM reviews WHERE cycle_id = ${cycleId} ORDER BY id`;
  const chains = new Map<string, JournalEntry[]>(heads.map((review) => [review.id, []]));
  for (const entry of await readJournal(sql, cycleId, null)) chains.get(entry.reviewId)?.push(entry);
  const problems = heads.flatMap((review) => verifyReview(review, chains.get(review.id) ?? []));
  return [...problems, ...(await verifyAnchors(sql, cycleId))];
}

function verifyReview(
  review: { readonly id: string; readonly seq: number; readonly head: string },
  entries: readonly JournalEntry[],
): readonly ChainProblem[] {
  const problems: ChainProblem[] = [];
  let [prev, seq] = ['', 0];
  for (const entry of entries) {
    const where = `${entry.reviewId}#${entry.seq}`;
    if (entry.seq !== seq + 1) problems.push({ where, what: 'ENTRY_MISSING' });
    if (entry.prevHash !== prev) problems.push({ where, what: 'LINK_BROKEN' });
    if (entryHash(entry) !== entry.hash) problems.push({ where, what: 'HASH_WRONG' });
    [prev, seq] = [entry.hash, entry.seq];
  }
  if (review.seq !== seq || review.head !== prev) problems.push({ where: review.id, what: 'HEAD_WRONG' });
  return problems;
}

async function verifyAnchors(sql: Query, cycleId: string): Promise<readonly ChainProblem[]> {
  const anchors = await sql<(Anchor & { hash: string; hashes: string[] })[]>`
    SELECT a.cycle_id AS "cycleId", a.seq, a.wall_at AS "wallAt", a.entries, a.entries_digest AS "entriesDigest",
           a.prev_hash AS "prevHash", a.hash, coalesce(x.hashes, '{}') AS hashes
      FROM journal_anchors a
      LEFT JOIN (SELECT x.anchor_seq, array_agg(j.hash ORDER BY x.position) AS hashes
                   FROM journal_anchored x JOIN journal j ON j.review_id = x.review_id AND j.seq = x.seq
                  WHERE x.cycle_id = ${cycleId} GROUP BY x.anchor_seq) x ON x.anchor_seq = a.seq
     WHERE a.cycle_id = ${cycleId} ORDER BY a.seq`;
  let [prev, seq] = ['', 0];
  return anchors.flatMap(({ hash, hashes, ...anchor }): ChainProblem[] => {
    const where = `${cycleId} anchor ${anchor.seq}`;
    const linked = anchor.seq === seq + 1 && anchor.prevHash === prev && anchorHash(anchor) === hash;
    [prev, seq] = [hash, anchor.seq];
    if (anchor.entries !== hashes.length) return [{ where, what: 'ANCHORED_ENTRY_MISSING' }];
    return linked && anchor.entriesDigest === digestOfHashes(hashes) ? [] : [{ where, what: 'ANCHOR_WRONG' }];
  });
}
