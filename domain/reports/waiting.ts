import { stepKinds } from '../process/index.js';
import { grouped } from '../rules/grouped.js';
import {
  attemptCell,
  type AttemptContext,
  type AttemptRow,
  decideWait,
  kindFacet,
  outcomeCell,
  outcomeFacet,
  stepCell,
  submitWait,
  unitCell,
  unitFacet,
} from './attempts.js';
import { countCell, counted, isSo, makeList } from './list.js';
import type { BoxChart, Cell, Filter, Report, ReportList } from './model.js';
import { cell, count, instant, stepKind } from './values.js';
import { summaryOf, type Wait, waitValue } from './waits.js';

/** How long each kind of step waited for its submitter and for its decider. */
export function waitingReport(rows: readonly AttemptRow[], context: AttemptContext): Report {
  const list = attemptsList(rows, context);
  const of = (kind: AttemptRow['kind']): readonly AttemptRow[] => byKind.get(kind) ?? [];
  const byKind = grouped(rows, ({ kind }) => kind);
  const kinds = stepKinds.filter((kind) => byKind.has(kind));
  const waits = (found: readonly AttemptRow[], wait: typeof submitWait): readonly Wait[] =>
    found.flatMap((row) => wait(row, context) ?? []);
  const all = [submitWait, decideWait].map((wait) => summaryOf(waits(rows, wait)));
  const sumOf = (found: readonly AttemptRow[], number: (row: AttemptRow) => number): number =>
    found.reduce((sum, row) => sum + number(row), 0);
  const told = (id: 'reminders' | 'escalations', filter: Filter, found: readonly AttemptRow[]): Cell => ({
    value: count(sumOf(found, (row) => row[id])),
    target: {
      to: 'list',
      list: list.id,
      filter: { ...filter, [id === 'reminders' ? 'reminded' : 'escalated']: 'yes' },
    },
  });
  return {
    kind: 'waiting',
    figures: [
      counted('attempts', list),
      { id: 'submitMedian', value: all[0]?.median ?? { kind: 'none' }, target: whereSubmitted(list) },
      { id: 'decideMedian', value: all[1]?.median ?? { kind: 'none' }, target: whereDecided(list) },
      { id: 'reminders', ...told('reminders', {}, rows) },
      { id: 'escalations', ...told('escalations', {}, rows) },
      counted('forwarded', list, { forwarded: 'yes' }),
      counted('stillWaiting', list, { stillWaiting: 'yes' }),
    ],
    tables: [
      {
        id: 'waitingByKind',
        columns: [
          { id: 'step', type: 'text' },
          { id: 'attempts', type: 'number' },
          { id: 'submitMedian', type: 'wait' },
          { id: 'submitNinth', type: 'wait' },
          { id: 'submitLongest', type: 'wait' },
          { id: 'decideMedian', type: 'wait' },
          { id: 'decideNinth', type: 'wait' },
          { id: 'decideLongest', type: 'wait' },
          { id: 'reminders', type: 'number' },
          { id: 'escalations', type: 'number' },
          { id: 'forwarded', type: 'number' },
          { id: 'stillWaiting', type: 'number' },
        ],
        rows: kinds.map((kind) => {
          const submit = summaryOf(waits(of(kind), submitWait));
          const decide = summaryOf(waits(of(kind), decideWait));
          return [
            cell(stepKind(kind)),
            countCell(list, { step: kind }),
            cell(submit.median, whereSubmitted(list, { step: kind })),
            cell(submit.ninth),
            cell(submit.longest),
            cell(decide.median, whereDecided(list, { step: kind })),
            cell(decide.ninth),
            cell(decide.longest),
            told('reminders', { step: kind }, of(kind)),
            told('escalations', { step: kind }, of(kind)),
            countCell(list, { step: kind, forwarded: 'yes' }),
            countCell(list, { step: kind, stillWaiting: 'yes' }),
          ];
        }),
      },
    ],
    charts: [
      boxes('submitWaits', kinds, (kind) => waits(of(kind), submitWait)),
      boxes('decideWaits', kinds, (kind) => waits(of(kind), decideWait)),
    ],
    lists: [list],
  };
}

const whereSubmitted = (list: ReportList, filter: Filter = {}) =>
  ({ to: 'list', list: list.id, filter: { ...filter, submitted: 'yes' } }) as const;
const whereDecided = (list: ReportList, filter: Filter = {}) =>
  ({ to: 'list', list: list.id, filter: { ...filter, decided: 'yes' } }) as const;

function boxes(
  id: BoxChart['id'],
  kinds: readonly AttemptRow['kind'][],
  waitsOf: (kind: AttemptRow['kind']) => readonly Wait[],
): BoxChart {
  return {
    kind: 'box',
    id,
    unit: 'workdays',
    boxes: kinds.flatMap((kind) => {
      const { spread } = summaryOf(waitsOf(kind));
      return spread === null ? [] : [{ label: stepKind(kind), ...spread }];
    }),
  };
}

function attemptsList(rows: readonly AttemptRow[], context: AttemptContext): ReportList {
  const { units } = context;
  return makeList<AttemptRow>(
    {
      id: 'attempts',
      facets: {
        step: kindFacet,
        unit: unitFacet(units),
        outcome: outcomeFacet,
        submitted: isSo((row) => submitWait(row, context) !== null),
        decided: isSo((row) => decideWait(row, context) !== null),
        reminded: isSo((row) => row.reminders > 0),
        escalated: isSo((row) => row.escalations > 0),
        forwarded: isSo((row) => row.forwarded),
        stillWaiting: isSo((row) => row.ended === null),
      },
      columns: [
        { id: 'unit', type: 'text', cell: (row) => unitCell(units, row.unitId) },
        { id: 'step', type: 'text', cell: (row) => stepCell(units, row) },
        { id: 'attempt', type: 'number', cell: attemptCell },
        { id: 'opened', type: 'instant', cell: (row) => cell(instant(row.opened?.at ?? null)) },
        { id: 'submitWait', type: 'wait', cell: (row) => cell(waitValue(submitWait(row, context))) },
        { id: 'decideWait', type: 'wait', cell: (row) => cell(waitValue(decideWait(row, context))) },
        { id: 'outcome', type: 'text', cell: outcomeCell },
        { id: 'reminders', type: 'number', cell: (row) => cell(count(row.reminders)) },
        { id: 'escalations', type: 'number', cell: (row) => cell(count(row.escalations)) },
      ],
    },
    rows,
  );
}
