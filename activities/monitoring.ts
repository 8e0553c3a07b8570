import { Context } from '@temporalio/activity';
import { monitoredGoal } from '../domain/cycle/index.js';
import { monitor } from '../domain/rules/index.js';
import type { Query, Sql } from '../db/connect.js';
import { type CycleRow, loadCycle } from '../db/cycles.js';
import {
  type NewDeviation,
  saveDeviations,
  unitsWithGoals,
  type ValueToMonitor,
  valuesToMonitor,
} from '../db/monitoring.js';
import { resolvePersons } from '../db/people.js';
import { insertNotices } from '../db/step-notices.js';
import { freshValues, markJudged } from '../db/watch.js';
import { reviewIdOf } from '../workflows/messages.js';
import { tell } from './cycle.js';

const pageSize = 500;

export interface MonitoringCounts {
  readonly red: number;
  readonly amber: number;
}

/** Expected against actual: each value is judged on its own day, and told once, on the day it is known. */
export function createMonitoringActivities({ sql }: { readonly sql: Sql }) {
  async function monitorUnits({ cycleId }: { readonly cycleId: string }): Promise<MonitoringCounts> {
    const cycle = await loadCycle(sql, cycleId);
    if (cycle === undefined) throw new Error(`no cycle ${cycleId}`);
    const fresh = await freshValues(sql, cycleId);
    const counts = { red: 0, amber: 0 };
    let cursor = '';
    for (;;) {
      const units = await unitsWithGoals(sql, cycleId, cursor, pageSize);
      const last = units.at(-1);
      if (last === undefined) break;
      for (const { severity } of await sql.begin((tx) => monitorPage(tx, cycle, units))) counts[severity] += 1;
      cursor = last;
      Context.current().heartbeat(cursor);
    }
    await markJudged(sql, fresh);
    return counts;
  }
  return { monitorUnits };
}

/** Returns the deviations that are new. */
async function monitorPage(tx: Query, cycle: CycleRow, units: readonly string[]): Promise<readonly NewDeviation[]> {
  const known = (await valuesToMonitor(tx, units, cycle)).filter((row) => monitoredGoal(row) !== null);
  const days = [...new Set(known.map((row) => row.on))].sort();
  const found = days.flatMap((day) =>
    judge(
      cycle,
      day,
      known.filter((row) => row.on === day),
    ),
  );
  const saved = await saveDeviations(tx, cycle.id, cycle.clock.now, found);
  const isNew = new Set(saved.map(({ goalId, on }) => `${on} ${goalId}`));
  const fresh = found.filter(({ goalId, on }) => isNew.has(`${on} ${goalId}`));
  if (fresh.length === 0) return [];
  const titles = new Map(known.map(({ goal }) => [goal.id, goal.title]));
  await notify(tx, cycle, fresh, titles);
  const red = fresh.filter((each) => each.severity === 'red').length;
  await tell(tx, cycle.id, 'deviations-seen', { red, amber: fresh.length - red });
  return fresh;
}

function judge(cycle: CycleRow, day: string, rows: readonly ValueToMonitor[]): readonly NewDeviation[] {
  const { lines, findings } = monitor({
    format: 'perfcycle/monitor@1',
    period: { start: cycle.periodStart, end: cycle.periodEnd },
    on: day,
    ...cycle.template.monitoring,
    goals: rows.map(monitoredGoal).filter((goal) => goal !== null),
  });
  const unitOf = new Map(rows.map((row) => [row.goal.id, row.unitId]));
  return findings.flatMap(({ severity, at: [goalId] }) => {
    const unitId = goalId === undefined ? undefined : unitOf.get(goalId);
    if (severity === undefined || goalId === undefined || unitId === undefined) return [];
    return [{ unitId, goalId, on: day, severity, line: lines[goalId] ?? {} }];
  });
}

/** The unit's head and the head above are told, once per goal and day. */
async function notify(
  tx: Query,
  cycle: CycleRow,
  fresh: readonly NewDeviation[],
  titles: ReadonlyMap<string, string>,
): Promise<void> {
  const rules = ['head', 'parent-head'] as const;
  const asks = fresh.flatMap(({ unitId }, index) =>
    rules.map((rule) => ({ key: `${index}:${rule}`, rule, unitId, raterUnitId: null })),
  );
  const persons = await resolvePersons(tx, asks);
  const goalsStep = cycle.schedule.steps.find((plan) => plan.kind === 'goals')?.id ?? 'goals';
  const notices = fresh.flatMap(({ unitId, goalId, on, severity }, index) => {
    const told = new Set(rules.flatMap((rule) => persons.get(`${index}:${rule}`) ?? []));
    return [...told].map((personId) => ({
      key: [cycle.id, unitId, 'deviation', goalId, on, personId].join('/'),
      cycleId: cycle.id,
      reviewId: reviewIdOf(cycle.id, unitId),
      stepId: goalsStep,
      personId,
      code: 'DEVIATION',
      data: { goal: goalId, title: titles.get(goalId) ?? goalId, on, severity },
      at: cycle.clock.now,
    }));
  });
  await insertNotices(tx, notices);
}
