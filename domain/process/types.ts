/** The words of the process: steps, their plans, people's messages. Instants are epoch ms. */

export const phases = [
  'goal-setting',
  'planning',
  'monitoring',
  'evaluation',
  'feedback',
  'application',
  'closing',
] as const;
export type Phase = (typeof phases)[number];

export const stepKinds = [
  'goals',
  'plan',
  'change',
  'alignment',
  'settlement',
  'checkpoint',
  'self-evaluation',
  'rating',
  'evaluation',
  'calibration',
  'publication',
  'feedback',
  'appeal',
  'appeal-2',
  'bonus',
  'bonus-own',
  'budget',
  'budget-own',
  'release',
  'nomination',
  'rules',
  'correction',
  'improvement',
  'improvement-appeal',
  'improvement-talk',
  'improvement-outcome',
] as const;
export type StepKind = (typeof stepKinds)[number];

/**
 * Who, seen from the unit under review; resolved to persons when someone acts.
 * `rater-head` and `common-head`: of the other unit that a step is about, and of the nearest unit above both.
 * `outside-head`: heads beside the line who took no part in the judgement.
 */
export type PersonRule =
  'head' | 'parent-head' | 'second-head' | 'rater-head' | 'common-head' | 'outside-head' | 'hr' | 'finance' | 'board';

export type Stage = 'closed' | 'open' | 'submitted' | 'done' | 'cancelled';

export type Decision = 'approve' | 'return' | 'agree' | 'object' | 'acknowledge' | 'disagree' | 'grant' | 'reject';

export type StepOutcome =
  | 'submitted'
  | 'approved'
  | 'agreed'
  | 'objected'
  | 'acknowledged'
  | 'disagreed'
  | 'granted'
  | 'rejected'
  | 'returned'
  | 'forwarded';

/** One step of a review, as it stands. */
export interface Step {
  readonly id: string;
  readonly planId: string;
  readonly kind: StepKind;
  readonly state: Stage;
  readonly outcome: StepOutcome | null;
  readonly attempt: number;
  readonly revision: number;
  readonly opensAt: number;
  readonly dueAt: number;
  readonly closesAt: number;
  readonly decideDueAt: number | null;
  readonly decideClosesAt: number | null;
  readonly waitsFor: readonly string[];
  readonly barrier: string | null;
  readonly submittedBy: readonly string[];
  readonly decidedBy: string | null;
  /** Rungs of the ladder already climbed in this stage. */
  readonly rung: number;
  /** When the sweep must look again; null: only a message or another step's end moves it. */
  readonly nextAt: number | null;
}

/** What the template says of a step, with its times resolved. One plan serves all units. */
export interface StepPlan {
  readonly id: string;
  readonly kind: StepKind;
  readonly phase: Phase;
  /** `unit`: one per review; `raters`: one per review and cooperating unit; `cycle`: the cycle's own. */
  readonly scope: 'unit' | 'raters' | 'cycle';
  readonly opensAt: number;
  readonly dueAt: number;
  readonly closesAt: number;
  readonly after: readonly string[];
  readonly barrier: string | null;
  readonly submitter: PersonRule;
  readonly decider: PersonRule | null;
  /** Working days the decider has: until due, until close. */
  readonly decideWorkdays: readonly [due: number, close: number];
  /** Working days a late opening or a returned attempt gets at least. */
  readonly againWorkdays: number;
  /** What a "no" does: a new attempt, or the step is done with that outcome. */
  readonly onNo: 'again' | 'done';
  /** What becomes of it when its window closes; `lapse`: a right that nobody used is cancelled, what was submitted goes on undecided. */
  readonly onClose: 'forward' | 'cancel' | 'lapse';
  /** It opens only where that step ended so; else it is cancelled. */
  readonly onlyAfter?: { readonly step: string; readonly outcomes: readonly StepOutcome[] };
  readonly ladder: Ladder;
}

/** Rungs in working days around the due instant. */
export interface Ladder {
  readonly remindBefore: readonly number[];
  readonly remindAfter: readonly number[];
  readonly escalateAfter: readonly number[];
}

export interface PhasePlan {
  readonly id: Phase;
  readonly opensAt: number;
}

export interface Schedule {
  readonly phases: readonly PhasePlan[];
  readonly steps: readonly StepPlan[];
  /** Barrier id → when it counts as met even if not all are there; null: never. */
  readonly barriers: Readonly<Record<string, { readonly of: string; readonly cutOffAt: number | null }>>;
  readonly closesAt: number;
}

/** A person's words about one step, as `record` judges them. */
export interface StepMessage {
  readonly act: 'submit' | 'approve';
  readonly decision: Decision | null;
  readonly actor: string;
  readonly principal: string;
  readonly receivedAt: number;
  /** The step's revision that the person saw. */
  readonly stepRevision: number;
  readonly hasReason: boolean;
}

/** Time questions are answered by the caller, who knows calendar and zone. */
export interface Times {
  /** End of the n-th working day after the instant's local day. */
  readonly workdaysAfter: (instant: number, workdays: number) => number;
}

export type StepEvent =
  | { readonly type: 'opened'; readonly stepId: string }
  | { readonly type: 'submitted'; readonly stepId: string }
  | { readonly type: 'decided'; readonly stepId: string; readonly decision: Decision; readonly outcome: StepOutcome }
  | { readonly type: 'reminded'; readonly stepId: string; readonly rung: number; readonly of: 'submitter' | 'decider' }
  | { readonly type: 'escalated'; readonly stepId: string; readonly rung: number; readonly of: 'submitter' | 'decider' }
  | { readonly type: 'forwarded'; readonly stepId: string; readonly from: 'open' | 'submitted' }
  | { readonly type: 'cancelled'; readonly stepId: string; readonly from: 'closed' | 'open' | 'submitted' }
  /** Ended, and wanted once more: what it stood on has changed. */
  | { readonly type: 'reopened'; readonly stepId: string };
