import type { Allocation, Budget, BudgetDocument, PoolDocument } from '../domain/rules/index.js';
import { json, type Query } from './connect.js';

export type MoneyKind = 'bonus' | 'budget';

export interface Proposal {
  readonly kind: MoneyKind;
  readonly attempt: number;
  readonly document: PoolDocument | BudgetDocument;
  readonly answer: Allocation | Budget;
  readonly digest: string;
  readonly postedAt: number | null;
}

export interface MoneyUnit {
  readonly id: string;
  readonly payrollBase: string | null;
  readonly budgetBaseMinor: string | null;
  readonly total: string | null;
  readonly grade: string | null;
}

/** Subjects of these kinds in the organization's order, with their latest published result. */
export async function moneyUnits(sql: Query, cycleId: string, kinds: readonly string[]): Promise<readonly MoneyUnit[]> {
  return sql<MoneyUnit[]>`
    SELECT u.id, u.payroll_base AS "payrollBase", u.budget_base_minor AS "budgetBaseMinor", r.total,
           coalesce(r.calibrated_grade, r.grade) AS grade
      FROM reviews v JOIN units u ON u.id = v.unit_id
      LEFT JOIN LATERAL (SELECT * FROM results r WHERE r.cycle_id = v.cycle_id AND r.unit_id = v.unit_id
                          AND r.published_at IS NOT NULL ORDER BY version DESC LIMIT 1) r ON true
     WHERE v.cycle_id = ${cycleId} AND u.kind = ANY (${kinds as string[]}) ORDER BY u.position, u.id`;
}

export async function saveProposal(
  sql: Query,
  cycleId: string,
  proposal: Omit<Proposal, 'postedAt'>,
  at: number,
): Promise<boolean> {
  const rows = await sql`
    INSERT INTO proposals (cycle_id, kind, attempt, document, answer, digest, proposed_at)
    VALUES (${cycleId}, ${proposal.kind}, ${proposal.attempt}, ${json(sql, proposal.document)}, ${json(sql, proposal.answer)},
            ${proposal.digest}, ${at})
    ON CONFLICT DO NOTHING RETURNING kind`;
  return rows.length > 0;
}

/** All proposals of a cycle, newest attempt first. */
export async function listProposals(sql: Query, cycleId: string): Promise<readonly Proposal[]> {
  return sql<Proposal[]>`
    SELECT kind, attempt, document, answer, digest, posted_at AS "postedAt" FROM proposals
     WHERE cycle_id = ${cycleId} ORDER BY kind, attempt DESC`;
}

export async function lockProposal(sql: Query, cycleId: string, kind: MoneyKind): Promise<Proposal | undefined> {
  const [row] = await sql<Proposal[]>`
    SELECT kind, attempt, document, answer, digest, posted_at AS "postedAt" FROM proposals
     WHERE cycle_id = ${cycleId} AND kind = ${kind} ORDER BY attempt DESC LIMIT 1 FOR UPDATE`;
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
  readonly lines: readonly { readonly unit: string; readonly amountMinor: string; readonly approvedBy: string }[];
}

/**
 * Reverses whatever stands of this kind by opposite entries and posts anew, in
 * the caller's transaction. A key that was posted is not posted again.
 */
export async function post(sql: Query, posting: Posting): Promise<void> {
  const { cycleId, book, kind, attempt, currency, at } = posting;
  await sql`
    INSERT INTO ledger (effect_key, book, cycle_id, kind, unit_id, attempt, amount_minor, currency, reverses, approved_by, posted_at)
    SELECT l.effect_key || '/reversed', ${book}, ${cycleId}, ${kind}, l.unit_id, l.attempt, -l.amount_minor, l.currency, l.id,
           l.approved_by, ${at}
      FROM ledger l WHERE l.cycle_id = ${cycleId} AND l.kind = ${kind} AND l.attempt < ${attempt} AND l.reverses IS NULL
       AND NOT EXISTS (SELECT FROM ledger r WHERE r.reverses = l.id) ORDER BY l.id
    ON CONFLICT (effect_key) DO NOTHING`;
  await sql`
    INSERT INTO ledger (effect_key, book, cycle_id, kind, unit_id, attempt, amount_minor, currency, approved_by, posted_at)
    SELECT ${`${cycleId}/${kind}/${attempt}/`} || l.unit, ${book}, ${cycleId}, ${kind}, l.unit, ${attempt}, l."amountMinor"::bigint,
           ${currency}, l."approvedBy", ${at}
      FROM jsonb_to_recordset(${json(sql, posting.lines)}::jsonb) AS l (unit text, "amountMinor" text, "approvedBy" text)
    ON CONFLICT (effect_key) DO NOTHING`;
  await sql`UPDATE proposals SET posted_at = ${at} WHERE cycle_id = ${cycleId} AND kind = ${kind} AND attempt = ${attempt} AND posted_at IS NULL`;
}

/** Who approved the two steps of a kind: everybody's lines, and the own ones. */
export async function approvers(
  sql: Query,
  cycleId: string,
  kind: MoneyKind,
): Promise<{ readonly lines: string | null; readonly own: string | null }> {
  const rows = await sql<{ kind: string; by: string | null }[]>`
    SELECT kind, decided_by AS by FROM steps
     WHERE review_id = ${cycleId} AND kind IN (${kind}, ${`${kind}-own`}) AND state = 'done' AND outcome = 'approved'`;
  const of = (wanted: string): string | null => rows.find((row) => row.kind === wanted)?.by ?? null;
  return { lines: of(kind), own: of(`${kind}-own`) };
}
