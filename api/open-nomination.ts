import type { Query } from '../db/connect.js';
import { type CycleRow, loadCycle } from '../db/cycles.js';
import { readNominationStanding } from '../db/nominations.js';
import { localDay } from '../documents/schedule.js';
import { nominationStepId } from '../domain/process/index.js';
import { needsRunning } from './in-line.js';
import type { UnitAsk } from './open-change.js';
import { holdReview, openStep } from './opened-step.js';
import { principalByRule } from './principal.js';
import { Refused } from './refused.js';

/**
 * Opens a nomination for promotion: a step of the unit's review in which the head
 * above names a person of the unit, in the caller's transaction. One at a time,
 * after the unit's result was published. @throws Refused
 */
export async function openNomination(
  tx: Query,
  { cycleId, unitId, actor }: UnitAsk,
): Promise<{ readonly stepId: string }> {
  const cycle = await loadCycle(tx, cycleId);
  if (cycle === undefined || !cycle.subjects.includes(unitId)) throw new Refused('NOT_FOUND');
  needsRunning(cycle);
  const held = await holdReview(tx, cycle, unitId);
  const principal = await principalByRule(tx, 'parent-head', unitId, { actor, day: localDay(held.at, cycle.zone) });
  if (principal === undefined) throw new Refused('NOT_YOUR_STEP');
  const { last, live, published } = await readNominationStanding(tx, cycleId, unitId);
  if (!published) throw new Refused('NOMINATION_TOO_EARLY');
  if (live !== null) throw new Refused('NOMINATION_OPEN');
  const wanted = { id: nominationStepId(last + 1), kind: 'nomination', until: cycle.closesAt } as const;
  const { id: stepId } = await openStep(tx, held, wanted, { actor, principal });
  return { stepId };
}

/** Whether the button is there; whoever presses it is judged again. */
export async function mayNominate(tx: Query, cycle: CycleRow, unitId: string, actor: string): Promise<boolean> {
  if (cycle.state !== 'running') return false;
  const today = localDay(cycle.clock.now, cycle.zone);
  const superior = await principalByRule(tx, 'parent-head', unitId, { actor, day: today });
  if (superior === undefined) return false;
  const { published, live } = await readNominationStanding(tx, cycle.id, unitId);
  return published && live === null;
}
