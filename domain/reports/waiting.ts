import { type StepKind, stepKinds } from '../process/index.js';
import { toList } from './list.js';
import type { BoxChart, Cell, Column, Filter, ReportBody } from './model.js';
import { cell, count, stepKind } from './values.js';
import { type RankedWaits, summaryOfRanked } from './waits.js';

/** How the attempts of one kind of step went, or (null) those of all kinds together. */
export interface WaitingRow {
  readonly kind: StepKind | null;
  readonly attempts: number;
  readonly reminders: number;
  readonly escalations: number;
  readonly forwarded: number;
  readonly stillWaiting: number;
  /** From the opening to the submit, and on to the decision; null: none was. */
  readonly submit: RankedWaits | null;
  readonly decide: RankedWaits | null;
}

type RowOfKind = WaitingRow & { readonly kind: StepKind };

const nothing: Omit<WaitingRow, 'kind'> = {
  ...{ attempts: 0, reminders: 0, escalations: 0, forwarded: 0, stillWaiting: 0 },
  ...{ submit: null, decide: null },
};
const columns: readonly Column[] = [
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
];

/** How long each kind of step waited for its submitter and for its decider. */
export function waitingReport(rows: readonly WaitingRow[]): ReportBody {
  const all = rows.find(({ kind }) => kind === null) ?? nothing;
  const byKind = new Map(rows.map((row) => [row.kind, row]));
  const kinds = stepKinds.flatMap((kind) => {
    const row = byKind.get(kind);
    return row === undefined ? [] : [{ ...row, kind }];
  });
  return {
    kind: 'waiting',
    figures: [
      { id: 'attempts', ...counted(all.attempts) },
      { id: 'submitMedian', ...cell(summaryOfRanked(all.submit).median, to({ submitted: 'yes' })) },
      { id: 'decideMedian', ...cell(summaryOfRanked(all.decide).median, to({ decided: 'yes' })) },
      { id: 'reminders', ...rungs(all.reminders, { act: 'reminded' }) },
      { id: 'escalations', ...rungs(all.escalations, { act: 'escalated' }) },
      { id: 'forwarded', ...counted(all.forwarded, { forwarded: 'yes' }) },
      { id: 'stillWaiting', ...counted(all.stillWaiting, { stillWaiting: 'yes' }) },
    ],
    tables: [{ id: 'waitingByKind', columns, rows: kinds.map(cellsOfKind) }],
    charts: [boxes('submitWaits', kinds), boxes('decideWaits', kinds)],
  };
}

const to = (filter: Filter) => toList({ id: 'attempts' }, filter);
const counted = (of: number, filter: Filter = {}): Cell => cell(count(of), to(filter));
const rungs = (of: number, filter: Filter): Cell => cell(count(of), toList({ id: 'rungs' }, filter));

function cellsOfKind(row: RowOfKind): readonly Cell[] {
  const step = row.kind;
  const [submit, decide] = [summaryOfRanked(row.submit), summaryOfRanked(row.decide)];
  const [submitted, decided] = [to({ step, submitted: 'yes' }), to({ step, decided: 'yes' })];
  return [
    cell(stepKind(step)),
    counted(row.attempts, { step }),
    ...[submit.median, submit.ninth, submit.longest].map((wait) => cell(wait, submitted)),
    ...[decide.median, decide.ninth, decide.longest].map((wait) => cell(wait, decided)),
    rungs(row.reminders, { step, act: 'reminded' }),
    rungs(row.escalations, { step, act: 'escalated' }),
    counted(row.forwarded, { step, forwarded: 'yes' }),
    counted(row.stillWaiting, { step, stillWaiting: 'yes' }),
  ];
}

function boxes(id: 'submitWaits' | 'decideWaits', kinds: readonly RowOfKind[]): BoxChart {
  return {
    kind: 'box',
    id,
    unit: 'workdays',
    boxes: kinds.flatMap((row) => {
      const { spread } = summaryOfRanked(id === 'submitWaits' ? row.submit : row.decide);
      return spread === null ? [] : [{ label: stepKind(row.kind), ...spread }];
    }),
  };
}
