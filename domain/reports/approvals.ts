import { grouped } from '../rules/grouped.js';
import {
  attemptCell,
  type AttemptContext,
  type AttemptRow,
  decideWait,
  isReturned,
  kindFacet,
  outcomeCell,
  outcomeFacet,
  personFacet,
  stepCell,
  unitCell,
  unitFacet,
} from './attempts.js';
import { countCell, counted, isSo, makeList, tableOf } from './list.js';
import type { Report, ReportList } from './model.js';
import { cell, named, nameOf, percentOf, text, word } from './values.js';
import { summaryOf, waitValue } from './waits.js';

/** An attempt that somebody decided, with whether they had looked at it; wall clock, because people read in it. */
export interface ApprovalRow extends AttemptRow {
  /** When the decider first opened the attempt that was submitted; null: never. */
  readonly lookedWall: number | null;
  readonly decidedWall: number | null;
  /** Looks were recorded when it was submitted. */
  readonly looksKept: boolean;
}

/** Nobody reads what was submitted in less. */
export const hastyMs = 10_000;
/** From so many decisions on it says something that none was a "no". */
export const enoughDecisions = 5;

export type Reading = 'unread' | 'hasty' | 'read' | 'unknown';

/** How an approved attempt was read; null: it was not approved. Answers of those concerned (acknowledging) are no approvals. */
export function readingOf(row: ApprovalRow): Reading | null {
  if (row.outcome !== 'approved' && row.outcome !== 'granted') return null;
  if (!row.looksKept) return 'unknown';
  if (row.lookedWall === null || row.decidedWall === null || row.lookedWall > row.decidedWall) return 'unread';
  return row.decidedWall - row.lookedWall < hastyMs ? 'hasty' : 'read';
}

/** Approvals that cost nobody a thought: unread, within seconds, by deciders who never return anything. */
export function approvalsReport(rows: readonly ApprovalRow[], context: AttemptContext): Report {
  const decided = rows.filter((row) => row.decided !== null && row.deciderId !== null);
  const byDecider = grouped(decided, (row) => row.deciderId ?? '');
  const never = new Set(
    [...byDecider].flatMap(([id, found]) => (found.length >= enoughDecisions && !found.some(isReturned) ? [id] : [])),
  );
  const list = decisionsList(decided, context, never);
  const deciders = decidersList(byDecider, context, never);
  const approved = list.count({ approved: 'yes' });
  const readings = ['unread', 'hasty', 'read', 'unknown'] as const;
  return {
    kind: 'approvals',
    figures: [
      counted('decisions', list),
      counted('approved', list, { approved: 'yes' }),
      counted('returned', list, { returned: 'yes' }),
      counted('unread', list, { reading: 'unread' }),
      {
        id: 'unreadShare',
        value: percentOf(list.count({ reading: 'unread' }), approved - list.count({ reading: 'unknown' })),
      },
      counted('hasty', list, { reading: 'hasty' }),
      counted('neverReturned', deciders, { neverReturned: 'yes' }),
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
          countCell(list, { reading }),
          cell(percentOf(list.count({ reading }), approved)),
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
        bars: readings.map((reading) => ({ label: word(reading), values: [String(list.count({ reading }))] })),
      },
    ],
    lists: [deciders, list],
  };
}

interface Decider {
  readonly id: string;
  readonly rows: readonly ApprovalRow[];
  readonly neverReturned: boolean;
}

function decidersList(
  byDecider: ReadonlyMap<string, readonly ApprovalRow[]>,
  context: AttemptContext,
  never: ReadonlySet<string>,
): ReportList {
  const rows = [...byDecider].map(([id, found]): Decider => ({ id, rows: found, neverReturned: never.has(id) }));
  const number = (row: Decider, is: (of: ApprovalRow) => boolean) => ({
    kind: 'count' as const,
    count: row.rows.filter(is).length,
  });
  const of = (decider: Decider, filter: object) =>
    ({ to: 'list', list: 'decisions', filter: { decider: decider.id, ...filter } }) as const;
  const reading = (wanted: Reading) => (row: Decider) =>
    cell(
      number(row, (each) => readingOf(each) === wanted),
      of(row, { reading: wanted }),
    );
  return makeList<Decider>(
    {
      id: 'deciders',
      facets: { neverReturned: isSo((row) => row.neverReturned) },
      columns: [
        { id: 'decider', type: 'text', cell: (row) => cell(named(nameOf(context.persons, row.id)), of(row, {})) },
        {
          id: 'decisions',
          type: 'number',
          cell: (row) =>
            cell(
              number(row, () => true),
              of(row, {}),
            ),
        },
        { id: 'returned', type: 'number', cell: (row) => cell(number(row, isReturned), of(row, { returned: 'yes' })) },
        { id: 'unread', type: 'number', cell: reading('unread') },
        { id: 'hasty', type: 'number', cell: reading('hasty') },
        {
          id: 'decideMedian',
          type: 'wait',
          cell: (row) => cell(summaryOf(row.rows.flatMap((each) => decideWait(each, context) ?? [])).median),
        },
        {
          id: 'neverReturned',
          type: 'text',
          cell: (row) => cell(row.neverReturned ? word('yes') : text('')),
        },
      ],
    },
    rows.sort((a, b) => b.rows.length - a.rows.length || (a.id < b.id ? -1 : 1)),
  );
}

function decisionsList(rows: readonly ApprovalRow[], context: AttemptContext, never: ReadonlySet<string>): ReportList {
  const { units, persons } = context;
  return makeList<ApprovalRow>(
    {
      id: 'decisions',
      facets: {
        reading: { of: readingOf, shown: (row) => word(readingOf(row) ?? 'unknown') },
        decider: personFacet(persons, (row) => row.deciderId),
        step: kindFacet,
        unit: unitFacet(units),
        outcome: outcomeFacet,
        approved: isSo((row) => readingOf(row) !== null),
        returned: isSo(isReturned),
        neverReturned: isSo((row) => never.has(row.deciderId ?? '')),
      },
      columns: [
        { id: 'unit', type: 'text', cell: (row) => unitCell(units, row.unitId) },
        { id: 'step', type: 'text', cell: (row) => stepCell(units, row) },
        { id: 'attempt', type: 'number', cell: attemptCell },
        { id: 'decider', type: 'text', cell: (row) => cell(named(nameOf(persons, row.deciderId ?? ''))) },
        { id: 'outcome', type: 'text', cell: outcomeCell },
        { id: 'decideWait', type: 'wait', cell: (row) => cell(waitValue(decideWait(row, context))) },
        {
          id: 'reading',
          type: 'text',
          cell: (row) => {
            const reading = readingOf(row);
            return cell(reading === null ? { kind: 'none' } : word(reading));
          },
        },
      ],
    },
    rows,
  );
}
