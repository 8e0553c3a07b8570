import type { JudgedDay } from '../domain/cycle/index.js';
import { grouped } from '../domain/rules/grouped.js';
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

/** A goal in force; `metric` is null where it has none, or no target to be judged by. */
export interface GoalInForce {
  readonly unitId: string;
  readonly goalId: string;
  readonly metric: string | null;
}

/** Goals in force of these units, those of a unit together. */
export async function goalsToMonitor(
  sql: Query,
  cycleId: string,
  units: readonly string[],
): Promise<readonly GoalInForce[]> {
  return sql<GoalInForce[]>`
    SELECT unit_id AS "unitId", goal_id AS "goalId", CASE WHEN content ? 'target' THEN content ->> 'metric' END AS metric
      FROM goals WHERE cycle_id = ${cycleId} AND unit_id = ANY (${units as string[]}) AND valid_to IS NULL
     ORDER BY unit_id, goal_id`;
}

/**
 * These goals, each with every day's latest value of its metric, days in
 * order. A day is judged by the goal as it stood until the next day's value
 * came: a change that came after that changes nothing of what was judged.
 *
 * Each table is asked by its own keys and the answers are put together here: what
 * has just been written has no statistics yet, and a join planned without them takes every pair of rows.
 */
export async function valuesToMonitor(
  sql: Query,
  goals: readonly GoalInForce[],
  cycle: Watched,
): Promise<readonly ValueToMonitor[]> {
  const watched = goals.flatMap(({ metric, ...goal }) => (metric === null ? [] : [{ ...goal, metric }]));
  if (watched.length === 0) return [];
  const metrics = [...new Set(watched.map(({ metric }) => metric))];
  const ids = watched.map(({ goalId }) => goalId);
  const accruals = await accrualsOf(sql, cycle.book, metrics);
  const days = await daysOf(sql, cycle, metrics);
  const versions = await versionsOf(sql, cycle.id, ids);
  const known = await knownJudgements(sql, cycle.id, ids);
  return watched.flatMap(({ unitId, goalId, metric }) => {
    const accrual = accruals.get(metric);
    if (accrual === undefined) return [];
    const own = (versions.get(goalId) ?? []).filter((version) => version.metric === metric);
    return (days.get(metric) ?? []).flatMap(({ on, value, nextCame }): readonly ValueToMonitor[] => {
      const stood = own.findLast(({ validFrom }) => nextCame === null || validFrom < nextCame) ?? own[0];
      if (stood === undefined) return [];
      const { goal, version: goalVersion } = stood;
      return [{ unitId, goal, goalVersion, on, value, accrual, known: known.get(`${goalId} ${on}`) ?? null }];
    });
  });
}

async function accrualsOf(sql: Query, book: string, metrics: readonly string[]) {
  const rows = await sql<{ id: string; accrual: ValueToMonitor['accrual'] }[]>`
    SELECT id, accrual FROM metrics_in(${book}) WHERE id = ANY (${metrics as string[]})`;
  return new Map(rows.map(({ id, accrual }) => [id, accrual]));
}

/** The latest value of each day; `nextCame`: when the first value of the next day came. */
async function daysOf(sql: Query, { book, periodStart, periodEnd }: Watched, metrics: readonly string[]) {
  const rows = await sql<{ metric: string; on: string; value: string; nextCame: number | null }[]>`
    SELECT metric_id AS metric, on_date AS "on", (array_agg(value::text ORDER BY version DESC))[1] AS value,
           ${microseconds(sql, sql`lead(min(entered_at)) OVER (PARTITION BY metric_id ORDER BY on_date)`)} AS "nextCame"
      FROM metric_values
     WHERE book = ${book} AND metric_id = ANY (${metrics as string[]}) AND on_date BETWEEN ${periodStart} AND ${periodEnd}
     GROUP BY metric_id, on_date ORDER BY metric_id, on_date`;
  return grouped(rows, ({ metric }) => metric);
}

/** Every version of these goals that has a target, oldest first. */
async function versionsOf(sql: Query, cycleId: string, goals: readonly string[]) {
  const rows = await sql<{ id: string; version: number; metric: string | null; validFrom: number; goal: Goal }[]>`
    SELECT goal_id AS id, version, content ->> 'metric' AS metric, ${microseconds(sql, sql`valid_from`)} AS "validFrom",
           content AS goal
      FROM goals WHERE cycle_id = ${cycleId} AND goal_id = ANY (${goals as string[]}) AND content ? 'target'
     ORDER BY goal_id, version`;
  return grouped(rows, ({ id }) => id);
}

/** By goal and day. */
async function knownJudgements(sql: Query, cycleId: string, goals: readonly string[]) {
  const rows = await sql<(NonNullable<ValueToMonitor['known']> & { readonly id: string })[]>`
    SELECT DISTINCT ON (goal_id, on_date) goal_id AS id, on_date AS "on", version, severity, line FROM deviations
     WHERE cycle_id = ${cycleId} AND goal_id = ANY (${goals as string[]}) ORDER BY goal_id, on_date, version DESC`;
  return new Map(rows.map(({ id, ...known }) => [`${id} ${known.on}`, known]));
}

/** An instant as exactly as the database has it; milliseconds could make two of them one. */
const microseconds = (sql: Query, instant: ReturnType<Query>) =>
  sql`(extract(epoch FROM ${instant}) * 1000000)::float8`;

/** Units with goals on these fresh metrics, with waits or checkpoints that are due, or with cases whose goal has ended; in order. */
export async function unitsToMonitor(
  sql: Query,
  it: { readonly cycleId: string; readonly metrics: readonly string[]; readonly now: number },
): Promise<readonly string[]> {
  const rows = await sql<{ unitId: string }[]>`
    SELECT DISTINCT unit_id::text AS "unitId" FROM (
      SELECT unit_id FROM goals WHERE cycle_id = ${it.cycleId} AND valid_to IS NULL
         AND content ->> 'metric' = ANY (${it.metrics as string[]}::text[])
      UNION ALL SELECT unit_id FROM monitoring_waits WHERE cycle_id = ${it.cycleId} AND next_at <= ${it.now}
      UNION ALL SELECT unit_id FROM deviation_cases WHERE cycle_id = ${it.cycleId} AND closed_at IS NULL
         AND goal_id = ANY (ARRAY(
           SELECT goal_id FROM deviation_cases WHERE cycle_id = ${it.cycleId} AND closed_at IS NULL
           EXCEPT SELECT goal_id FROM goals WHERE cycle_id = ${it.cycleId} AND valid_to IS NULL))
      UNION ALL SELECT unit_id FROM steps s WHERE cycle_id = ${it.cycleId} AND kind = 'checkpoint'
         AND state IN ('submitted', 'done') AND closes_at <= ${it.now} AND NOT EXISTS (
           SELECT FROM checkpoint_closings k WHERE k.cycle_id = s.cycle_id AND k.unit_id = s.unit_id
              AND k.step_id = s.step_id AND k.closed_at = s.closes_at)
    ) AS due ORDER BY "unitId"`;
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
