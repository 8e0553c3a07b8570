import { canonicalJson } from '../domain/canonical.js';
import { grouped } from '../domain/rules/grouped.js';
import { sha256Hex } from '../documents/digest.js';
import { json, type Query } from './connect.js';

/** What is told of one act; the chain columns are added when it is written. */
export interface JournalLine {
  readonly at: number;
  readonly wallAt: number;
  readonly act: string;
  readonly stepId: string | null;
  readonly attempt: number | null;
  /** null: the system. */
  readonly actorId: string | null;
  readonly principalId: string | null;
  readonly commandId: string | null;
  /** Keyed digest of what was written; the words themselves stay out of the journal. */
  readonly contentDigest: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface JournalEntry extends JournalLine {
  readonly reviewId: string;
  readonly cycleId: string;
  readonly seq: number;
  readonly prevHash: string;
  readonly hash: string;
}

export interface ChainHead {
  readonly reviewId: string;
  readonly cycleId: string;
  readonly seq: number;
  readonly head: string;
}

/** SHA-256 over the RFC 8785 form of the entry, the hash before it included. Anybody can recompute it. */
export function entryHash(entry: Omit<JournalEntry, 'hash'>): string {
  const { reviewId, cycleId, seq, at, wallAt, act, stepId, attempt, actorId, principalId } = entry;
  const { commandId, contentDigest, data, prevHash } = entry;
  return sha256Hex(
    canonicalJson({
      reviewId,
      cycleId,
      seq,
      at,
      wallAt,
      act,
      stepId,
      attempt,
      actorId,
      principalId,
      commandId,
      contentDigest,
      data,
      prevHash,
    }),
  );
}

/** Chains the lines to the review's head. The caller holds the review's row. */
export function chain(head: ChainHead, lines: readonly JournalLine[]): readonly JournalEntry[] {
  let { seq, head: prevHash } = head;
  return lines.map((line) => {
    seq += 1;
    const entry = { ...line, reviewId: head.reviewId, cycleId: head.cycleId, seq, prevHash };
    prevHash = entryHash(entry);
    return { ...entry, hash: prevHash };
  });
}

/** Inserts chained entries of one or many reviews at once. */
export async function insertJournal(sql: Query, entries: readonly JournalEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => ({
    review_id: entry.reviewId,
    seq: entry.seq,
    cycle_id: entry.cycleId,
    at: entry.at,
    wall_at: entry.wallAt,
    act: entry.act,
    step_id: entry.stepId,
    attempt: entry.attempt,
    actor_id: entry.actorId,
    principal_id: entry.principalId,
    command_id: entry.commandId,
    content_digest: entry.contentDigest,
    data: entry.data,
    prev_hash: entry.prevHash,
    hash: entry.hash,
  }));
  await sql`
    INSERT INTO journal (review_id, seq, cycle_id, at, wall_at, act, step_id, attempt, actor_id, principal_id,
                         command_id, content_digest, data, prev_hash, hash)
    SELECT review_id, seq, cycle_id, to_timestamp(at / 1000), to_timestamp(wall_at / 1000), act, step_id, attempt,
           actor_id, principal_id, command_id, content_digest, data, prev_hash, hash
      FROM jsonb_to_recordset(${json(sql, rows)}::jsonb) AS r (
        review_id text, seq int, cycle_id text, at numeric, wall_at numeric, act text, step_id text, attempt int,
        actor_id text, principal_id text, command_id uuid, content_digest text, data jsonb, prev_hash text, hash text)`;
}

/** Does the review's journal hold such a line already? For what is to be told once for the same reason. */
export async function isJournaled(sql: Query, reviewId: string, act: string, data: object): Promise<boolean> {
  const [row] = await sql`
    SELECT 1 FROM journal WHERE review_id = ${reviewId} AND act = ${act} AND data = ${json(sql, data)}::jsonb LIMIT 1`;
  return row !== undefined;
}

/** One line outside `record` and sweep (clock changes, money, repairs): takes the review's lock itself. */
export async function appendJournal(sql: Query, reviewId: string, lines: readonly JournalLine[]): Promise<void> {
  const [head] = await sql<ChainHead[]>`
    SELECT id AS "reviewId", cycle_id AS "cycleId", journal_seq AS seq, journal_head AS head
      FROM reviews WHERE id = ${reviewId} FOR NO KEY UPDATE`;
  if (head === undefined) throw new Error(`no review ${reviewId}`);
  const entries = chain(head, lines);
  const last = entries.at(-1);
  if (last === undefined) return;
  await insertJournal(sql, entries);
  await sql`UPDATE reviews SET journal_seq = ${last.seq}, journal_head = ${last.hash} WHERE id = ${reviewId}`;
}

/** Lines of many reviews at once; takes the reviews' locks, in order of their ids. */
export async function appendJournals(
  sql: Query,
  lines: readonly { readonly reviewId: string; readonly line: JournalLine }[],
): Promise<void> {
  if (lines.length === 0) return;
  const byReview = grouped(lines, ({ reviewId }) => reviewId);
  const heads = await sql<ChainHead[]>`
    SELECT id AS "reviewId", cycle_id AS "cycleId", journal_seq AS seq, journal_head AS head
      FROM reviews WHERE id = ANY (${[...byReview.keys()]}) ORDER BY id FOR NO KEY UPDATE`;
  const chains = heads.map((head) =>
    chain(
      head,
      (byReview.get(head.reviewId) ?? []).map(({ line }) => line),
    ),
  );
  await insertJournal(sql, chains.flat());
  const last = chains.flatMap((entries) => entries.at(-1) ?? []);
  await sql`
    UPDATE reviews r SET journal_seq = h.seq, journal_head = h.hash
      FROM unnest(${last.map((entry) => entry.reviewId)}::text[], ${last.map((entry) => entry.seq)}::int[],
                  ${last.map((entry) => entry.hash)}::text[]) AS h (id, seq, hash)
     WHERE r.id = h.id`;
}
