import Fraction from 'fraction.js';
import { type GradeCount, gradeCounts } from '../cycle/index.js';
import { exact, floorInteger, printNumber } from '../numbers.js';
import { type Phase, phases, type Stage, type StepKind, stepKinds, type StepOutcome } from '../process/index.js';
import { grouped } from '../rules/grouped.js';
import type { Template } from '../template.js';
import { kindFacet, stepCell, unitCell, unitFacet } from './attempts.js';
import { countCell, counted, isSo, makeList, toList } from './list.js';
import { type MoneyRow, moneyFigures, moneyLists, moneyTable } from './money.js';
import type { BarChart, Report, ReportList, ReportTable } from './model.js';
import {
  cell,
  exactValue,
  mean,
  type Names,
  none,
  outcome,
  phase,
  printed,
  stage,
  stepKind,
  text,
  word,
} from './values.js';

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

export interface StepRow {
  readonly unitId: string | null;
  readonly stepId: string;
  readonly kind: StepKind;
  readonly raterUnitId: string | null;
  readonly phase: Phase;
  readonly state: Stage;
  readonly outcome: StepOutcome | null;
  readonly late: boolean;
}

export interface CycleRows {
  /** null: not for the reader, who sees the money only. */
  readonly work: { readonly units: readonly UnitRow[]; readonly steps: readonly StepRow[] } | null;
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

function workParts({ units, steps }: NonNullable<CycleRows['work']>, context: CycleContext) {
  const unitList = unitsList(units, context.units);
  const stepList = stepsList(steps, context.units);
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
      counted('steps', stepList),
      counted('forwarded', stepList, { outcome: 'forwarded' }),
      counted('late', stepList, { late: 'yes' }),
    ],
    tables: [
      phaseTable(unitList),
      gradeTable(grades, unitList),
      scoreTable(units, unitList),
      stepTable(steps, stepList),
    ],
    charts: [gradeChart(grades), scoreChart(units)],
    lists: [unitList, stepList],
  };
}

const gradeOf = ({ grade, calibratedGrade }: UnitRow): string | null => calibratedGrade ?? grade;

function phaseTable(list: ReportList): ReportTable {
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

function gradeTable(counts: readonly GradeCount[], list: ReportList): ReportTable {
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

/** Ten points wide, named by the least: 90 holds 90 to under 100. */
const width = 10;
const classOf = ({ total }: UnitRow): string | null =>
  total === null ? null : String(floorInteger(exact(total).div(new Fraction(width))) * BigInt(width));

/** All classes from the lowest to the highest that has a unit. */
function classes(units: readonly UnitRow[]): readonly bigint[] {
  const found = units.flatMap((row) => classOf(row) ?? []).map(BigInt);
  const [first] = found;
  if (first === undefined) return [];
  const [least, most] = found.reduce(([low, high], each) => [each < low ? each : low, each > high ? each : high], [
    first,
    first,
  ] as readonly [bigint, bigint]);
  const step = BigInt(width);
  return Array.from({ length: Math.min(200, Number((most - least) / step) + 1) }, (_, at) => least + BigInt(at) * step);
}
const classText = (least: bigint) => text(`${least}–<${least + BigInt(width)}`);

function scoreTable(units: readonly UnitRow[], list: ReportList): ReportTable {
  return {
    id: 'scores',
    columns: [
      { id: 'scoreClass', type: 'text' },
      { id: 'units', type: 'number' },
    ],
    rows: classes(units).map((least) => [cell(classText(least)), countCell(list, { scoreClass: String(least) })]),
  };
}

function scoreChart(units: readonly UnitRow[]): BarChart {
  const byClass = grouped(units, (row) => classOf(row) ?? undefined);
  return {
    kind: 'distribution',
    id: 'scores',
    unit: 'count',
    series: ['units'],
    bars: classes(units).map((least) => ({
      label: classText(least),
      values: [printNumber(new Fraction(byClass.get(String(least))?.length ?? 0))],
    })),
  };
}

const stages = ['closed', 'open', 'submitted', 'done', 'cancelled'] as const;

function stepTable(steps: readonly StepRow[], list: ReportList): ReportTable {
  const found = new Set(steps.map(({ kind }) => kind));
  return {
    id: 'stepsByKind',
    columns: [
      { id: 'step', type: 'text' },
      ...stages.map((each) => ({ id: columnOf[each], type: 'number' as const })),
      { id: 'forwarded', type: 'number' },
      { id: 'late', type: 'number' },
    ],
    rows: stepKinds
      .filter((kind) => found.has(kind))
      .map((kind) => [
        cell(stepKind(kind)),
        ...stages.map((each) => countCell(list, { step: kind, stage: each })),
        countCell(list, { step: kind, outcome: 'forwarded' }),
        countCell(list, { step: kind, late: 'yes' }),
      ]),
  };
}
const columnOf = {
  closed: 'stageClosed',
  open: 'stageOpen',
  submitted: 'stageSubmitted',
  done: 'stageDone',
  cancelled: 'stageCancelled',
} as const;

function unitsList(rows: readonly UnitRow[], names: Names): ReportList {
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
        scoreClass: { of: classOf, shown: (row) => classText(BigInt(classOf(row) ?? 0)) },
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

function stepsList(rows: readonly StepRow[], names: Names): ReportList {
  return makeList<StepRow>(
    {
      id: 'steps',
      facets: {
        step: kindFacet,
        stage: { of: (row) => row.state, shown: (row) => stage(row.state) },
        outcome: { of: (row) => row.outcome, shown: (row) => (row.outcome === null ? none : outcome(row.outcome)) },
        unit: unitFacet(names),
        late: isSo((row) => row.late),
      },
      columns: [
        { id: 'unit', type: 'text', cell: (row) => unitCell(names, row.unitId) },
        { id: 'step', type: 'text', cell: (row) => stepCell(names, row) },
        { id: 'phase', type: 'text', cell: (row) => cell(phase(row.phase)) },
        { id: 'stage', type: 'text', cell: (row) => cell(stage(row.state)) },
        { id: 'outcome', type: 'text', cell: (row) => cell(row.outcome === null ? none : outcome(row.outcome)) },
        { id: 'late', type: 'text', cell: (row) => cell(word(row.late ? 'yes' : 'no')) },
      ],
    },
    rows,
  );
}
