import type { Rung } from './advance.js';
import { improvementPlans } from './improvement-steps.js';
import { type Ladder, type Step, type StepKind, stepKinds, type StepPlan, type Times } from './types.js';

/** Steps that no template schedules: they open when they are wanted. Their ids are `<plan>-<n>`, or `<plan>/<other unit>`. */
const onDemandKinds = [
  'rules',
  'change',
  'alignment',
  'settlement',
  'correction',
  'improvement',
  'improvement-appeal',
  'improvement-talk',
  'improvement-outcome',
] as const satisfies readonly StepKind[];
type OnlyOnDemand = (typeof onDemandKinds)[number];
/** A nomination opens when it is wanted, or when a template schedules it. */
export type OnDemandKind = OnlyOnDemand | 'nomination';
/** Made of a section of the template: its windows for appeals. */
const ofSections = ['appeal', 'appeal-2'] as const satisfies readonly StepKind[];
const unscheduled: readonly StepKind[] = [...onDemandKinds, ...ofSections];
export type ScheduledKind = Exclude<StepKind, OnlyOnDemand | (typeof ofSections)[number]>;

const isScheduled = (kind: StepKind): kind is ScheduledKind => !unscheduled.includes(kind);
export const scheduledKinds: readonly ScheduledKind[] = stepKinds.filter(isScheduled);

const dayMs = 86_400_000;

/**
 * The plans behind such steps, the same in every cycle. A step carries its own
 * instants from the moment it is opened; of the plan's only the distance from
 * due to close is used.
 */
const timeless = {
  phase: 'goal-setting',
  opensAt: 0,
  dueAt: 0,
  closesAt: 5 * dayMs,
  after: [],
  barrier: null,
} as const;
const soon = { remindBefore: [1], remindAfter: [1], escalateAfter: [3] } as const;

export const onDemandPlans: readonly StepPlan[] = [
  {
    ...timeless,
    id: 'rules',
    kind: 'rules',
    scope: 'cycle',
    submitter: 'hr',
    decider: 'hr',
    decideWorkdays: [5, 10],
    againWorkdays: 5,
    // A returned proposal has ended; who still wants it proposes anew, with effects of that day.
    onNo: 'done',
    // Rules never come into force because somebody was silent.
    onClose: 'cancel',
    ladder: soon,
  },
  {
    ...timeless,
    id: 'correction',
    kind: 'correction',
    scope: 'cycle',
    submitter: 'hr',
    decider: 'hr',
    decideWorkdays: [5, 10],
    againWorkdays: 5,
    onNo: 'done',
    // A published result never moves because somebody was silent.
    onClose: 'cancel',
    ladder: soon,
  },
  {
    ...timeless,
    id: 'change',
    kind: 'change',
    scope: 'unit',
    submitter: 'head',
    decider: 'parent-head',
    decideWorkdays: [5, 10],
    againWorkdays: 5,
    onNo: 'again',
    // What is agreed stays as it is where nobody says otherwise.
    onClose: 'cancel',
    ladder: soon,
  },
  {
    ...timeless,
    id: 'alignment',
    kind: 'alignment',
    scope: 'raters',
    // Short: the approval of two units' goals waits for it.
    closesAt: 2 * dayMs,
    submitter: 'head',
    decider: 'rater-head',
    decideWorkdays: [2, 3],
    againWorkdays: 2,
    onNo: 'done',
    onClose: 'forward',
    ladder: soon,
  },
  {
    ...timeless,
    id: 'settlement',
    kind: 'settlement',
    scope: 'raters',
    closesAt: 2 * dayMs,
    submitter: 'common-head',
    decider: null,
    decideWorkdays: [0, 0],
    againWorkdays: 2,
    onNo: 'done',
    onClose: 'forward',
    ladder: soon,
  },
  {
    ...timeless,
    id: 'nomination',
    kind: 'nomination',
    phase: 'application',
    scope: 'unit',
    submitter: 'parent-head',
    decider: 'board',
    decideWorkdays: [5, 10],
    againWorkdays: 5,
    onNo: 'done',
    // Nobody is promoted because somebody was silent.
    onClose: 'cancel',
    ladder: soon,
  },
  ...improvementPlans,
];

/** Working days that a step opened on demand has until it is due. */
const onDemandWorkdays: Readonly<Record<OnDemandKind, number>> = {
  rules: 1,
  change: 10,
  correction: 5,
  alignment: 2,
  settlement: 2,
  nomination: 10,
  improvement: 5,
  // Where the template says nothing else.
  'improvement-appeal': 5,
  'improvement-talk': 5,
  'improvement-outcome': 5,
};

/** The plan of a step, whether the template schedules it or somebody opened it. */
export function planById(scheduled: readonly StepPlan[], planId: string): StepPlan | undefined {
  return [...scheduled, ...onDemandPlans].find((plan) => plan.id === planId);
}

export const changeStepId = (n: number): string => `change-${n}`;
export const nominationStepId = (n: number): string => `nomination-${n}`;
export const correctionStepId = (n: number): string => `correction-${n}`;
export const alignmentStepId = (otherUnit: string): string => `alignment/${otherUnit}`;
export const settlementStepId = (otherUnit: string): string => `settlement/${otherUnit}`;

export interface OpenOnDemand {
  readonly id: string;
  readonly kind: OnDemandKind;
  /** Epoch ms. */
  readonly at: number;
  /** Never later than this. */
  readonly until?: number;
  /** Working days until it is due, where not the usual ones. */
  readonly workdays?: number;
}

/** The calendar's answers that opening a step needs; what the sweep knows of a cycle is such. */
export interface OpeningTimes {
  readonly times: Times;
  readonly rungs: (ladder: Ladder, dueAt: number) => readonly Rung[];
}

/**
 * Such a step as it stands the moment it opens: first attempt, due after its working days, looked at again for the first
 * reminder that is still ahead.
 */
export function openOnDemand({ id, kind, at, until = Infinity, workdays }: OpenOnDemand, on: OpeningTimes): Step {
  const plan = onDemandPlans.find((each) => each.kind === kind);
  if (plan === undefined) throw new Error(`no plan on demand for ${kind}`);
  const dueAt = Math.min(on.times.workdaysAfter(at, workdays ?? onDemandWorkdays[kind]), until);
  const closesAt = Math.min(dueAt + plan.closesAt - plan.dueAt, until);
  const rungs = plan.onClose === 'lapse' ? [] : on.rungs(plan.ladder, dueAt);
  const rung = rungs.filter((each) => each.at <= at).length;
  return {
    id,
    planId: plan.id,
    kind,
    state: 'open',
    outcome: null,
    attempt: 1,
    revision: 1,
    opensAt: at,
    dueAt,
    closesAt,
    decideDueAt: null,
    decideClosesAt: null,
    waitsFor: [],
    barrier: null,
    submittedBy: [],
    decidedBy: null,
    rung,
    nextAt: Math.min(rungs[rung]?.at ?? Infinity, closesAt),
  };
}

/** The same step once more: its next attempt, with a time of its own. */
export function reopenOnDemand(step: Step, kind: OnDemandKind, at: number, on: OpeningTimes): Step {
  const opened = openOnDemand({ id: step.id, kind, at }, on);
  return { ...opened, attempt: step.attempt + 1, revision: step.revision + 1 };
}

export const rulesStepId = (proposal: number): string => `rules-${proposal}`;

/** The number of the proposal that a step is about; null: it is no such step. */
export function proposalOfStep(stepId: string): number | null {
  const match = /^rules-([1-9]\d{0,8})$/.exec(stepId);
  return match === null ? null : Number(match[1]);
}
