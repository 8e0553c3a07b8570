/** Steps with their words, row by row, as `record` leaves them. */
import type { ContentPlace } from '../../../db/content.js';
import { json, type Sql } from '../../../db/connect.js';
import { insertCommand } from '../story-cycle.js';
import { cycleId } from './stages.js';

export async function clockAt(sql: Sql, day: string): Promise<void> {
  await sql`UPDATE cycle_clocks SET now_at = ${Date.parse(`${day}T09:00:00+08:00`)} WHERE cycle_id = ${cycleId}`;
}

/** A unit's step with its words, ended. */
export async function written(
  sql: Sql,
  unit: string,
  step: string,
  by: string,
  content: object,
): Promise<ContentPlace> {
  const place = await insertCommand(sql, { cycleId, unit, step, by, body: content });
  await version(sql, place.reviewId, step, place.commandId, content);
  const [{ outcome } = { outcome: '' }] = await sql<{ outcome: string }[]>`
    UPDATE steps SET state = 'done', submitted_by = ${[by]}, submit_command = ${place.commandId}, ended_at = ${Date.now()},
           outcome = CASE WHEN decider_rule IS NULL THEN 'submitted' WHEN kind = 'feedback' THEN 'acknowledged' ELSE 'approved' END
     WHERE review_id = ${place.reviewId} AND step_id = ${step} RETURNING outcome`;
  if (outcome === '') throw new Error(`no step ${step} of ${unit}`);
  return { ...place, at: Date.parse('2027-01-20T09:00:00+08:00') };
}

/** A step with its words, waiting for its decider; `unit` null: the cycle's own. */
export async function submitted(
  sql: Sql,
  unit: string | null,
  step: string,
  by: string,
  content: object,
): Promise<ContentPlace> {
  const place = await insertCommand(sql, { cycleId, unit, step, by, body: content });
  await version(sql, place.reviewId, step, place.commandId, content);
  const rows = await sql`
    UPDATE steps SET state = 'submitted', submitted_by = ${[by]}, submit_command = ${place.commandId}, revision = revision + 1,
           decide_due_at = due_at, decide_closes_at = to_timestamp(4000000000)
     WHERE review_id = ${place.reviewId} AND step_id = ${step} RETURNING 1`;
  if (rows.length === 0) throw new Error(`no step ${step} of ${unit ?? 'the cycle'}`);
  return place;
}

/** A step of the cycle's own, approved. */
export async function cycleStep(sql: Sql, step: string, content: object, decider: string): Promise<void> {
  const place = await insertCommand(sql, { cycleId, unit: null, step, by: 'zhou-min', body: content });
  await version(sql, cycleId, step, place.commandId, content);
  await sql`
    UPDATE steps SET state = 'done', outcome = 'approved', submitted_by = '{zhou-min}', submit_command = ${place.commandId},
           decided_by = ${decider}, ended_at = ${Date.now()} WHERE review_id = ${cycleId} AND step_id = ${step}`;
}

export async function version(
  sql: Sql,
  reviewId: string,
  step: string,
  commandId: string,
  content: object,
): Promise<void> {
  await sql`
    INSERT INTO step_versions (review_id, step_id, version, attempt, command_id, content, content_digest, written_at)
    VALUES (${reviewId}, ${step}, 1, 1, ${commandId}, ${json(sql, content)}, '', ${Date.now()})`;
}
