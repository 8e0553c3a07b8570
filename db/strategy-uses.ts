import { type Book, realBook, type StrategyKind, type StrategyUse } from '../domain/strategy.js';
import type { Query } from './connect.js';

/** As many as a person reads. */
const mostNamed = 50;

/** Goals of all cycles that read the entry in this book: the real one is also read by rehearsals without a copy of it. */
const goalsOf = (sql: Query, book: Book, kind: StrategyKind, id: string) => sql`(
  SELECT g.cycle_id, g.unit_id, g.goal_id, g.content FROM (
    SELECT cycle_id, unit_id, goal_id, content FROM standing_goals
    UNION SELECT cycle_id, unit_id, goal_id, content FROM goals) g JOIN cycles c ON c.id = g.cycle_id
   WHERE CASE WHEN ${book} = ${realBook}
     THEN NOT EXISTS (SELECT FROM strategy_versions v WHERE v.book = c.book AND v.book <> ${realBook} AND v.kind = ${kind} AND v.id = ${id})
     ELSE c.book = ${book} END) g`;

/**
 * What would miss an entry that is taken out: goals that stand or stood, and of
 * a metric also its values, metrics in tension with it, and templates that read
 * it. Nothing misses who rates whom: running cycles keep what they began with.
 */
export async function usesOf(sql: Query, book: Book, kind: StrategyKind, id: string): Promise<readonly StrategyUse[]> {
  if (kind === 'cooperation') return [];
  const uses =
    kind === 'objectives'
      ? sql`g.content ->> 'supports' = ${id}`
      : kind === 'swot'
        ? sql`g.content -> 'swot' ? ${id}`
        : sql`g.content ->> 'metric' = ${id}`;
  const goals = await sql<StrategyUse[]>`
    SELECT DISTINCT 'goal' AS by, g.goal_id AS id, g.cycle_id AS "cycleId", g.unit_id AS "unitId"
      FROM ${goalsOf(sql, book, kind, id)} WHERE ${uses} ORDER BY 3, 2 LIMIT ${mostNamed}`;
  return kind === 'metrics' ? [...goals, ...(await usesOfMetric(sql, book, id))] : goals;
}

async function usesOfMetric(sql: Query, book: Book, id: string): Promise<readonly StrategyUse[]> {
  const [metrics, values, templates] = await Promise.all([
    sql<{ id: string }[]>`
      SELECT id FROM metrics_in(${book}) WHERE ${id} = ANY (tension) AND id <> ${id} ORDER BY id LIMIT ${mostNamed}`,
    sql<{ id: string }[]>`
      SELECT DISTINCT book AS id FROM metric_values
       WHERE metric_id = ${id} AND (${book} = ${realBook} OR book = ${book}) ORDER BY book LIMIT ${mostNamed}`,
    sql<{ id: string }[]>`
      SELECT DISTINCT t.id FROM (
        SELECT DISTINCT ON (id) id, document FROM templates ORDER BY id, revision DESC) t WHERE ${reads(sql, id)}
      UNION SELECT f.cycle_id FROM (
        SELECT r.cycle_id, r.document FROM rules_in_force r JOIN cycles c ON c.id = r.cycle_id AND c.state <> 'closed') f (cycle_id, document)
       WHERE ${reads(sql, id)} ORDER BY 1 LIMIT ${mostNamed}`,
  ]);
  const use = (by: StrategyUse['by'], rows: readonly { readonly id: string }[]): readonly StrategyUse[] =>
    rows.map((row) => ({ by, id: row.id, cycleId: null, unitId: null }));
  return [...use('metric', metrics), ...use('value', values), ...use('template', templates)];
}

/** A part of the scorecard or a guard of that id is scored from the metric; a factor reads `<of>` or `<of>.<unit>`. */
const reads = (sql: Query, id: string) => sql`(
  jsonb_path_exists(document, '$.scorecard.root.** ? (@.id == $id)', jsonb_build_object('id', ${id}::text))
  OR jsonb_path_exists(document, '$.guards[*].part.** ? (@.id == $id)', jsonb_build_object('id', ${id}::text))
  OR EXISTS (SELECT FROM jsonb_path_query(document, '$.**.of ? (@.type() == "string")') AS o (name)
              WHERE ${id} = o.name #>> '{}' OR starts_with(${id}, (o.name #>> '{}') || '.')))`;
