import type { AttemptRow, Moment } from '../domain/reports/index.js';
import type { Query } from './connect.js';
import { type Fragment, momentOf, notHidden, ofReviews, type ReportScope } from './reports.js';

/**
 * Steps that were never sent back nor opened again: their own row and their commands say all of it, except who was told.
 * They are nearly all, so the journal need not be read for them.
 */
const onlyAttempts = (sql: Query, scope: ReportScope): Fragment => sql`
  SELECT s.review_id, s.step_id, 1 AS attempt, s.opened_at AS opened, s.submitted_at AS submitted,
         b.received_wall AS submitted_wall, CASE WHEN s.decide_command IS NOT NULL THEN s.ended_at END AS decided,
         d.received_wall AS decided_wall, d.actor_id::text AS decider, s.ended_at AS ended,
         CASE WHEN s.decide_command IS NOT NULL OR s.outcome IN ('submitted', 'forwarded') THEN s.outcome END AS outcome,
         coalesce(n.reminders, 0) AS reminders, coalesce(n.escalations, 0) AS escalations,
         coalesce(s.outcome = 'forwarded', false) AS forwarded, s.unit_id, s.kind, s.rater_unit_id, s.position
    FROM steps s LEFT JOIN commands b ON b.id = s.submit_command LEFT JOIN commands d ON d.id = s.decide_command
    LEFT JOIN (SELECT j.review_id, j.step_id, count(*) FILTER (WHERE j.act = 'reminded')::int AS reminders,
                      count(*) FILTER (WHERE j.act = 'escalated')::int AS escalations
                 FROM journal j WHERE j.act IN ('reminded', 'escalated') AND j.attempt IS NOT NULL AND ${ofReviews(sql, scope, 'j')}
                GROUP BY j.review_id, j.step_id) n ON n.review_id = s.review_id AND n.step_id = s.step_id
   WHERE s.cycle_id = ${scope.cycleId} AND s.attempt = 1 AND s.opened_at IS NOT NULL AND ${ofReviews(sql, scope, 's')}`;

/**
 * What happened to the others, line by line. A decision that sends a step back is written when its next attempt has
 * begun: it belongs to the attempt that was submitted last before it. Nothing is written of the attempt that begins so:
 * the step itself says when the newest one did.
 */
const linesOfSeveral = (sql: Query, scope: ReportScope): Fragment => sql`
  SELECT j.review_id, j.step_id, j.act, j.at, j.wall_at, j.actor_id::text AS actor, j.data ->> 'outcome' AS outcome,
         CASE j.act WHEN 'decided' THEN
           max(j.attempt) FILTER (WHERE j.act = 'submitted') OVER (PARTITION BY j.review_id, j.step_id ORDER BY j.seq)
         ELSE j.attempt END AS attempt
    FROM steps s JOIN journal j ON j.review_id = s.review_id AND j.step_id = s.step_id
   WHERE s.cycle_id = ${scope.cycleId} AND s.attempt > 1 AND ${ofReviews(sql, scope, 's')} AND j.attempt IS NOT NULL
     AND j.act IN ('opened', 'reopened', 'submitted', 'decided', 'reminded', 'escalated', 'forwarded', 'cancelled')
   UNION ALL
  SELECT s.review_id, s.step_id, 'opened', s.opened_at, NULL, NULL, NULL, s.attempt FROM steps s
   WHERE s.cycle_id = ${scope.cycleId} AND s.attempt > 1 AND s.state <> 'closed' AND ${ofReviews(sql, scope, 's')}`;

/**
 * Every attempt of the others. One that nothing opened begins where the one before ended; one that was opened again
 * before anybody decided it ends there. A step that waits to be opened again has not begun its newest attempt.
 */
const severalAttempts = (sql: Query, scope: ReportScope): Fragment => sql`
  SELECT review_id, step_id, attempt, opened, submitted, submitted_wall, decided, decided_wall, decider, ended, outcome,
         reminders, escalations, forwarded, unit_id, kind, rater_unit_id, position FROM (
  SELECT a.review_id, a.step_id, a.attempt,
         coalesce(a.opened, a.reopened, lag(a.ended) OVER (PARTITION BY a.review_id, a.step_id ORDER BY a.attempt)) AS opened,
         a.submitted, a.submitted_wall, a.decided, a.decided_wall, a.decider,
         coalesce(a.ended, CASE WHEN s.decider_rule IS NULL THEN a.submitted END,
           lead(coalesce(a.reopened, a.opened)) OVER (PARTITION BY a.review_id, a.step_id ORDER BY a.attempt)) AS ended,
         coalesce(a.outcome, CASE WHEN a.forwarded THEN 'forwarded' WHEN s.decider_rule IS NULL AND a.submitted IS NOT NULL
           THEN 'submitted' END) AS outcome,
         a.reminders, a.escalations, a.forwarded, s.unit_id, s.kind, s.rater_unit_id, s.position,
         s.state <> 'closed' OR a.attempt < s.attempt AS begun
    FROM (
      SELECT review_id, step_id, attempt,
             min(at) FILTER (WHERE act = 'opened') AS opened,
             min(at) FILTER (WHERE act = 'reopened') AS reopened,
             max(at) FILTER (WHERE act = 'submitted') AS submitted,
             max(wall_at) FILTER (WHERE act = 'submitted') AS submitted_wall,
             max(at) FILTER (WHERE act = 'decided') AS decided,
             max(wall_at) FILTER (WHERE act = 'decided') AS decided_wall,
             max(outcome) FILTER (WHERE act = 'decided') AS outcome,
             max(actor) FILTER (WHERE act = 'decided') AS decider,
             max(at) FILTER (WHERE act IN ('decided', 'forwarded', 'cancelled')) AS ended,
             count(*) FILTER (WHERE act = 'reminded')::int AS reminders,
             count(*) FILTER (WHERE act = 'escalated')::int AS escalations,
             coalesce(bool_or(act = 'forwarded'), false) AS forwarded
        FROM (${linesOfSeveral(sql, scope)}) lines
       GROUP BY review_id, step_id, attempt) a
    JOIN steps s ON s.review_id = a.review_id AND s.step_id = a.step_id) all_of_them WHERE begun`;

/** Every attempt of every step in sight that ever opened; what is asked of none of its columns is not read. */
export const attemptsIn = (sql: Query, scope: ReportScope): Fragment => sql`
  (SELECT t.* FROM (${onlyAttempts(sql, scope)} UNION ALL ${severalAttempts(sql, scope)}) t
    WHERE ${notHidden(sql, scope, 't')})`;

/** The order that lists of attempts have. */
export const inOrder = (sql: Query): Fragment => sql`t.unit_id NULLS FIRST, t.position, t.step_id, t.attempt`;

export interface FlatAttempt extends Omit<AttemptRow, 'opened' | 'submitted' | 'decided' | 'ended'> {
  readonly openedAt: number | null;
  readonly openedDay: number | null;
  readonly submittedAt: number | null;
  readonly submittedDay: number | null;
  readonly decidedAt: number | null;
  readonly decidedDay: number | null;
  readonly endedAt: number | null;
  readonly endedDay: number | null;
}

/** The columns of a row, of attempts that are called `t`. */
export function attemptColumns(sql: Query, scope: ReportScope): Fragment {
  const of = (column: string) => momentOf(sql, scope, sql`t.${sql(column)}`);
  const [opened, submitted, decided, ended] = [of('opened'), of('submitted'), of('decided'), of('ended')];
  return sql`
    t.unit_id AS "unitId", t.step_id AS "stepId", t.kind, t.rater_unit_id AS "raterUnitId", t.attempt,
    ${opened.at} AS "openedAt", ${opened.day} AS "openedDay", ${submitted.at} AS "submittedAt", ${submitted.day} AS "submittedDay",
    ${decided.at} AS "decidedAt", ${decided.day} AS "decidedDay", ${ended.at} AS "endedAt", ${ended.day} AS "endedDay",
    t.outcome, t.decider AS "deciderId", t.reminders, t.escalations, t.forwarded`;
}

const moment = (at: number | null, day: number | null): Moment | null =>
  at === null || day === null ? null : { at, day };

export function attemptOf<Flat extends FlatAttempt>({
  openedAt,
  openedDay,
  submittedAt,
  submittedDay,
  decidedAt,
  decidedDay,
  endedAt,
  endedDay,
  ...row
}: Flat) {
  return {
    ...row,
    opened: moment(openedAt, openedDay),
    submitted: moment(submittedAt, submittedDay),
    decided: moment(decidedAt, decidedDay),
    ended: moment(endedAt, endedDay),
  };
}

/** All of them, for the report of few units. */
export async function attemptsOfUnits(sql: Query, scope: ReportScope): Promise<readonly AttemptRow[]> {
  const rows = await sql<FlatAttempt[]>`
    SELECT ${attemptColumns(sql, scope)} FROM ${attemptsIn(sql, scope)} t ORDER BY ${inOrder(sql)}`;
  return rows.map(attemptOf);
}
