import { proxyActivities, sleep } from '@temporalio/workflow';
import type { createImprovementActivities } from '../../../activities/improvement.js';
import type { PlanInput } from '../../../workflows/messages.js';

const { advancePlan } = proxyActivities<ReturnType<typeof createImprovementActivities>>({ startToCloseTimeout: '30s' });

/** As `improvementPlan`, but it sleeps before it first looks: another order. */
export async function improvementPlan({ planId }: PlanInput): Promise<void> {
  for (let stage = ''; stage !== 'ended';) {
    await sleep('1 day');
    ({ stage } = await advancePlan({ planId }));
  }
}
