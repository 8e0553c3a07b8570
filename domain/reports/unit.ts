import type { Severity } from '../cycle/index.js';
import {
  attemptCell,
  type AttemptContext,
  type AttemptRow,
  decideWait,
  outcomeCell,
  outcomeFacet,
  kindFacet,
  stepCell,
  submitWait,
} from './attempts.js';
import { counted, isSo, type ListAtHand, makeList, tableOf } from './list.js';
import type { Name, Report, ReportTable } from './model.js';
import { moneyFigures, moneyLists, moneyTable, type MoneyRow } from './money.js';
import { cell, count, day, instant, named, none, printed, text, word } from './values.js';
import { waitValue } from './waits.js';

/** A goal of the unit with its newest value and what it earned. */
export interface UnitGoalRow {
  readonly goalId: string;
  readonly title: string;
  readonly weight: string | null;
  readonly baseline: string | null;
  /** One target, or `low–high`. */
  readonly target: string | null;
  readonly value: string | null;
  readonly valueOn: string | null;
  /** The worst of its deviations; null: there was none. */
  readonly worst: Severity | null;
  readonly points: string | null;
  readonly contribution: string | null;
}
/** Every version of the result that is for the reader, oldest first. */
export interface ResultVersionRow {
  readonly version: number;
  readonly status: 'scored' | 'blocked';
  readonly total: string | null;
  readonly grade: string | null;
  readonly calibratedGrade: string | null;
  readonly scoredAt: number;
  readonly publishedOn: string | null;
}
export interface CheckpointRow {
  readonly stepId: string;
  readonly on: string;
  readonly reported: boolean;
  readonly missing: number;
}

export interface UnitReportRows {
  readonly unitId: string;
  readonly name: Name;
  readonly head: Name | null;
  readonly goals: readonly UnitGoalRow[];
  readonly results: readonly ResultVersionRow[];
  readonly checkpoints: readonly CheckpointRow[];
  readonly money: readonly MoneyRow[];
  /** null: how its steps went is not for the reader. */
  readonly attempts: readonly AttemptRow[] | null;
}

/** A unit's year on one page. */
export function unitReport(rows: UnitReportRows, context: AttemptContext): Report {
  const goals = goalsList(rows.goals);
  const versions = versionsTable(rows.results);
  const steps = rows.attempts === null ? null : attemptsList(rows.attempts, context);
  const [ledger] = moneyLists(rows.money, context.units);
  const last = rows.results.at(-1);
  const grade = last?.calibratedGrade ?? last?.grade ?? null;
  return {
    kind: 'unit',
    figures: [
      { id: 'unit', value: named(rows.name), target: { to: 'unit', unit: rows.unitId } },
      { id: 'head', value: rows.head === null ? none : named(rows.head) },
      { id: 'total', value: printed(last?.total ?? null), target: { to: 'unit', unit: rows.unitId } },
      { id: 'grade', value: grade === null ? none : text(grade) },
      counted('goals', goals),
      counted('deviated', goals, { deviated: 'yes' }),
      ...(ledger === undefined ? [] : moneyFigures(rows.money, ledger)),
    ],
    tables: [
      tableOf(goals),
      versions,
      checkpointTable(rows.unitId, rows.checkpoints),
      ...(ledger === undefined ? [] : [moneyTable(rows.money, ledger)]),
      ...(steps === null ? [] : [tableOf(steps, 100)]),
    ],
    charts: [
      {
        kind: 'bars',
        id: 'points',
        unit: 'points',
        series: ['points'],
        bars: rows.goals.map((goal) => ({ label: text(goal.title), values: [goal.points] })),
      },
      ...(rows.results.filter(({ total }) => total !== null).length > 1 ? [totalsChart(rows.results)] : []),
    ],
    lists: [goals, ...(ledger === undefined ? [] : [ledger]), ...(steps === null ? [] : [steps])],
  };
}

const totalsChart = (results: readonly ResultVersionRow[]) =>
  ({
    kind: 'line',
    id: 'totals',
    unit: 'points',
    points: results.flatMap(({ total, publishedOn }) =>
      total === null || publishedOn === null ? [] : [{ on: publishedOn, value: total }],
    ),
  }) as const;

function versionsTable(results: readonly ResultVersionRow[]): ReportTable {
  return {
    id: 'resultVersions',
    columns: [
      { id: 'version', type: 'number' },
      { id: 'status', type: 'text' },
      { id: 'total', type: 'number' },
      { id: 'computedGrade', type: 'text' },
      { id: 'calibratedGrade', type: 'text' },
      { id: 'scoredAt', type: 'instant' },
      { id: 'publishedOn', type: 'day' },
    ],
    rows: results.map((row) => [
      cell(count(row.version)),
      cell(word(row.status)),
      cell(printed(row.total)),
      cell(row.grade === null ? none : text(row.grade)),
      cell(row.calibratedGrade === null ? none : text(row.calibratedGrade)),
      cell(instant(row.scoredAt)),
      cell(day(row.publishedOn)),
    ]),
  };
}

function checkpointTable(unitId: string, rows: readonly CheckpointRow[]): ReportTable {
  return {
    id: 'checkpoints',
    columns: [
      { id: 'step', type: 'text' },
      { id: 'on', type: 'day' },
      { id: 'reported', type: 'text' },
      { id: 'missing', type: 'number' },
    ],
    rows: rows.map((row) => [
      cell(
        { kind: 'stepName', step: 'checkpoint', stepId: row.stepId, other: null },
        { to: 'step', unit: unitId, step: row.stepId },
      ),
      cell(day(row.on)),
      cell(word(row.reported ? 'yes' : 'no')),
      cell(count(row.missing)),
    ]),
  };
}

function goalsList(rows: readonly UnitGoalRow[]): ListAtHand {
  return makeList<UnitGoalRow>(
    {
      id: 'goals',
      facets: { deviated: isSo((row) => row.worst !== null), hasPoints: isSo((row) => row.points !== null) },
      columns: [
        { id: 'goal', type: 'text', cell: (row) => cell(text(row.title), { to: 'goal', goal: row.goalId }) },
        { id: 'weight', type: 'number', cell: (row) => cell(printed(row.weight)) },
        { id: 'baseline', type: 'number', cell: (row) => cell(printed(row.baseline)) },
        { id: 'target', type: 'text', cell: (row) => cell(row.target === null ? none : text(row.target)) },
        { id: 'newest', type: 'number', cell: (row) => cell(printed(row.value)) },
        { id: 'on', type: 'day', cell: (row) => cell(day(row.valueOn)) },
        {
          id: 'severity',
          type: 'text',
          cell: (row) => cell(row.worst === null ? none : { kind: 'term', term: { of: 'severity', id: row.worst } }),
        },
        { id: 'points', type: 'number', cell: (row) => cell(printed(row.points)) },
        { id: 'contribution', type: 'number', cell: (row) => cell(printed(row.contribution)) },
      ],
    },
    rows,
  );
}

function attemptsList(rows: readonly AttemptRow[], context: AttemptContext): ListAtHand {
  return makeList<AttemptRow>(
    {
      id: 'attempts',
      facets: { step: kindFacet, outcome: outcomeFacet, forwarded: isSo((row) => row.forwarded) },
      columns: [
        { id: 'step', type: 'text', cell: (row) => stepCell(context.units, row) },
        { id: 'attempt', type: 'number', cell: attemptCell },
        { id: 'opened', type: 'instant', cell: (row) => cell(instant(row.opened?.at ?? null)) },
        { id: 'submitWait', type: 'wait', cell: (row) => cell(waitValue(submitWait(row, context))) },
        { id: 'decideWait', type: 'wait', cell: (row) => cell(waitValue(decideWait(row, context))) },
        { id: 'outcome', type: 'text', cell: outcomeCell },
      ],
    },
    rows,
  );
}
