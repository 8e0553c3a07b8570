import { decisionsOf, isAnswer, outcomeOf, stepKinds } from '../process/index.js';
import { type Reading, readings } from './attempt-lists.js';
import { countCell, isSo, type ListAtHand, makeList, tableOf, toList } from './list.js';
import type { Cell, Filter, Report } from './model.js';
import { cell, count, named, nameOf, type Names, percentOf, text, word } from './values.js';
import { type RankedWaits, summaryOfRanked } from './waits.js';

/** What somebody decided, in numbers. */
export interface DeciderRow {
  readonly id: string;
  readonly decisions: number;
  /** Decisions about the work of others; the rest are answers of those concerned. */
  readonly judged: number;
  /** Those of all decisions that were a "no". */
  readonly returned: number;
  /** A "no" about the work of others. */
  readonly judgedNo: number;
  /** Approved, by how it was read before. */
  readonly readings: Readonly<Record<Reading, number>>;
  readonly wait: RankedWaits | null;
}

/** Nobody reads what was submitted in less; by the clock on the wall, because people read in it. */
export const hastyMs = 10_000;
/** From so many decisions about the work of others on it says something that none was a "no". */
export const enoughDecisions = 5;

/** What a "no" is called, as `kind outcome`, and the kinds that are decisions about the work of others. */
const decided = stepKinds.flatMap((kind) => {
  const both = decisionsOf(kind);
  return both === null ? [] : [{ kind, yes: both[0], no: both[1] }];
});
export const outcomesOfNo: readonly string[] = decided.map(({ kind, no }) => `${kind} ${outcomeOf(no)}`);
export const judgedKinds: readonly string[] = decided.filter(({ yes }) => !isAnswer(yes)).map(({ kind }) => kind);
/** Approvals that can be read or not; acknowledging and agreeing are none. */
export const approvingOutcomes: readonly string[] = [
  ...new Set(decided.filter(({ yes }) => !isAnswer(yes)).map(({ yes }) => outcomeOf(yes))),
];

/** Who has decided often about others, and never said no. */
export const neverReturned = ({ judged, judgedNo }: DeciderRow): boolean => judged >= enoughDecisions && judgedNo === 0;

/** Approvals that cost nobody a thought: unread, within seconds, by deciders who never return anything. */
export function approvalsReport(
  rows: readonly DeciderRow[],
  persons: Names,
): Omit<Report, 'lists'> & { readonly lists: readonly [ListAtHand] } {
  const deciders = decidersList(rows, persons);
  const sum = (of: (row: DeciderRow) => number): number => rows.reduce((all, row) => all + of(row), 0);
  const read = (reading: Reading): number => sum((row) => row.readings[reading]);
  const approved = readings.reduce((all, reading) => all + read(reading), 0);
  return {
    kind: 'approvals',
    figures: [
      { id: 'decisions', ...counted(sum((row) => row.decisions)) },
      { id: 'approved', ...counted(approved, { approved: 'yes' }) },
      {
        id: 'returned',
        ...counted(
          sum((row) => row.returned),
          { returned: 'yes' },
        ),
      },
      { id: 'unread', ...counted(read('unread'), { reading: 'unread' }) },
      { id: 'unreadShare', ...cell(percentOf(read('unread'), approved - read('unknown')), to({ reading: 'unread' })) },
      { id: 'hasty', ...counted(read('hasty'), { reading: 'hasty' }) },
      { id: 'neverReturned', ...countCell(deciders, { neverReturned: 'yes' }) },
    ],
    tables: [
      {
        id: 'readings',
        columns: [
          { id: 'reading', type: 'text' },
          { id: 'decisions', type: 'number' },
          { id: 'share', type: 'number' },
        ],
        rows: readings.map((reading) => [
          cell(word(reading)),
          counted(read(reading), { reading }),
          cell(percentOf(read(reading), approved), to({ reading })),
        ]),
      },
      tableOf(deciders, 20),
    ],
    charts: [
      {
        kind: 'bars',
        id: 'readings',
        unit: 'count',
        series: ['decisions'],
        bars: readings.map((reading) => ({ label: word(reading), values: [String(read(reading))] })),
      },
    ],
    lists: [deciders],
  };
}

const to = (filter: Filter) => toList({ id: 'decisions' }, filter);
const counted = (of: number, filter: Filter = {}): Cell => cell(count(of), to(filter));

/** Those who decided most come first. */
function decidersList(rows: readonly DeciderRow[], persons: Names): ListAtHand {
  const of = ({ id }: DeciderRow, filter: Filter = {}) => to({ decider: id, ...filter });
  return makeList<DeciderRow>(
    {
      id: 'deciders',
      facets: { neverReturned: isSo(neverReturned) },
      columns: [
        { id: 'decider', type: 'text', cell: (row) => cell(named(nameOf(persons, row.id)), of(row)) },
        { id: 'decisions', type: 'number', cell: (row) => cell(count(row.decisions), of(row)) },
        { id: 'returned', type: 'number', cell: (row) => cell(count(row.returned), of(row, { returned: 'yes' })) },
        ...(['unread', 'hasty'] as const).map((reading) => ({
          id: reading,
          type: 'number' as const,
          cell: (row: DeciderRow) => cell(count(row.readings[reading]), of(row, { reading })),
        })),
        { id: 'decideMedian', type: 'wait', cell: (row) => cell(summaryOfRanked(row.wait).median, of(row)) },
        { id: 'neverReturned', type: 'text', cell: (row) => cell(neverReturned(row) ? word('yes') : text('')) },
      ],
    },
    rows.toSorted((a, b) => b.decisions - a.decisions || (a.id < b.id ? -1 : 1)),
  );
}
