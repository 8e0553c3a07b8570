import type { GoalsContent, MetricEntry, PlanContent, RatingEntry } from '../domain/process/index.js';
import { json, type Query } from './connect.js';

/** Where content belongs, and the command that brought it. */
export interface ContentPlace {
  readonly cycleId: string;
  readonly reviewId: string;
  readonly unitId: string;
  readonly stepId: string;
  readonly commandId: string;
  readonly at: number;
}

/** Keeps what was submitted as the next version of the step's content; returns the version. */
export async function writeVersion(
  sql: Query,
  place: Omit<ContentPlace, 'unitId'>,
  attempt: number,
  content: unknown,
  digest: string,
): Promise<number> {
  const [row] = await sql<{ version: number }[]>`
    INSERT INTO step_versions (review_id, step_id, version, attempt, command_id, content, content_digest, written_at)
    SELECT ${place.reviewId}, ${place.stepId}, coalesce(max(version), 0) + 1, ${attempt}, ${place.commandId},
           ${json(sql, content)}, ${digest}, ${place.at}
      FROM step_versions WHERE review_id = ${place.reviewId} AND step_id = ${place.stepId}
    RETURNING version`;
  return row?.version ?? 1;
}

export interface SubmittedVersion {
  readonly content: unknown;
  readonly commandId: string;
  readonly actor: string;
}

/** The content last submitted in a step, with who wrote it. */
export async function readLatestVersion(
  sql: Query,
  reviewId: string,
  stepId: string,
): Promise<SubmittedVersion | undefined> {
  const [row] = await sql<SubmittedVersion[]>`
    SELECT v.content, v.command_id AS "commandId", c.principal_id AS actor
      FROM step_versions v JOIN commands c ON c.id = v.command_id
     WHERE v.review_id = ${reviewId} AND v.step_id = ${stepId} ORDER BY v.version DESC LIMIT 1`;
  return row;
}

/** Ends the unit's goals in force and puts these in their place. */
export async function putGoalsInForce(sql: Query, place: ContentPlace, content: GoalsContent): Promise<void> {
  await sql`UPDATE goals SET valid_to = ${place.at}
             WHERE cycle_id = ${place.cycleId} AND unit_id = ${place.unitId} AND valid_to IS NULL`;
  await sql`
    INSERT INTO goals (cycle_id, unit_id, goal_id, version, position, content, command_id, valid_from)
    SELECT ${place.cycleId}, ${place.unitId}, g.content ->> 'id',
           1 + coalesce((SELECT max(version) FROM goals o WHERE o.cycle_id = ${place.cycleId} AND o.goal_id = g.content ->> 'id'), 0),
           g.position, g.content, ${place.commandId}, ${place.at}
      FROM jsonb_array_elements(${json(sql, content.goals)}::jsonb) WITH ORDINALITY AS g (content, position)`;
  await sql`DELETE FROM standing_goals WHERE cycle_id = ${place.cycleId} AND unit_id = ${place.unitId}`;
  await writeStanding(sql, place, content);
}

/** What was submitted stands until something is in force. */
export async function putGoalsStanding(sql: Query, place: ContentPlace, content: GoalsContent): Promise<void> {
  const { cycleId, unitId } = place;
  const nothingInForce = sql`NOT EXISTS (
    SELECT FROM goals WHERE cycle_id = ${cycleId} AND unit_id = ${unitId} AND valid_to IS NULL)`;
  await sql`DELETE FROM standing_goals WHERE cycle_id = ${cycleId} AND unit_id = ${unitId} AND ${nothingInForce}`;
  await writeStanding(sql, place, content, nothingInForce);
}

async function writeStanding(
  sql: Query,
  { cycleId, unitId }: ContentPlace,
  { goals }: GoalsContent,
  where = sql`true`,
): Promise<void> {
  await sql`
    INSERT INTO standing_goals (cycle_id, unit_id, position, goal_id, metric, content)
    SELECT ${cycleId}, ${unitId}, g.position, g.content ->> 'id', g.content ->> 'metric', g.content
      FROM jsonb_array_elements(${json(sql, goals)}::jsonb) WITH ORDINALITY AS g (content, position) WHERE ${where}`;
}

/** Ends the unit's tasks in force and puts these in their place; known progress stays. */
export async function putTasksInForce(sql: Query, place: ContentPlace, content: PlanContent): Promise<void> {
  const before = await sql<{ taskId: string; progress: string | null }[]>`
    UPDATE tasks SET valid_to = ${place.at}
     WHERE cycle_id = ${place.cycleId} AND unit_id = ${place.unitId} AND valid_to IS NULL
    RETURNING task_id AS "taskId", progress`;
  const progress = Object.fromEntries(before.map((row) => [row.taskId, row.progress]));
  await sql`
    INSERT INTO tasks (cycle_id, unit_id, task_id, version, position, content, progress, command_id, valid_from)
    SELECT ${place.cycleId}, ${place.unitId}, t.content ->> 'id',
           1 + coalesce((SELECT max(version) FROM tasks o WHERE o.cycle_id = ${place.cycleId}
                          AND o.unit_id = ${place.unitId} AND o.task_id = t.content ->> 'id'), 0),
           t.position, t.content, ${json(sql, progress)}::jsonb ->> (t.content ->> 'id'), ${place.commandId}, ${place.at}
      FROM jsonb_array_elements(${json(sql, content.tasks)}::jsonb) WITH ORDINALITY AS t (content, position)`;
}

/** What a report says of tasks in force, as far as it is news: each under the name of who reported. */
export async function saveProgress(
  sql: Query,
  place: ContentPlace,
  progress: readonly { readonly task: string; readonly percent: string }[],
): Promise<void> {
  if (progress.length === 0) return;
  await sql`
    WITH news AS (
      UPDATE tasks t SET progress = p.percent
        FROM jsonb_to_recordset(${json(sql, progress)}::jsonb) AS p (task text, percent text)
       WHERE t.cycle_id = ${place.cycleId} AND t.unit_id = ${place.unitId} AND t.task_id = p.task AND t.valid_to IS NULL
         AND t.progress::numeric IS DISTINCT FROM p.percent::numeric
      RETURNING t.task_id, p.percent)
    INSERT INTO task_reports (cycle_id, unit_id, task_id, percent, reported_by, principal_id, reported_at, command_id)
    SELECT ${place.cycleId}, ${place.unitId}, n.task_id, n.percent, c.actor_id, c.principal_id, ${place.at}, c.id
      FROM news n JOIN commands c ON c.id = ${place.commandId}`;
}

export async function writeReport(sql: Query, place: ContentPlace, content: unknown): Promise<void> {
  await sql`
    INSERT INTO reports (cycle_id, unit_id, step_id, version, content, command_id, reported_at)
    SELECT ${place.cycleId}, ${place.unitId}, ${place.stepId}, coalesce(max(version), 0) + 1, ${json(sql, content)},
           ${place.commandId}, ${place.at}
      FROM reports WHERE cycle_id = ${place.cycleId} AND unit_id = ${place.unitId} AND step_id = ${place.stepId}`;
}

/** Adds values as new versions; a value that is already known exactly so is not written again. */
export async function writeMetricValues(
  sql: Query,
  book: string,
  place: ContentPlace,
  enteredBy: string,
  values: readonly MetricEntry[],
): Promise<void> {
  if (values.length === 0) return;
  await sql`
    INSERT INTO metric_values (book, metric_id, on_date, version, value, entered_by, entered_at, reason, command_id)
    SELECT ${book}, v.metric, v."on"::date, coalesce(known.version, 0) + 1, v.value, ${enteredBy}, ${place.at},
           CASE WHEN known.version IS NULL THEN v.reason ELSE coalesce(v.reason, 'reported again in ' || ${place.stepId}::text) END,
           ${place.commandId}
      FROM jsonb_to_recordset(${json(sql, values)}::jsonb) AS v (metric text, "on" text, value text, reason text)
      LEFT JOIN LATERAL (
        SELECT version, value FROM metric_values m
         WHERE m.book = ${book} AND m.metric_id = v.metric AND m.on_date = v."on"::date
         ORDER BY version DESC LIMIT 1) known ON true
     WHERE known.value IS DISTINCT FROM v.value`;
}

export async function writeRatings(
  sql: Query,
  place: ContentPlace,
  rater: { readonly role: 'self' | 'superior' | 'cooperating'; readonly unitId: string; readonly personId: string },
  ratings: readonly RatingEntry[],
): Promise<void> {
  if (ratings.length === 0) return;
  await sql`
    INSERT INTO ratings (cycle_id, unit_id, item_id, role, by_unit_id, version, rated_by, value, evidence, command_id, rated_at)
    SELECT ${place.cycleId}, ${place.unitId}, r.item, ${rater.role}, ${rater.unitId},
           1 + coalesce((SELECT max(version) FROM ratings o WHERE o.cycle_id = ${place.cycleId} AND o.unit_id = ${place.unitId}
                          AND o.item_id = r.item AND o.role = ${rater.role} AND o.by_unit_id = ${rater.unitId}), 0),
           ${rater.personId}, r.value, ARRAY(SELECT jsonb_array_elements_text(r.evidence)), ${place.commandId}, ${place.at}
      FROM jsonb_to_recordset(${json(sql, ratings)}::jsonb) AS r (item text, value text, evidence jsonb)`;
}
