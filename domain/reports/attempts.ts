import type { WorkingDays } from '../dates.js';
import { decisionsOf, type StepKind, type StepOutcome } from '../process/index.js';
import type { Facet } from './list.js';

import type { Cell } from './model.js';
import { cell, count, named, nameOf, type Names, none, outcome, stepKind } from './values.js';
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
  /** Whoever acted, and on whose behalf. */
  readonly deciderId: string | null;
  readonly principalId: string | null;
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

/** The decision was a "no". */
export const isReturned = (row: AttemptRow): boolean => {
  const no = decisionsOf(row.kind)?.[1];
  return row.decided !== null && no !== undefined && row.outcome === outcomeOfNo[no];
};
const outcomeOfNo: Readonly<Record<string, StepOutcome>> = {
  return: 'returned',
  object: 'objected',
  disagree: 'disagreed',
  reject: 'rejected',
};

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
export const outcomeCell = (row: AttemptRow): Cell => cell(row.outcome === null ? none : outcome(row.outcome));
export const attemptCell = (row: AttemptRow): Cell => cell(count(row.attempt));
