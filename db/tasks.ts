import type { Task } from '../domain/rules/index.js';
import type { Query } from './connect.js';

/** The last word on how far a task is. */
export interface TaskReport {
  readonly percent: string;
  readonly note: string;
  readonly by: string;
  /** For whom a stand-in spoke; else the same person. */
  readonly principal: string;
  readonly byZh: string;
  readonly byEn: string;
  /** Cycle time. */
  readonly at: number;
}

/** A task in force with how far it is; null: nobody has said so yet. */
export interface PlannedTask extends Task {
  readonly version: number;
  readonly progress: string | null;
  readonly report: TaskReport | null;
}

interface TaskRow {
  readonly content: Task;
  readonly version: number;
  readonly progress: string | null;
  readonly report: TaskReport | null;
}

export const plannedTask = ({ content, ...rest }: TaskRow): PlannedTask => ({ ...content, ...rest });

/** The latest report of the task `t`, as JSON. */
export const latestReport = (sql: Query) => sql`
  (SELECT jsonb_build_object('percent', r.percent, 'note', r.note, 'by', r.reported_by, 'principal', r.principal_id,
            'byZh', p.name_zh, 'byEn', p.name_en, 'at', round(extract(epoch FROM r.reported_at) * 1000)::bigint)
     FROM task_reports r JOIN persons p ON p.id = r.reported_by
    WHERE r.cycle_id = t.cycle_id AND r.unit_id = t.unit_id AND r.task_id = t.task_id ORDER BY r.id DESC LIMIT 1)`;

/** The tasks in force of these units, unit by unit in the order asked for. */
export async function tasksInForce(
  sql: Query,
  cycleId: string,
  units: readonly string[],
): Promise<readonly PlannedTask[]> {
  const rows = await sql<TaskRow[]>`
    SELECT t.content, t.version, t.progress, ${latestReport(sql)} AS report FROM tasks t
     WHERE t.cycle_id = ${cycleId} AND t.unit_id = ANY (${units as string[]}) AND t.valid_to IS NULL
     ORDER BY array_position(${units as string[]}::text[], t.unit_id::text), t.position`;
  return rows.map(plannedTask);
}

/** The plan in force as it was agreed; how far its tasks are is no part of it. */
export async function planInForce(sql: Query, cycleId: string, unitId: string): Promise<readonly Task[]> {
  const rows = await sql<{ content: Task }[]>`
    SELECT content FROM tasks WHERE cycle_id = ${cycleId} AND unit_id = ${unitId} AND valid_to IS NULL ORDER BY position`;
  return rows.map((row) => row.content);
}

/** A task of one person's own, with the cycle and unit that it belongs to. */
export interface OwnTask extends PlannedTask {
  readonly cycleId: string;
  readonly cycleTitle: string;
  readonly rehearsal: boolean;
  readonly closed: boolean;
  readonly zone: string;
  readonly now: number;
  readonly unitZh: string;
  readonly unitEn: string;
  readonly goalTitle: string | null;
  readonly ownerZh: string;
  readonly ownerEn: string;
}

/**
 * The tasks that a person owns, or stands in for today in the cycle's time, in
 * all cycles that have begun: running ones first, then by end. What they cost is not theirs to know.
 */
export async function ownTasks(sql: Query, personId: string): Promise<readonly OwnTask[]> {
  const rows = await sql<(TaskRow & Omit<OwnTask, keyof PlannedTask>)[]>`
    WITH mine AS MATERIALIZED (
      SELECT ${personId}::text AS owner, NULL::date AS from_date, NULL::date AS to_date
      UNION ALL SELECT principal_id::text, from_date, to_date FROM stand_ins WHERE person_id = ${personId})
    SELECT DISTINCT ON (c.state = 'closed', t.content ->> 'end', t.cycle_id, t.unit_id, t.task_id)
           t.content - 'costMinor' AS content, t.version, t.progress, ${latestReport(sql)} AS report, t.cycle_id AS "cycleId", c.title AS "cycleTitle",
           c.mode = 'rehearsal' AS rehearsal, c.state = 'closed' AS closed, c.zone,
           coalesce(k.now_at, clock_timestamp()) AS now, u.name_zh AS "unitZh", u.name_en AS "unitEn",
           o.name_zh AS "ownerZh", o.name_en AS "ownerEn",
           (SELECT g.content ->> 'title' FROM standing_goals g
             WHERE g.cycle_id = t.cycle_id AND g.goal_id = t.content ->> 'goal' LIMIT 1) AS "goalTitle"
      FROM mine m JOIN tasks t ON t.content ->> 'owner' = m.owner AND t.valid_to IS NULL
      JOIN cycles c ON c.id = t.cycle_id AND c.state <> 'planned' JOIN cycle_clocks k ON k.cycle_id = c.id
      JOIN units u ON u.id = t.unit_id JOIN persons o ON o.id = m.owner
     WHERE m.from_date IS NULL
        OR (coalesce(k.now_at, clock_timestamp()) AT TIME ZONE c.zone)::date BETWEEN m.from_date AND m.to_date
     ORDER BY c.state = 'closed', t.content ->> 'end', t.cycle_id, t.unit_id, t.task_id`;
  return rows.map(({ content, ...rest }) => ({ ...content, ...rest }));
}

export type LockedTask =
  | { readonly kind: 'in-force'; readonly version: number; readonly content: Task; readonly seen: Task | null }
  | { readonly kind: 'ended' | 'unknown' };

/**
 * Holds a task in force, so that no plan takes its place meanwhile. `seen`: what
 * the version that somebody saw says; null where there is none. A statement that
 * waited for a new plan does not see its rows: then it is asked once more.
 */
export async function lockTask(
  sql: Query,
  place: { readonly cycleId: string; readonly unitId: string; readonly taskId: string },
  seenVersion: number | null,
): Promise<LockedTask> {
  const { cycleId, unitId, taskId } = place;
  const here = sql`t.cycle_id = ${cycleId} AND t.unit_id = ${unitId} AND t.task_id = ${taskId}`;
  for (const _try of ['first', 'again']) {
    const [row] = await sql<{ version: number; content: Task }[]>`
      SELECT t.version, t.content FROM tasks t WHERE ${here} AND t.valid_to IS NULL FOR NO KEY UPDATE`;
    if (row === undefined) continue;
    const [seen] = await sql<{ content: Task }[]>`
      SELECT t.content FROM tasks t WHERE ${here} AND t.version = ${seenVersion ?? row.version}`;
    return { kind: 'in-force', ...row, seen: seen?.content ?? null };
  }
  const [known] = await sql`SELECT 1 FROM tasks t WHERE ${here} LIMIT 1`;
  return { kind: known === undefined ? 'unknown' : 'ended' };
}

export interface NewTaskReport {
  readonly cycleId: string;
  readonly unitId: string;
  readonly taskId: string;
  readonly percent: string;
  readonly note: string;
  readonly by: string;
  readonly principal: string;
  /** Cycle time. */
  readonly at: number;
}

/** Adds the report; it is how far the task in force is. */
export async function addTaskReport(sql: Query, it: NewTaskReport): Promise<void> {
  await sql`
    INSERT INTO task_reports (cycle_id, unit_id, task_id, percent, note, reported_by, principal_id, reported_at)
    VALUES (${it.cycleId}, ${it.unitId}, ${it.taskId}, ${it.percent}, ${it.note}, ${it.by}, ${it.principal}, ${it.at})`;
  await sql`
    UPDATE tasks SET progress = ${it.percent}
     WHERE cycle_id = ${it.cycleId} AND unit_id = ${it.unitId} AND task_id = ${it.taskId} AND valid_to IS NULL`;
}

export interface ReportedProgress extends TaskReport {
  readonly id: string;
  /** Of a checkpoint that said it; null: the owner did. */
  readonly command: string | null;
}

/** All reports of a task, oldest first. */
export async function taskReports(
  sql: Query,
  place: { readonly cycleId: string; readonly unitId: string; readonly taskId: string },
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<readonly ReportedProgress[]> {
  return sql<ReportedProgress[]>`
    SELECT r.id, r.percent, r.note, r.reported_by AS by, r.principal_id AS principal, p.name_zh AS "byZh",
           p.name_en AS "byEn", r.reported_at AS at, r.command_id AS command
      FROM task_reports r JOIN persons p ON p.id = r.reported_by
     WHERE r.cycle_id = ${place.cycleId} AND r.unit_id = ${place.unitId} AND r.task_id = ${place.taskId}
       AND r.id > ${after ?? '0'}::bigint ORDER BY r.id LIMIT ${limit}`;
}

/** Whose task it is or ever was in this cycle. */
export async function ownsTask(
  sql: Query,
  place: { readonly cycleId: string; readonly unitId: string; readonly taskId: string },
  personId: string,
): Promise<boolean> {
  const [row] = await sql`
    SELECT 1 FROM tasks WHERE cycle_id = ${place.cycleId} AND unit_id = ${place.unitId} AND task_id = ${place.taskId}
       AND content ->> 'owner' = ${personId} LIMIT 1`;
  return row !== undefined;
}
