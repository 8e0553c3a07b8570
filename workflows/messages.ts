/**
 * The contract of the workflows: what they are called, what they accept, what
 * they answer. Types only travel as JSON; no texts, no personal data.
 */
import type { Decision, Phase, RecordOutcome, ReviewState, SweepCounts } from '../domain/process/index.js';

export type { RecordOutcome, ReviewState, SweepCounts };

export const taskQueue = 'perfcycle';

export const workflowTypes = {
  cycle: 'performanceCycle',
  review: 'unitReview',
  improvement: 'improvementPlan',
} as const;

/** Workflow ids; never reused for another thing. */
export const cycleWorkflowId = (cycleId: string): string => `cycle/${cycleId}`;
export const reviewWorkflowId = (reviewId: string): string => `review/${reviewId}`;

/** A plan is `cycle/unit/number`: a unit's second one has a history of its own. */
export const improvementWorkflowId = (planId: string): string => `improvement/${planId}`;

/** A unit's review is `cycle/unit`; the cycle's own conversation is the bare cycle id. */
export const reviewIdOf = (cycleId: string, unitId: string | null): string =>
  unitId === null ? cycleId : `${cycleId}/${unitId}`;

/** Where notices about the whole organization's findings point to: no step, but HR's list. */
export const findingsPlace = 'findings';
/** Notices about a unit's result point to it. */
export const resultPlace = 'result';
/** Likewise of the values of metrics. */
export const valuesPlace = 'metric-values';
/** The same of recognitions. */
export const recognitionPlace = 'recognition';

export interface CycleInput {
  readonly cycleId: string;
}

export interface ReviewInput {
  readonly reviewId: string;
  readonly state: ReviewState;
}

export interface PlanInput {
  readonly planId: string;
}

/** The payload of `submit` and `approve`, as update and as signal alike. */
export interface StepWord {
  readonly commandId: string;
  readonly reviewId: string;
  readonly stepId: string;
  readonly actor: string;
  readonly principal: string;
  /** Keyed digest of the body; the body itself stays in Postgres. */
  readonly digest: string;
  /** The step's revision that the person saw. */
  readonly stepRevision: number;
  /** The review's revision when the command was received. */
  readonly reviewRevision: number;
  readonly decision: Decision | null;
}

export const messageNames = {
  /** Both exist as update and as signal, with the same payload. */
  submit: 'submit',
  approve: 'approve',
  wake: 'wake',
  sync: 'sync',
  close: 'close',
  reviewState: 'reviewState',
  cycleStatus: 'cycleStatus',
} as const;

export interface Wake {
  readonly phase: Phase;
}

export interface Sync {
  readonly revision: number;
}

/** Answer of the query `cycleStatus`. */
export interface CycleStatus {
  readonly phase: Phase;
  readonly changes: number;
  readonly nextAt: number | null;
  readonly counts: SweepCounts;
}
