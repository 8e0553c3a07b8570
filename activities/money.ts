import { allocate, budget, type BudgetDocument, type PoolDocument } from '../domain/rules/index.js';
import type { Sql } from '../db/connect.js';
import { type CycleRow, loadCycle } from '../db/cycles.js';
import {
  approvers,
  lockProposal,
  type MoneyKind,
  type MoneyUnit,
  moneyUnits,
  post,
  saveProposal,
} from '../db/money.js';
import { documentDigest } from '../documents/digest.js';
import { tell } from './cycle.js';

interface MoneyInput {
  readonly cycleId: string;
  readonly kind: MoneyKind;
}

/** Bonus and budget: computed from rules and published results, approved by people, posted once. */
export function createMoneyActivities({ sql }: { readonly sql: Sql }) {
  async function proposeMoney({ cycleId, kind }: MoneyInput): Promise<void> {
    await sql.begin(async (tx) => {
      const cycle = await loadCycle(tx, cycleId);
      if (cycle === undefined) throw new Error(`no cycle ${cycleId}`);
      const rules = cycle.template[kind];
      if (rules === undefined) return;
      const units = await moneyUnits(tx, cycleId, rules.kinds);
      const computed = kind === 'bonus' ? bonusOf(cycle, units) : budgetOf(cycle, units);
      if (computed === null) return;
      const digest = documentDigest(computed);
      const proposal = { kind, attempt: 1, ...computed, digest };
      if (await saveProposal(tx, cycleId, proposal, cycle.clock.now))
        await tell(tx, cycleId, 'proposed', { kind, digest });
    });
  }

  /** Only what both steps approved; the sums are checked once more before anything is written. */
  async function postMoney({ cycleId, kind }: MoneyInput): Promise<{ readonly posted: boolean }> {
    return sql.begin(async (tx) => {
      const cycle = await loadCycle(tx, cycleId);
      if (cycle === undefined) throw new Error(`no cycle ${cycleId}`);
      const proposal = await lockProposal(tx, cycleId, kind);
      const by = await approvers(tx, cycleId, kind);
      if (proposal === undefined || proposal.postedAt !== null || by.lines === null) return { posted: false };
      const ownUnit = cycle.template[kind]?.ownUnit;
      const lines = Object.entries(proposal.answer.lines).map(([unit, amountMinor]) => {
        const approvedBy = unit === ownUnit ? by.own : by.lines;
        return approvedBy === null ? null : { unit, amountMinor, approvedBy };
      });
      const approved = lines.filter((line) => line !== null);
      if (approved.length < lines.length) return { posted: false };
      const total = 'poolMinor' in proposal.answer ? proposal.answer.poolMinor : proposal.answer.totalMinor;
      const sum = approved.reduce((all, line) => all + BigInt(line.amountMinor), 0n);
      if (sum !== BigInt(total) && sum !== 0n) throw new Error(`${kind} of ${cycleId}: ${sum} is not ${total}`);
      const { book, currency, clock } = cycle;
      await post(tx, { cycleId, book, kind, attempt: proposal.attempt, currency, at: clock.now, lines: approved });
      await tell(tx, cycleId, 'posted', {
        kind,
        attempt: proposal.attempt,
        sumMinor: sum.toString(),
        digest: proposal.digest,
      });
      return { posted: true };
    });
  }

  return { proposeMoney, postMoney };
}

/** Units without a grade get nothing from the pool: no data is no claim. */
function bonusOf(cycle: CycleRow, units: readonly MoneyUnit[]) {
  const rules = cycle.template.bonus;
  if (rules === undefined) return null;
  const document: PoolDocument = {
    format: 'perfcycle/pool@1',
    currency: cycle.currency,
    pool: { amountMinor: rules.poolMinor },
    shares: units.map((unit) => ({
      id: unit.id,
      coefficient: unit.grade === null ? '0' : (rules.coefficients[unit.grade] ?? '0'),
      base: unit.payrollBase ?? '0',
    })),
  };
  return { document, answer: allocate(document) };
}

/** A unit without a score, or without a base, is no part of the document (budget@1 refuses it). */
function budgetOf(cycle: CycleRow, units: readonly MoneyUnit[]) {
  const rules = cycle.template.budget;
  if (rules === undefined) return null;
  const scored = units.flatMap((unit) =>
    unit.total === null || unit.budgetBaseMinor === null
      ? []
      : [{ id: unit.id, baseMinor: unit.budgetBaseMinor, score: unit.total }],
  );
  if (scored.length === 0) return null;
  const document: BudgetDocument = {
    format: 'perfcycle/budget@1',
    currency: cycle.currency,
    units: scored,
    curve: rules.curve,
    ...(rules.envelopeMinor !== undefined && { envelopeMinor: rules.envelopeMinor }),
    ...(rules.floorPercent !== undefined && { floorPercent: rules.floorPercent }),
    ...(rules.ceilingPercent !== undefined && { ceilingPercent: rules.ceilingPercent }),
  };
  return { document, answer: budget(document) };
}
