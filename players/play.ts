/** What a player does: acts of persons at instants of the cycle's time. */
import type { Decision, StepContent } from '../domain/process/index.js';

export type Content = StepContent['content'];

export type Move =
  | { readonly act: 'submit'; readonly content: Content | 'as-proposed' }
  | {
      readonly act: 'approve';
      readonly decision: Decision;
      readonly reason?: string;
      readonly difficulties?: readonly string[];
      readonly suggestions?: readonly string[];
    };

/** One act of one person; `unit` is null for the cycle's own steps. */
export interface Act {
  /** Cycle time, epoch ms: not before. */
  readonly at: number;
  readonly person: string;
  readonly unit: string | null;
  readonly step: string;
  readonly move: Move;
}
