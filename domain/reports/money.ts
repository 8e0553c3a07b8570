import { unitCell, unitFacet } from './attempts.js';
import { isSo, type ListAtHand, makeList, toList } from './list.js';
import type { Figure, Filter, Name, ReportTable } from './model.js';
import { amount, cell, word } from './values.js';

/** What the ledger says of one unit, or of the reserve, of one kind. */
export interface MoneyRow {
  /** null: the reserve. */
  readonly unitId: string | null;
  readonly kind: 'bonus' | 'budget' | 'reserve';
  /** All entries that were posted, and all that were taken back (not above 0). */
  readonly postedMinor: string;
  readonly reversedMinor: string;
}

const kinds = ['bonus', 'budget', 'reserve'] as const;
const sum = (rows: readonly MoneyRow[], of: (row: MoneyRow) => string): bigint =>
  rows.reduce((all, row) => all + BigInt(of(row)), 0n);
const net = (row: MoneyRow): string => String(BigInt(row.postedMinor) + BigInt(row.reversedMinor));

/** None where there is no money to see. */
export function moneyLists(rows: readonly MoneyRow[], names: ReadonlyMap<string, Name>): readonly ListAtHand[] {
  if (rows.length === 0) return [];
  const list = makeList<MoneyRow>(
    {
      id: 'money',
      facets: {
        moneyKind: { of: (row) => row.kind, shown: (row) => word(row.kind) },
        unit: unitFacet(names),
        reversed: isSo((row) => BigInt(row.reversedMinor) !== 0n),
      },
      columns: [
        { id: 'unit', type: 'text', cell: (row) => unitCell(names, row.unitId) },
        { id: 'moneyKind', type: 'text', cell: (row) => cell(word(row.kind)) },
        { id: 'posted', type: 'amount', cell: (row) => cell(amount(row.postedMinor)) },
        { id: 'reversed', type: 'amount', cell: (row) => cell(amount(row.reversedMinor)) },
        { id: 'net', type: 'amount', cell: (row) => cell(amount(net(row))) },
      ],
    },
    rows,
  );
  return [list];
}

const among = (rows: readonly MoneyRow[], kind: MoneyRow['kind']): readonly MoneyRow[] =>
  rows.filter((row) => row.kind === kind);

export function moneyFigures(rows: readonly MoneyRow[], list: ListAtHand): readonly Figure[] {
  return kinds
    .filter((kind) => among(rows, kind).length > 0)
    .map((kind) => ({
      id: kind,
      value: amount(sum(among(rows, kind), net)),
      target: toList(list, { moneyKind: kind }),
    }));
}

export function moneyTable(rows: readonly MoneyRow[], list: ListAtHand): ReportTable {
  return {
    id: 'money',
    columns: [
      { id: 'moneyKind', type: 'text' },
      { id: 'posted', type: 'amount' },
      { id: 'reversed', type: 'amount' },
      { id: 'net', type: 'amount' },
    ],
    rows: kinds
      .filter((kind) => among(rows, kind).length > 0)
      .map((kind) => {
        const of = among(rows, kind);
        const filter: Filter = { moneyKind: kind };
        return [
          cell(word(kind)),
          cell(amount(sum(of, (row) => row.postedMinor)), toList(list, filter)),
          cell(amount(sum(of, (row) => row.reversedMinor)), toList(list, { ...filter, reversed: 'yes' })),
          cell(amount(sum(of, net)), toList(list, filter)),
        ];
      }),
  };
}
