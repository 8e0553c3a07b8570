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

export interface SweepCounts {
  readonly opened: number;
  readonly reminded: number;
  readonly escalated: number;
  readonly forwarded: number;
  readonly open: number;
  readonly submitted: number;
}

/** What one sweep found; the cycle's loop goes by it. */
export interface Swept {
  /** The phase is over; nothing was swept, the next phase does it. */
  readonly over: boolean;
  /** Barriers reached and not yet passed. */
  readonly reached: readonly { readonly id: string; readonly of: string; readonly how: 'met' | 'cut-off' }[];
  readonly now: number;
  readonly nextAt: number | null;
  /** How long to sleep; null: until a message comes. */
  readonly waitMs: number | null;
  /** Something is due and cannot be done yet, as a step whose last word nobody has judged; absent in what was swept before this was told. */
  readonly blocked?: boolean;
  readonly counts: SweepCounts;
  /** Rules came into force that the cycle has not taken up; absent in what was swept before there were such. */
  readonly rulesToTakeUp?: boolean;
  /** Values came that nobody has judged, or a deviation is due; absent in what was swept before this was asked. */
  readonly toMonitor?: boolean;
  /** Metrics are to be collected, before anything is built on them; absent where the loop did not ask. */
  readonly toCollect?: boolean;
  /** Facts of published results were corrected; absent where the loop did not ask. */
  readonly toRecalculate?: boolean;
  /** Money that is approved and not posted; absent where the loop did not ask. */
  readonly toPost?: readonly ('bonus' | 'budget')[];
}
