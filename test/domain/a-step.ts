import type { Step, StepPlan, Times } from '../../domain/process/index.js';

/** Days of a made-up calendar in which every day is worked: the instant is the day's number in ms of a day. */
export const day = (number: number): number => number * 86_400_000;
export const times: Times = { workdaysAfter: (instant, workdays) => instant + day(workdays) };

export const plan: StepPlan = {
  id: 'goals',
  kind: 'goals',
  phase: 'goal-setting',
  scope: 'unit',
  opensAt: day(1),
  dueAt: day(10),
  closesAt: day(12),
  after: [],
  barrier: null,
  submitter: 'head',
  decider: 'parent-head',
  decideWorkdays: [2, 4],
  againWorkdays: 3,
  onNo: 'again',
  onClose: 'forward',
  ladder: { remindBefore: [2], remindAfter: [0], escalateAfter: [1] },
};

export const aStep = (more: Partial<Step> = {}): Step => ({
  id: 'goals',
  planId: 'goals',
  kind: 'goals',
  state: 'closed',
  outcome: null,
  attempt: 1,
  revision: 0,
  opensAt: plan.opensAt,
  dueAt: plan.dueAt,
  closesAt: plan.closesAt,
  decideDueAt: null,
  decideClosesAt: null,
  waitsFor: [],
  barrier: null,
  submittedBy: [],
  decidedBy: null,
  rung: 0,
  nextAt: null,
  ...more,
});
