import type { MoneyKind, MoneyUnit } from '../domain/cycle/index.js';
import type { Allocation, Budget, BudgetDocument, PoolDocument } from '../domain/rules/index.js';
import { json, type Query } from './connect.js';

export interface Proposal {
  readonly kind: MoneyKind;
  readonly attempt: number;
  readonly document: PoolDocument | BudgetDocument;
  readonly answer: Allocation | Budget;
  readonly digest: string;
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
  proposal: Omit<Proposal, 'postedAt' | 'attempt'>,
  at: number,
): Promise<number | null> {
  const { kind, document, answer, digest } = proposal;
  const [row] = await sql<{ attempt: number }[]>`
    INSERT INTO proposals (cycle_id, kind, attempt, document, answer, digest, proposed_at)
    SELECT ${cycleId}, ${kind}, coalesce(l.attempt, 0) + 1, ${json(sql, document)}, ${json(sql, answer)}, ${digest}, ${at}
      FROM (SELECT 1) one
      LEFT JOIN (SELECT attempt, digest FROM proposals WHERE cycle_id = ${cycleId} AND kind = ${kind}
                  ORDER BY attempt DESC LIMIT 1) l ON true
     WHERE l.digest IS DISTINCT FROM ${digest}
    RETURNING attempt`;
  return row?.attempt ?? null;
}

/** All proposals of a cycle, newest attempt first. */
export async function listProposals(sql: Query, cycleId: string): Promise<readonly Proposal[]> {
  return sql<Proposal[]>`
    SELECT kind, attempt, document, answer, digest, posted_at AS "postedAt" FROM proposals
     WHERE cycle_id = ${cycleId} ORDER BY kind, attempt DESC`;
}

/** The newest proposal; whoever proposes or posts this kind of this cycle does so alone until the transaction ends. */
export async function lockProposal(sql: Query, cycleId: string, kind: MoneyKind): Promise<Proposal | undefined> {
  await sql`SELECT pg_advisory_xact_lock(730511224, hashtext(${`${cycleId}/${kind}`}))`;
  const [row] = await sql<Proposal[]>`
    SELECT kind, attempt, document, answer, digest, posted_at AS "postedAt" FROM proposals
     WHERE cycle_id = ${cycleId} AND kind = ${kind} ORDER BY attempt DESC LIMIT 1`;
  return row;
}

export interface LedgerLine {
  readonly id: string;
  readonly effectKey: string;
  readonly kind: string;
  readonly unitId: string | null;
  readonly attempt: number;
  readonly amountMinor: string;
  readonly currency: string;
  readonly reverses: string | null;
  readonly approvedBy: string;
  readonly postedAt: number;
}

export async function listLedger(sql: Query, cycleId: string): Promise<readonly LedgerLine[]> {
  return sql<LedgerLine[]>`
    SELECT id, effect_key AS "effectKey", kind, unit_id AS "unitId", attempt, amount_minor AS "amountMinor", currency,
           reverses, approved_by AS "approvedBy", posted_at AS "postedAt" FROM ledger WHERE cycle_id = ${cycleId} ORDER BY id`;
}

export interface Posting {
  readonly cycleId: string;
  readonly book: string;
  readonly kind: MoneyKind;
  readonly attempt: number;
  readonly currency: string;
  readonly at: number;
  readonly lines: readonly PostedLine[];
}

/** One line of a posting; a `reserve` belongs to no unit. */
export interface PostedLine {
  readonly kind: MoneyKind | 'reserve';
  readonly unit: string | null;
  readonly amountMinor: string;
  readonly approvedBy: string;
}

/** What a posting of this kind consists of, and what a later one reverses: a pool's reserve goes with the bonus. */
const postedKinds: Readonly<Record<MoneyKind, readonly PostedLine['kind'][]>> = {
  bonus: ['bonus', 'reserve'],
  budget: ['budget'],
};

/** Unique per line. The reserve's stands apart: a unit may have any id. */
function effectKey({ cycleId, attempt }: Posting, { kind, unit }: PostedLine): string {
  return unit === null ? `${cycleId}/${kind}/${attempt}` : `${cycleId}/${kind}/${attempt}/${unit}`;
}

/**
 * Reverses what stands of earlier attempts of this kind by opposite entries and
 * posts anew, in the caller's transaction; returns how many were reversed. A
 * reversal is approved by whoever approved the new line of that unit, or the new
 * reserve. A key that was posted is not posted again.
 */
export async function post(sql: Query, posting: Posting): Promise<number> {
  const { cycleId, book, kind, attempt, currency, at } = posting;
  const lines = json(
    sql,
    posting.lines.map((line) => ({ ...line, key: effectKey(posting, line) })),
  );
  const reversed = await sql`
    INSERT INTO ledger (effect_key, book, cycle_id, kind, unit_id, attempt, amount_minor, currency, reverses, approved_by, posted_at)
    SELECT l.effect_key || '/reversed', l.book, l.cycle_id, l.kind, l.unit_id, l.attempt, -l.amount_minor, l.currency, l.id,
           coalesce(n."approvedBy", l.approved_by), ${at}
      FROM ledger l
      LEFT JOIN jsonb_to_recordset(${lines}::jsonb) AS n (kind text, unit text, "approvedBy" text)
        ON n.kind = l.kind AND n.unit IS NOT DISTINCT FROM l.unit_id
     WHERE l.cycle_id = ${cycleId} AND l.kind = ANY (${postedKinds[kind] as string[]}) AND l.attempt < ${attempt} AND l.reverses IS NULL
       AND NOT EXISTS (SELECT FROM ledger r WHERE r.reverses = l.id) ORDER BY l.id
    ON CONFLICT (effect_key) DO NOTHING RETURNING id`;
  await sql`
    INSERT INTO ledger (effect_key, book, cycle_id, kind, unit_id, attempt, amount_minor, currency, approved_by, posted_at)
    SELECT l.key, ${book}, ${cycleId}, l.kind, l.unit, ${attempt}, l."amountMinor"::bigint, ${currency}, l."approvedBy", ${at}
      FROM jsonb_to_recordset(${lines}::jsonb) AS l (key text, kind text, unit text, "amountMinor" text, "approvedBy" text)
    ON CONFLICT (effect_key) DO NOTHING`;
  await sql`UPDATE proposals SET posted_at = ${at} WHERE cycle_id = ${cycleId} AND kind = ${kind} AND attempt = ${attempt} AND posted_at IS NULL`;
  return reversed.length;
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
