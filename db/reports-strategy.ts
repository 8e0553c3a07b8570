import type { AskedRow, GoalRow, StrategyRows, TypedRow } from '../domain/reports/index.js';
import type { Query } from './connect.js';
import { inScope, notHidden, type ReportScope } from './reports.js';

/** The part of a scorecard that stands for a goal: its metric, else its id after `/` (RULES.md, `fromGoals`). */
export const partOf = (sql: Query) =>
  sql`coalesce(g.content ->> 'metric', substr(g.goal_id, strpos(g.goal_id, '/') + 1))`;

/** The lines of the latest result of each unit that is for the reader. */
export const latestLines = (sql: Query, scope: ReportScope) => sql`
  SELECT DISTINCT ON (r.unit_id) r.unit_id, r.result -> 'lines' AS lines FROM results r
   WHERE r.cycle_id = ${scope.cycleId} AND ${inScope(sql, scope, sql`r.unit_id`)}
     AND (${scope.early}::boolean OR r.published_at IS NOT NULL)
   ORDER BY r.unit_id, r.version DESC`;

/** Objectives and SWOT entries as the cycle's book has them, and the goals in force with what they serve in the end. */
export async function strategyOfReport(sql: Query, scope: ReportScope, book: string): Promise<StrategyRows> {
  const [objectives, swot, goals] = await Promise.all([
    sql<StrategyRows['objectives'][number][]>`
      SELECT id, title_zh AS "nameZh", title_en AS "nameEn" FROM objectives_in(${book}) ORDER BY position, id`,
    sql<StrategyRows['swot'][number][]>`
      SELECT id, kind, title_zh AS "nameZh", title_en AS "nameEn", is_key AS key FROM swot_entries_in(${book}) ORDER BY position, id`,
    sql<GoalRow[]>`
      WITH RECURSIVE latest AS MATERIALIZED (${latestLines(sql, scope)}), standing AS MATERIALIZED (
        SELECT unit_id, goal_id, position, content, content ->> 'supports' AS supports
          FROM goals WHERE cycle_id = ${scope.cycleId} AND valid_to IS NULL
      ), objective AS MATERIALIZED (SELECT id::text FROM objectives_in(${book})),
      reached AS (
        SELECT s.goal_id, o.id AS objective, true AS direct FROM standing s JOIN objective o ON o.id = s.supports
        UNION SELECT s.goal_id, r.objective, false FROM reached r JOIN standing s ON s.supports = r.goal_id
      ), served AS MATERIALIZED (SELECT DISTINCT ON (goal_id) goal_id, objective, direct FROM reached ORDER BY goal_id, direct DESC)
      SELECT g.unit_id AS "unitId", g.goal_id AS "goalId", coalesce(g.content ->> 'title', g.goal_id) AS title,
             g.content ->> 'weight' AS weight, r.objective, coalesce(r.direct, false) AS direct,
             coalesce(g.content -> 'swot', '[]') AS swot, l.lines -> ${partOf(sql)} ->> 'points' AS points
        FROM standing g JOIN units u ON u.id = g.unit_id
        LEFT JOIN served r ON r.goal_id = g.goal_id
        LEFT JOIN latest l ON l.unit_id = g.unit_id
       WHERE ${inScope(sql, scope, sql`g.unit_id`)} ORDER BY u.position, g.unit_id, g.position`,
  ]);
  return { objectives, swot, goals };
}

/** Goals in force, of those in sight, on a metric that more than one of them rests on. */
export async function askedTwice(sql: Query, scope: ReportScope, book: string): Promise<readonly AskedRow[]> {
  return sql<AskedRow[]>`
    WITH asked AS MATERIALIZED (
      SELECT g.unit_id, g.goal_id, g.content ->> 'metric' AS metric, coalesce(g.content ->> 'title', g.goal_id) AS title
        FROM goals g WHERE g.cycle_id = ${scope.cycleId} AND g.valid_to IS NULL AND g.content ? 'metric'
         AND ${inScope(sql, scope, sql`g.unit_id`)}
    ), twice AS (SELECT metric FROM asked GROUP BY metric HAVING count(*) > 1)
    SELECT a.metric AS "metricId", a.unit_id AS "unitId", a.goal_id AS "goalId", a.title, m.source,
           m.title_zh AS "nameZh", m.title_en AS "nameEn"
      FROM asked a JOIN twice t ON t.metric = a.metric JOIN metrics_in(${book}) m ON m.id = a.metric
     ORDER BY a.metric, a.unit_id, a.goal_id`;
}

/** Shorter texts are said by many, and cost nobody anything. */
const leastText = 12;
/** What people write in words; ids, figures and what forms fill in are none. */
const fieldsOfWords = ['text', 'note', 'risks', 'asks', 'comment', 'reason', 'action'];

/**
 * Texts that stand in the latest version of more than one step, word for word but for spaces. Goals, plans and changes are
 * left out: a change repeats by its form what it does not change.
 */
export async function typedTwice(sql: Query, scope: ReportScope): Promise<readonly TypedRow[]> {
  return sql<TypedRow[]>`
    WITH latest AS MATERIALIZED (
      SELECT DISTINCT ON (v.review_id, v.step_id) s.unit_id, s.step_id, s.kind, s.rater_unit_id, s.position, v.content, v.command_id
        FROM steps s JOIN step_versions v ON v.review_id = s.review_id AND v.step_id = s.step_id
       WHERE s.cycle_id = ${scope.cycleId} AND s.kind NOT IN ('goals', 'plan', 'change')
         AND ${inScope(sql, scope, sql`s.unit_id`)} AND ${notHidden(sql, scope, 's')}
       ORDER BY v.review_id, v.step_id, v.version DESC
    ), words AS MATERIALIZED (
      SELECT l.unit_id, l.step_id, l.kind, l.rater_unit_id, l.position, l.command_id,
             btrim(regexp_replace(field ->> 'value', '\\s+', ' ', 'g')) AS text
        FROM latest l CROSS JOIN LATERAL jsonb_path_query(l.content, 'strict $.** ? (@.type() == "object")') AS object
        CROSS JOIN LATERAL jsonb_path_query(object, '$.keyvalue() ? (@.value.type() == "string")') AS field
       WHERE field ->> 'key' = ANY (${fieldsOfWords}) AND length(btrim(field ->> 'value')) >= ${leastText}
    ), typed AS MATERIALIZED (
      SELECT DISTINCT unit_id, step_id, kind, rater_unit_id, position, command_id, text, md5(text) AS digest FROM words
    ), twice AS (SELECT digest FROM typed GROUP BY digest HAVING count(*) > 1)
    SELECT t.digest, t.text, t.unit_id AS "unitId", t.step_id AS "stepId", t.kind, t.rater_unit_id AS "raterUnitId", c.actor_id AS by
      FROM typed t JOIN twice w ON w.digest = t.digest JOIN commands c ON c.id = t.command_id
     ORDER BY t.digest, t.unit_id NULLS FIRST, t.position, t.step_id`;
}
