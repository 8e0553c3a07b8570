import {
  causesOf,
  ledgerTable,
  type LedgerTable,
  type MoneyCauses,
  type MoneyKind,
  reserveOf,
  sumOf,
} from '../domain/cycle/index.js';
import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { type DecisionBehind, decisionsBehind, listLedger } from '../db/ledger.js';
import { listProposals, type Proposal } from '../db/money.js';
import { today } from './in-line.js';
import { unitsInSight } from './rights.js';
import type { Person } from './session.js';

/** Whose lines somebody sees: all (null) for those who see everything and finance, else the own line of units. @throws Refused FORBIDDEN */
export const unitsOfLedger = (sql: Query, person: Person, cycle: CycleRow): Promise<readonly string[] | null> =>
  unitsInSight(sql, person, 'amount', today(cycle));

/** Why a posting is other than the one before. */
export interface PostingReason {
  readonly attempt: number;
  /** After the release: only single units, from or to the reserve. */
  readonly correction: boolean;
  readonly digest: string;
  /** null: the first. */
  readonly causes: MoneyCauses | null;
  /** Appeals granted and corrections approved since the posting before, that it rests on. */
  readonly decisions: readonly DecisionBehind[];
  /** Pool or budgets with what is kept back, as the split of the whole has it that stands after this posting. */
  readonly wholeMinor: string;
}

export interface ShownLedger {
  readonly table: LedgerTable;
  readonly reasons: readonly PostingReason[];
}

/** The books of one kind, posting by posting. Of some units only: without reasons and sums, which tell about others. */
export async function loadLedger(
  sql: Query,
  cycle: CycleRow,
  kind: MoneyKind,
  units: readonly string[] | null,
): Promise<ShownLedger> {
  const entries = await listLedger(sql, cycle.id, { units, after: null, limit: null });
  const posted = (await listProposals(sql, cycle.id))
    .filter((proposal) => proposal.kind === kind && proposal.postedAt !== null)
    .toReversed();
  const decisions = units === null ? await decisionsBehind(sql, cycle.id, kind) : [];
  return {
    table: ledgerTable(kind, entries, cycle.subjects),
    reasons: posted.map((proposal, index) => reasonOf(proposal, posted.slice(0, index), decisions)),
  };
}

function reasonOf(
  proposal: Proposal,
  earlier: readonly Proposal[],
  all: readonly (DecisionBehind & { readonly attempt: number })[],
): PostingReason {
  const { attempt, correction, digest, document } = proposal;
  const before = earlier.at(-1);
  const since = all.filter((each) => each.attempt > (before?.attempt ?? 0) && each.attempt <= attempt);
  const split = [...earlier, proposal].findLast((each) => each.correction === null);
  return {
    attempt,
    correction: correction !== null,
    digest,
    causes: before === undefined ? null : causesOf(before.document, document),
    decisions: before === undefined ? [] : since.map(({ attempt: _attempt, ...decision }) => decision),
    wholeMinor: split === undefined ? '0' : (BigInt(sumOf(split.answer)) + BigInt(reserveOf(split.answer))).toString(),
  };
}
