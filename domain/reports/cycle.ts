import { type GradeCount, gradeCounts } from '../cycle/index.js';
import { exact } from '../numbers.js';
import { type Phase, phases } from '../process/index.js';
import type { Template } from '../template.js';
import { unitCell } from './attempts.js';
import { stepTable, type StepSum, summed } from './cycle-steps.js';
import { countCell, counted, isSo, type ListAtHand, makeList, toList } from './list.js';
import { type MoneyRow, moneyFigures, moneyLists, moneyTable } from './money.js';
import type { BarChart, Report, ReportList, ReportTable } from './model.js';
import { scoreChart, type Scores, scoresOf, scoreTable } from './scores.js';
import { cell, exactValue, mean, type Names, none, phase, printed, text, word } from './values.js';

/** A unit in its cycle, with its latest result as far as it is for the reader. */
export interface UnitRow {
  readonly unitId: string;
  /** Of its earliest step that has not ended; null: all have. */
  readonly phase: Phase | null;
  readonly status: 'scored' | 'blocked' | null;
  readonly total: string | null;
  readonly grade: string | null;
  readonly calibratedGrade: string | null;
  readonly published: boolean;
}

export interface CycleRows {
  /** null: not for the reader, who sees the money only. `stepList`: the steps themselves, where they are kept. */
  readonly work: {
    readonly units: readonly UnitRow[];
    readonly steps: readonly StepSum[];
    readonly stepList: ReportList;
  } | null;
  readonly money: readonly MoneyRow[];
}

export interface CycleContext {
  readonly units: Names;
  /** Grades, the best first. */
  readonly grades: readonly string[];
  /** null: none, or not for part of the units. */
  readonly distribution: Template['distribution'] | null;
}

/** Phases, scores, grades, distribution and money of a cycle. */
export function cycleReport({ work, money }: CycleRows, context: CycleContext): Report {
  const done = work === null ? null : workParts(work, context);
  const [ledger] = moneyLists(money, context.units);
  return {
    kind: 'cycle',
    figures: [...(done?.figures ?? []), ...(ledger === undefined ? [] : moneyFigures(money, ledger))],
    tables: [...(done?.tables ?? []), ...(ledger === undefined ? [] : [moneyTable(money, ledger)])],
    charts: done?.charts ?? [],
    lists: [...(done?.lists ?? []), ...(ledger === undefined ? [] : [ledger])],
  };
}

function workParts({ units, steps, stepList }: NonNullable<CycleRows['work']>, context: CycleContext) {
  const scores = scoresOf(units);
  const unitList = unitsList(units, context.units, scores);
  const grades = gradeCounts(context.grades, context.distribution, units.map(gradeOf));
  const totals = units.flatMap(({ total }) => (total === null ? [] : [exact(total)]));
  return {
    figures: [
      counted('units', unitList),
      counted('scored', unitList, { status: 'scored' }),
      counted('blocked', unitList, { status: 'blocked' }),
      counted('withoutResult', unitList, { status: 'noResult' }),
      counted('published', unitList, { published: 'yes' }),
      counted('calibrated', unitList, { calibrated: 'yes' }),
      { id: 'meanTotal', value: exactValue(mean(totals)), target: toList(unitList, { status: 'scored' }) } as const,
      { id: 'steps', ...summed(steps, {}) } as const,
      { id: 'forwarded', ...summed(steps, { outcome: 'forwarded' }) } as const,
      { id: 'late', ...summed(steps, { late: 'yes' }) } as const,
    ],
    tables: [phaseTable(unitList), gradeTable(grades, unitList), scoreTable(scores, unitList), stepTable(steps)],
    charts: [gradeChart(grades), scoreChart(scores, units)],
    lists: [unitList, stepList],
  };
}

const gradeOf = ({ grade, calibratedGrade }: UnitRow): string | null => calibratedGrade ?? grade;

function phaseTable(list: ListAtHand): ReportTable {
  const standing = [...phases, 'over'] as const;
  return {
    id: 'phases',
    columns: [
      { id: 'phase', type: 'text' },
      { id: 'units', type: 'number' },
    ],
    rows: standing
      .filter((each) => list.count({ phase: each }) > 0)
      .map((each) => [cell(each === 'over' ? word('over') : phase(each)), countCell(list, { phase: each })]),
  };
}

function gradeTable(counts: readonly GradeCount[], list: ListAtHand): ReportTable {
  return {
    id: 'grades',
    columns: [
      { id: 'grade', type: 'text' },
      { id: 'units', type: 'number' },
      { id: 'aimed', type: 'number' },
    ],
    rows: counts.map(({ grade, wanted }) => [
      cell(text(grade)),
      countCell(list, { grade }),
      cell(wanted === null ? none : { kind: 'count', count: wanted }),
    ]),
  };
}

function gradeChart(counts: readonly GradeCount[]): BarChart {
  const aimed = counts.some(({ wanted }) => wanted !== null);
  return {
    kind: 'bars',
    id: 'grades',
    unit: 'count',
    series: aimed ? ['units', 'aimed'] : ['units'],
    bars: counts.map(({ grade, wanted, found }) => ({
      label: text(grade),
      values: [String(found), ...(aimed ? [wanted === null ? null : String(wanted)] : [])],
    })),
  };
}

function unitsList(rows: readonly UnitRow[], names: Names, scores: Scores): ListAtHand {
  return makeList<UnitRow>(
    {
      id: 'units',
      facets: {
        phase: {
          of: (row) => row.phase ?? 'over',
          shown: (row) => (row.phase === null ? word('over') : phase(row.phase)),
        },
        status: { of: (row) => row.status ?? 'noResult', shown: (row) => word(row.status ?? 'noResult') },
        grade: { of: gradeOf, shown: (row) => text(gradeOf(row) ?? '') },
        scoreClass: {
          of: ({ total }) => scores.classOf(total),
          shown: ({ total }) => scores.nameOf(BigInt(scores.classOf(total) ?? 0)),
        },
        published: isSo((row) => row.published),
        calibrated: isSo((row) => row.calibratedGrade !== null),
      },
      columns: [
        { id: 'unit', type: 'text', cell: (row) => unitCell(names, row.unitId) },
        { id: 'phase', type: 'text', cell: (row) => cell(row.phase === null ? word('over') : phase(row.phase)) },
        { id: 'status', type: 'text', cell: (row) => cell(word(row.status ?? 'noResult')) },
        { id: 'total', type: 'number', cell: (row) => cell(printed(row.total)) },
        { id: 'grade', type: 'text', cell: (row) => cell(gradeOf(row) === null ? none : text(gradeOf(row) ?? '')) },
        { id: 'computedGrade', type: 'text', cell: (row) => cell(row.grade === null ? none : text(row.grade)) },
        { id: 'published', type: 'text', cell: (row) => cell(word(row.published ? 'yes' : 'no')) },
      ],
    },
    rows,
  );
}
