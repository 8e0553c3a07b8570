import { causesOf, computeMoney, correctionOf, isEmpty, type MoneyKind, unfitUnits } from '../domain/cycle/index.js';
import type { ComputedMoney, Correction } from '../domain/cycle/index.js';
import type { Query, Sql } from '../db/connect.js';
import { type CycleRow, loadCycle } from '../db/cycles.js';
import { isJournaled } from '../db/journal.js';
import { balances, post } from '../db/ledger.js';
import { approvals, lastPosted, lockProposal, moneyUnits, type Proposal, saveProposal } from '../db/money.js';
import { ownLineUnits } from '../db/own-lines.js';
import { readClock } from '../db/record.js';
import { isReleased } from '../db/release.js';
import { documentDigest, proposalDigest } from '../documents/digest.js';
import { tellMoved } from './amount-notices.js';
import { tell } from './cycle.js';
import { readCycleFacts } from './cycle-facts.js';
import { tellHr } from './hr-notices.js';
import { approvedLines, checkedSums } from './posted-lines.js';
import { reopenMoney } from './reopen-money.js';

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
  /** `RELEASED`: it would have reversed what was released meanwhile; the correction in its place is proposed. */
  readonly why: 'POSTED' | 'ALREADY_POSTED' | 'NO_PROPOSAL' | 'NOT_APPROVED' | 'OTHER_PROPOSAL_APPROVED' | 'RELEASED';
}

/** Bonus and budget: computed from rules and published results, approved by people, posted once. */
export function createMoneyActivities({ sql }: { readonly sql: Sql }) {
  /** A new attempt only where the computation differs from the last one's. */
  const proposeMoney = ({ cycleId, kind }: MoneyInput): Promise<Proposed> =>
    sql.begin(async (tx) => {
      const proposed = await proposeIn(tx, cycleId, kind);
      // A phase that is entered anew may propose something else: what was approved before is asked once more.
      if (proposed.attempt !== null) await reopenFor(tx, cycleId, kind);
      return proposed;
    });

  /** Only what both steps approved, and exactly that; what an earlier attempt posted is reversed in the same transaction. */
  async function postMoney({ cycleId, kind }: MoneyInput): Promise<Posted> {
    return sql.begin(async (tx) => {
      const cycle = await cycleOf(tx, cycleId);
      const rules = cycle.template[kind];
      const proposal = await lockProposal(tx, cycleId, kind);
      if (rules === undefined) return { posted: false, why: 'NO_PROPOSAL' };
      if (proposal === undefined) return notPosted(tx, cycle, kind, 'NO_PROPOSAL');
      if (proposal.postedAt !== null) return { posted: false, why: 'ALREADY_POSTED' };
      const before = await lastPosted(tx, cycleId, kind);
      if (before !== undefined && proposal.correction === null && (await isReleased(tx, cycleId))) {
        const { attempt } = await proposeIn(tx, cycleId, kind);
        if (attempt !== null) await reopenFor(tx, cycleId, kind);
        return { posted: false, why: 'RELEASED' };
      }
      const approved = await approvals(tx, cycleId, kind);
      const everybody = approved.find((step) => step.kind === kind);
      if (everybody === undefined || approved.some((step) => step.by === null))
        return notPosted(tx, cycle, kind, 'NOT_APPROVED');
      if (approved.some((step) => step.proposalDigest !== proposal.digest))
        return notPosted(tx, cycle, kind, 'OTHER_PROPOSAL_APPROVED');
      const lines = approvedLines(proposal, approved, await ownLineUnits(tx, rules, cycle.subjects));
      if (lines === null) return notPosted(tx, cycle, kind, 'NOT_APPROVED');
      await postLines(tx, cycle, proposal, lines, before);
      return { posted: true, why: 'POSTED' };
    });
  }

  return { proposeMoney, postMoney };
}

/** Who decided about an earlier attempt is asked about the newest. */
async function reopenFor(tx: Query, cycleId: string, kind: MoneyKind): Promise<void> {
  const facts = await readCycleFacts(tx, cycleId);
  const { now } = await readClock(tx, cycleId);
  if (facts !== undefined) await reopenMoney(tx, facts, [kind], now);
}

/** By the rules in force and the published results, in the caller's transaction. */
export async function proposeIn(tx: Query, cycleId: string, kind: MoneyKind): Promise<Proposed> {
  const newest = await lockProposal(tx, cycleId, kind);
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
  const correction = await correctionIn(tx, cycleId, kind, computed);
  // Nothing to correct; what waits to be posted, though, is to be replaced.
  if (correction !== null && isEmpty(correction) && newest?.postedAt !== null) return { attempt: null, unfit };
  const proposed = { ...computed, correction };
  const digest = proposalDigest(proposed);
  const attempt = await saveProposal(tx, cycleId, { kind, ...proposed, digest }, cycle.clock.now);
  if (attempt !== null) await tell(tx, cycleId, 'proposed', { kind, attempt, digest });
  return { attempt, unfit };
}

/** After the release: against what stands posted; before it, or where nothing was posted, the whole is split. */
async function correctionIn(
  tx: Query,
  cycleId: string,
  kind: MoneyKind,
  computed: ComputedMoney,
): Promise<Correction | null> {
  const posted = await lastPosted(tx, cycleId, kind);
  if (posted === undefined || !(await isReleased(tx, cycleId))) return null;
  const { attempt, document } = posted;
  return correctionOf({ attempt, document, balances: await balances(tx, cycleId, kind) }, computed);
}

async function postLines(
  tx: Query,
  cycle: CycleRow,
  proposal: Proposal,
  lines: NonNullable<ReturnType<typeof approvedLines>>,
  earlier: Proposal | undefined,
): Promise<void> {
  const { book, currency, clock, id: cycleId } = cycle;
  const { kind, attempt, digest, document } = proposal;
  const { sumMinor, reserveMinor } = checkedSums(cycleId, proposal);
  const before = await balances(tx, cycleId, kind);
  const reversesEarlier = proposal.correction === null;
  const reversed = await post(tx, { cycleId, book, kind, attempt, currency, at: clock.now, reversesEarlier, lines });
  const reserve = reserveMinor === '0' ? {} : { reserveMinor };
  await tell(tx, cycleId, 'posted', { kind, attempt, sumMinor, ...reserve, digest, reversed });
  if (earlier === undefined) return;
  const after = await balances(tx, cycleId, kind);
  const causes = causesOf(earlier.document, document);
  await tellMoved(tx, { cycleId, kind, attempt, currency, at: clock.now, before, after, causes });
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
