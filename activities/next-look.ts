import { nextPhase } from '../domain/process/index.js';
import { isJudged } from '../domain/cycle/index.js';
import type { Sql } from '../db/connect.js';
import { readFollowUps, readWatch, type Watch } from '../db/watch.js';
import { type CycleFacts, findingsReminderAt } from './cycle-facts.js';

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
