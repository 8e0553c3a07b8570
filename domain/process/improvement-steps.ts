import type { StepPlan } from './types.js';

const dayMs = 86_400_000;
const timeless = {
  phase: 'application',
  scope: 'unit',
  opensAt: 0,
  dueAt: 0,
  after: [],
  barrier: null,
} as const;
const soon = { remindBefore: [1], remindAfter: [1], escalateAfter: [3] } as const;

/** The steps of an improvement plan, the same in every cycle; when each opens is the plan's own clock's to say. */
export const improvementPlans: readonly StepPlan[] = [
  {
    ...timeless,
    id: 'improvement',
    kind: 'improvement',
    closesAt: 7 * dayMs,
    submitter: 'parent-head',
    decider: 'hr',
    decideWorkdays: [5, 10],
    againWorkdays: 5,
    onNo: 'again',
    // No plan comes of silence.
    onClose: 'cancel',
    ladder: soon,
  },
  {
    ...timeless,
    id: 'improvement-appeal',
    kind: 'improvement-appeal',
    // The window is the template's; nobody is late in it, they just do not use it.
    closesAt: 0,
    submitter: 'head',
    decider: 'outside-head',
    decideWorkdays: [5, 10],
    againWorkdays: 0,
    onNo: 'done',
    onClose: 'lapse',
    ladder: { remindBefore: [1], remindAfter: [], escalateAfter: [] },
  },
  {
    ...timeless,
    id: 'improvement-talk',
    kind: 'improvement-talk',
    closesAt: 7 * dayMs,
    submitter: 'parent-head',
    decider: 'head',
    decideWorkdays: [3, 5],
    againWorkdays: 5,
    onNo: 'done',
    onClose: 'forward',
    ladder: soon,
  },
  {
    ...timeless,
    id: 'improvement-outcome',
    kind: 'improvement-outcome',
    closesAt: 7 * dayMs,
    submitter: 'parent-head',
    decider: 'hr',
    decideWorkdays: [5, 10],
    againWorkdays: 5,
    onNo: 'again',
    // Nobody passes, and nobody fails, because somebody was silent.
    onClose: 'cancel',
    ladder: soon,
  },
];
