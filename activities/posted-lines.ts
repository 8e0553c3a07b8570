import { reserveOf, sumOf } from '../domain/cycle/index.js';
import type { PostedLine } from '../db/ledger.js';
import type { MoneyApproval, Proposal } from '../db/money.js';
import { proposalDigest } from '../documents/digest.js';

/**
 * Each line, in the document's order, with who approved it: finance's own by the
 * decider of the own step, the reserve by that of the others. Null where nobody did.
 */
export function approvedLines(
  proposal: Proposal,
  approved: readonly MoneyApproval[],
  own: readonly string[],
): readonly PostedLine[] | null {
  const by = (kind: MoneyApproval['kind']): string | null => approved.find((step) => step.kind === kind)?.by ?? null;
  const { kind, document, answer, correction } = proposal;
  const amounts = correction?.lines ?? answer.lines;
  const units = ('shares' in document ? document.shares : document.units)
    .filter(({ id }) => correction === null || Object.hasOwn(correction.lines, id))
    .map(({ id: unit }) => {
      const approvedBy = by(own.includes(unit) ? `${kind}-own` : kind);
      return { kind, unit, amountMinor: amounts[unit], approvedBy };
    });
  const reserveMinor = correction?.reserveMinor ?? reserveOf(answer);
  const reserve = { kind: 'reserve', unit: null, amountMinor: reserveMinor, approvedBy: by(kind) } as const;
  const lines = [...units, ...(reserveMinor === '0' ? [] : [reserve])].map(
    ({ amountMinor, approvedBy, ...line }): PostedLine | null =>
      approvedBy === null || amountMinor === undefined ? null : { ...line, amountMinor, approvedBy },
  );
  const complete = lines.filter((line) => line !== null);
  return complete.length === lines.length ? complete : null;
}

/**
 * What the posting adds to the units' lines, and to the reserve.
 * @throws where the stored proposal is not the one its digest names, or its lines do not add up
 */
export function checkedSums(
  cycleId: string,
  proposal: Proposal,
): { readonly sumMinor: string; readonly reserveMinor: string } {
  const { kind, attempt, answer, correction, digest } = proposal;
  if (proposalDigest(proposal) !== digest) {
    throw new Error(`${kind} of ${cycleId}, attempt ${attempt}: the proposal was changed after it was made`);
  }
  const reserveMinor = correction?.reserveMinor ?? reserveOf(answer);
  const lines = Object.values(correction?.lines ?? answer.lines);
  const sum = lines.reduce((all, line) => all + BigInt(line), 0n);
  const wanted = correction === null ? BigInt(sumOf(answer)) : -BigInt(reserveMinor);
  if (sum !== wanted) throw new Error(`${kind} of ${cycleId}: the lines sum to ${sum}, not ${wanted}`);
  return { sumMinor: sum.toString(), reserveMinor };
}
