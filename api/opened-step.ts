import { openOnDemand, type OpenOnDemand, planById } from '../domain/process/index.js';
import { loadCalendar } from '../db/calendar.js';
import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { appendJournal, type JournalLine } from '../db/journal.js';
import { insertStep } from '../db/on-demand-steps.js';
import { readClock } from '../db/record.js';
import { lockReviews, readCycleStanding } from '../db/reviews.js';
import { hintSooner } from '../db/step-notices.js';
import { lockClockShared } from '../db/sweep.js';
import { makeTimes, rungsOf } from '../documents/schedule.js';
import type { Step } from '../domain/process/index.js';
import { reviewIdOf } from '../workflows/messages.js';
import { needsRunning } from './in-line.js';

/** A review held for opening a step in it, and the instant: its clock stands until the transaction ends. */
export interface HeldReview {
  readonly cycle: CycleRow;
  readonly reviewId: string;
  readonly unitId: string | null;
  readonly at: number;
  readonly wallAt: number;
  /** What the cycle sleeps to. */
  readonly sleepsTo: number | null;
}

/**
 * Holds the unit's review, or the cycle's own (null), in the order of locks that everybody keeps. With its clock in hand
 * the cycle does not close. @throws Refused CYCLE_CLOSED where it has meanwhile
 */
export async function holdReview(tx: Query, cycle: CycleRow, unitId: string | null): Promise<HeldReview> {
  const reviewId = reviewIdOf(cycle.id, unitId);
  await lockClockShared(tx, cycle.id);
  needsRunning((await readCycleStanding(tx, cycle.id)) ?? cycle);
  await lockReviews(tx, [reviewId]);
  const { now: at, wall: wallAt, nextAt: sleepsTo } = await readClock(tx, cycle.id);
  return { cycle, reviewId, unitId, at, wallAt, sleepsTo };
}

/**
 * Opens the step, journals who opened it (`before`: what the journal says first; `data`: what it says of the opening), and
 * has a sleeping cycle look sooner.
 */
export async function openStep(
  tx: Query,
  { cycle, reviewId, unitId, at, wallAt, sleepsTo }: HeldReview,
  wanted: Omit<OpenOnDemand, 'at'>,
  by: { readonly actor: string; readonly principal: string },
  {
    before = [],
    data = {},
  }: { readonly before?: readonly Pick<JournalLine, 'act' | 'data'>[]; readonly data?: JournalLine['data'] } = {},
): Promise<Step> {
  const calendar = await loadCalendar(tx);
  const step = openOnDemand(
    { ...wanted, at },
    {
      times: makeTimes(calendar, cycle.zone),
      rungs: (ladder, dueAt) => rungsOf(ladder, dueAt, calendar, cycle.zone),
    },
  );
  const plan = planById(cycle.schedule.steps, step.planId);
  if (plan === undefined) throw new Error(`no plan ${step.planId}`);
  await insertStep(tx, { reviewId, cycleId: cycle.id, unitId }, step, plan);
  await hintSooner(tx, { key: `${reviewId}/${step.id}`, cycleId: cycle.id, phase: cycle.phase, sleepsTo }, [step]);
  const who = { actorId: by.actor, principalId: by.principal, commandId: null, contentDigest: null };
  const line = { at, wallAt, stepId: step.id, ...who };
  await appendJournal(tx, reviewId, [
    ...before.map((each) => ({ ...line, ...each, attempt: null })),
    { ...line, act: 'opened', attempt: 1, data },
  ]);
  return step;
}
