import type { Touch } from '../domain/cycle/index.js';
import type { Goal, Metric } from '../domain/rules/index.js';
import type { Step } from '../domain/process/index.js';
import { json, type Query } from './connect.js';

/** What other units want of the metrics that these goals are on. */
export interface GoalsBeside {
  readonly goals: readonly Goal[];
  readonly metrics: readonly Metric[];
}

/** Standing goals of other units on these metrics or on ones in tension with them, declared on either side, and those metrics. */
export async function goalsOnMetrics(
  sql: Query,
  cycle: { readonly id: string; readonly book: string },
  unitId: string,
  metrics: readonly string[],
): Promise<GoalsBeside> {
  if (metrics.length === 0) return { goals: [], metrics: [] };
  const [row] = await sql<GoalsBeside[]>`
    WITH own AS (SELECT id::text, tension FROM metrics_in(${cycle.book}) WHERE id = ANY (${metrics as string[]})),
    touched AS (
      SELECT id FROM own UNION SELECT t FROM own, unnest(tension) t
      UNION SELECT m.id::text FROM metrics_in(${cycle.book}) m WHERE m.tension && ${metrics as string[]}::text[])
    SELECT coalesce((SELECT jsonb_agg(g.content ORDER BY g.unit_id, g.position) FROM standing_goals g
              WHERE g.cycle_id = ${cycle.id} AND g.unit_id <> ${unitId} AND g.metric = ANY (ARRAY(SELECT id FROM touched))), '[]') AS goals,
           coalesce((SELECT jsonb_agg(jsonb_build_object('id', m.id, 'unit', m.unit_id, 'better', m.better, 'source', m.source,
              'accrual', m.accrual, 'tension', m.tension) ORDER BY m.id) FROM metrics_in(${cycle.book}) m WHERE m.id = ANY (ARRAY(SELECT id FROM touched))), '[]') AS metrics`;
  return row ?? { goals: [], metrics: [] };
}

/**
 * Whoever submits goals on these metrics, or on ones in tension with them, waits until this transaction ends: of two
 * submits at once the second sees the first one's goals, and what was opened about them.
 */
export async function holdMetrics(
  sql: Query,
  cycle: { readonly id: string; readonly book: string },
  metrics: readonly string[],
): Promise<void> {
  if (metrics.length === 0) return;
  // In one order for everybody, so that nobody waits for someone who waits for them.
  await sql`
    WITH touched AS (
      SELECT unnest(${metrics as string[]}::text[]) AS id
      UNION SELECT t FROM metrics_in(${cycle.book}) m, unnest(m.tension) t WHERE m.id = ANY (${metrics as string[]}))
    SELECT pg_advisory_xact_lock(730511228, key)
      FROM (SELECT DISTINCT hashtext(${cycle.id} || '/' || id) AS key FROM touched ORDER BY key) ordered`;
}

/** What the steps of a review about other units' goals are about, by step: of their latest attempts. */
export async function touchesOf(sql: Query, reviewId: string): Promise<ReadonlyMap<string, readonly Touch[]>> {
  const rows = await sql<{ stepId: string; touches: readonly Touch[] }[]>`
    SELECT DISTINCT ON (step_id) step_id AS "stepId", touches FROM alignments WHERE review_id = ${reviewId}
     ORDER BY step_id, attempt DESC`;
  return new Map(rows.map((row) => [row.stepId, row.touches]));
}

/** What other units have been aligning with this one in their own reviews, by that unit. */
export async function touchesFromOthers(
  sql: Query,
  cycleId: string,
  unitId: string,
): Promise<ReadonlyMap<string, readonly Touch[]>> {
  const rows = await sql<{ unit: string; touches: readonly Touch[] }[]>`
    SELECT DISTINCT ON (s.unit_id) s.unit_id AS unit, a.touches FROM steps s
      JOIN alignments a ON a.review_id = s.review_id AND a.step_id = s.step_id
     WHERE s.cycle_id = ${cycleId} AND s.rater_unit_id = ${unitId} AND s.kind = 'alignment' AND s.state <> 'cancelled'
     ORDER BY s.unit_id, a.attempt DESC`;
  return new Map(rows.map((row) => [row.unit, row.touches]));
}

/** One attempt of a step about another unit's goals. */
export interface OpenedStep {
  readonly reviewId: string;
  readonly cycleId: string;
  readonly unitId: string;
  readonly otherUnitId: string;
  readonly step: Step;
  readonly touches: readonly Touch[];
}

/** Writes steps that open on demand, new ones or new attempts, each with what it is about. */
export async function openAlignments(sql: Query, opened: readonly OpenedStep[]): Promise<void> {
  if (opened.length === 0) return;
  const rows = opened.map(({ step, ...it }) => ({ ...it, ...step }));
  await sql`
    INSERT INTO steps (review_id, step_id, cycle_id, unit_id, plan_id, kind, phase, position, state, attempt, revision, opens_at,
                       due_at, closes_at, submitter_rule, decider_rule, rater_unit_id, opened_at, rung, next_at)
    SELECT o."reviewId", o.id, o."cycleId", o."unitId", o."planId", o.kind, c.phase, 900, 'open', o.attempt, o.revision,
           to_timestamp(o."opensAt" / 1000), to_timestamp(o."dueAt" / 1000), to_timestamp(o."closesAt" / 1000),
           CASE o.kind WHEN 'alignment' THEN 'head' ELSE 'common-head' END, CASE o.kind WHEN 'alignment' THEN 'rater-head' END,
           o."otherUnitId", to_timestamp(o."opensAt" / 1000), o.rung, to_timestamp(o."nextAt" / 1000)
      FROM jsonb_to_recordset(${json(sql, rows)}::jsonb) AS o ("reviewId" text, id text, "cycleId" text, "unitId" text, "planId" text,
        kind text, attempt int, revision int, rung int, "opensAt" numeric, "dueAt" numeric, "closesAt" numeric, "otherUnitId" text, "nextAt" numeric)
      JOIN cycles c ON c.id = o."cycleId"
    ON CONFLICT (review_id, step_id) DO UPDATE SET state = 'open', outcome = NULL, attempt = excluded.attempt,
      revision = excluded.revision, opens_at = excluded.opens_at, due_at = excluded.due_at, closes_at = excluded.closes_at,
      decide_due_at = NULL, decide_closes_at = NULL, submitted_by = '{}', decided_by = NULL, submit_command = NULL,
      decide_command = NULL, opened_at = excluded.opened_at, submitted_at = NULL, ended_at = NULL, rung = excluded.rung, next_at = excluded.next_at`;
  await sql`
    INSERT INTO alignments (review_id, step_id, attempt, touches, opened_at)
    SELECT o."reviewId", o.id, o.attempt, o.touches, to_timestamp(o."opensAt" / 1000)
      FROM jsonb_to_recordset(${json(sql, rows)}::jsonb) AS o ("reviewId" text, id text, attempt int, touches jsonb, "opensAt" numeric)`;
}

/**
 * Is there, between the unit and another, something to be aligned or settled that
 * has not ended? What is about goals that neither stand nor are asked for in a
 * change request holds nobody up.
 */
export async function hasPendingAlignment(sql: Query, cycleId: string, unitId: string): Promise<boolean> {
  const [row] = await sql<{ found: boolean }[]>`
    SELECT true AS found FROM steps s
      JOIN LATERAL (SELECT touches FROM alignments a WHERE a.review_id = s.review_id AND a.step_id = s.step_id
                     ORDER BY attempt DESC LIMIT 1) a ON true
     WHERE s.cycle_id = ${cycleId} AND s.kind IN ('alignment', 'settlement') AND s.state IN ('open', 'submitted')
       AND (s.unit_id = ${unitId} OR s.rater_unit_id = ${unitId})
       AND EXISTS (SELECT FROM jsonb_array_elements(a.touches) t WHERE NOT EXISTS (
             SELECT FROM jsonb_array_elements_text(t -> 'at') g WHERE NOT EXISTS (
               SELECT FROM standing_goals sg WHERE sg.cycle_id = ${cycleId} AND sg.goal_id = g)
             AND NOT EXISTS (
               SELECT FROM steps c JOIN step_versions v ON v.command_id = c.submit_command
                WHERE c.review_id = s.review_id AND c.kind = 'change' AND c.state = 'submitted'
                  AND v.content -> 'goals' @> jsonb_build_array(jsonb_build_object('id', g)))))
     LIMIT 1`;
  return row !== undefined;
}

/** Both units' goals that a step is about, as they stand, with what it is about. */
export async function readAlignment(
  sql: Query,
  reviewId: string,
  stepId: string,
): Promise<{ readonly touches: readonly Touch[]; readonly goals: readonly Goal[] } | undefined> {
  const [row] = await sql<{ touches: readonly Touch[]; goals: readonly Goal[] }[]>`
    SELECT a.touches, coalesce((SELECT jsonb_agg(g.content ORDER BY g.unit_id, g.position) FROM standing_goals g
             WHERE g.cycle_id = s.cycle_id AND g.goal_id IN (
               SELECT jsonb_array_elements_text(t -> 'at') FROM jsonb_array_elements(a.touches) t)), '[]') AS goals
      FROM alignments a JOIN steps s ON s.review_id = a.review_id AND s.step_id = a.step_id
     WHERE a.review_id = ${reviewId} AND a.step_id = ${stepId} ORDER BY a.attempt DESC LIMIT 1`;
  return row;
}
