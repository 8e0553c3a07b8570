/** What a player does: acts of persons at instants of the cycle's time. */
import type { CycleApi } from './cycle-api.js';
import type { Decision, StepContent } from '../domain/process/index.js';

export type Content = StepContent['content'];

/** What can be written only after looking; null: not yet. */
export type Written = (api: CycleApi, cycle: string, person: string) => Promise<Content | null>;

export type Move =
  | { readonly act: 'submit'; readonly content: Content | 'as-proposed' | Written }
  | {
      readonly act: 'approve';
      readonly decision: Decision;
      readonly reason?: string;
      /** Words at a place of the content (JSON pointer). */
      readonly comments?: readonly { readonly at: string; readonly text: string }[];
      readonly difficulties?: readonly string[];
      readonly suggestions?: readonly string[];
    }
  /** Kept on the server as it is written. */
  | { readonly act: 'draft'; readonly content: Content }
  /** A submit that does not pass, and the code by which it is refused. */
  | { readonly act: 'try'; readonly content: Content; readonly refused: string }
  /** Opens a change request of the unit, unless there is one. */
  | { readonly act: 'ask-change' }
  /** What is no word about a step. False: not yet, or done before. */
  | { readonly act: 'do'; readonly what: (api: CycleApi, cycle: string, person: string) => Promise<boolean> };

/** One act of one person; `unit` is null for the cycle's own steps. */
export interface Act {
  /** Cycle time, epoch ms: not before. */
  readonly at: number;
  readonly person: string;
  readonly unit: string | null;
  readonly step: string;
  /** Only in this attempt of the step. */
  readonly attempt?: number;
  readonly move: Move;
}
