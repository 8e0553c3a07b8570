import type { Verdict } from './types.js';

/** What people write into the steps of an improvement plan. */
export interface ImprovementContent {
  /** What shall be better, and how it is reached and seen. */
  readonly goals: readonly { readonly goal: string; readonly measure: string }[];
  /** What the superior gives for it. */
  readonly support: string;
  /** `YYYY-MM-DD`; moved where the notice or an appeal takes longer. */
  readonly firstDay: string;
}
export interface ImprovementAppealContent {
  /** What is disputed. */
  readonly note: string;
  readonly evidence: readonly string[];
}
export interface ImprovementTalkContent {
  readonly heldOn: string;
  readonly progress: string;
  readonly agreed: string;
}
export interface ImprovementOutcomeContent {
  readonly verdict: Verdict;
  /** Days until one more talk; of an extension. */
  readonly days?: number;
  readonly reason: string;
}
