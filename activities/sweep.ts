import { isPhaseOver, type StepPlan, type Swept } from '../domain/process/index.js';
import type { Sql } from '../db/connect.js';
import { hintDuePlans } from '../db/improvement-clock.js';
import { digestNotices } from '../db/notices.js';
import { readClock } from '../db/record.js';
import { barriersMet } from '../db/reviews.js';
import { barriersReached, countSteps, nextStepInstant } from '../db/sweep.js';
import { type CycleFacts, readCycleFacts } from './cycle-facts.js';
import { nextInstant, watchOf } from './next-look.js';
import { consequencesOf, isWaiting, moveClock, noConsequences } from './sweep-clock.js';
import { nothingMoved, sweepPages } from './sweep-pages.js';
import { isToTakeUp } from './take-up-rules.js';

interface SweepInput {
  readonly cycleId: string;
  /** The loop that asks knows how to collect; one that began before there was collecting does not. */
  readonly collects?: boolean;
  /** Likewise how to compute anew from corrected facts, and to post what is approved. */
  readonly recalculates?: boolean;
}

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
    const owed = recalculates && isWaiting(await consequencesOf(sql, cycleId));
    if (!owed && isPhaseOver(facts.cycle, now, before, await barriersMet(sql, cycleId))) {
      const counts = { ...nothingMoved, ...before };
      return {
        over: true,
        reached: [],
        now,
        nextAt: now,
        waitMs: 0,
        counts,
        rulesToTakeUp: await isToTakeUp(sql, cycleId),
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
    const changed = await isToTakeUp(sql, cycleId);
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

function plansOfKinds(facts: CycleFacts, kinds: readonly StepPlan['kind'][]): readonly string[] {
  return facts.cycle.schedule.steps.filter((plan) => kinds.includes(plan.kind)).map((plan) => plan.id);
}
