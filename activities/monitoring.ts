import { monitor, type MonitoredGoal } from '../domain/rules/index.js';
import type { Sql } from '../db/connect.js';
import { loadCycle } from '../db/cycles.js';
import { saveDeviations, valuesToMonitor } from '../db/monitoring.js';

/** Expected against actual: each value is judged on its own day, once. */
export function createMonitoringActivities({ sql }: { readonly sql: Sql }) {
  async function monitorUnits({ cycleId }: { readonly cycleId: string }): Promise<{ readonly deviations: number }> {
    return sql.begin(async (tx) => {
      const cycle = await loadCycle(tx, cycleId);
      if (cycle === undefined) throw new Error(`no cycle ${cycleId}`);
      const fresh = await valuesToMonitor(tx, cycle);
      let deviations = 0;
      for (const day of new Set(fresh.map((row) => row.on))) {
        const rows = fresh.filter((row) => row.on === day);
        const { lines, findings } = monitor({
          format: 'perfcycle/monitor@1',
          period: { start: cycle.periodStart, end: cycle.periodEnd },
          on: day,
          ...cycle.template.monitoring,
          goals: rows.map(({ goal, value, accrual }) => monitored(goal, value, accrual)),
        });
        const told = findings.flatMap(({ severity, at: [goalId] }) => {
          const row = rows.find((each) => each.goal.id === goalId);
          if (severity === undefined || row === undefined || goalId === undefined) return [];
          return [{ unitId: row.unitId, goalId, severity, line: lines[goalId] ?? {} }];
        });
        deviations += await saveDeviations(tx, cycleId, day, cycle.clock.now, told);
      }
      return { deviations };
    });
  }
  return { monitorUnits };
}

function monitored(
  goal: Awaited<ReturnType<typeof valuesToMonitor>>[number]['goal'],
  actual: string,
  accrual: 'level' | 'accumulating',
): MonitoredGoal {
  return {
    id: goal.id,
    target: goal.target ?? '0',
    accrual,
    actual,
    ...(goal.baseline !== undefined && { baseline: goal.baseline }),
    ...(goal.path !== undefined && { path: goal.path }),
  };
}
