import type { MoneyKind, MoneyUnit, ProposedMoney } from '../domain/cycle/index.js';
import { json, type Query } from './connect.js';

/** Computed of the whole; with a `correction` only that is posted. */
export interface Proposal extends ProposedMoney {
  readonly kind: MoneyKind;
  readonly attempt: number;
  readonly digest: string;
  readonly proposedAt: number;
  readonly postedAt: number | null;
}

/** Subjects of these kinds in the cycle's order (the organization's), with their latest published result. */
export async function moneyUnits(sql: Query, cycleId: string, kinds: readonly string[]): Promise<readonly MoneyUnit[]> {
  return sql<MoneyUnit[]>`
    SELECT u.id, u.payroll_base AS "payrollBase", coalesce(b.base_minor, u.budget_base_minor) AS "budgetBaseMinor", r.total,
           coalesce(r.calibrated_grade, r.grade) AS grade
      FROM cycles c CROSS JOIN LATERAL unnest(c.subjects) WITH ORDINALITY AS s (id, position)
      JOIN reviews v ON v.cycle_id = c.id AND v.unit_id = s.id JOIN units u ON u.id = v.unit_id
      LEFT JOIN cycle_budget_bases b ON b.cycle_id = v.cycle_id AND b.unit_id = v.unit_id
      LEFT JOIN LATERAL (SELECT * FROM results r WHERE r.cycle_id = v.cycle_id AND r.unit_id = v.unit_id
                          AND r.published_at IS NOT NULL ORDER BY version DESC LIMIT 1) r ON true
     WHERE c.id = ${cycleId} AND u.kind = ANY (${kinds as string[]}) ORDER BY s.position`;
}

/**
 * Keeps what was computed as the next attempt; what equals the last attempt is
 * that attempt. Returns the attempt where it is a new one, else null. The caller
 * holds the lock of `lockProposal`.
 */
export async function saveProposal(
  sql: Query,
  cycleId: string,
  proposal: Omit<Proposal, 'proposedAt' | 'postedAt' | 'attempt'>,
  at: number,
): Promise<number | null> {
  const { kind, document, answer, correction, digest } = proposal;
  const [row] = await sql<{ attempt: number }[]>`
    INSERT INTO proposals (cycle_id, kind, attempt, document, answer, correction, digest, proposed_at)
    SELECT ${cycleId}, ${kind}, coalesce(l.attempt, 0) + 1, ${json(sql, document)}, ${json(sql, answer)},
           ${correction === null ? null : json(sql, correction)}, ${digest}, ${at}
      FROM (SELECT 1) one
      LEFT JOIN (SELECT attempt, digest FROM proposals WHERE cycle_id = ${cycleId} AND kind = ${kind}
                  ORDER BY attempt DESC LIMIT 1) l ON true
     WHERE l.digest IS DISTINCT FROM ${digest}
    RETURNING attempt`;
  return row?.attempt ?? null;
}

const columns = (sql: Query) => sql`
  kind, attempt, document, answer, correction, digest, proposed_at AS "proposedAt", posted_at AS "postedAt"`;

/** All proposals of a cycle, newest attempt first. */
export async function listProposals(sql: Query, cycleId: string): Promise<readonly Proposal[]> {
  return sql<Proposal[]>`
    SELECT ${columns(sql)} FROM proposals
     WHERE cycle_id = ${cycleId} ORDER BY kind, attempt DESC`;
}

/** The newest proposal; whoever proposes or posts this kind of this cycle does so alone until the transaction ends. */
export async function lockProposal(sql: Query, cycleId: string, kind: MoneyKind): Promise<Proposal | undefined> {
  await sql`SELECT pg_advisory_xact_lock(730511224, hashtext(${`${cycleId}/${kind}`}))`;
  const [row] = await sql<Proposal[]>`
    SELECT ${columns(sql)} FROM proposals
     WHERE cycle_id = ${cycleId} AND kind = ${kind} ORDER BY attempt DESC LIMIT 1`;
  return row;
}

/** The attempt that stands on the books, or stood before that one; undefined: nothing was posted. */
export async function lastPosted(
  sql: Query,
  cycleId: string,
  kind: MoneyKind,
  before: number | null = null,
): Promise<Proposal | undefined> {
  const [row] = await sql<Proposal[]>`
    SELECT ${columns(sql)} FROM proposals
     WHERE cycle_id = ${cycleId} AND kind = ${kind} AND posted_at IS NOT NULL
       AND (${before}::int IS NULL OR attempt < ${before}) ORDER BY attempt DESC LIMIT 1`;
  return row;
}

export interface MoneyApproval {
  readonly kind: MoneyKind | `${MoneyKind}-own`;
  /** null: the step has not ended in an approval. */
  readonly by: string | null;
  /** Of the proposal that was submitted and seen. */
  readonly proposalDigest: string | null;
}

/** The steps of a kind, everybody's lines and the own ones, with who approved which proposal. */
export async function approvals(sql: Query, cycleId: string, kind: MoneyKind): Promise<readonly MoneyApproval[]> {
  return sql<MoneyApproval[]>`
    SELECT s.kind, CASE WHEN s.state = 'done' AND s.outcome = 'approved' THEN s.decided_by END AS by,
           v.content ->> 'proposalDigest' AS "proposalDigest"
      FROM steps s LEFT JOIN step_versions v ON v.command_id = s.submit_command
     WHERE s.review_id = ${cycleId} AND s.kind IN (${kind}, ${`${kind}-own`}) ORDER BY s.kind`;
}
