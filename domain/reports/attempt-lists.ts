/** The lists behind waiting time and idle approvals: as long as there are attempts, so their rows are read where they are kept. */
import type { StepKind } from '../process/index.js';
import {
  attemptCell,
  type AttemptContext,
  type AttemptRow,
  decideWait,
  outcomeCell,
  outcomeOfKey,
  stepCell,
  stepKindOfKey,
  submitWait,
  unitCell,
} from './attempts.js';
import { type KeptShape, yesOrNo } from './list.js';
import type { ReportWord } from './words.js';
import { cell, count, instant, named, nameOf, none, text, word } from './values.js';
import { waitValue } from './waits.js';

/** Every attempt of every step that ever opened. */
export function attemptsShape(context: AttemptContext): KeptShape<AttemptRow> {
  const { units } = context;
  return {
    id: 'attempts',
    facets: {
      step: stepKindOfKey,
      unit: (key) => named(nameOf(units, key)),
      outcome: outcomeOfKey,
      submitted: yesOrNo,
      decided: yesOrNo,
      reminded: yesOrNo,
      escalated: yesOrNo,
      forwarded: yesOrNo,
      stillWaiting: yesOrNo,
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
  };
}

/** A reminder, or an escalation, as the journal has it. */
export interface RungRow {
  readonly unitId: string | null;
  readonly stepId: string;
  readonly kind: StepKind;
  readonly raterUnitId: string | null;
  readonly attempt: number;
  readonly act: 'reminded' | 'escalated';
  /** Whose part was late. */
  readonly of: 'submitter' | 'decider' | null;
  readonly at: number;
}

const known = (key: string, words: readonly ReportWord[]) => {
  const found = words.find((each) => each === key);
  return found === undefined ? text(key) : word(found);
};

/** Whoever was late was told so often: one row for each time. */
export function rungsShape({ units }: Pick<AttemptContext, 'units'>): KeptShape<RungRow> {
  return {
    id: 'rungs',
    facets: {
      act: (key) => known(key, ['reminded', 'escalated']),
      step: stepKindOfKey,
      unit: (key) => named(nameOf(units, key)),
      lateSide: (key) => known(key, ['submitter', 'decider']),
    },
    columns: [
      { id: 'unit', type: 'text', cell: (row) => unitCell(units, row.unitId) },
      { id: 'step', type: 'text', cell: (row) => stepCell(units, row) },
      { id: 'attempt', type: 'number', cell: attemptCell },
      { id: 'act', type: 'text', cell: (row) => cell(word(row.act)) },
      { id: 'lateSide', type: 'text', cell: (row) => cell(row.of === null ? none : word(row.of)) },
      { id: 'at', type: 'instant', cell: (row) => cell(instant(row.at)) },
    ],
  };
}

/** An attempt that somebody decided, with how it was read before; null: it was not approved. */
export interface DecisionRow extends AttemptRow {
  readonly reading: Reading | null;
}
export const readings = ['unread', 'hasty', 'read', 'unknown'] as const;
export type Reading = (typeof readings)[number];

export function decisionsShape(context: AttemptContext): KeptShape<DecisionRow> {
  const { units, persons } = context;
  return {
    id: 'decisions',
    facets: {
      reading: (key) => known(key, readings),
      decider: (key) => named(nameOf(persons, key)),
      step: stepKindOfKey,
      unit: (key) => named(nameOf(units, key)),
      outcome: outcomeOfKey,
      approved: yesOrNo,
      returned: yesOrNo,
      neverReturned: yesOrNo,
    },
    columns: [
      { id: 'unit', type: 'text', cell: (row) => unitCell(units, row.unitId) },
      { id: 'step', type: 'text', cell: (row) => stepCell(units, row) },
      { id: 'attempt', type: 'number', cell: attemptCell },
      { id: 'decider', type: 'text', cell: (row) => cell(named(nameOf(persons, row.deciderId ?? ''))) },
      { id: 'outcome', type: 'text', cell: outcomeCell },
      { id: 'decideWait', type: 'wait', cell: (row) => cell(waitValue(decideWait(row, context))) },
      { id: 'reading', type: 'text', cell: (row) => cell(row.reading === null ? none : word(row.reading)) },
    ],
  };
}
