import { correctionStepId, openOnDemand, planById } from '../domain/process/index.js';
import { loadCalendar } from '../db/calendar.js';
import type { Query } from '../db/connect.js';
import { readCorrectionStanding } from '../db/corrections.js';
import { loadCycle } from '../db/cycles.js';
import { appendJournal } from '../db/journal.js';
import { insertStep } from '../db/on-demand-steps.js';
import { readClock } from '../db/record.js';
import { lockReviews } from '../db/reviews.js';
import { hintSooner } from '../db/step-notices.js';
import { lockClockShared } from '../db/sweep.js';
import { makeTimes } from '../documents/schedule.js';
import { needsRunning } from './in-line.js';
import { Refused } from './refused.js';

/**
 * Opens a correction of published results: a step of the cycle's own in which HR says which facts were wrong, and a
 * second person of HR decides. In the caller's transaction. @throws Refused
 */
export async function openCorrection(tx: Query, cycleId: string, actor: string): Promise<{ readonly stepId: string }> {
  const cycle = await loadCycle(tx, cycleId);
  if (cycle === undefined) throw new Refused('NOT_FOUND');
  needsRunning(cycle);
  await lockClockShared(tx, cycleId);
  await lockReviews(tx, [cycleId]);
  const { now: at, wall: wallAt, nextAt: sleepsTo } = await readClock(tx, cycleId);
  const { count, published } = await readCorrectionStanding(tx, cycleId);
  if (!published) throw new Refused('CORRECTION_TOO_EARLY');
  const times = makeTimes(await loadCalendar(tx), cycle.zone);
  const step = openOnDemand({ id: correctionStepId(count + 1), kind: 'correction', at }, times);
  const plan = planById([], step.planId);
  if (plan === undefined) throw new Error(`no plan ${step.planId}`);
  await insertStep(tx, { reviewId: cycleId, cycleId, unitId: null }, step, plan);
  await hintSooner(tx, { key: `${cycleId}/${step.id}`, cycleId, phase: cycle.phase, sleepsTo }, [step]);
  const by = { actorId: actor, principalId: actor, commandId: null, contentDigest: null };
  await appendJournal(tx, cycleId, [{ at, wallAt, act: 'opened', stepId: step.id, attempt: 1, ...by, data: {} }]);
  return { stepId: step.id };
}
