import { loadCalendar } from '../db/calendar.js';
import type { Query } from '../db/connect.js';
import { type CycleRow, loadCycle } from '../db/cycles.js';
import { appendJournal } from '../db/journal.js';
import { readNominationStanding } from '../db/nominations.js';
import { insertStep } from '../db/on-demand-steps.js';
import { activeStandIns, resolvePersons } from '../db/people.js';
import { readClock } from '../db/record.js';
import { lockReviews } from '../db/reviews.js';
import { hintSooner } from '../db/step-notices.js';
import { lockClockShared } from '../db/sweep.js';
import { localDay, makeTimes } from '../documents/schedule.js';
import { nominationStepId, openOnDemand, planById } from '../domain/process/index.js';
import { reviewIdOf } from '../workflows/messages.js';
import { needsRunning } from './in-line.js';
import { Refused } from './refused.js';

export interface NominationAsk {
  readonly cycleId: string;
  readonly unitId: string;
  readonly actor: string;
}

/**
 * Opens a nomination for promotion: a step of the unit's review in which the head
 * above names a person of the unit, in the caller's transaction. One at a time,
 * after the unit's result was published. @throws Refused
 */
export async function openNomination(
  tx: Query,
  { cycleId, unitId, actor }: NominationAsk,
): Promise<{ readonly stepId: string }> {
  const cycle = await loadCycle(tx, cycleId);
  if (cycle === undefined || !cycle.subjects.includes(unitId)) throw new Refused('NOT_FOUND');
  needsRunning(cycle);
  const plan = planById(cycle.schedule.steps, 'nomination');
  if (plan === undefined) throw new Error('no plan of nominations');
  const reviewId = reviewIdOf(cycleId, unitId);
  await lockClockShared(tx, cycleId);
  await lockReviews(tx, [reviewId]);
  const { now: at, wall: wallAt, nextAt: sleepsTo } = await readClock(tx, cycleId);
  const principal = await superiorFor(tx, unitId, actor, localDay(at, cycle.zone));
  if (principal === undefined) throw new Refused('NOT_YOUR_STEP');
  const { last, live, published } = await readNominationStanding(tx, cycleId, unitId);
  if (!published) throw new Refused('NOMINATION_TOO_EARLY');
  if (live !== null) throw new Refused('NOMINATION_OPEN');
  const id = nominationStepId(last + 1);
  const times = makeTimes(await loadCalendar(tx), cycle.zone);
  const step = openOnDemand({ id, kind: 'nomination', at, until: cycle.closesAt }, times);
  await insertStep(tx, { reviewId, cycleId, unitId }, step, plan);
  await hintSooner(tx, { key: `${reviewId}/${id}`, cycleId, phase: cycle.phase, sleepsTo }, [step]);
  const by = { actorId: actor, principalId: principal, commandId: null, contentDigest: null };
  await appendJournal(tx, reviewId, [{ at, wallAt, act: 'opened', stepId: id, attempt: 1, ...by, data: {} }]);
  return { stepId: id };
}

/** The head above the unit, for whom a stand-in may nominate; undefined: this is somebody else. */
async function superiorFor(tx: Query, unitId: string, actor: string, day: string): Promise<string | undefined> {
  const ask = { key: 'above', rule: 'parent-head', unitId, raterUnitId: null } as const;
  const heads = (await resolvePersons(tx, [ask])).get('above') ?? [];
  if (heads.includes(actor)) return actor;
  const standIns = await activeStandIns(tx, heads, day);
  return heads.find((each) => standIns.get(each)?.includes(actor));
}

/** Whether the button is there; whoever presses it is judged again. */
export async function mayNominate(tx: Query, cycle: CycleRow, unitId: string, actor: string): Promise<boolean> {
  if (cycle.state !== 'running') return false;
  const superior = await superiorFor(tx, unitId, actor, localDay(cycle.clock.now, cycle.zone));
  if (superior === undefined) return false;
  const { published, live } = await readNominationStanding(tx, cycle.id, unitId);
  return published && live === null;
}
