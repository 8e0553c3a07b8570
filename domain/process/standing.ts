import type { RefusalCode } from '../errors.js';
import type { Stage, StepOutcome } from './types.js';

/** A step as a conversation needs to know it. */
export interface StepStanding {
  readonly state: Stage;
  readonly outcome: StepOutcome | null;
  readonly attempt: number;
  readonly revision: number;
  readonly dueAt: number;
  readonly closesAt: number;
}

export interface ReviewState {
  readonly revision: number;
  readonly steps: Readonly<Record<string, StepStanding>>;
}

/** What `record` returns; refusals are values. */
export interface RecordOutcome {
  readonly outcome: 'applied' | 'refused';
  readonly code: RefusalCode | null;
  readonly state: ReviewState;
}
