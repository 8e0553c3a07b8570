/** What people write into steps: the body of a submit, by kind, and of a decision. */
import type {
  ImprovementAppealContent,
  ImprovementContent,
  ImprovementOutcomeContent,
  ImprovementTalkContent,
} from '../improvement/content.js';
import type { Decision, StepKind } from './types.js';
import type { Goal, Task } from '../rules/index.js';

/** A warning or conflict that the author keeps, and why. */
export interface FindingAnswer {
  readonly code: string;
  readonly at: readonly string[];
  readonly reason: string;
}

export interface MetricEntry {
  readonly metric: string;
  /** The day the value stands for, `YYYY-MM-DD`. */
  readonly on: string;
  readonly value: string;
  /** Required where a value for that day exists: why it is corrected. */
  readonly reason?: string;
}

export interface RatingEntry {
  /** Component of the scorecard. */
  readonly item: string;
  readonly value: string;
  readonly evidence: readonly string[];
  readonly comment?: string;
}

export interface GoalsContent {
  readonly goals: readonly Goal[];
  readonly answers: readonly FindingAnswer[];
}
export interface PlanContent {
  readonly tasks: readonly Task[];
  readonly answers: readonly FindingAnswer[];
}
/** What shall be different from then on; what is absent stays as it is. */
export interface ChangeContent {
  readonly goals?: readonly Goal[];
  readonly tasks?: readonly Task[];
  readonly answers: readonly FindingAnswer[];
  readonly note: string;
}
/** How a corrective action stands, said in a report; `planned`: another one, or the first. */
export interface FollowUp {
  /** The number of the deviation. */
  readonly case: string;
  readonly state: 'planned' | 'going-on' | 'done' | 'not-effective';
  readonly action?: string;
  readonly note?: string;
  /** The last day, `YYYY-MM-DD`; of an action that is planned or goes on. */
  readonly dueOn?: string;
}
export interface CheckpointContent {
  readonly values: readonly MetricEntry[];
  readonly progress: readonly { readonly task: string; readonly percent: string }[];
  readonly risks: string;
  readonly asks: string;
  readonly followUps?: readonly FollowUp[];
}
export interface SelfEvaluationContent {
  readonly values: readonly MetricEntry[];
  readonly ratings: readonly RatingEntry[];
  readonly text: string;
}
/** Of `rating` and `evaluation`. */
export interface RatingContent {
  readonly ratings: readonly RatingEntry[];
  readonly text: string;
  /** What the words rest on, beside the evidence of each rating. */
  readonly evidence?: readonly string[];
}
export interface CalibrationContent {
  readonly changes: readonly { readonly unit: string; readonly grade: string; readonly reason: string }[];
  readonly note: string;
  /** Why the grades differ from the quota that the template sets. */
  readonly quotaReason?: string;
}
/** Exactly what was seen: results, changes of grades and the list of what is missing or odd. */
export interface PublicationContent {
  readonly seenDigest: string;
  readonly note: string;
}
export interface NoteContent {
  readonly note: string;
}
export interface FeedbackContent {
  /** The day of the talk. */
  readonly heldOn: string;
  readonly text: string;
}
/**
 * A guard that keeps one goal from being reached at the cost of another: while the
 * metric's value stands so to `than`, the goal `hold` earns at most `atMost` points.
 */
export interface GuardTerms {
  readonly hold: string;
  readonly metric: string;
  readonly is: '<' | '<=' | '>' | '>=';
  readonly than: string;
  readonly atMost: string;
}

/** Of `alignment` and `settlement`: how goals that touch shall stand beside each other. */
export interface AlignmentContent {
  readonly note: string;
  readonly guard?: GuardTerms;
}

/** What a rating should have been; `by`: the unit whose head rated. */
export interface RatingCorrection {
  readonly item: string;
  readonly role: 'superior' | 'cooperating';
  readonly by: string;
  readonly value: string;
}

/** Facts as they should have been. */
export interface Corrections {
  readonly values: readonly MetricEntry[];
  readonly ratings: readonly RatingCorrection[];
}

/** What is disputed, what it should have been, and on what that rests. */
export interface AppealContent extends Corrections {
  readonly text: string;
  readonly evidence: readonly string[];
}

/** Of `correction`: facts of a published result that were wrong. */
export interface CorrectionContent {
  readonly values: readonly MetricEntry[];
  readonly ratings: readonly (RatingCorrection & { readonly unit: string })[];
  readonly reason: string;
  readonly evidence: readonly string[];
}

/** Of bonus, bonus-own, budget, budget-own: exactly the proposal that was seen. */
export interface MoneyContent {
  readonly proposalDigest: string;
  readonly note: string;
}

/** Of `rules`: exactly the proposal that was seen, and why. */
export interface RulesContent {
  readonly proposalDigest: string;
  readonly reason: string;
}

/** Of `nomination`: who shall be promoted to what, and on what ground. */
export interface NominationContent {
  /** The unit's head or a member. */
  readonly person: string;
  readonly position: string;
  readonly reasons: string;
  readonly evidence: readonly string[];
}

export interface DecisionContent {
  readonly decision: Decision;
  readonly reason: string;
  /** Words at a place of the submitted content (JSON pointer). */
  readonly comments: readonly { readonly at: string; readonly text: string }[];
  readonly difficulties: readonly string[];
  readonly suggestions: readonly string[];
  /** To what reports of the unit ask of the decider. */
  readonly answers?: readonly { readonly ask: string; readonly text: string }[];
  /** Of a granted appeal: what is corrected; absent: as it was claimed. */
  readonly corrections?: Corrections;
}

export type StepContent =
  | { readonly kind: 'goals'; readonly content: GoalsContent }
  | { readonly kind: 'plan'; readonly content: PlanContent }
  | { readonly kind: 'change'; readonly content: ChangeContent }
  | { readonly kind: 'alignment' | 'settlement'; readonly content: AlignmentContent }
  | { readonly kind: 'checkpoint'; readonly content: CheckpointContent }
  | { readonly kind: 'self-evaluation'; readonly content: SelfEvaluationContent }
  | { readonly kind: 'rating' | 'evaluation'; readonly content: RatingContent }
  | { readonly kind: 'calibration'; readonly content: CalibrationContent }
  | { readonly kind: 'publication'; readonly content: PublicationContent }
  | { readonly kind: 'feedback'; readonly content: FeedbackContent }
  | { readonly kind: 'bonus' | 'bonus-own' | 'budget' | 'budget-own'; readonly content: MoneyContent }
  | { readonly kind: 'rules'; readonly content: RulesContent }
  | { readonly kind: 'nomination'; readonly content: NominationContent }
  | { readonly kind: 'appeal' | 'appeal-2'; readonly content: AppealContent }
  | { readonly kind: 'correction'; readonly content: CorrectionContent }
  | { readonly kind: 'improvement'; readonly content: ImprovementContent }
  | { readonly kind: 'improvement-appeal'; readonly content: ImprovementAppealContent }
  | { readonly kind: 'improvement-talk'; readonly content: ImprovementTalkContent }
  | { readonly kind: 'improvement-outcome'; readonly content: ImprovementOutcomeContent }
  | {
      readonly kind: Exclude<
        StepKind,
        | 'goals'
        | 'plan'
        | 'change'
        | 'alignment'
        | 'settlement'
        | 'checkpoint'
        | 'self-evaluation'
        | 'rating'
        | 'evaluation'
        | 'calibration'
        | 'publication'
        | 'feedback'
        | 'bonus'
        | 'bonus-own'
        | 'budget'
        | 'budget-own'
        | 'rules'
        | 'nomination'
        | 'appeal'
        | 'appeal-2'
        | 'correction'
        | 'improvement'
        | 'improvement-appeal'
        | 'improvement-talk'
        | 'improvement-outcome'
      >;
      readonly content: NoteContent;
    };
