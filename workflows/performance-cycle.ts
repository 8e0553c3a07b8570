import { proxyActivities } from '@temporalio/workflow';
import type { createScoringActivities } from '../activities/scoring.js';
import { createCycleLoop, type CycleLoop, postMoney, proposeMoney } from './cycle-loop.js';
import type { CycleInput } from './messages.js';

// Computing and booking over all units, in one transaction or page by page: minutes for the largest organization,
// repeated freely because every effect has a key.
const { scoreUnits, publishResults } = proxyActivities<ReturnType<typeof createScoringActivities>>({
  startToCloseTimeout: '10m',
  heartbeatTimeout: '30s',
  retry: { maximumInterval: '1m' },
  summary: 'results from rules and facts',
});

/**
 * One performance cycle, from goals to money. It owns the clock: it opens
 * phases, and between them sleeps until the next instant that matters and
 * sweeps all units. Where the cycle stands is loaded from Postgres, so
 * starting, resuming and rebuilding are one path.
 */
export async function performanceCycle({ cycleId }: CycleInput): Promise<void> {
  const cycle = await createCycleLoop(cycleId);

  await goalSetting(cycle);
  await planning(cycle);
  await monitoring(cycle);
  await evaluation(cycle);
  await feedback(cycle);
  await application(cycle);
  await closing(cycle);
}

/** Units propose their goals; the heads above approve or return them. What all goals together lack, HR settles meanwhile. */
async function goalSetting(cycle: CycleLoop): Promise<void> {
  if (!(await cycle.enter('goal-setting'))) return;
  await cycle.untilOver();
  await cycle.reportFindings();
}

/** Tasks, owners, effort and cost; infeasible plans are refused before they start. */
async function planning(cycle: CycleLoop): Promise<void> {
  if (!(await cycle.enter('planning'))) return;
  await cycle.untilOver();
  await cycle.reportFindings();
}

/** Checkpoints at their instants: values, progress, risks; deviations are told. */
async function monitoring(cycle: CycleLoop): Promise<void> {
  if (await cycle.enter('monitoring')) await cycle.untilOver();
}

/** Self, cooperating units, superior; then the scores, HR's calibration, and publication by two persons. */
async function evaluation(cycle: CycleLoop): Promise<void> {
  if (!(await cycle.enter('evaluation'))) return;
  await cycle.untilOver({
    onceAllEnded: {
      evaluation: () => scoreUnits({ cycleId: cycle.id }),
      publication: () => publishResults({ cycleId: cycle.id }),
    },
  });
}

/** Each unit is told its result, answers, and may appeal; what an appeal moves, the loop has computed anew. */
async function feedback(cycle: CycleLoop): Promise<void> {
  if (await cycle.enter('feedback')) await cycle.untilOver();
}

/**
 * Bonus and next period's budget: proposed by the rules, approved by finance, posted by the loop as soon as approved,
 * once more where a result has moved, and released when no appeal is left.
 */
async function application(cycle: CycleLoop): Promise<void> {
  if (!(await cycle.enter('application'))) return;
  await proposeMoney({ cycleId: cycle.id, kind: 'bonus' });
  await proposeMoney({ cycleId: cycle.id, kind: 'budget' });
  await cycle.untilOver();
  // A cycle that began before appeals posts here; to any other this says what was never approved.
  await postMoney({ cycleId: cycle.id, kind: 'bonus' });
  await postMoney({ cycleId: cycle.id, kind: 'budget' });
}

/** Facts may still be corrected until the close; then the conversations end and their histories are archived. */
async function closing(cycle: CycleLoop): Promise<void> {
  if (await cycle.enter('closing')) await cycle.untilOver();
  await cycle.close();
}
