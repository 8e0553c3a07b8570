/** The words of an improvement plan: what opens it, how long it runs, what became of its talks. Days `YYYY-MM-DD`, instants epoch ms. */
import type { Stage, StepOutcome } from '../process/index.js';

/** An absolute criterion: it looks at the unit's own result and at nothing else, so no rank can meet it. */
export interface Criterion {
  /** Met by a total below this decimal. */
  readonly totalBelow?: string;
  /** Met by one of these grades. */
  readonly grades?: readonly string[];
}

export interface PlanTerms {
  /** Talks, in days after the first day, ascending. */
  readonly days: readonly number[];
  /** Working days from the approval, of which the unit is told, to the first day at the earliest. */
  readonly noticeWorkdays: number;
  /** Working days from the approval in which the unit may appeal. */
  readonly objectWorkdays: number;
}

/** The section `improvement` of a template. */
export interface ImprovementRules extends Criterion, PlanTerms {}

/** Where a plan stands: goals are being proposed, the unit may appeal, talks are held, its outcome is being judged. */
export const planStages = ['proposed', 'notice', 'running', 'judging', 'ended'] as const;
export type PlanStage = (typeof planStages)[number];

export const planEnds = [
  'passed',
  'ended',
  'appeal-granted',
  'appeal-undecided',
  'criterion-lifted',
  'never-proposed',
  'never-approved',
  'never-judged',
] as const;
export type PlanEnd = (typeof planEnds)[number];
/** With these a plan has had its say about a result; silence of whoever should have spoken leaves it open to another. */
export const settlingEnds = ['passed', 'ended', 'appeal-granted'] as const satisfies readonly PlanEnd[];

export type TalkState = 'planned' | 'open' | 'held' | 'late' | 'never' | 'dropped';

export interface PlanTalk {
  /** Days after the first day. */
  readonly days: number;
  readonly opensAt: number;
  readonly state: TalkState;
}

export interface PlanStanding {
  /** The unit's first, second … plan of the cycle. */
  readonly number: number;
  readonly terms: PlanTerms;
  readonly stage: PlanStage;
  /** null: not approved yet. */
  readonly firstDay: string | null;
  readonly talks: readonly PlanTalk[];
  /** How often the outcome was asked for: every extension asks once more. */
  readonly judgements: number;
  readonly end: PlanEnd | null;
}

export const verdicts = ['passed', 'extended', 'ended'] as const;
export type Verdict = (typeof verdicts)[number];

/** A step of the plan as it stands, with what was last submitted in it. */
export interface PlanStep {
  readonly state: Stage;
  readonly outcome: StepOutcome | null;
  readonly dueAt: number;
  readonly submittedAt: number | null;
  readonly endedAt: number | null;
  readonly firstDay: string | null;
  readonly verdict: Verdict | null;
  readonly days: number | null;
}

export type PlanStepKind = 'improvement' | 'improvement-appeal' | 'improvement-talk' | 'improvement-outcome';

export interface PlanStepWanted {
  readonly id: string;
  readonly kind: PlanStepKind;
  /** Where not the usual ones. */
  readonly workdays?: number;
}

/** What happened to a plan, in order; people's words are in its steps. */
export type PlanEvent =
  | { readonly kind: 'opened' }
  | { readonly kind: 'approved'; readonly firstDay: string }
  | { readonly kind: 'begun'; readonly firstDay: string }
  | { readonly kind: 'talk-opened'; readonly days: number }
  | { readonly kind: 'talk-held' | 'talk-late' | 'talk-never'; readonly days: number }
  | { readonly kind: 'judgement-opened' }
  | { readonly kind: 'extended'; readonly days: number }
  | { readonly kind: 'ended'; readonly end: PlanEnd };
export type PlanEventKind = PlanEvent['kind'];
