import { computeMoney, type MoneyKind, unfitUnits } from '../domain/cycle/index.js';
import type { Query, Sql } from '../db/connect.js';
import { type CycleRow, loadCycle } from '../db/cycles.js';
import { isJournaled } from '../db/journal.js';
import {
  approvals,
  lockProposal,
  type MoneyApproval,
  moneyUnits,
  post,
  type PostedLine,
  type Proposal,
  saveProposal,
} from '../db/money.js';
import { ownLineUnits } from '../db/own-lines.js';
import { documentDigest } from '../documents/digest.js';
import { tell } from './cycle.js';
import { tellHr } from './hr-notices.js';

interface MoneyInput {
  readonly cycleId: string;
  readonly kind: MoneyKind;
}

export interface Proposed {
  /** null: nothing to propose, or nothing new. */
  readonly attempt: number | null;
  /** Units the rules have no answer for; while there is one, nothing is proposed. */
  readonly unfit: readonly string[];
}

export interface Posted {
  readonly posted: boolean;
  readonly why: 'POSTED' | 'ALREADY_POSTED' | 'NO_PROPOSAL' | 'NOT_APPROVED' | 'OTHER_PROPOSAL_APPROVED';
}

/** Bonus and budget: computed from rules and published results, approved by people, posted once. */
export function createMoneyActivities({ sql }: { readonly sql: Sql }) {
  /** A new attempt only where the computation differs from the last one's. */
  const proposeMoney = ({ cycleId, kind }: MoneyInput): Promise<Proposed> =>
    sql.begin((tx) => proposeIn(tx, cycleId, kind));

  /** Only what both steps approved, and exactly that; what an earlier attempt posted is reversed in the same transaction. */
  async function postMoney({ cycleId, kind }: MoneyInput): Promise<Posted> {
    return sql.begin(async (tx) => {
      const cycle = await cycleOf(tx, cycleId);
      const rules = cycle.template[kind];
      const proposal = await lockProposal(tx, cycleId, kind);
      if (rules === undefined) return { posted: false, why: 'NO_PROPOSAL' };
      if (proposal === undefined) return notPosted(tx, cycle, kind, 'NO_PROPOSAL');
      if (proposal.postedAt !== null) return { posted: false, why: 'ALREADY_POSTED' };
      const approved = await approvals(tx, cycleId, kind);
      const everybody = approved.find((step) => step.kind === kind);
      if (everybody === undefined || approved.some((step) => step.by === null))
        return notPosted(tx, cycle, kind, 'NOT_APPROVED');
      if (approved.some((step) => step.proposalDigest !== proposal.digest))
        return notPosted(tx, cycle, kind, 'OTHER_PROPOSAL_APPROVED');
      const lines = approvedLines(proposal, approved, await ownLineUnits(tx, rules, cycle.subjects));
      if (lines === null) return notPosted(tx, cycle, kind, 'NOT_APPROVED');
      const sumMinor = checkedSum(cycleId, proposal);
      const reserveMinor = reserveOf(proposal);
      const { book, currency, clock } = cycle;
      const { attempt, digest } = proposal;
      const reversed = await post(tx, { cycleId, book, kind, attempt, currency, at: clock.now, lines });
      const sums = { sumMinor: sumMinor.toString(), ...(reserveMinor !== '0' && { reserveMinor }) };
      await tell(tx, cycleId, 'posted', { kind, attempt, ...sums, digest, reversed });
      return { posted: true, why: 'POSTED' };
    });
  }

  return { proposeMoney, postMoney };
}

/** By the rules in force and the published results, in the caller's transaction. */
export async function proposeIn(tx: Query, cycleId: string, kind: MoneyKind): Promise<Proposed> {
  await lockProposal(tx, cycleId, kind);
  // Read under the lock: rules that came into force meanwhile count.
  const cycle = await cycleOf(tx, cycleId);
  const rules = cycle.template[kind];
  if (rules === undefined) return { attempt: null, unfit: [] };
  const units = await moneyUnits(tx, cycleId, rules.kinds);
  const unfit = unfitUnits(kind, cycle, units);
  // No data is a state, never zero: what one unit lacks would go to the others.
  if (unfit.length > 0 || units.length === 0) {
    await tellOnce(tx, cycle, kind, 'NOT_PROPOSED', { kind, unfit });
    return { attempt: null, unfit };
  }
  const computed = computeMoney(kind, cycle, units);
  const digest = documentDigest(computed);
  const attempt = await saveProposal(tx, cycleId, { kind, ...computed, digest }, cycle.clock.now);
  if (attempt !== null) await tell(tx, cycleId, 'proposed', { kind, attempt, digest });
  return { attempt, unfit };
}

async function notPosted(tx: Query, cycle: CycleRow, kind: MoneyKind, why: Posted['why']): Promise<Posted> {
  await tellOnce(tx, cycle, kind, 'NOT_POSTED', { kind, why });
  return { posted: false, why };
}

/** What people wait for and will not come is journaled and told to HR, once for the same reason. */
async function tellOnce(
  tx: Query,
  cycle: CycleRow,
  kind: MoneyKind,
  code: 'NOT_PROPOSED' | 'NOT_POSTED',
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  const act = code === 'NOT_PROPOSED' ? 'not-proposed' : 'not-posted';
  if (await isJournaled(tx, cycle.id, act, data)) return;
  await tell(tx, cycle.id, act, data);
  const key = `${code}/${documentDigest(data)}`;
  await tellHr(tx, cycle.id, [{ key, stepId: kind, code, data }], cycle.clock.now);
}

async function cycleOf(tx: Query, cycleId: string): Promise<CycleRow> {
  const cycle = await loadCycle(tx, cycleId);
  if (cycle === undefined) throw new Error(`no cycle ${cycleId}`);
  return cycle;
}

/**
 * Each line, in the document's order, with who approved it: finance's own by the
 * decider of the own step, the pool's reserve by that of the others. Null where nobody did.
 */
function approvedLines(
  proposal: Proposal,
  approved: readonly MoneyApproval[],
  own: readonly string[],
): readonly PostedLine[] | null {
  const by = (kind: MoneyApproval['kind']): string | null => approved.find((step) => step.kind === kind)?.by ?? null;
  const { kind, document, answer } = proposal;
  const units = ('shares' in document ? document.shares : document.units).map(({ id: unit }) => {
    const approvedBy = by(own.includes(unit) ? `${kind}-own` : kind);
    return { kind, unit, amountMinor: answer.lines[unit], approvedBy };
  });
  const reserve = { kind: 'reserve', unit: null, amountMinor: reserveOf(proposal), approvedBy: by(kind) } as const;
  const lines = [...units, ...(reserve.amountMinor === '0' ? [] : [reserve])].map(
    ({ amountMinor, approvedBy, ...line }): PostedLine | null =>
      approvedBy === null || amountMinor === undefined ? null : { ...line, amountMinor, approvedBy },
  );
  const complete = lines.filter((line) => line !== null);
  return complete.length === lines.length ? complete : null;
}

/** What a pool keeps back; nothing in a budget. */
const reserveOf = ({ answer }: Proposal): string => ('reserveMinor' in answer ? answer.reserveMinor : '0');

/** @throws where the stored proposal is not the one its digest names, or its lines do not add up. */
function checkedSum(cycleId: string, { kind, attempt, document, answer, digest }: Proposal): bigint {
  if (documentDigest({ document, answer }) !== digest) {
    throw new Error(`${kind} of ${cycleId}, attempt ${attempt}: the proposal was changed after it was made`);
  }
  const undistributed = answer.findings.some((finding) => finding.code === 'POOL_UNDISTRIBUTED');
  const total = 'poolMinor' in answer ? (undistributed ? '0' : answer.poolMinor) : answer.totalMinor;
  const sum = Object.values(answer.lines).reduce((all, line) => all + BigInt(line), 0n);
  if (sum !== BigInt(total)) throw new Error(`${kind} of ${cycleId}: the lines sum to ${sum}, not ${total}`);
  return sum;
}
