import { Context } from '@temporalio/activity';
import { isJudged, type OpeningAfter, type Severity, talkWaits, valueWaits } from '../domain/cycle/index.js';
import { lookAgain, openingsOf } from '../db/case-waits.js';
import type { Query, Sql } from '../db/connect.js';
import { type CycleRow, loadCycle } from '../db/cycles.js';
import { type GoalInForce, goalsToMonitor, saveJudgements, unitsToMonitor, valuesToMonitor } from '../db/monitoring.js';
import { casesOfUnits, type MonitoredCase } from '../db/deviation-cases.js';
import { unitsToRemind } from '../db/monitoring-waits.js';
import { lockReviews } from '../db/reviews.js';
import { freshValues, markJudged } from '../db/watch.js';
import { reviewIdOf } from '../workflows/messages.js';
import { closeCheckpoints } from './checkpoint-closings.js';
import { tell } from './cycle.js';
import { moveCases } from './deviation-cases.js';
import { climbWaits } from './follow-ups.js';
import { type FreshJudgement, judgeAll } from './judge-values.js';

const unitsAtOnce = 500;
const goalsAtOnce = 1000;

export interface MonitoringCounts {
  readonly red: number;
  readonly amber: number;
}

/**
 * Expected against actual: each value is judged on its own day, and told once,
 * on the day it is known; what becomes of a deviation is followed up. Page by
 * page over the units that have something new or due; run again, it goes on.
 */
export function createMonitoringActivities({ sql }: { readonly sql: Sql }) {
  async function monitorUnits({ cycleId }: { readonly cycleId: string }): Promise<MonitoringCounts> {
    const cycle = await loadCycle(sql, cycleId);
    if (cycle === undefined) throw new Error(`no cycle ${cycleId}`);
    const at = await openingsOf(sql, cycle.zone);
    if (isJudged(cycle.phase)) return remindUnits(sql, cycle, at);
    const fresh = await freshValues(sql, cycleId);
    const counts = { red: 0, amber: 0 };
    const due = await unitsToMonitor(sql, { cycleId, metrics: fresh.metrics, now: cycle.clock.now });
    for (const units of inPages(due, unitsAtOnce)) {
      const { red, amber } = await sql.begin((tx) => monitorPage(tx, cycle, units, at));
      counts.red += red;
      counts.amber += amber;
    }
    await markJudged(sql, fresh.ids);
    await sql.begin((tx) => lookAgain(tx, cycle, cycle.clock.now));
    return counts;
  }
  return { monitorUnits };
}

/** Values are judged no more: only what is promised is followed up. */
async function remindUnits(sql: Sql, cycle: CycleRow, at: OpeningAfter): Promise<MonitoringCounts> {
  const due = await unitsToRemind(sql, cycle.id, { kinds: talkWaits, now: cycle.clock.now });
  for (const units of inPages(due, unitsAtOnce)) {
    await sql.begin(async (tx) => {
      // Whoever writes a word on one of these waits, or is waited for.
      await lockReviews(
        tx,
        units.map((unit) => reviewIdOf(cycle.id, unit)),
      );
      await climbWaits(tx, cycle, { units, kinds: talkWaits }, at);
    });
    Context.current().heartbeat(units.at(-1));
  }
  await sql.begin((tx) => lookAgain(tx, cycle, cycle.clock.now));
  return { red: 0, amber: 0 };
}

/** One page of units, the goals of large ones part by part. Returns what was news. */
async function monitorPage(
  tx: Query,
  cycle: CycleRow,
  units: readonly string[],
  at: OpeningAfter,
): Promise<MonitoringCounts> {
  // Whoever writes an action of one of these units waits, or is waited for.
  await lockReviews(tx, [cycle.id, ...units.map((unit) => reviewIdOf(cycle.id, unit))]);
  const inForce = await goalsToMonitor(tx, cycle.id, units);
  const known = await casesOfUnits(tx, cycle.id, units);
  const ended = withoutGoal(known, inForce);
  const parts = inPages(inForce, goalsAtOnce);
  const news: FreshJudgement[] = [];
  for (const [index, goals] of (parts.length === 0 ? [[]] : parts).entries()) {
    const last = index >= parts.length - 1;
    news.push(...(await monitorGoals(tx, cycle, { goals, known, ended: last ? ended : [] }, at)));
    Context.current().heartbeat(units.at(-1));
  }
  await closeCheckpoints(tx, cycle, units);
  await climbWaits(tx, cycle, { units, kinds: [...valueWaits, ...talkWaits] }, at);
  const counts = { red: withSeverity(news, 'red'), amber: withSeverity(news, 'amber') };
  if (counts.red + counts.amber > 0) await tell(tx, cycle.id, 'deviations-seen', counts);
  return counts;
}

/** Judges these goals and moves their cases; returns what was news. */
async function monitorGoals(
  tx: Query,
  cycle: CycleRow,
  { goals, known, ended }: MonitoredPart,
  at: OpeningAfter,
): Promise<readonly FreshJudgement[]> {
  const judged = judgeAll(await valuesToMonitor(tx, goals, cycle), {
    period: { start: cycle.periodStart, end: cycle.periodEnd },
    ...cycle.template.monitoring,
  });
  const fresh = judged.filter((each): each is FreshJudgement => each.version !== null);
  await saveJudgements(tx, cycle.id, cycle.clock.now, fresh);
  const ids = new Set(goals.map(({ goalId }) => goalId));
  const cases = known.filter(({ goalId }) => ids.has(goalId));
  await moveCases(tx, cycle, { known: cases, ended, judged, fresh }, at);
  return fresh.filter((each) => each.isNews);
}

interface MonitoredPart {
  readonly goals: readonly GoalInForce[];
  /** All cases of the page's units. */
  readonly known: readonly MonitoredCase[];
  /** Open ones whose goal is in force no more. */
  readonly ended: readonly MonitoredCase[];
}

const withSeverity = (news: readonly FreshJudgement[], severity: Severity): number =>
  news.filter((each) => each.severity === severity).length;

/** A goal that is in force no more has nothing to be behind of. */
function withoutGoal(known: readonly MonitoredCase[], goals: readonly GoalInForce[]): readonly MonitoredCase[] {
  const standing = new Set(goals.map(({ goalId }) => goalId));
  return known.filter(({ open, goalId }) => open && !standing.has(goalId));
}

function inPages<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const pages = Math.ceil(items.length / size);
  return Array.from({ length: pages }, (_, page) => items.slice(page * size, (page + 1) * size));
}
