import type { ActionState, CaseOutcome, CaseState, Severity } from '../cycle/index.js';
import { addMonths } from '../dates.js';
import { grouped } from '../rules/grouped.js';
import { unitCell, unitFacet, personFacet } from './attempts.js';
import { countCell, counted, isSo, type ListAtHand, makeList, toList } from './list.js';
import type { Report, Value } from './model.js';
import { cell, day, named, nameOf, type Names, none, text } from './values.js';
import { summaryOf, type Wait, waitValue } from './waits.js';

export interface CaseReportRow {
  readonly id: string;
  readonly unitId: string;
  readonly goalId: string;
  readonly title: string;
  readonly since: string;
  readonly severity: Severity;
  /** Named, else the unit's head; null: nobody. */
  readonly ownerId: string | null;
  readonly state: CaseState;
  readonly outcome: CaseOutcome | null;
  readonly closedOn: string | null;
  readonly action: { readonly state: ActionState; readonly dueOn: string | null } | null;
  readonly overdue: boolean;
  /** From its opening to the first action; null: none yet. */
  readonly untilAction: Wait | null;
  /** From its opening to its end; null: it is open. */
  readonly untilEnd: Wait | null;
}

const severity = (id: Severity): Value => ({ kind: 'term', term: { of: 'severity', id } });
const caseOutcome = (id: CaseOutcome): Value => ({ kind: 'term', term: { of: 'case-outcome', id } });
const outcomes = ['recovered', 'corrected', 'goal-ended'] as const;

/** Deviations and what became of them. */
export function deviationsReport(rows: readonly CaseReportRow[], units: Names, persons: Names): Report {
  const list = casesList(rows, units, persons);
  const action = summaryOf(rows.flatMap((row) => row.untilAction ?? []));
  const end = summaryOf(rows.flatMap((row) => row.untilEnd ?? []));
  const byMonth = grouped(rows, ({ since }) => since.slice(0, 7));
  return {
    kind: 'deviations',
    figures: [
      counted('deviations', list),
      counted('red', list, { severity: 'red' }),
      counted('amber', list, { severity: 'amber' }),
      counted('stillOpen', list, { stillOpen: 'yes' }),
      counted('withoutAction', list, { hasAction: 'no' }),
      counted('overdueActions', list, { overdue: 'yes' }),
      { id: 'untilAction', value: action.median, target: toList(list, { hasAction: 'yes' }) },
      { id: 'untilEnd', value: end.median, target: toList(list, { stillOpen: 'no' }) },
    ],
    tables: [
      {
        id: 'becameOf',
        columns: [
          { id: 'severity', type: 'text' },
          { id: 'deviations', type: 'number' },
          { id: 'recovered', type: 'number' },
          { id: 'corrected', type: 'number' },
          { id: 'goalEnded', type: 'number' },
          { id: 'stillOpen', type: 'number' },
          { id: 'withoutAction', type: 'number' },
        ],
        rows: (['red', 'amber'] as const).map((each) => [
          cell(severity(each)),
          countCell(list, { severity: each }),
          ...outcomes.map((outcome) => countCell(list, { severity: each, caseOutcome: outcome })),
          countCell(list, { severity: each, stillOpen: 'yes' }),
          countCell(list, { severity: each, hasAction: 'no' }),
        ]),
      },
    ],
    charts: [
      {
        kind: 'distribution',
        id: 'deviationsByMonth',
        unit: 'count',
        series: ['red', 'amber'],
        bars: monthsOf(rows).map((month) => ({
          label: text(month),
          values: (['red', 'amber'] as const).map((each) =>
            String((byMonth.get(month) ?? []).filter((row) => row.severity === each).length),
          ),
        })),
      },
    ],
    lists: [list],
  };
}

/** From the first to the last in which one began: also those in which none did, so that time stands in its measure. */
function monthsOf(rows: readonly CaseReportRow[]): readonly string[] {
  const days = rows.map(({ since }) => since).sort();
  const [first, last] = [days[0], days.at(-1)];
  const months: string[] = [];
  if (first === undefined || last === undefined) return months;
  for (let at = `${first.slice(0, 7)}-01`; at <= last; at = addMonths(at, 1)) months.push(at.slice(0, 7));
  return months;
}

function casesList(rows: readonly CaseReportRow[], units: Names, persons: Names): ListAtHand {
  return makeList<CaseReportRow>(
    {
      id: 'deviations',
      facets: {
        severity: { of: (row) => row.severity, shown: (row) => severity(row.severity) },
        caseState: { of: (row) => row.state, shown: (row) => ({ kind: 'term', term: { of: 'case', id: row.state } }) },
        caseOutcome: {
          of: (row) => row.outcome,
          shown: (row) => (row.outcome === null ? none : caseOutcome(row.outcome)),
        },
        unit: unitFacet(units),
        owner: personFacet(persons, (row) => row.ownerId),
        hasAction: isSo((row) => row.action !== null),
        overdue: isSo((row) => row.overdue),
        stillOpen: isSo((row) => row.outcome === null),
      },
      columns: [
        { id: 'unit', type: 'text', cell: (row) => unitCell(units, row.unitId) },
        { id: 'goal', type: 'text', cell: (row) => cell(text(row.title), { to: 'deviation', id: row.id }) },
        { id: 'severity', type: 'text', cell: (row) => cell(severity(row.severity)) },
        { id: 'since', type: 'day', cell: (row) => cell(day(row.since)) },
        {
          id: 'owner',
          type: 'text',
          cell: (row) => cell(row.ownerId === null ? none : named(nameOf(persons, row.ownerId))),
        },
        {
          id: 'action',
          type: 'text',
          cell: (row) =>
            cell(row.action === null ? none : { kind: 'term', term: { of: 'action', id: row.action.state } }),
        },
        { id: 'due', type: 'day', cell: (row) => cell(day(row.action?.dueOn ?? null)) },
        { id: 'untilAction', type: 'wait', cell: (row) => cell(waitValue(row.untilAction)) },
        {
          id: 'caseOutcome',
          type: 'text',
          cell: (row) =>
            cell(
              row.outcome === null ? { kind: 'term', term: { of: 'case', id: row.state } } : caseOutcome(row.outcome),
            ),
        },
        { id: 'endedOn', type: 'day', cell: (row) => cell(day(row.closedOn)) },
        { id: 'untilEnd', type: 'wait', cell: (row) => cell(waitValue(row.untilEnd)) },
      ],
    },
    rows,
  );
}
