import type { ApprovalRow, AttemptRow, Moment, StepRow } from '../domain/reports/index.js';
import type { Query } from './connect.js';
import { inScope, momentOf, notSecret, type ReportScope } from './reports.js';
import { isToldOf } from './untold-kinds.js';

/** Where every step stands, the cycle's own first. */
export async function stepsOfReport(sql: Query, scope: ReportScope): Promise<readonly StepRow[]> {
  return sql<StepRow[]>`
    SELECT s.unit_id AS "unitId", s.step_id AS "stepId", s.kind, s.rater_unit_id AS "raterUnitId", s.phase, s.state, s.outcome,
           coalesce((s.state = 'open' AND s.due_at <= k.now) OR (s.state = 'submitted' AND s.decide_due_at <= k.now), false) AS late
      FROM steps s CROSS JOIN (
        SELECT coalesce(now_at, clock_timestamp()) AS now FROM cycle_clocks WHERE cycle_id = ${scope.cycleId}) k
     WHERE s.cycle_id = ${scope.cycleId} AND ${inScope(sql, scope, sql`s.unit_id`)} AND ${isToldOf(sql, scope.untold)}
       AND ${notSecret(sql, scope, sql`s.unit_id`, sql`s.kind`)}
     ORDER BY s.unit_id NULLS FIRST, s.position, s.step_id`;
}

interface FlatAttempt extends Omit<AttemptRow, 'opened' | 'submitted' | 'decided' | 'ended'> {
  readonly openedAt: number | null;
  readonly openedDay: number | null;
  readonly submittedAt: number | null;
  readonly submittedDay: number | null;
  readonly decidedAt: number | null;
  readonly decidedDay: number | null;
  readonly endedAt: number | null;
  readonly endedDay: number | null;
  readonly decidedWall: number | null;
  readonly lookedWall: number | null;
  readonly looksKept: boolean;
}

const moment = (at: number | null, day: number | null): Moment | null =>
  at === null || day === null ? null : { at, day };

/** The reviews in sight, by a column that names them. */
const ofReviews = (sql: Query, { cycleId, units }: ReportScope, table: string) =>
  units === null
    ? sql`${sql(`${table}.cycle_id`)} = ${cycleId}`
    : sql`${sql(`${table}.review_id`)} = ANY (${units.map((unit) => `${cycleId}/${unit}`)}::text[])`;

/**
 * Steps that were never sent back nor opened again: their own row and their commands say all of it, except who was told.
 * They are nearly all, so the journal need not be read for them.
 */
const onlyAttempts = (sql: Query, scope: ReportScope) => sql`
  SELECT s.review_id, s.step_id, 1 AS attempt, s.opened_at AS opened, s.submitted_at AS submitted,
         b.received_wall AS submitted_wall, CASE WHEN d.id IS NOT NULL THEN s.ended_at END AS decided,
         d.received_wall AS decided_wall, CASE WHEN d.id IS NOT NULL THEN s.outcome END AS outcome,
         d.actor_id::text AS decider, d.principal_id::text AS principal, s.ended_at AS ended,
         coalesce(n.reminders, 0) AS reminders, coalesce(n.escalations, 0) AS escalations,
         coalesce(s.outcome = 'forwarded', false) AS forwarded, s.unit_id, s.kind, s.rater_unit_id, s.position
    FROM steps s LEFT JOIN commands b ON b.id = s.submit_command LEFT JOIN commands d ON d.id = s.decide_command
    LEFT JOIN (SELECT j.review_id, j.step_id, count(*) FILTER (WHERE j.act = 'reminded')::int AS reminders,
                      count(*) FILTER (WHERE j.act = 'escalated')::int AS escalations
                 FROM journal j WHERE j.act IN ('reminded', 'escalated') AND j.attempt IS NOT NULL AND ${ofReviews(sql, scope, 'j')}
                GROUP BY j.review_id, j.step_id) n ON n.review_id = s.review_id AND n.step_id = s.step_id
   WHERE s.cycle_id = ${scope.cycleId} AND s.attempt = 1 AND s.opened_at IS NOT NULL AND ${ofReviews(sql, scope, 's')}
     AND ${isToldOf(sql, scope.untold)}`;

/**
 * Every attempt of the others, out of the journal. A decision that sends a step back is written when its next attempt has
 * begun: it belongs to the attempt that was submitted last before it. An attempt that nothing opened begins where the
 * one before ended.
 */
const severalAttempts = (sql: Query, scope: ReportScope) => sql`
  SELECT a.review_id, a.step_id, a.attempt,
         coalesce(a.opened, lag(a.ended) OVER (PARTITION BY a.review_id, a.step_id ORDER BY a.attempt)) AS opened,
         a.submitted, a.submitted_wall, a.decided, a.decided_wall, a.outcome, a.decider, a.principal,
         coalesce(a.ended, CASE WHEN s.decider_rule IS NULL THEN a.submitted END) AS ended, a.reminders, a.escalations,
         a.forwarded, s.unit_id, s.kind, s.rater_unit_id, s.position
    FROM (
      SELECT review_id, step_id, attempt,
             min(at) FILTER (WHERE act = 'opened') AS opened,
             max(at) FILTER (WHERE act = 'submitted') AS submitted,
             max(wall_at) FILTER (WHERE act = 'submitted') AS submitted_wall,
             max(at) FILTER (WHERE act = 'decided') AS decided,
             max(wall_at) FILTER (WHERE act = 'decided') AS decided_wall,
             max(data ->> 'outcome') FILTER (WHERE act = 'decided') AS outcome,
             max(actor_id::text) FILTER (WHERE act = 'decided') AS decider,
             max(principal_id::text) FILTER (WHERE act = 'decided') AS principal,
             max(at) FILTER (WHERE act IN ('decided', 'forwarded', 'cancelled')) AS ended,
             count(*) FILTER (WHERE act = 'reminded')::int AS reminders,
             count(*) FILTER (WHERE act = 'escalated')::int AS escalations,
             coalesce(bool_or(act = 'forwarded'), false) AS forwarded
        FROM (
          SELECT j.review_id, j.step_id, j.act, j.at, j.wall_at, j.actor_id, j.principal_id, j.data,
                 CASE j.act WHEN 'decided' THEN
                   max(j.attempt) FILTER (WHERE j.act = 'submitted') OVER (PARTITION BY j.review_id, j.step_id ORDER BY j.seq)
                 ELSE j.attempt END AS attempt
            FROM steps s JOIN journal j ON j.review_id = s.review_id AND j.step_id = s.step_id
           WHERE s.cycle_id = ${scope.cycleId} AND s.attempt > 1 AND ${ofReviews(sql, scope, 's')} AND j.attempt IS NOT NULL
             AND ${isToldOf(sql, scope.untold)}
             AND j.act IN ('opened', 'submitted', 'decided', 'reminded', 'escalated', 'forwarded', 'cancelled')) lines
       GROUP BY review_id, step_id, attempt) a
    JOIN steps s ON s.review_id = a.review_id AND s.step_id = a.step_id`;

/** Every attempt of every step that ever opened, with whether its decider had looked at it. */
export async function attemptsOfReport(sql: Query, scope: ReportScope): Promise<readonly ApprovalRow[]> {
  const of = (column: string) => momentOf(sql, scope, sql`t.${sql(column)}`);
  const [opened, submitted, decided, ended] = [of('opened'), of('submitted'), of('decided'), of('ended')];
  const rows = await sql<FlatAttempt[]>`
    WITH t AS (${onlyAttempts(sql, scope)} UNION ALL ${severalAttempts(sql, scope)})
    SELECT t.unit_id AS "unitId", t.step_id AS "stepId", t.kind, t.rater_unit_id AS "raterUnitId", t.attempt,
           ${opened.at} AS "openedAt", ${opened.day} AS "openedDay",
           ${submitted.at} AS "submittedAt", ${submitted.day} AS "submittedDay",
           ${decided.at} AS "decidedAt", ${decided.day} AS "decidedDay",
           ${ended.at} AS "endedAt", ${ended.day} AS "endedDay",
           coalesce(t.outcome, CASE WHEN t.forwarded THEN 'forwarded' WHEN t.ended = t.submitted THEN 'submitted' END) AS outcome,
           t.decider AS "deciderId", t.principal AS "principalId", t.reminders, t.escalations, t.forwarded,
           round(extract(epoch FROM t.decided_wall) * 1000)::float8 AS "decidedWall",
           round(extract(epoch FROM l.wall_at) * 1000)::float8 AS "lookedWall",
           coalesce(t.submitted_wall >= k.since, false) AS "looksKept"
      FROM t LEFT JOIN step_looks l ON l.review_id = t.review_id AND l.step_id = t.step_id AND l.attempt = t.attempt
                                   AND l.person_id = t.decider
      CROSS JOIN (SELECT min(applied_at) AS since FROM schema_migrations WHERE file LIKE '0022-%') k
     WHERE ${notSecret(sql, scope, sql`t.unit_id`, sql`t.kind`)}
     ORDER BY t.unit_id NULLS FIRST, t.position, t.step_id, t.attempt`;
  return rows.map(
    ({ openedAt, openedDay, submittedAt, submittedDay, decidedAt, decidedDay, endedAt, endedDay, ...row }) => ({
      ...row,
      opened: moment(openedAt, openedDay),
      submitted: moment(submittedAt, submittedDay),
      decided: moment(decidedAt, decidedDay),
      ended: moment(endedAt, endedDay),
    }),
  );
}
