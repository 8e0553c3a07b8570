import { nextPhase, stepClock, type Swept } from '../domain/process/index.js';
import { isJudged } from '../domain/cycle/index.js';
import type { Query, Sql } from '../db/connect.js';
import { moneyToPost, waitingRecalculations } from '../db/recalculations.js';
import { hasUndecided, lockClock, nextStepInstant, saveClock, saveSwept } from '../db/sweep.js';
import { readFollowUps, readWatch, type Watch } from '../db/watch.js';
import { type CycleFacts, findingsReminderAt } from './cycle-facts.js';

/** A command under way, or something another transaction holds: look again soon. */
const busyMs = 1000;

export type Consequences = Required<Pick<Swept, 'toRecalculate' | 'toPost'>>;
export const noConsequences: Consequences = { toRecalculate: false, toPost: [] };
export const isWaiting = ({ toRecalculate, toPost }: Consequences): boolean => toRecalculate || toPost.length > 0;

/** What decisions have brought and nobody has done yet. What is computed anew is not posted as it was. */
export async function consequencesOf(sql: Query, cycleId: string): Promise<Consequences> {
  const toRecalculate = (await waitingRecalculations(sql, cycleId)).length > 0;
  return { toRecalculate, toPost: toRecalculate ? [] : await moneyToPost(sql, cycleId) };
}

/**
 * Values are collected and judged from the day monitoring begins until the judgement is made; what is promised is
 * followed up beyond that, by a loop that knows how (one that collects does).
 */
export async function watchOf(
  sql: Sql,
  { cycle: { id, phase } }: CycleFacts,
  now: number,
  collects: boolean,
): Promise<Watch> {
  if (phase !== 'monitoring' && phase !== 'evaluation') {
    const follow = collects && isJudged(phase) ? await readFollowUps(sql, id, now) : { toMonitor: false, nextAt: null };
    return { ...follow, toCollect: false };
  }
  const watch = await readWatch(sql, id, now);
  return { ...watch, toCollect: watch.toCollect && collects };
}

/** The next instant that matters: a step's, a phase's and the reminder before it, what is watched, a cut-off's, the close. */
export function nextInstant(facts: CycleFacts, now: number, stepAt: number | null, watch: Watch): number | null {
  const { schedule, closesAt, phase } = facts.cycle;
  const timed = phase !== 'application' && phase !== 'closing' ? nextPhase(facts.cycle)?.opensAt : undefined;
  const cutOffs = Object.values(schedule.barriers).map((barrier) => barrier.cutOffAt);
  const closing = phase === 'closing' ? closesAt : undefined;
  const candidates = [stepAt, timed, findingsReminderAt(facts), watch.nextAt, closing, ...cutOffs];
  const ahead = candidates.filter((at): at is number => typeof at === 'number' && (at > now || at === stepAt));
  return ahead.length === 0 ? null : Math.min(...ahead);
}

const earliest = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.min(one, other);

/** Real: sleep to the next instant. Rehearsal: check that all is quiet and step, in one transaction. */
export async function moveClock(
  sql: Sql,
  facts: CycleFacts,
  now: number,
  seenAt: number | null,
  recalculates: boolean,
): Promise<number | null> {
  const cycleId = facts.cycle.id;
  return sql.begin(async (tx) => {
    const clock = await lockClock(tx, cycleId);
    // Asked again with the clock in hand: an improvement plan may have moved since the sweep looked.
    const nextAt = earliest(seenAt, await nextStepInstant(tx, cycleId));
    await saveSwept(tx, cycleId, now, nextAt);
    if (clock.nowAt === null) return nextAt === null ? null : Math.max(nextAt - clock.wall, busyMs);
    const overdue = (nextAt !== null && nextAt <= clock.nowAt) || (await hasUndecided(tx, cycleId));
    if (overdue || (recalculates && isWaiting(await consequencesOf(tx, cycleId)))) return busyMs;
    const step = stepClock({ ...clock, nowAt: clock.nowAt }, nextAt);
    switch (step.kind) {
      case 'waits':
        return null;
      case 'paces':
        return step.waitMs;
      case 'moved':
        await saveClock(tx, cycleId, step);
        return step.held && step.runTo === null ? null : 0;
    }
  });
}
