import type { WorkingDays } from '../domain/dates.js';
import {
  approvingOutcomes,
  type DeciderRow,
  type DecisionRow,
  type Filter,
  hastyMs,
  judgedKinds,
  outcomesOfNo,
  type Reading,
} from '../domain/reports/index.js';
import type { Query } from './connect.js';
import { found, type KeptRows, type Part, partOf, yesNo } from './kept-rows.js';
import { attemptColumns, attemptOf, attemptsIn, type FlatAttempt, inOrder } from './reports-attempts.js';
import { picked, rankedOfPicked, waitKey, workdaysPassed } from './reports-waiting.js';
import type { Fragment, ReportScope } from './reports.js';

/**
 * Attempts that somebody decided, with how what was approved was read before: by the wall clock, because people read in
 * it. What was submitted before looks were kept (migration 0022) is not known.
 */
const decisions = (sql: Query, scope: ReportScope): Fragment => sql`(
  SELECT t.*, t.kind || ' ' || t.outcome = ANY (${outcomesOfNo as string[]}::text[]) AS is_no,
         t.kind = ANY (${judgedKinds as string[]}::text[]) AS judged,
         CASE WHEN t.outcome = ANY (${approvingOutcomes as string[]}::text[]) THEN
           CASE WHEN coalesce(t.submitted_wall < k.since, true) THEN 'unknown'
                WHEN l.wall_at IS NULL OR t.decided_wall IS NULL OR l.wall_at > t.decided_wall THEN 'unread'
                WHEN t.decided_wall - l.wall_at < ${hastyMs} * interval '1 millisecond' THEN 'hasty' ELSE 'read' END
         END AS reading
    FROM ${attemptsIn(sql, scope)} t
    LEFT JOIN step_looks l ON l.review_id = t.review_id AND l.step_id = t.step_id AND l.attempt = t.attempt AND l.person_id = t.decider
   CROSS JOIN (SELECT min(applied_at) AS since FROM schema_migrations WHERE file LIKE '0022-%') k
   WHERE t.decided IS NOT NULL AND t.decider IS NOT NULL)`;

type FlatDecider = Omit<DeciderRow, 'readings' | 'wait'> &
  Readonly<Record<Reading, number>> & { readonly wait: string[] | null };

/** What each decider decided, in numbers. */
export async function decidersOfReport(
  sql: Query,
  scope: ReportScope,
  days: WorkingDays,
): Promise<readonly DeciderRow[]> {
  const array = await workdaysPassed(sql, scope, days);
  const passed = () => sql`(SELECT days FROM passed)`;
  const rows = await sql<FlatDecider[]>`
    WITH passed AS MATERIALIZED (SELECT ${array}::text::int[] AS days)
    SELECT decider AS id, decisions, judged, returned, judged_no AS "judgedNo", unread, hasty, read, unknown,
           ${picked(sql, 'waits')} AS wait
      FROM (SELECT decider, count(*)::int AS decisions, count(*) FILTER (WHERE judged)::int AS judged,
                   count(*) FILTER (WHERE is_no)::int AS returned, count(*) FILTER (WHERE judged AND is_no)::int AS judged_no,
                   count(*) FILTER (WHERE reading = 'unread')::int AS unread, count(*) FILTER (WHERE reading = 'hasty')::int AS hasty,
                   count(*) FILTER (WHERE reading = 'read')::int AS read, count(*) FILTER (WHERE reading = 'unknown')::int AS unknown,
                   array_agg(wait ORDER BY wait) FILTER (WHERE wait IS NOT NULL) AS waits
              FROM (SELECT t.*, ${waitKey(sql, scope, passed, 'submitted', 'decided')} AS wait FROM ${decisions(sql, scope)} t) t
             GROUP BY decider) sums`;
  return rows.map(({ unread, hasty, read, unknown, wait, ...row }) => ({
    ...row,
    readings: { unread, hasty, read, unknown },
    wait: rankedOfPicked(wait),
  }));
}

/** Every decision in sight. `never`: the deciders who never said no. */
export const keptDecisions = (sql: Query, scope: ReportScope, never: readonly string[]): KeptRows => ({
  from: () => sql`${decisions(sql, scope)} t`,
  facets: {
    reading: () => sql`t.reading`,
    decider: () => sql`t.decider`,
    step: () => sql`t.kind`,
    unit: () => sql`t.unit_id::text`,
    outcome: () => sql`t.outcome`,
    approved: yesNo(sql, () => sql`t.reading IS NOT NULL`),
    returned: yesNo(sql, () => sql`t.is_no`),
    neverReturned: yesNo(sql, () => sql`t.decider = ANY (${never as string[]}::text[])`),
  },
});

export async function decisionsOfList(
  sql: Query,
  scope: ReportScope,
  never: readonly string[],
  filter: Filter,
  part: Part | null,
): Promise<readonly DecisionRow[]> {
  const kept = keptDecisions(sql, scope, never);
  const rows = await sql<(FlatAttempt & Pick<DecisionRow, 'reading'>)[]>`
    SELECT ${attemptColumns(sql, scope)}, t.reading FROM ${kept.from()} WHERE ${found(sql, kept, filter)}
     ORDER BY ${inOrder(sql)} ${partOf(sql, part)}`;
  return rows.map(attemptOf);
}
