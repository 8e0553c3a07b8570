import { type StepKind, stepKinds, type StepPlan } from './types.js';

/** Steps that no template schedules: somebody opens them when they are wanted. Their ids are `<plan>-<n>`. */
export const onDemandKinds = ['rules'] as const satisfies readonly StepKind[];
export type OnDemandKind = (typeof onDemandKinds)[number];
export type ScheduledKind = Exclude<StepKind, OnDemandKind>;

const isScheduled = (kind: StepKind): kind is ScheduledKind => !onDemandKinds.some((each) => each === kind);
export const scheduledKinds: readonly ScheduledKind[] = stepKinds.filter(isScheduled);

const dayMs = 86_400_000;

/**
 * The plans behind such steps, the same in every cycle. A step carries its own
 * instants from the moment it is opened; of the plan's only the distance from
 * due to close is used.
 */
export const onDemandPlans: readonly StepPlan[] = [
  {
    id: 'rules',
    kind: 'rules',
    phase: 'goal-setting',
    scope: 'cycle',
    opensAt: 0,
    dueAt: 0,
    closesAt: 5 * dayMs,
    after: [],
    barrier: null,
    submitter: 'hr',
    decider: 'hr',
    decideWorkdays: [5, 10],
    againWorkdays: 5,
    // A returned proposal has ended; who still wants it proposes anew, with effects of that day.
    onNo: 'done',
    // Rules never come into force because somebody was silent.
    onClose: 'cancel',
    ladder: { remindBefore: [1], remindAfter: [1], escalateAfter: [3] },
  },
];

/** The plan of a step, whether the template schedules it or somebody opened it. */
export function planById(scheduled: readonly StepPlan[], planId: string): StepPlan | undefined {
  return [...scheduled, ...onDemandPlans].find((plan) => plan.id === planId);
}

export const rulesStepId = (proposal: number): string => `rules-${proposal}`;

/** The number of the proposal that a step is about; null: it is no such step. */
export function proposalOfStep(stepId: string): number | null {
  const match = /^rules-([1-9]\d{0,8})$/.exec(stepId);
  return match === null ? null : Number(match[1]);
}
