import { Context } from '@temporalio/activity';
import {
  advance,
  isPhaseOver,
  nextPhase,
  type StepEvent,
  type StepPlan,
  type SweepCounts,
  type Swept,
} from '../domain/process/index.js';
import { isJudged, type Touch } from '../domain/cycle/index.js';
import { openAlignments, type OpenedStep, touchesOf } from '../db/alignment.js';
import type { Query, Sql } from '../db/connect.js';
import { readLatestVersion } from '../db/content.js';
import { hintDuePlans } from '../db/improvement-clock.js';
import { chain, insertJournal } from '../db/journal.js';
import { digestNotices } from '../db/notices.js';
import { parentUnitOf, readClock } from '../db/record.js';
import { barriersMet, lockReviews, readSteps, saveSteps, type StepRow } from '../db/reviews.js';
import { rulesToTakeUp } from '../db/rules.js';
import { insertHints, insertNotices } from '../db/step-notices.js';
import { barriersReached, countSteps, dueReviews, nextStepInstant, saveHeads, undecidedCommands } from '../db/sweep.js';
import { readFollowUps, readWatch, type Watch } from '../db/watch.js';
import { isBeingAligned, openedEvent, unaligned } from './alignment.js';
import { type CycleFacts, findingsReminderAt, readCycleFacts } from './cycle-facts.js';
import { onAccepted } from './in-force.js';
import { type HappenedEvent, journalLine, noticesFor } from './step-events.js';
import { consequencesOf, isWaiting, moveClock, noConsequences } from './sweep-clock.js';

const pageSize = 500;

interface SweepInput {
  readonly cycleId: string;
  /** The loop that asks knows how to collect; one that began before there was collecting does not. */
  readonly collects?: boolean;
  /** Likewise how to compute anew from corrected facts, and to post what is approved. */
  readonly recalculates?: boolean;
}
type Tally = Pick<SweepCounts, 'opened' | 'reminded' | 'escalated' | 'forwarded'>;

/**
 * One sweep over all units of a cycle at its present instant: opens, reminds,
 * escalates, closes by policy; in a rehearsal then moves the clock if all is
 * quiet. Page by page, one transaction a page; run again, it goes on.
 */
export function createSweepActivities({ sql }: { readonly sql: Sql }) {
  async function sweep({ cycleId, collects = false, recalculates = false }: SweepInput): Promise<Swept> {
    const facts = await readCycleFacts(sql, cycleId);
    if (facts === undefined) throw new Error(`no cycle ${cycleId}`);
    const { now } = await readClock(sql, cycleId);
    const moneyPlans = plansOfKinds(facts, ['bonus', 'bonus-own', 'budget', 'budget-own', 'release']);
    const before = await countSteps(sql, cycleId, moneyPlans);
    const none: Tally = { opened: 0, reminded: 0, escalated: 0, forwarded: 0 };
    const owed = recalculates && isWaiting(await consequencesOf(sql, cycleId));
    if (!owed && isPhaseOver(facts.cycle, now, before, await barriersMet(sql, cycleId))) {
      const counts = { ...none, ...before };
      return {
        over: true,
        reached: [],
        now,
        nextAt: now,
        waitMs: 0,
        counts,
        rulesToTakeUp: await newRules(sql, cycleId),
      };
    }
    const tally = await sweepPages(sql, facts, now);
    await hintDuePlans(sql, cycleId, now);
    await sql.begin((tx) => digestNotices(tx, cycleId, now));
    const reached = await barriersReached(sql, cycleId, now);
    const after = await countSteps(sql, cycleId, moneyPlans);
    const watch = await watchOf(sql, facts, now, collects);
    const nextAt = nextInstant(facts, now, await nextStepInstant(sql, cycleId), watch);
    const over = isPhaseOver(facts.cycle, now, after, await barriersMet(sql, cycleId));
    // Asked after the barriers: rules that came before a publication are taken up before it is published.
    const changed = await newRules(sql, cycleId);
    // What the loop is to do first is done at this instant: the clock waits for it.
    const following = recalculates ? await consequencesOf(sql, cycleId) : noConsequences;
    const busy = reached.length > 0 || over || changed || watch.toMonitor || watch.toCollect || isWaiting(following);
    const wait = busy ? { waitMs: 0, blocked: false } : await moveClock(sql, facts, now, nextAt, recalculates);
    return {
      over: false,
      reached,
      now,
      nextAt,
      ...wait,
      counts: { ...tally, open: after.open, submitted: after.submitted },
      rulesToTakeUp: changed,
      toMonitor: watch.toMonitor,
      toCollect: watch.toCollect,
      ...following,
    };
  }
  return { sweep };
}

const newRules = async (sql: Sql, cycleId: string): Promise<boolean> => (await rulesToTakeUp(sql, cycleId)).length > 0;

/**
 * Values are collected and judged from the day monitoring begins until the judgement is made; what is promised is
 * followed up beyond that, by a loop that knows how (one that collects does).
 */
async function watchOf(sql: Sql, { cycle: { id, phase } }: CycleFacts, now: number, collects: boolean): Promise<Watch> {
  if (phase !== 'monitoring' && phase !== 'evaluation') {
    const follow = collects && isJudged(phase) ? await readFollowUps(sql, id, now) : { toMonitor: false, nextAt: null };
    return { ...follow, toCollect: false };
  }
  const watch = await readWatch(sql, id, now);
  return { ...watch, toCollect: watch.toCollect && collects };
}

function plansOfKinds(facts: CycleFacts, kinds: readonly StepPlan['kind'][]): readonly string[] {
  return facts.cycle.schedule.steps.filter((plan) => kinds.includes(plan.kind)).map((plan) => plan.id);
}

/** The next instant that matters: a step's, a phase's and the reminder before it, what is watched, a cut-off's, the close. */
function nextInstant(facts: CycleFacts, now: number, stepAt: number | null, watch: Watch): number | null {
  const { schedule, closesAt, phase } = facts.cycle;
  const timed = phase !== 'application' && phase !== 'closing' ? nextPhase(facts.cycle)?.opensAt : undefined;
  const cutOffs = Object.values(schedule.barriers).map((barrier) => barrier.cutOffAt);
  const closing = phase === 'closing' ? closesAt : undefined;
  const candidates = [stepAt, timed, findingsReminderAt(facts), watch.nextAt, closing, ...cutOffs];
  const ahead = candidates.filter((at): at is number => typeof at === 'number' && (at > now || at === stepAt));
  return ahead.length === 0 ? null : Math.min(...ahead);
}

/** Two pages at a time: one computes while the other is in the database. Pages share no review, so neither waits. */
async function sweepPages(sql: Sql, facts: CycleFacts, now: number): Promise<Tally> {
  const tally = { opened: 0, reminded: 0, escalated: 0, forwarded: 0 };
  let page = Promise.resolve<readonly string[]>(['']);
  const nextPage = (): Promise<readonly string[]> =>
    (page = page.then((ids) => {
      const last = ids.at(-1);
      return last === undefined ? [] : dueReviews(sql, facts.cycle.id, now, last, pageSize);
    }));
  const lane = async (): Promise<void> => {
    for (let ids = await nextPage(); ids.length > 0; ids = await nextPage()) {
      const events = await sql.begin((tx) => sweepPage(tx, facts, now, ids));
      for (const event of events) {
        if (event.type === 'opened' || event.type === 'reminded' || event.type === 'escalated') tally[event.type] += 1;
        else tally.forwarded += 1;
      }
      Context.current().heartbeat(ids.at(-1));
    }
  };
  await Promise.all([lane(), lane()]);
  return tally;
}

async function sweepPage(
  tx: Query,
  facts: CycleFacts,
  now: number,
  ids: readonly string[],
): Promise<readonly StepEvent[]> {
  const reviews = await lockReviews(tx, ids);
  const undecided = await undecidedCommands(tx, ids);
  const met = await barriersMet(tx, facts.cycle.id);
  const rows = new Map<string, StepRow[]>();
  for (const row of await readSteps(tx, ids)) rows.set(row.reviewId, [...(rows.get(row.reviewId) ?? []), row]);
  const aligning = [...rows].filter(([, steps]) => steps.some(isBeingAligned)).map(([id]) => id);
  const touches = new Map<string, ReadonlyMap<string, readonly Touch[]>>();
  for (const id of aligning) touches.set(id, await touchesOf(tx, id));
  const opened: OpenedStep[] = [];
  const { wall } = await readClock(tx, facts.cycle.id);
  const happened: HappenedEvent[] = [];
  const changes: Parameters<typeof saveSteps>[1][number][] = [];
  const entries: Parameters<typeof insertJournal>[1][number][] = [];
  const heads: { id: string; seq: number; head: string }[] = [];
  for (const review of reviews) {
    const steps: readonly StepRow[] = rows.get(review.id) ?? [];
    const moved = advance(steps, {
      now,
      plans: facts.plans,
      barriersMet: met,
      undecided: undecided.get(review.id) ?? new Map(),
      times: facts.times,
      rungs: facts.rungs,
    });
    for (const step of moved.steps) {
      if (moved.changed.has(step.id)) changes.push({ reviewId: review.id, step, at: now });
    }
    const own = moved.events.map((event) => inPlace(event, moved.steps, steps, review, facts, now));
    const settling = unaligned(moved.events, { facts, review, steps, at: now }, touches);
    opened.push(...settling);
    own.push(...settling.map(openedEvent({ facts, review, steps, at: now })));
    happened.push(...own);
    if (own.length === 0) continue;
    const chained = chain(
      { reviewId: review.id, cycleId: review.cycleId, seq: review.journalSeq, head: review.journalHead },
      own.map((each) => journalLine(each, wall, null)),
    );
    entries.push(...chained);
    const last = chained.at(-1);
    if (last !== undefined) heads.push({ id: review.id, seq: last.seq, head: last.hash });
  }
  await saveSteps(tx, changes);
  await openAlignments(tx, opened);
  await insertJournal(tx, entries);
  await acceptForwarded(tx, facts, happened);
  await insertNotices(tx, await noticesFor(tx, happened));
  const saved = heads.length === 0 ? [] : await saveHeads(tx, heads);
  await insertHints(
    tx,
    saved
      .filter((review) => review.born && review.id !== facts.cycle.id)
      .map(({ id, revision }) => ({
        key: `sync/${id}/${revision}`,
        kind: 'sync' as const,
        cycleId: facts.cycle.id,
        payload: { reviewId: id, revision },
      })),
  );
  return happened.map((each) => each.event);
}

function inPlace(
  event: StepEvent,
  after: readonly HappenedEvent['step'][],
  before: readonly StepRow[],
  review: { readonly id: string; readonly cycleId: string; readonly unitId: string | null },
  facts: CycleFacts,
  at: number,
): HappenedEvent {
  const step = after.find((candidate) => candidate.id === event.stepId);
  const plan = step === undefined ? undefined : facts.plans.get(step.planId);
  if (step === undefined || plan === undefined) throw new Error(`event for unknown step ${event.stepId}`);
  const raterUnitId = before.find((row) => row.id === step.id)?.raterUnitId ?? null;
  return { event, step, plan, cycleId: review.cycleId, reviewId: review.id, unitId: review.unitId, raterUnitId, at };
}

/** Submitted, never decided, closed by policy: what was submitted counts, and the journal says how it came. */
async function acceptForwarded(tx: Query, facts: CycleFacts, happened: readonly HappenedEvent[]): Promise<void> {
  for (const it of happened) {
    if (it.event.type !== 'forwarded' || it.event.from !== 'submitted' || it.unitId === null) continue;
    const submitted = await readLatestVersion(tx, it.reviewId, it.step.id);
    if (submitted === undefined) continue;
    await onAccepted(
      tx,
      {
        cycleId: it.cycleId,
        reviewId: it.reviewId,
        unitId: it.unitId,
        stepId: it.step.id,
        commandId: submitted.commandId,
        at: it.at,
        book: facts.cycle.book,
        kind: it.step.kind,
        raterUnitId: it.raterUnitId,
        superiorUnitId: await parentUnitOf(tx, it.unitId),
        author: submitted.actor,
      },
      submitted.content,
    );
  }
}
