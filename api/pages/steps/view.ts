import type { Decision, PersonRule, Stage, StepKind, StepOutcome } from '../../../domain/process/index.js';
import type { ShownCycle } from '../components/layout.js';
import type { ShownKeptDraft } from './drafts.js';
import type { FormFacts, Named } from './form-facts.js';

/** One submitted version with what became of it. */
export interface ShownVersion {
  readonly version: number;
  readonly attempt: number;
  readonly content: unknown;
  readonly at: number;
  readonly actor: Named;
  readonly principal: Named;
  readonly decision: ShownDecision | null;
}

export interface ShownDecision {
  readonly decision: Decision;
  readonly at: number;
  readonly actor: Named;
  readonly principal: Named;
  /** The decider's words: reason, comments, difficulties, suggestions. */
  readonly words: unknown;
}

export interface ShownDraft {
  readonly version: number;
  readonly savedBy: Named;
  readonly savedAt: number;
}

/** A step as its page shows it. */
export interface StepView {
  readonly cycle: ShownCycle & { readonly id: string; readonly zone: string };
  readonly unitId: string | null;
  readonly unit: Named | null;
  readonly rater: Named | null;
  readonly stepId: string;
  readonly kind: StepKind;
  readonly state: Stage;
  readonly outcome: StepOutcome | null;
  readonly attempt: number;
  readonly revision: number;
  readonly opensAt: number;
  readonly dueAt: number;
  readonly closesAt: number;
  readonly decideDueAt: number | null;
  readonly waitsFor: readonly string[];
  readonly submitters: readonly Named[];
  readonly submitterRule: PersonRule;
  /** null: the step has no decider. */
  readonly deciders: readonly Named[] | null;
  readonly may: {
    readonly submit: boolean;
    readonly decide: boolean;
    readonly see: boolean;
    /** Is, or stands in for, a submitter, whether or not the step is open. */
    readonly write: boolean;
  };
  readonly versions: readonly ShownVersion[];
  readonly draft: ShownDraft | null;
  /** Drafts that gave way to others, for those who write. */
  readonly kept: readonly ShownKeptDraft[];
  readonly facts: FormFacts;
}
