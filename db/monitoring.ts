import type { Goal } from '../domain/rules/index.js';
import { json, type Query } from './connect.js';

export interface ValueToMonitor {
  readonly unitId: string;
  readonly goal: Goal;
  readonly on: string;
  readonly value: string;
  readonly accrual: 'level' | 'accumulating';
}

/**
 * Goals in force of the next page of units, with a target they can be judged by,
 * each with every day's latest value of its metric; days that were told are done.
 */
export async function valuesToMonitor(
  sql: Query,
  units: readonly string[],
  cycle: { readonly id: string; readonly book: string; readonly periodStart: string; readonly periodEnd: string },
): Promise<readonly ValueToMonitor[]> {
  return sql<ValueToMonitor[]>`
    SELECT DISTINCT ON (g.goal_id, v.on_date) g.unit_id AS "unitId", g.content AS goal, v.on_date AS "on", v.value, m.accrual
      FROM goals g JOIN metrics_in(${cycle.book}) m ON m.id = g.content ->> 'metric'
      JOIN metric_values v ON v.metric_id = m.id AND v.book = ${cycle.book}
       AND v.on_date BETWEEN ${cycle.periodStart} AND ${cycle.periodEnd}
     WHERE g.cycle_id = ${cycle.id} AND g.unit_id = ANY (${units as string[]}) AND g.valid_to IS NULL AND g.content ? 'target'
       AND NOT EXISTS (SELECT FROM deviations d WHERE d.cycle_id = g.cycle_id AND d.goal_id = g.goal_id AND d.on_date = v.on_date)
     ORDER BY g.goal_id, v.on_date, v.version DESC`;
}

export async function unitsWithGoals(
  sql: Query,
  cycleId: string,
  afterUnit: string,
  limit: number,
): Promise<readonly string[]> {
  const rows = await sql<{ unitId: string }[]>`
    SELECT DISTINCT unit_id AS "unitId" FROM goals
     WHERE cycle_id = ${cycleId} AND valid_to IS NULL AND unit_id > ${afterUnit} ORDER BY unit_id LIMIT ${limit}`;
  return rows.map((row) => row.unitId);
}

export interface NewDeviation {
  readonly unitId: string;
  readonly goalId: string;
  readonly on: string;
  readonly severity: 'red' | 'amber';
  readonly line: unknown;
}

/** One per goal and day; what was told stays told. Returns the goals and days that are new. */
export async function saveDeviations(
  sql: Query,
  cycleId: string,
  seenAt: number,
  deviations: readonly NewDeviation[],
): Promise<readonly { readonly goalId: string; readonly on: string }[]> {
  if (deviations.length === 0) return [];
  return sql`
    INSERT INTO deviations (cycle_id, unit_id, goal_id, on_date, severity, line, seen_at)
    SELECT ${cycleId}, "unitId", "goalId", "on"::date, severity, line, ${seenAt}
      FROM jsonb_to_recordset(${json(sql, deviations)}::jsonb)
           AS d ("unitId" text, "goalId" text, "on" text, severity text, line jsonb)
    ON CONFLICT DO NOTHING RETURNING goal_id AS "goalId", on_date AS "on"`;
}

export interface DeviationRow {
  readonly unitId: string;
  readonly goalId: string;
  readonly title: string;
  readonly on: string;
  readonly severity: 'red' | 'amber';
  readonly line: { readonly expected?: string; readonly made?: string; readonly forecast?: string };
}

export async function listDeviations(sql: Query, cycleId: string): Promise<readonly DeviationRow[]> {
  return sql<DeviationRow[]>`
    SELECT d.unit_id AS "unitId", d.goal_id AS "goalId", coalesce(g.content ->> 'title', d.goal_id) AS title,
           d.on_date AS "on", d.severity, d.line
      FROM deviations d LEFT JOIN goals g ON g.cycle_id = d.cycle_id AND g.goal_id = d.goal_id AND g.valid_to IS NULL
     WHERE d.cycle_id = ${cycleId} ORDER BY d.on_date, d.goal_id`;
}
