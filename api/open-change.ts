import { changeStepId, openOnDemand, phases, planById } from '../domain/process/index.js';
import { loadCalendar } from '../db/calendar.js';
import { readChangeStanding } from '../db/changes.js';
import type { Query } from '../db/connect.js';
import { loadCycle } from '../db/cycles.js';
import { appendJournal } from '../db/journal.js';
import { insertStep } from '../db/on-demand-steps.js';
import { activeStandIns, resolvePersons } from '../db/people.js';
import { readClock } from '../db/record.js';
import { lockReviews } from '../db/reviews.js';
import { hintSooner } from '../db/step-notices.js';
import { lockClockShared } from '../db/sweep.js';
import { localDay, makeTimes } from '../documents/schedule.js';
import { reviewIdOf } from '../workflows/messages.js';
import { Refused } from './refused.js';

export interface ChangeAsk {
  readonly cycleId: string;
  readonly unitId: string;
  readonly actor: string;
}

/**
 * Opens a change request: a step of the unit's own in which its head says what
 * shall be different and why, in the caller's transaction. One at a time, and
 * before anything is judged. @throws Refused
 */
export async function openChange(
  tx: Query,
  { cycleId, unitId, actor }: ChangeAsk,
): Promise<{ readonly stepId: string }> {
  const cycle = await loadCycle(tx, cycleId);
  if (cycle === undefined || !cycle.subjects.includes(unitId)) throw new Refused('NOT_FOUND');
  if (cycle.state !== 'running') throw new Refused(cycle.state === 'closed' ? 'CYCLE_CLOSED' : 'CYCLE_NOT_RUNNING');
  const reviewId = reviewIdOf(cycleId, unitId);
  await lockClockShared(tx, cycleId);
  await lockReviews(tx, [reviewId]);
  const { now: at, wall: wallAt, nextAt: sleepsTo } = await readClock(tx, cycleId);
  const principal = await headFor(tx, unitId, actor, localDay(at, cycle.zone));
  const judgedFrom = cycle.schedule.phases.find(({ id }) => id === 'evaluation')?.opensAt ?? Infinity;
  const isJudged = phases.indexOf(cycle.phase) >= phases.indexOf('evaluation');
  if (isJudged || at >= judgedFrom) throw new Refused('CHANGE_TOO_LATE');
  const { count, live, hasGoals } = await readChangeStanding(tx, cycleId, unitId);
  if (!hasGoals) throw new Refused('CHANGE_WITHOUT_BASE');
  if (live !== null) throw new Refused('CHANGE_OPEN');
  const id = changeStepId(count + 1);
  const times = makeTimes(await loadCalendar(tx), cycle.zone);
  const step = openOnDemand({ id, kind: 'change', at, until: judgedFrom }, times);
  const plan = planById([], step.planId);
  if (plan === undefined) throw new Error(`no plan ${step.planId}`);
  await insertStep(tx, { reviewId, cycleId, unitId }, step, plan);
  await hintSooner(tx, { key: `${reviewId}/${id}`, cycleId, phase: cycle.phase, sleepsTo }, [step]);
  const by = { actorId: actor, principalId: principal, commandId: null, contentDigest: null };
  await appendJournal(tx, reviewId, [{ at, wallAt, act: 'opened', stepId: id, attempt: 1, ...by, data: {} }]);
  return { stepId: id };
}

/** The unit's head, for whom a stand-in may ask. @throws Refused NOT_YOUR_STEP */
async function headFor(tx: Query, unitId: string, actor: string, day: string): Promise<string> {
  const ask = { key: 'head', rule: 'head', unitId, raterUnitId: null } as const;
  const heads = (await resolvePersons(tx, [ask])).get('head') ?? [];
  if (heads.includes(actor)) return actor;
  const standIns = await activeStandIns(tx, heads, day);
  const head = heads.find((each) => standIns.get(each)?.includes(actor));
  if (head === undefined) throw new Refused('NOT_YOUR_STEP');
  return head;
}
