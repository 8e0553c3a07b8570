import { changeStepId, phases } from '../domain/process/index.js';
import { readChangeStanding } from '../db/changes.js';
import type { Query } from '../db/connect.js';
import { loadCycle } from '../db/cycles.js';
import { localDay } from '../documents/schedule.js';
import { needsRunning } from './in-line.js';
import { holdReview, openStep } from './opened-step.js';
import { principalByRule } from './principal.js';
import { Refused } from './refused.js';

export interface UnitAsk {
  readonly cycleId: string;
  readonly unitId: string;
  readonly actor: string;
}

/**
 * Opens a change request: a step of the unit's own in which its head says what
 * shall be different and why, in the caller's transaction. One at a time, and
 * before anything is judged. @throws Refused
 */
export async function openChange(tx: Query, { cycleId, unitId, actor }: UnitAsk): Promise<{ readonly stepId: string }> {
  const cycle = await loadCycle(tx, cycleId);
  if (cycle === undefined || !cycle.subjects.includes(unitId)) throw new Refused('NOT_FOUND');
  needsRunning(cycle);
  const held = await holdReview(tx, cycle, unitId);
  const principal = await principalByRule(tx, 'head', unitId, { actor, day: localDay(held.at, cycle.zone) });
  if (principal === undefined) throw new Refused('NOT_YOUR_STEP');
  const judgedFrom = cycle.schedule.phases.find(({ id }) => id === 'evaluation')?.opensAt ?? Infinity;
  const isJudged = phases.indexOf(cycle.phase) >= phases.indexOf('evaluation');
  if (isJudged || held.at >= judgedFrom) throw new Refused('CHANGE_TOO_LATE');
  const { count, live, hasGoals } = await readChangeStanding(tx, cycleId, unitId);
  if (!hasGoals) throw new Refused('CHANGE_WITHOUT_BASE');
  if (live !== null) throw new Refused('CHANGE_OPEN');
  const wanted = { id: changeStepId(count + 1), kind: 'change', until: judgedFrom } as const;
  const { id: stepId } = await openStep(tx, held, wanted, { actor, principal });
  return { stepId };
}
