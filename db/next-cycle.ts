import type { CarriedGoal, CycleCounts, StepCounts, TargetChoice, ToSimplify } from '../domain/cycle/index.js';
import type { Goal } from '../domain/rules/index.js';
import { type Book, realBook } from '../domain/strategy.js';
import { json, type Query } from './connect.js';

/** Whether any result of the cycle is published. */
export async function anyPublished(sql: Query, cycleId: string): Promise<boolean> {
  const rows = await sql`SELECT FROM results WHERE cycle_id = ${cycleId} AND published_at IS NOT NULL LIMIT 1`;
  return rows.length > 0;
}

/** Goals in force at these units, in their order. */
export async function goalsToCarry(sql: Query, cycleId: string, units: readonly string[]): Promise<readonly Goal[]> {
  const rows = await sql<{ content: Goal; unit: string }[]>`
    SELECT g.content, g.unit_id AS unit FROM unnest(${units as string[]}::text[]) WITH ORDINALITY AS s (id, place)
      JOIN goals g ON g.cycle_id = ${cycleId} AND g.unit_id = s.id AND g.valid_to IS NULL ORDER BY s.place, g.position`;
  return rows.map(({ content, unit }) => ({ ...content, unit }));
}

export interface BudgetBase {
  readonly unitId: string;
  readonly baseMinor: string;
}

/** What stands on the books as each unit's next budget: what was posted less what was reversed. */
export async function postedBudgets(
  sql: Query,
  cycleId: string,
  units: readonly string[],
): Promise<readonly BudgetBase[]> {
  return sql<BudgetBase[]>`
    SELECT l.unit_id AS "unitId", sum(l.amount_minor)::text AS "baseMinor"
      FROM unnest(${units as string[]}::text[]) WITH ORDINALITY AS s (id, place)
      JOIN ledger l ON l.cycle_id = ${cycleId} AND l.kind = 'budget' AND l.unit_id = s.id
     GROUP BY l.unit_id, s.place HAVING sum(l.amount_minor) >= 0 ORDER BY s.place`;
}

export interface HistoryToAppend {
  readonly metric: string;
  readonly value: string;
  /** The history so far, oldest first. */
  readonly history: readonly string[];
}

/**
 * Metrics of the cycle's units, or of its goals, with a value of the period, as `from` reads them: its value at the end of
 * the period goes to the end of their history in `to`. Of the real book each metric and period once, none after a later one.
 * What other units measure is not this cycle's to close: their year may still go on.
 */
export async function historyToAppend(
  sql: Query,
  cycleId: string,
  { from, to, start, end }: { readonly from: Book; readonly to: Book; readonly start: string; readonly end: string },
): Promise<readonly HistoryToAppend[]> {
  return sql<HistoryToAppend[]>`
    SELECT m.id AS metric, v.value, m.history FROM metrics_in(${from}) m JOIN cycles c ON c.id = ${cycleId}
      JOIN (SELECT DISTINCT ON (metric_id) metric_id, value FROM metric_values
             WHERE book = ${from} AND on_date BETWEEN ${start} AND ${end} ORDER BY metric_id, on_date DESC, version DESC) v
        ON v.metric_id = m.id
     WHERE (m.unit_id = ANY (c.subjects) OR EXISTS (
              SELECT FROM goals g WHERE g.cycle_id = c.id AND g.valid_to IS NULL AND g.content ->> 'metric' = m.id))
       AND NOT EXISTS (SELECT FROM metric_history_appended a WHERE a.book = ${to} AND a.metric_id = m.id AND a.period_end >= ${end})
     ORDER BY m.id`;
}

/** Metric → how many values of that period and of later ones its history in that book ends with. */
export async function valuesAppended(sql: Query, book: Book, end: string): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ id: string; count: number }[]>`
    SELECT metric_id AS id, count(*)::int AS count FROM metric_history_appended
     WHERE book = ${book} AND period_end >= ${end} GROUP BY metric_id`;
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** Writes down that these metrics' histories hold the value of that period; the caller writes the histories. */
export async function noteAppended(
  sql: Query,
  book: Book,
  end: string,
  cycleId: string,
  values: readonly HistoryToAppend[],
): Promise<void> {
  await sql`
    INSERT INTO metric_history_appended (book, metric_id, period_end, value, cycle_id)
    SELECT ${book}, h.metric, ${end}, h.value, ${cycleId}
      FROM jsonb_to_recordset(${json(sql, values)}::jsonb) AS h (metric text, value text)`;
}

/** The real metrics get these histories. */
export async function putHistories(sql: Query, values: readonly HistoryToAppend[]): Promise<void> {
  await sql`
    UPDATE metrics m SET history = m.history || h.value
      FROM jsonb_to_recordset(${json(sql, values)}::jsonb) AS h (metric text, value text) WHERE m.id = h.metric`;
}

/**
 * The strategy copy of a rehearsal that follows another: what the one before had as its own, and metrics with the
 * year's value at the end of their history. Nothing of it is seen in any other book. `at`: cycle time.
 */
export async function copyStrategy(
  sql: Query,
  it: {
    readonly from: Book;
    readonly to: Book;
    readonly by: string;
    readonly reason: string;
    readonly at: number;
    readonly values: readonly HistoryToAppend[];
  },
): Promise<void> {
  await sql`
    WITH appended AS (
      SELECT h.metric, h.value FROM jsonb_to_recordset(${json(sql, it.values)}::jsonb) AS h (metric text, value text)
    ), own AS (
      SELECT DISTINCT ON (kind, id) kind, id::text AS id, content FROM strategy_versions
       WHERE book = ${it.from} AND book <> ${realBook} ORDER BY kind, id, version DESC
    ), base AS (
      SELECT kind, id, content FROM own
      UNION ALL
      SELECT n.kind, n.id, n.content FROM strategy_now n JOIN appended a ON a.metric = n.id
       WHERE n.kind = 'metrics' AND NOT EXISTS (SELECT FROM own o WHERE o.kind = 'metrics' AND o.id = n.id)
    )
    INSERT INTO strategy_versions (book, kind, id, version, content, way, changed_by, changed_at, reason)
    SELECT ${it.to}, b.kind, b.id, 1,
           CASE WHEN a.value IS NULL OR b.content IS NULL THEN b.content
                ELSE jsonb_set(b.content, '{history}', coalesce(b.content -> 'history', '[]') || to_jsonb(a.value)) END,
           'edit', ${it.by}, ${it.at}::timestamptz, ${it.reason}
      FROM base b LEFT JOIN appended a ON b.kind = 'metrics' AND a.metric = b.id`;
}

/** What the cycle's steps and journal tell of how it went, set-based. */
export async function countCycle(sql: Query, cycleId: string, book: Book): Promise<CycleCounts> {
  const steps = await sql<StepCounts[]>`
    WITH said AS (
      SELECT j.review_id, j.step_id,
             count(*) FILTER (WHERE j.act = 'reminded') AS reminders, count(*) FILTER (WHERE j.act = 'escalated') AS escalations,
             count(*) FILTER (WHERE j.act = 'decided') AS decided,
             count(*) FILTER (WHERE j.act = 'decided' AND j.data ->> 'decision' IN ('return', 'object', 'disagree', 'reject')) AS returned,
             count(*) FILTER (WHERE j.act = 'submitted') AS submitted
        FROM journal j WHERE j.cycle_id = ${cycleId} AND j.step_id IS NOT NULL GROUP BY j.review_id, j.step_id)
    SELECT s.plan_id AS "planId", s.kind, count(*) FILTER (WHERE s.state IN ('done', 'cancelled') AND s.opened_at IS NOT NULL)::int AS ended,
           count(*) FILTER (WHERE s.state IN ('done', 'cancelled') AND s.opened_at IS NOT NULL AND s.submitted_at IS NULL
                              AND coalesce(w.submitted, 0) = 0)::int AS unanswered,
           coalesce(sum(w.decided), 0)::int AS decided, coalesce(sum(w.returned), 0)::int AS returned,
           coalesce(sum(w.reminders), 0)::int AS reminders, coalesce(sum(w.escalations), 0)::int AS escalations,
           round(avg(extract(epoch FROM s.submitted_at - s.opened_at)) / 3600)::int AS "submitHours",
           round(avg(extract(epoch FROM s.ended_at - s.submitted_at)) FILTER (WHERE s.decided_by IS NOT NULL) / 3600)::int AS "decideHours"
      FROM steps s LEFT JOIN said w ON w.review_id = s.review_id AND w.step_id = s.step_id
     WHERE s.cycle_id = ${cycleId} GROUP BY s.plan_id, s.kind ORDER BY min(s.position), s.plan_id`;
  const askedTwice = await sql<{ metric: string; goals: number }[]>`
    SELECT m.id AS metric, count(*)::int AS goals FROM goals g JOIN metrics_in(${book}) m ON m.id = g.content ->> 'metric'
     WHERE g.cycle_id = ${cycleId} AND g.valid_to IS NULL AND m.source = 'manual' GROUP BY m.id HAVING count(*) > 1 ORDER BY m.id`;
  const [typed] = await sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM metric_values v JOIN commands c ON c.id = v.command_id AND c.cycle_id = ${cycleId}
     WHERE v.book = ${book} AND v.version > 1`;
  return { steps, askedTwice, typedAgain: typed?.count ?? 0 };
}

/** What was learnt, as it is kept with the cycle that begins from it. */
export interface Learnt {
  readonly counts: CycleCounts;
  readonly items: readonly ToSimplify[];
  /** Metrics whose history got the year's value. */
  readonly history: readonly { readonly metric: string; readonly value: string }[];
}

export interface CycleSeed {
  readonly fromCycle: string;
  readonly targets: TargetChoice;
  readonly learnt: Learnt;
  readonly seededBy: string;
  readonly seededAt: number;
}

export async function writeSeed(
  sql: Query,
  cycleId: string,
  seed: CycleSeed,
  goals: readonly CarriedGoal[],
  bases: readonly BudgetBase[],
): Promise<void> {
  await sql`
    INSERT INTO cycle_seeds (cycle_id, from_cycle, targets, learnt, seeded_by, seeded_at)
    VALUES (${cycleId}, ${seed.fromCycle}, ${seed.targets}, ${json(sql, seed.learnt)}, ${seed.seededBy}, ${seed.seededAt}::timestamptz)`;
  await sql`
    INSERT INTO seeded_goals (cycle_id, unit_id, goal_id, position, content, source)
    SELECT ${cycleId}, g.value #>> '{goal,unit}', g.value #>> '{goal,id}', g.position, g.value -> 'goal', g.value -> 'source'
      FROM jsonb_array_elements(${json(sql, goals)}::jsonb) WITH ORDINALITY AS g (value, position)`;
  await sql`
    INSERT INTO cycle_budget_bases (cycle_id, unit_id, base_minor)
    SELECT ${cycleId}, b."unitId", b."baseMinor"::bigint
      FROM jsonb_to_recordset(${json(sql, bases)}::jsonb) AS b ("unitId" text, "baseMinor" text)`;
}

export async function readSeed(sql: Query, cycleId: string): Promise<CycleSeed | undefined> {
  const [row] = await sql<CycleSeed[]>`
    SELECT from_cycle AS "fromCycle", targets, learnt, seeded_by AS "seededBy", seeded_at AS "seededAt"
      FROM cycle_seeds WHERE cycle_id = ${cycleId}`;
  return row;
}

/** The goals that a unit's draft began with. */
export async function seededGoals(sql: Query, cycleId: string, unitId: string): Promise<readonly CarriedGoal[]> {
  return sql<CarriedGoal[]>`
    SELECT content AS goal, source FROM seeded_goals WHERE cycle_id = ${cycleId} AND unit_id = ${unitId} ORDER BY position`;
}

/** Cycles that began from this one. */
export async function cyclesFrom(
  sql: Query,
  cycleId: string,
): Promise<readonly { readonly id: string; readonly title: string }[]> {
  return sql`
    SELECT c.id, c.title FROM cycle_seeds s JOIN cycles c ON c.id = s.cycle_id WHERE s.from_cycle = ${cycleId} ORDER BY s.seeded_at, c.id`;
}

/**
 * The carried goals become the drafts of the units' goals, where nobody has written one; again it changes nothing.
 * Returns how many units got one.
 */
export async function draftSeededGoals(sql: Query, cycleId: string): Promise<number> {
  const rows = await sql`
    INSERT INTO drafts (review_id, step_id, version, content, saved_by)
    SELECT s.review_id, s.step_id, 1, jsonb_build_object('goals', jsonb_agg(g.content ORDER BY g.position), 'answers', '[]'::jsonb),
           c.seeded_by
      FROM cycle_seeds c JOIN seeded_goals g ON g.cycle_id = c.cycle_id
      JOIN steps s ON s.cycle_id = c.cycle_id AND s.unit_id = g.unit_id AND s.kind = 'goals' AND s.state IN ('closed', 'open')
     WHERE c.cycle_id = ${cycleId} GROUP BY s.review_id, s.step_id, c.seeded_by
    ON CONFLICT (review_id, step_id) DO NOTHING RETURNING review_id`;
  return rows.length;
}
