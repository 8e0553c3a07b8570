import { proxyActivities } from '@temporalio/workflow';
import type { Phase } from '../../../domain/process/index.js';
import type { createScoringActivities } from '../../../activities/scoring.js';
import { createCycleLoop } from '../../../workflows/cycle-loop.js';
import type { CycleInput } from '../../../workflows/messages.js';

const { scoreUnits, publishResults } = proxyActivities<ReturnType<typeof createScoringActivities>>({
  startToCloseTimeout: '10m',
});

/** As `performanceCycle`, but results are published where they should be scored: another order. */
export async function performanceCycle({ cycleId }: CycleInput): Promise<void> {
  const cycle = await createCycleLoop(cycleId);
  const phases: readonly Phase[] = ['goal-setting', 'planning', 'monitoring'];
  for (const phase of phases) if (await cycle.enter(phase)) await cycle.untilOver();
  if (!(await cycle.enter('evaluation'))) return;
  await cycle.untilOver({
    onceAllEnded: {
      evaluation: () => publishResults({ cycleId }),
      publication: () => scoreUnits({ cycleId }),
    },
  });
}
