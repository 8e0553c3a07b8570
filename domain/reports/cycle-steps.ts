import { type Phase, type Stage, type StepKind, stepKinds, type StepOutcome } from '../process/index.js';
import { grouped } from '../rules/grouped.js';
import { outcomeOfKey, stepCell, stepKindOfKey, unitCell } from './attempts.js';
import { type KeptShape, toList, yesOrNo } from './list.js';
import type { Cell, ReportTable, Value } from './model.js';
import { cell, count, named, nameOf, type Names, none, outcome, phase, stage, stepKind, text, word } from './values.js';

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

/** How many steps of a kind stand so. */
export interface StepSum extends Pick<StepRow, 'kind' | 'state' | 'late'> {
  readonly forwarded: boolean;
  readonly steps: number;
}

const stages = ['closed', 'open', 'submitted', 'done', 'cancelled'] as const;

export function stepTable(steps: readonly StepSum[]): ReportTable {
  const byKind = grouped(steps, ({ kind }) => kind);
  return {
    id: 'stepsByKind',
    columns: [
      { id: 'step', type: 'text' },
      ...stages.map((each) => ({ id: columnOf[each], type: 'number' as const })),
      { id: 'forwarded', type: 'number' },
      { id: 'late', type: 'number' },
    ],
    rows: stepKinds.flatMap((kind) => {
      const found = byKind.get(kind);
      if (found === undefined) return [];
      return [
        [
          cell(stepKind(kind)),
          ...stages.map((each) => summed(found, { step: kind, stage: each })),
          summed(found, { step: kind, outcome: 'forwarded' }),
          summed(found, { step: kind, late: 'yes' }),
        ],
      ];
    }),
  };
}

/** How many steps the filter finds, of those that may be so, leading to them. */
export const summed = (among: readonly StepSum[], filter: StepFilter): Cell =>
  cell(
    count(
      among
        .filter(
          ({ state, forwarded, late }) =>
            (filter.stage === undefined || state === filter.stage) &&
            (filter.outcome === undefined || forwarded) &&
            (filter.late === undefined || late),
        )
        .reduce((all, { steps }) => all + steps, 0),
    ),
    toList({ id: 'steps' }, filter),
  );
interface StepFilter {
  readonly step?: StepKind;
  readonly stage?: Stage;
  readonly outcome?: 'forwarded';
  readonly late?: 'yes';
}

const columnOf = {
  closed: 'stageClosed',
  open: 'stageOpen',
  submitted: 'stageSubmitted',
  done: 'stageDone',
  cancelled: 'stageCancelled',
} as const;

/** The cycle's own come first. */
export function stepsShape(names: Names): KeptShape<StepRow> {
  return {
    id: 'steps',
    facets: {
      step: stepKindOfKey,
      stage: (key) => stageOfKey(key),
      outcome: outcomeOfKey,
      unit: (key) => named(nameOf(names, key)),
      late: yesOrNo,
    },
    columns: [
      { id: 'unit', type: 'text', cell: (row) => unitCell(names, row.unitId) },
      { id: 'step', type: 'text', cell: (row) => stepCell(names, row) },
      { id: 'phase', type: 'text', cell: (row) => cell(phase(row.phase)) },
      { id: 'stage', type: 'text', cell: (row) => cell(stage(row.state)) },
      { id: 'outcome', type: 'text', cell: (row) => cell(row.outcome === null ? none : outcome(row.outcome)) },
      { id: 'late', type: 'text', cell: (row) => cell(word(row.late ? 'yes' : 'no')) },
    ],
  };
}

function stageOfKey(key: string): Value {
  const found = stages.find((each) => each === key);
  return found === undefined ? text(key) : stage(found);
}
