import { type MoneyKind } from '../../../domain/cycle/index.js';
import { roundInteger, sum } from '../../../domain/numbers.js';
import { type BudgetDocument, rawBudgets } from '../../../domain/rules/index.js';
import type { Query } from '../../../db/connect.js';
import type { CycleRow } from '../../../db/cycles.js';
import { standingAt } from '../../../db/ledger.js';
import { lastPosted, type Proposal } from '../../../db/money.js';
import { ownDeciderRule, ownLineUnits } from '../../../db/own-lines.js';
import { personNames, unitNames } from '../../../db/page-names.js';
import { resolvePersons } from '../../../db/people.js';
import { releaseStanding } from '../../../db/release.js';
import { loadLedger } from '../../ledger.js';
import { type Named, type ShownProposal, type ShownRelease, unnamed } from './form-facts.js';

/** A proposal with what each line was computed from, in the document's order. */
export async function shownProposal(sql: Query, cycle: CycleRow, proposal: Proposal): Promise<ShownProposal> {
  const { kind, document, answer, attempt, digest, postedAt, correction } = proposal;
  const ids = 'shares' in document ? document.shares.map((share) => share.id) : document.units.map((unit) => unit.id);
  const names = await unitNames(sql, ids);
  const rules = cycle.template[kind];
  const own = rules === undefined ? [] : await ownLineUnits(sql, rules, cycle.subjects);
  const basis = new Map<
    string,
    { base: string | null; baseMinor: string | null; coefficient: string | null; score: string | null }
  >(
    'shares' in document
      ? document.shares.map((it) => [
          it.id,
          { base: it.base ?? null, baseMinor: null, coefficient: it.coefficient, score: null },
        ])
      : document.units.map((it) => [
          it.id,
          { base: null, baseMinor: it.baseMinor, coefficient: null, score: it.score },
        ]),
  );
  return {
    kind,
    attempt,
    digest,
    currency: document.currency,
    totalMinor: 'poolMinor' in answer ? answer.poolMinor : answer.totalMinor,
    reserveMinor: 'reserveMinor' in answer ? answer.reserveMinor : '0',
    posted: postedAt !== null,
    before: await standingBefore(sql, cycle.id, proposal),
    correction,
    findings: answer.findings,
    rawMinor: 'envelopeMinor' in document ? rawSum(document) : null,
    ownDecidedBy: own.length === 0 ? [] : await ownDeciders(sql, cycle.id, kind),
    lines: ids.map((unitId) => ({
      unitId,
      unit: names.get(unitId) ?? unnamed(unitId),
      amountMinor: answer.lines[unitId] ?? '0',
      own: own.includes(unitId),
      ...(basis.get(unitId) ?? { base: null, baseMinor: null, coefficient: null, score: null }),
    })),
  };
}

/** What stood on the books when this attempt was made; of a posted one, before it was posted. */
async function standingBefore(sql: Query, cycleId: string, proposal: Proposal): Promise<ShownProposal['before']> {
  const { kind, attempt } = proposal;
  const posted = await lastPosted(sql, cycleId, kind, attempt);
  return posted === undefined
    ? null
    : { attempt: posted.attempt, balances: await standingAt(sql, cycleId, kind, posted.attempt) };
}

const rawSum = (document: BudgetDocument): string => roundInteger(sum(rawBudgets(document))).toString();

async function ownDeciders(sql: Query, cycleId: string, kind: MoneyKind): Promise<readonly Named[]> {
  const rule = await ownDeciderRule(sql, cycleId, kind);
  if (rule === null) return [];
  const ask = { key: 'own', rule, unitId: null, raterUnitId: null };
  const ids = (await resolvePersons(sql, [ask])).get('own') ?? [];
  const names = await personNames(sql, ids);
  return ids.map((id) => names.get(id) ?? unnamed(id));
}

/** What a release lets go, and what is still in its way. */
export async function shownRelease(sql: Query, cycle: CycleRow): Promise<ShownRelease> {
  const { windows, lastWindow, unposted, recalculating } = await releaseStanding(sql, cycle.id);
  const names = await unitNames(
    sql,
    windows.map((window) => window.unitId),
  );
  const kinds = ['bonus', 'budget'] as const;
  const books = await Promise.all(kinds.map((kind) => loadLedger(sql, cycle, kind, null)));
  return {
    currency: cycle.currency,
    posted: books.flatMap(({ table: { kind, postings } }) => {
      const last = postings.at(-1);
      if (last === undefined) return [];
      const { linesMinor, reserveMinor, standsMinor } = last;
      return [{ kind, linesMinor, reserveMinor, standsMinor }];
    }),
    windows: windows.map((window) => ({ ...window, unit: names.get(window.unitId) ?? unnamed(window.unitId) })),
    lastWindow,
    unposted,
    recalculating,
  };
}
