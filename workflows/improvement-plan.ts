import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { createImprovementActivities } from '../activities/improvement.js';
import type { PlanStage } from '../domain/improvement/index.js';
import { messageNames, type PlanInput } from './messages.js';

// One short transaction; the database being away is the only reason to fail, so it is repeated without end.
const { advancePlan } = proxyActivities<ReturnType<typeof createImprovementActivities>>({
  startToCloseTimeout: '30s',
  retry: { maximumInterval: '30s' },
  summary: 'what is due in the plan',
});

const wake = defineSignal(messageNames.wake);

/**
 * The clock of one improvement plan. What people say about it are steps of the
 * unit's review; this waits for their ends and for the instants of the talks.
 * Where the plan stands is in Postgres, so it may be born late, or reborn.
 */
export async function improvementPlan({ planId }: PlanInput): Promise<void> {
  const plan = keepClock(planId);

  // The head above says goals, measures and support; HR approves. Silence opens nothing.
  await plan.past('proposed');
  // The unit is told, and may appeal before the first day. Granted, or never decided: it does not begin.
  await plan.past('notice');
  do {
    // Talks at their instants: each is held, late or never.
    await plan.past('running');
    // Passed, ended, or extended: then there is one more talk, and it is judged again.
    await plan.past('judging');
  } while (!plan.hasEnded());
}

interface PlanClock {
  /** Waits, for time or for people, until the plan is in another stage than this; at once where it is already. */
  readonly past: (stage: PlanStage) => Promise<void>;
  readonly hasEnded: () => boolean;
}

/** Sets the handler before the first await. A wake is a hint: it only has the plan looked at once more. */
function keepClock(planId: string): PlanClock {
  let changes = 0;
  let present: PlanStage | null = null;
  setHandler(wake, () => {
    changes += 1;
  });

  async function past(stage: PlanStage): Promise<void> {
    while (present === null || present === stage) {
      const seen = changes;
      const looked = await advancePlan({ planId });
      present = looked.stage;
      setCurrentDetails(`**${planId}**: ${present}`);
      if (present !== stage) return;
      if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof improvementPlan>({ planId });
      if (looked.waitMs === null) await condition(() => changes !== seen);
      else await condition(() => changes !== seen, looked.waitMs);
    }
  }
  return { past, hasEnded: () => present === 'ended' };
}
