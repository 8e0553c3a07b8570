import { correctionStepId } from '../domain/process/index.js';
import type { Query } from '../db/connect.js';
import { readCorrectionStanding } from '../db/corrections.js';
import { loadCycle } from '../db/cycles.js';
import { needsRunning } from './in-line.js';
import { holdReview, openStep } from './opened-step.js';
import { Refused } from './refused.js';

/**
 * Opens a correction of published results: a step of the cycle's own in which HR says which facts were wrong, and a
 * second person of HR decides. In the caller's transaction. @throws Refused
 */
export async function openCorrection(tx: Query, cycleId: string, actor: string): Promise<{ readonly stepId: string }> {
  const cycle = await loadCycle(tx, cycleId);
  if (cycle === undefined) throw new Refused('NOT_FOUND');
  needsRunning(cycle);
  const held = await holdReview(tx, cycle, null);
  const { count, published } = await readCorrectionStanding(tx, cycleId);
  if (!published) throw new Refused('CORRECTION_TOO_EARLY');
  const wanted = { id: correctionStepId(count + 1), kind: 'correction' } as const;
  const { id: stepId } = await openStep(tx, held, wanted, { actor, principal: actor });
  return { stepId };
}
