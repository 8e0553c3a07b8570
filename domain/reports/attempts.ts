import type { WorkingDays } from '../dates.js';
import { type StepKind, stepKinds, type StepOutcome } from '../process/index.js';
import type { Facet } from './list.js';
import type { Cell, Value } from './model.js';
import { cell, count, named, nameOf, type Names, none, outcome, stepKind, text } from './values.js';
import { type Moment, type Wait, waitBetween } from './waits.js';

/** One attempt of a step, as the journal tells it. */
export interface AttemptRow {
  /** null: the cycle's own. */
  readonly unitId: string | null;
  readonly stepId: string;
  readonly kind: StepKind;
  readonly raterUnitId: string | null;
  readonly attempt: number;
  readonly opened: Moment | null;
  readonly submitted: Moment | null;
  readonly decided: Moment | null;
  /** Decided, forwarded or cancelled. */
  readonly ended: Moment | null;
  /** Its decision, or `forwarded`; null: none (yet), or cancelled. */
  readonly outcome: StepOutcome | null;
  /** Whoever acted. */
  readonly deciderId: string | null;
  readonly reminders: number;
  readonly escalations: number;
  readonly forwarded: boolean;
}

/** What is needed to read attempts: names and the calendar. */
export interface AttemptContext {
  readonly units: Names;
  readonly persons: Names;
  readonly days: WorkingDays;
}

/** From its opening until it was submitted, if both are known. */
export const submitWait = ({ opened, submitted }: AttemptRow, { days }: AttemptContext): Wait | null =>
  opened === null || submitted === null ? null : waitBetween(days, opened, submitted);

/** From the submit until the decision. */
export const decideWait = ({ submitted, decided }: AttemptRow, { days }: AttemptContext): Wait | null =>
  submitted === null || decided === null ? null : waitBetween(days, submitted, decided);

export const unitCell = (units: Names, unitId: string | null): Cell =>
  unitId === null ? cell(none) : cell(named(nameOf(units, unitId)), { to: 'unit', unit: unitId });

export const stepCell = (units: Names, row: Pick<AttemptRow, 'unitId' | 'stepId' | 'kind' | 'raterUnitId'>): Cell =>
  cell(
    {
      kind: 'stepName',
      step: row.kind,
      stepId: row.stepId,
      other: row.raterUnitId === null ? null : nameOf(units, row.raterUnitId),
    },
    { to: 'step', unit: row.unitId, step: row.stepId },
  );

export const unitFacet = <Row extends { readonly unitId: string | null }>(units: Names): Facet<Row> => ({
  of: (row) => row.unitId,
  shown: (row) => (row.unitId === null ? none : named(nameOf(units, row.unitId))),
});

export const kindFacet: Facet<{ readonly kind: StepKind }> = {
  of: ({ kind }) => kind,
  shown: ({ kind }) => stepKind(kind),
};
export const outcomeFacet: Facet<AttemptRow> = {
  of: (row) => row.outcome,
  shown: (row) => (row.outcome === null ? none : outcome(row.outcome)),
};
export const personFacet = <Row>(persons: Names, of: (row: Row) => string | null): Facet<Row> => ({
  of,
  shown: (row) => {
    const id = of(row);
    return id === null ? none : named(nameOf(persons, id));
  },
});
/** What a key of the same facets is called, where the rows are not at hand. */
export function stepKindOfKey(key: string): Value {
  const kind = stepKinds.find((each) => each === key);
  return kind === undefined ? text(key) : stepKind(kind);
}
const outcomes: readonly StepOutcome[] = [
  ...(['submitted', 'approved', 'returned', 'agreed', 'objected', 'acknowledged', 'disagreed'] as const),
  ...(['granted', 'rejected', 'forwarded'] as const),
];
export function outcomeOfKey(key: string): Value {
  const found = outcomes.find((each) => each === key);
  return found === undefined ? text(key) : outcome(found);
}

export const outcomeCell = (row: AttemptRow): Cell => cell(row.outcome === null ? none : outcome(row.outcome));
export const attemptCell = (row: Pick<AttemptRow, 'attempt'>): Cell => cell(count(row.attempt));
