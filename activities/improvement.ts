import {
  advancePlan as advance,
  meetsCriterion,
  type PlanMoves,
  type PlanStage,
  planStepId,
} from '../domain/improvement/index.js';
import { openOnDemand, type Step } from '../domain/process/index.js';
import { loadCalendar } from '../db/calendar.js';
import type { Query, Sql } from '../db/connect.js';
import { hintCycleOfPlan } from '../db/improvement-clock.js';
import {
  insertPlanEvents,
  lockPlan,
  placeOfPlan,
  type PlanRow,
  publishedResult,
  savePlan,
  stepsOfPlan,
} from '../db/improvement.js';
import { chain, insertJournal } from '../db/journal.js';
import { insertStep } from '../db/on-demand-steps.js';
import { readClock } from '../db/record.js';
import { lockReviews, readSteps, type ReviewRow, saveSteps, type StepRow } from '../db/reviews.js';
import { insertHints, insertNotices } from '../db/step-notices.js';
import { lockClockShared, saveHeads } from '../db/sweep.js';
import { makePlanTimes } from '../documents/improvement-times.js';
import { reviewIdOf } from '../workflows/messages.js';
import { type CycleFacts, readCycleFacts } from './cycle-facts.js';
import { planLines, planNotices } from './improvement-told.js';
import { type HappenedEvent, journalLine, noticesFor } from './step-events.js';

export interface PlanAdvanced {
  readonly stage: PlanStage;
  /** How long until it wants a look by itself; null: it is woken. A rehearsal's clock is the cycle's, so always null there. */
  readonly waitMs: number | null;
}

/** What the clock of an improvement plan does; each call is one transaction and finds nothing to do when it is repeated. */
export function createImprovementActivities({ sql }: { readonly sql: Sql }) {
  /** Opens what is due, notes talks as held, late or never, ends the plan. */
  async function advancePlan({ planId }: { readonly planId: string }): Promise<PlanAdvanced> {
    return sql.begin((tx) => advanceIn(tx, planId));
  }
  return { advancePlan };
}

/** What moving a plan goes by: locked in the order of DESIGN.md 3.3 (clock, review, steps), the plan last. */
interface PlanPlace {
  readonly facts: CycleFacts;
  readonly review: ReviewRow;
  readonly plan: PlanRow;
  readonly at: number;
  readonly wall: number;
}

async function advanceIn(tx: Query, planId: string): Promise<PlanAdvanced> {
  const known = await placeOfPlan(tx, planId);
  if (known === undefined) throw new Error(`no improvement plan ${planId}`);
  const { cycleId, unitId } = known;
  await lockClockShared(tx, cycleId);
  const facts = await readCycleFacts(tx, cycleId);
  const [review] = await lockReviews(tx, [reviewIdOf(cycleId, unitId)]);
  if (facts === undefined || review === undefined) throw new Error(`no review for plan ${planId}`);
  const plan = await lockPlan(tx, planId);
  const { now, wall } = await readClock(tx, cycleId);
  const result = await publishedResult(tx, cycleId, unitId);
  const moves = advance(plan, {
    now,
    criterionMet: result !== undefined && meetsCriterion(plan.criterion, result),
    steps: await stepsOfPlan(tx, plan),
    times: makePlanTimes(await loadCalendar(tx), facts.cycle.zone),
  });
  await savePlan(tx, planId, { plan: moves.plan, nextAt: moves.nextAt, at: now });
  if (moves.events.length > 0) await keep(tx, { facts, review, plan, at: now, wall }, moves);
  const waits = facts.cycle.mode === 'real' && moves.nextAt !== null;
  return { stage: moves.plan.stage, waitMs: waits ? Math.max((moves.nextAt ?? 0) - wall, 0) : null };
}

/** Steps, journal, notices and hints of what moved. */
async function keep(tx: Query, place: PlanPlace, moves: PlanMoves): Promise<void> {
  const { facts, review, plan, at } = place;
  const events = await insertPlanEvents(tx, plan.id, at, moves.events);
  const opened = moves.opens.map((wanted) => openOnDemand({ ...wanted, at }, facts));
  const cancelled = await cancel(tx, place, moves.cancels);
  const { cycleId, unitId } = plan;
  for (const step of opened) await insertStep(tx, { reviewId: review.id, cycleId, unitId }, step, planOf(facts, step));
  const happened = [
    ...opened.map((step) => inPlace(place, { type: 'opened', stepId: step.id }, step)),
    ...cancelled.map(({ step, from }) => inPlace(place, { type: 'cancelled', stepId: step.id, from }, step)),
  ];
  await journal(tx, place, moves, happened);
  const appealUntil = opened.find(({ kind }) => kind === 'improvement-appeal')?.dueAt ?? null;
  await insertNotices(tx, [
    // Of the appeal the unit is told with the approval; what ends with the plan is told with its end.
    ...(await noticesFor(
      tx,
      happened.filter(({ event, step }) => event.type === 'opened' && step.kind !== 'improvement-appeal'),
    )),
    ...(await planNotices(tx, { plan: { ...plan, ...moves.plan }, at, appealUntil }, moves.events)),
  ]);
  await hintCycleOfPlan(tx, { planId: plan.id, cycleId, phase: facts.cycle.phase, events });
}

async function cancel(
  tx: Query,
  { review, at }: PlanPlace,
  ids: readonly string[],
): Promise<readonly { readonly step: Step; readonly from: 'open' | 'submitted' }[]> {
  if (ids.length === 0) return [];
  const live = (await readSteps(tx, [review.id])).filter(({ id }) => ids.includes(id));
  const cancelled = live.map((before: StepRow) => ({
    step: { ...before, state: 'cancelled', outcome: null, revision: before.revision + 1, nextAt: null } as const,
    from: before.state === 'submitted' ? ('submitted' as const) : ('open' as const),
  }));
  await saveSteps(
    tx,
    cancelled.map(({ step }) => ({ reviewId: review.id, step, at })),
  );
  return cancelled;
}

function planOf(facts: CycleFacts, step: Step) {
  const plan = facts.plans.get(step.planId);
  if (plan === undefined) throw new Error(`no plan ${step.planId}`);
  return plan;
}

function inPlace({ facts, review, at }: PlanPlace, event: HappenedEvent['event'], step: Step): HappenedEvent {
  const { cycleId, unitId, id: reviewId } = review;
  return { event, step, plan: planOf(facts, step), cycleId, reviewId, unitId, raterUnitId: null, at };
}

/** The review's chain goes on; a living conversation is told that it is behind. */
async function journal(
  tx: Query,
  { review, plan, at, wall }: PlanPlace,
  moves: PlanMoves,
  happened: readonly HappenedEvent[],
): Promise<void> {
  const entries = chain(
    { reviewId: review.id, cycleId: review.cycleId, seq: review.journalSeq, head: review.journalHead },
    [
      ...planLines(moves.events, { stepId: planStepId(plan.number), at, wallAt: wall }),
      ...happened.map((each) => journalLine(each, wall, null)),
    ],
  );
  await insertJournal(tx, entries);
  const last = entries.at(-1);
  if (last === undefined) return;
  const [saved] = await saveHeads(tx, [{ id: review.id, seq: last.seq, head: last.hash }]);
  if (saved?.born !== true) return;
  const payload = { reviewId: saved.id, revision: saved.revision };
  const key = `sync/${saved.id}/${saved.revision}`;
  await insertHints(tx, [{ key, kind: 'sync', cycleId: review.cycleId, payload }]);
}
