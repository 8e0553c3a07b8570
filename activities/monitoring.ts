import { Context } from '@temporalio/activity';
import type { OpeningAfter } from '../domain/cycle/index.js';
import { lookAgain, openingsOf } from '../db/case-waits.js';
import type { Query, Sql } from '../db/connect.js';
import { type CycleRow, loadCycle } from '../db/cycles.js';
import { saveJudgements, unitsToMonitor, valuesToMonitor } from '../db/monitoring.js';
import { lockReviews } from '../db/reviews.js';
import { freshValues, markJudged } from '../db/watch.js';
import { reviewIdOf } from '../workflows/messages.js';
import { closeCheckpoints } from './checkpoint-closings.js';
import { tell } from './cycle.js';
import { moveCases } from './deviation-cases.js';
import { climbWaits } from './follow-ups.js';
import { type FreshJudgement, judgeAll } from './judge-values.js';

const pageSize = 500;

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
    const fresh = await freshValues(sql, cycleId);
    const counts = { red: 0, amber: 0 };
    const ask = { cycleId, fresh, now: cycle.clock.now, limit: pageSize };
    for (let after = ''; ;) {
      const units = await unitsToMonitor(sql, { ...ask, after });
      const last = units.at(-1);
      if (last === undefined) break;
      for (const { severity } of await sql.begin((tx) => monitorPage(tx, cycle, units, at))) {
        if (severity !== 'on-track') counts[severity] += 1;
      }
      after = last;
      Context.current().heartbeat(after);
    }
    await markJudged(sql, fresh);
    await sql.begin((tx) => lookAgain(tx, cycle, cycle.clock.now));
    return counts;
  }
  return { monitorUnits };
}

/** Returns what was news. */
async function monitorPage(
  tx: Query,
  cycle: CycleRow,
  units: readonly string[],
  at: OpeningAfter,
): Promise<readonly FreshJudgement[]> {
  // Whoever writes an action of one of these units waits, or is waited for.
  await lockReviews(tx, [cycle.id, ...units.map((unit) => reviewIdOf(cycle.id, unit))]);
  const judged = judgeAll(await valuesToMonitor(tx, units, cycle), {
    period: { start: cycle.periodStart, end: cycle.periodEnd },
    ...cycle.template.monitoring,
  });
  const fresh = judged.filter((each): each is FreshJudgement => each.version !== null);
  await saveJudgements(tx, cycle.id, cycle.clock.now, fresh);
  await moveCases(tx, cycle, { units, judged, fresh }, at);
  await closeCheckpoints(tx, cycle, units);
  await climbWaits(tx, cycle, units, at);
  const news = fresh.filter((each) => each.isNews);
  const red = news.filter((each) => each.severity === 'red').length;
  const amber = news.filter((each) => each.severity === 'amber').length;
  if (red + amber > 0) await tell(tx, cycle.id, 'deviations-seen', { red, amber });
  return news;
}
