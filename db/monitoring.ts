import type { JudgedDay } from '../domain/cycle/index.js';
import type { Goal } from '../domain/rules/index.js';
import { json, type Query } from './connect.js';

/** What was computed of a goal on a day; empty for an in-band goal. */
export interface WayLine {
  readonly expected?: string;
  readonly made?: string;
  readonly forecast?: string;
}

export interface ValueToMonitor {
  readonly unitId: string;
  readonly goal: Goal;
  readonly goalVersion: number;
  readonly on: string;
  readonly value: string;
  readonly accrual: 'level' | 'accumulating';
  /** The latest judgement of that goal and day; null: never one that deviated. */
  readonly known: (JudgedDay & { readonly version: number; readonly line: WayLine }) | null;
}

interface Watched {
  readonly id: string;
  readonly book: string;
  readonly periodStart: string;
  readonly periodEnd: string;
}

/**
 * Goals in force of these units, with a target they can be judged by, each
 * with every day's latest value of its metric. A day is judged by the goal as
 * it stood until the next day's value came: a change that came after that
 * changes nothing of what was judged.
 */
export async function valuesToMonitor(
  sql: Query,
  units: readonly string[],
  cycle: Watched,
): Promise<readonly ValueToMonitor[]> {
  return sql<ValueToMonitor[]>`
    WITH standing AS (
      SELECT cycle_id, unit_id, goal_id, content ->> 'metric' AS metric FROM goals
       WHERE cycle_id = ${cycle.id} AND unit_id = ANY (${units as string[]}) AND valid_to IS NULL
         AND content ? 'target' AND content ? 'metric'
    ), known_values AS (
      SELECT metric_id, on_date, (array_agg(value::text ORDER BY version DESC))[1] AS value,
             lead(min(entered_at)) OVER (PARTITION BY metric_id ORDER BY on_date) AS next_came
        FROM metric_values
       WHERE book = ${cycle.book} AND metric_id IN (SELECT metric FROM standing)
         AND on_date BETWEEN ${cycle.periodStart} AND ${cycle.periodEnd}
       GROUP BY metric_id, on_date
    )
    SELECT s.unit_id AS "unitId", g.content AS goal, g.version AS "goalVersion", v.on_date AS "on", v.value, m.accrual,
           CASE WHEN d.version IS NULL THEN NULL
                ELSE jsonb_build_object('on', v.on_date, 'version', d.version, 'severity', d.severity, 'line', d.line) END AS known
      FROM standing s JOIN metrics_in(${cycle.book}) m ON m.id = s.metric JOIN known_values v ON v.metric_id = s.metric
      JOIN LATERAL (
        SELECT o.content, o.version FROM goals o
         WHERE o.cycle_id = s.cycle_id AND o.goal_id = s.goal_id AND o.content ->> 'metric' = s.metric AND o.content ? 'target'
         ORDER BY (v.next_came IS NULL OR o.valid_from < v.next_came) DESC,
                  CASE WHEN v.next_came IS NULL OR o.valid_from < v.next_came THEN -o.version ELSE o.version END LIMIT 1) g ON true
      LEFT JOIN LATERAL (
        SELECT version, severity, line FROM deviations
         WHERE cycle_id = s.cycle_id AND goal_id = s.goal_id AND on_date = v.on_date ORDER BY version DESC LIMIT 1) d ON true
     ORDER BY s.unit_id, s.goal_id, v.on_date`;
}

/** Units with goals on these fresh values, with waits or checkpoints that are due, or with cases whose goal has ended. */
export async function unitsToMonitor(
  sql: Query,
  it: {
    readonly cycleId: string;
    readonly fresh: readonly string[];
    readonly now: number;
    readonly after: string;
    readonly limit: number;
  },
): Promise<readonly string[]> {
  const rows = await sql<{ unitId: string }[]>`
    SELECT DISTINCT unit_id::text AS "unitId" FROM (
      SELECT unit_id FROM goals WHERE cycle_id = ${it.cycleId} AND valid_to IS NULL
         AND content ->> 'metric' IN (SELECT metric_id FROM fresh_values WHERE id = ANY (${it.fresh as string[]}::bigint[]))
      UNION ALL SELECT unit_id FROM monitoring_waits WHERE cycle_id = ${it.cycleId} AND next_at <= ${it.now}
      UNION ALL SELECT unit_id FROM deviation_cases c WHERE cycle_id = ${it.cycleId} AND closed_at IS NULL
         AND NOT EXISTS (SELECT FROM goals g WHERE g.cycle_id = c.cycle_id AND g.goal_id = c.goal_id AND g.valid_to IS NULL)
      UNION ALL SELECT unit_id FROM steps s WHERE cycle_id = ${it.cycleId} AND kind = 'checkpoint'
         AND state IN ('submitted', 'done') AND closes_at <= ${it.now} AND NOT EXISTS (
           SELECT FROM checkpoint_closings k WHERE k.cycle_id = s.cycle_id AND k.unit_id = s.unit_id
              AND k.step_id = s.step_id AND k.closed_at = s.closes_at)
    ) AS due WHERE unit_id > ${it.after} ORDER BY "unitId" LIMIT ${it.limit}`;
  return rows.map((row) => row.unitId);
}

export interface Judgement extends JudgedDay {
  readonly unitId: string;
  readonly goalId: string;
  readonly title: string;
  readonly goalVersion: number;
  readonly value: string;
  readonly line: WayLine;
}

/** Each is a version more of its goal and day. */
export async function saveJudgements(
  sql: Query,
  cycleId: string,
  seenAt: number,
  judgements: readonly (Judgement & { readonly version: number })[],
): Promise<void> {
  if (judgements.length === 0) return;
  await sql`
    INSERT INTO deviations (cycle_id, unit_id, goal_id, on_date, version, severity, line, value, goal_version, seen_at)
    SELECT ${cycleId}, "unitId", "goalId", "on"::date, version, severity, line, value, "goalVersion", ${seenAt}
      FROM jsonb_to_recordset(${json(sql, judgements)}::jsonb)
           AS d ("unitId" text, "goalId" text, "on" text, version int, severity text, line jsonb, value text, "goalVersion" int)`;
}

export interface DeviationRow {
  readonly unitId: string;
  readonly goalId: string;
  readonly title: string;
  readonly on: string;
  readonly severity: 'red' | 'amber';
  readonly line: WayLine;
}

/** What deviates by the latest judgement of each goal and day. */
export async function listDeviations(sql: Query, cycleId: string): Promise<readonly DeviationRow[]> {
  return sql<DeviationRow[]>`
    SELECT d.unit_id AS "unitId", d.goal_id AS "goalId", coalesce(g.content ->> 'title', d.goal_id) AS title,
           d.on_date AS "on", d.severity, d.line
      FROM (SELECT DISTINCT ON (goal_id, on_date) * FROM deviations WHERE cycle_id = ${cycleId}
             ORDER BY goal_id, on_date, version DESC) d
      LEFT JOIN goals g ON g.cycle_id = d.cycle_id AND g.goal_id = d.goal_id AND g.valid_to IS NULL
     WHERE d.severity <> 'on-track' ORDER BY d.on_date, d.goal_id`;
}

export interface JudgementRow extends JudgedDay {
  readonly version: number;
  readonly value: string | null;
  readonly line: WayLine;
  readonly seenAt: number;
}

/** Every judgement of a goal that was kept, oldest day first, each day's versions in order. */
export async function judgementsOf(sql: Query, cycleId: string, goalId: string): Promise<readonly JudgementRow[]> {
  return sql<JudgementRow[]>`
    SELECT on_date AS "on", version, severity, value, line, seen_at AS "seenAt" FROM deviations
     WHERE cycle_id = ${cycleId} AND goal_id = ${goalId} ORDER BY on_date, version`;
}
