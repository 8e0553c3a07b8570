import type { WorkingDays } from '../domain/dates.js';
import type { AttemptRow, Filter, RankedWaits, RungRow, Wait, WaitingRow } from '../domain/reports/index.js';
import type { Query } from './connect.js';
import { found, type KeptRows, type Part, partOf, yesNo } from './kept-rows.js';
import { attemptColumns, attemptOf, attemptsIn, type FlatAttempt, inOrder } from './reports-attempts.js';
import { type Fragment, momentOf, notHidden, ofReviews, type ReportScope } from './reports.js';

/**
 * How many working days have passed up to each day, of all days that anything happened on: an array that is indexed by
 * the number of the day, as text. The calendar stays what `domain/dates` makes of it.
 */
export async function workdaysPassed(sql: Query, scope: ReportScope, days: WorkingDays): Promise<string> {
  const of = (at: Fragment): Fragment => momentOf(sql, scope, at).day;
  const [row] = await sql<{ first: number | null; last: number | null }[]>`
    SELECT ${of(sql`least(s.first, j.first)`)} AS first, ${of(sql`greatest(s.last, j.last)`)} AS last
      FROM (SELECT least(min(opened_at), min(submitted_at), min(ended_at)) AS first,
                   greatest(max(opened_at), max(submitted_at), max(ended_at)) AS last
              FROM steps WHERE cycle_id = ${scope.cycleId}) s,
           (SELECT min(at) AS first, max(at) AS last FROM journal WHERE cycle_id = ${scope.cycleId}) j`;
  const { first = null, last = null } = row ?? {};
  if (first === null || last === null) return '{}';
  const passed = Array.from({ length: last - first + 1 }, (_, at) => days.between(first, first + at));
  return `[${first}:${last}]={${passed.join(',')}}`;
}

/** Both parts of a wait in one number that sorts as waits do: working days first, then the milliseconds (under 300 years). */
const perWorkday = 10_000_000_000_000n;
const waitOf = (key: string): Wait => ({
  workdays: Number(BigInt(key) / perWorkday),
  ms: Number(BigInt(key) % perWorkday),
});

/** From one instant of `t` to another as such a number; NULL where one of them is not known. `passed`: an array as above. */
export function waitKey(sql: Query, scope: ReportScope, passed: () => Fragment, from: string, to: string): Fragment {
  const day = (of: string): Fragment => momentOf(sql, scope, sql`t.${sql(of)}`).day;
  const ms = (of: string): Fragment => sql`round(extract(epoch FROM t.${sql(of)}) * 1000)::bigint`;
  return sql`CASE WHEN t.${sql(from)} IS NOT NULL AND t.${sql(to)} IS NOT NULL THEN
    greatest(0, (${passed()})[${day(to)}] - (${passed()})[${day(from)}])::bigint * ${String(perWorkday)}::bigint
    + greatest(0, ${ms(to)} - ${ms(from)}) END`;
}

/** Of an array of such numbers in their order: how many, and those that a summary is made of (domain/reports/waits.ts). */
export const picked = (sql: Query, sorted: string): Fragment => {
  const waits = sql(sorted);
  return sql`(SELECT CASE WHEN n > 0 THEN ARRAY[n, w[1], w[(25 * n + 99) / 100], w[(n + 1) / 2], w[n / 2 + 1],
                                            w[(75 * n + 99) / 100], w[(90 * n + 99) / 100], w[n]]::text[] END
                FROM (SELECT ${waits} AS w, cardinality(${waits})::bigint AS n) sorted)`;
};

export function rankedOfPicked(row: readonly string[] | null): RankedWaits | null {
  if (row === null) return null;
  const [count, ...keys] = row;
  const at = (index: number): Wait => waitOf(keys[index] ?? '0');
  return {
    ...{ count: Number(count), least: at(0), lower: at(1), lowMiddle: at(2), highMiddle: at(3), upper: at(4) },
    ...{ ninth: at(5), longest: at(6) },
  };
}

interface FlatWaiting extends Omit<WaitingRow, 'submit' | 'decide'> {
  readonly submit: string[] | null;
  readonly decide: string[] | null;
}

/** What the attempts of each kind of step come to, and all of them together: sums and ranks, made where they are kept. */
export async function waitingOfReport(
  sql: Query,
  scope: ReportScope,
  days: WorkingDays,
): Promise<readonly WaitingRow[]> {
  const array = await workdaysPassed(sql, scope, days);
  const passed = () => sql`(SELECT days FROM passed)`;
  const rows = await sql<FlatWaiting[]>`
    WITH passed AS MATERIALIZED (SELECT ${array}::text::int[] AS days), waits AS (
      SELECT t.kind, t.reminders, t.escalations, t.forwarded, t.ended,
             ${waitKey(sql, scope, passed, 'opened', 'submitted')} AS submit,
             ${waitKey(sql, scope, passed, 'submitted', 'decided')} AS decide
        FROM ${attemptsIn(sql, scope)} t)
    SELECT kind, attempts, reminders, escalations, forwarded, waiting AS "stillWaiting",
           ${picked(sql, 'submits')} AS submit, ${picked(sql, 'decides')} AS decide
      FROM (SELECT kind, count(*)::int AS attempts, coalesce(sum(reminders), 0)::int AS reminders,
                   coalesce(sum(escalations), 0)::int AS escalations, count(*) FILTER (WHERE forwarded)::int AS forwarded,
                   count(*) FILTER (WHERE ended IS NULL)::int AS waiting,
                   array_agg(submit ORDER BY submit) FILTER (WHERE submit IS NOT NULL) AS submits,
                   array_agg(decide ORDER BY decide) FILTER (WHERE decide IS NOT NULL) AS decides
              FROM waits GROUP BY GROUPING SETS ((kind), ())) sums`;
  return rows.map((row) => ({ ...row, submit: rankedOfPicked(row.submit), decide: rankedOfPicked(row.decide) }));
}

/** Every attempt in sight, by what the list of them can be filtered by. */
export const keptAttempts = (sql: Query, scope: ReportScope): KeptRows => ({
  from: () => sql`${attemptsIn(sql, scope)} t`,
  facets: {
    step: () => sql`t.kind`,
    unit: () => sql`t.unit_id::text`,
    outcome: () => sql`t.outcome`,
    submitted: yesNo(sql, () => sql`t.opened IS NOT NULL AND t.submitted IS NOT NULL`),
    decided: yesNo(sql, () => sql`t.submitted IS NOT NULL AND t.decided IS NOT NULL`),
    reminded: yesNo(sql, () => sql`t.reminders > 0`),
    escalated: yesNo(sql, () => sql`t.escalations > 0`),
    forwarded: yesNo(sql, () => sql`t.forwarded`),
    stillWaiting: yesNo(sql, () => sql`t.ended IS NULL`),
  },
});

export async function attemptsOfList(
  sql: Query,
  scope: ReportScope,
  filter: Filter,
  part: Part | null,
): Promise<readonly AttemptRow[]> {
  const kept = keptAttempts(sql, scope);
  const rows = await sql<FlatAttempt[]>`
    SELECT ${attemptColumns(sql, scope)} FROM ${kept.from()} WHERE ${found(sql, kept, filter)}
     ORDER BY ${inOrder(sql)} ${partOf(sql, part)}`;
  return rows.map(attemptOf);
}

/** Reminders and escalations, one by one, of the same steps. */
export const keptRungs = (sql: Query, scope: ReportScope): KeptRows => ({
  from: () => sql`(
    SELECT j.review_id, j.step_id, j.attempt, j.act, j.seq, j.at, j.data ->> 'of' AS side, s.unit_id, s.kind, s.rater_unit_id, s.position
      FROM journal j JOIN steps s ON s.review_id = j.review_id AND s.step_id = j.step_id
     WHERE j.act IN ('reminded', 'escalated') AND j.attempt IS NOT NULL AND s.cycle_id = ${scope.cycleId}
       AND s.opened_at IS NOT NULL AND ${ofReviews(sql, scope, 'j')} AND ${notHidden(sql, scope, 's')}) t`,
  facets: {
    act: () => sql`t.act`,
    step: () => sql`t.kind`,
    unit: () => sql`t.unit_id::text`,
    lateSide: () => sql`t.side`,
  },
});

export async function rungsOfList(
  sql: Query,
  scope: ReportScope,
  filter: Filter,
  part: Part | null,
): Promise<readonly RungRow[]> {
  const kept = keptRungs(sql, scope);
  return sql<RungRow[]>`
    SELECT t.unit_id AS "unitId", t.step_id AS "stepId", t.kind, t.rater_unit_id AS "raterUnitId", t.attempt, t.act,
           t.side AS of, t.at FROM ${kept.from()} WHERE ${found(sql, kept, filter)}
     ORDER BY ${inOrder(sql)}, t.seq ${partOf(sql, part)}`;
}
