import type { MoneyKind } from './money.js';

/** An entry of the books, as far as the table goes by it. Amounts are signed minor units. */
export interface BookedEntry {
  readonly ofKind: MoneyKind;
  /** null: the reserve. */
  readonly unitId: string | null;
  readonly attempt: number;
  /** The attempt whose posting wrote it. */
  readonly postedWith: number;
  readonly amountMinor: string;
  readonly reverses: string | null;
  readonly approvedBy: string;
  readonly postedAt: number;
}

/** What one attempt put on the books for a unit, and what took it off again. */
export interface LedgerCell {
  readonly postedMinor: string | null;
  readonly reversedMinor: string | null;
}

export interface LedgerRow {
  readonly unitId: string | null;
  /** One for each posting, in its order. */
  readonly cells: readonly LedgerCell[];
  readonly standsMinor: string;
}

export interface LedgerPosting {
  readonly attempt: number;
  readonly postedAt: number;
  readonly approvedBy: readonly string[];
  /** Of the units' lines, and of the reserve, as this posting wrote them. */
  readonly cell: LedgerCell;
  readonly reserve: LedgerCell;
  /** What stands after it: the units' lines, the reserve, both. */
  readonly linesMinor: string;
  readonly reserveMinor: string;
  readonly standsMinor: string;
}

export interface LedgerTable {
  readonly kind: MoneyKind;
  readonly postings: readonly LedgerPosting[];
  /** Units in the given order; the reserve, where there is one, last. */
  readonly rows: readonly LedgerRow[];
}

/** Posting, reversal and new posting beside each other, unit by unit, with what stands after each. */
export function ledgerTable(kind: MoneyKind, all: readonly BookedEntry[], order: readonly string[]): LedgerTable {
  const entries = all.filter((entry) => entry.ofKind === kind);
  const attempts = [...new Set(entries.map((entry) => entry.postedWith))].sort((a, b) => a - b);
  const place = new Map(order.map((unit, index) => [unit, index]));
  const at = (unit: string | null): number => (unit === null ? Infinity : (place.get(unit) ?? order.length));
  const units = [...new Set(entries.map((entry) => entry.unitId))].sort((a, b) => at(a) - at(b));
  return {
    kind,
    postings: attempts.map((attempt) => postingOf(attempt, entries)),
    rows: units.map((unitId) => {
      const own = entries.filter((entry) => entry.unitId === unitId);
      return { unitId, cells: attempts.map((attempt) => cellOf(attempt, own)), standsMinor: sumOfEntries(own) };
    }),
  };
}

function postingOf(attempt: number, entries: readonly BookedEntry[]): LedgerPosting {
  const written = entries.filter((entry) => entry.postedWith === attempt);
  const until = entries.filter((entry) => entry.postedWith <= attempt);
  const reserve = (entry: BookedEntry): boolean => entry.unitId === null;
  const lines = (entry: BookedEntry): boolean => entry.unitId !== null;
  return {
    attempt,
    postedAt: written[0]?.postedAt ?? 0,
    approvedBy: [...new Set(written.filter((entry) => entry.reverses === null).map((entry) => entry.approvedBy))],
    cell: cellOf(attempt, entries.filter(lines)),
    reserve: cellOf(attempt, entries.filter(reserve)),
    linesMinor: sumOfEntries(until.filter(lines)),
    reserveMinor: sumOfEntries(until.filter(reserve)),
    standsMinor: sumOfEntries(until),
  };
}

function cellOf(attempt: number, entries: readonly BookedEntry[]): LedgerCell {
  const own = entries.filter((entry) => entry.attempt === attempt);
  const part = (some: readonly BookedEntry[]): string | null => (some.length === 0 ? null : sumOfEntries(some));
  return {
    postedMinor: part(own.filter((entry) => entry.reverses === null)),
    reversedMinor: part(own.filter((entry) => entry.reverses !== null)),
  };
}

const sumOfEntries = (entries: readonly BookedEntry[]): string =>
  entries.reduce((sum, entry) => sum + BigInt(entry.amountMinor), 0n).toString();
