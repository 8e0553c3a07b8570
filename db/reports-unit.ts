import type { CheckpointRow, Name, ResultVersionRow, UnitGoalRow } from '../domain/reports/index.js';
import type { Query } from './connect.js';
import type { ReportScope } from './reports.js';
import { forReader } from './reports-results.js';
import { latestLines, partOf } from './reports-strategy.js';

/** A unit with its head of today. */
export async function readUnit(
  sql: Query,
  unitId: string,
): Promise<{ readonly name: Name; readonly head: Name | null } | undefined> {
  const [row] = await sql<(Name & { headZh: string | null; headEn: string | null })[]>`
    SELECT u.name_zh AS "nameZh", u.name_en AS "nameEn", p.name_zh AS "headZh", p.name_en AS "headEn"
      FROM units u LEFT JOIN persons p ON p.id = u.head_id WHERE u.id = ${unitId}`;
  if (row === undefined) return undefined;
  const { nameZh, nameEn, headZh, headEn } = row;
  const head = headZh === null || headEn === null ? null : { nameZh: headZh, nameEn: headEn };
  return { name: { nameZh, nameEn }, head };
}

/** A unit's goals in force, each with the newest value of its metric within the period. */
export async function goalsOfUnitReport(
  sql: Query,
  scope: ReportScope,
  cycle: { readonly book: string; readonly periodStart: string; readonly periodEnd: string },
  unitId: string,
): Promise<readonly UnitGoalRow[]> {
  return sql<UnitGoalRow[]>`
    WITH latest AS (${latestLines(sql, scope)})
    SELECT g.goal_id AS "goalId", coalesce(g.content ->> 'title', g.goal_id) AS title, g.content ->> 'weight' AS weight,
           g.content ->> 'baseline' AS baseline,
           CASE jsonb_typeof(g.content -> 'target')
             WHEN 'object' THEN (g.content #>> '{target,low}') || '–' || (g.content #>> '{target,high}')
             ELSE g.content ->> 'target' END AS target,
           m.value, m.on_date AS "valueOn", d.severity AS worst,
           l.lines -> ${partOf(sql)} ->> 'points' AS points, l.lines -> ${partOf(sql)} ->> 'contribution' AS contribution
      FROM goals g LEFT JOIN latest l ON l.unit_id = g.unit_id
      LEFT JOIN LATERAL (SELECT value, on_date FROM metric_values
                          WHERE book = ${cycle.book} AND metric_id = g.content ->> 'metric'
                            AND on_date BETWEEN ${cycle.periodStart} AND ${cycle.periodEnd}
                          ORDER BY on_date DESC, version DESC LIMIT 1) m ON true
      LEFT JOIN LATERAL (SELECT severity FROM deviation_cases
                          WHERE cycle_id = g.cycle_id AND goal_id = g.goal_id ORDER BY severity = 'red' DESC, id DESC LIMIT 1) d ON true
     WHERE g.cycle_id = ${scope.cycleId} AND g.unit_id = ${unitId} AND g.valid_to IS NULL ORDER BY g.position`;
}

/** All versions of a unit's result that are for the reader, with the points of their lines. */
export async function resultVersionsOf(
  sql: Query,
  scope: ReportScope,
  unitId: string,
): Promise<readonly ResultVersionRow[]> {
  return sql<ResultVersionRow[]>`
    SELECT r.version, r.status, r.total, r.grade, r.calibrated_grade AS "calibratedGrade", r.scored_at AS "scoredAt",
           (r.published_at AT TIME ZONE ${scope.zone})::date AS "publishedOn"
      FROM results r WHERE r.cycle_id = ${scope.cycleId} AND r.unit_id = ${unitId} AND ${forReader(sql, scope)}
     ORDER BY r.version`;
}

export async function checkpointsOfReport(
  sql: Query,
  cycleId: string,
  unitId: string,
): Promise<readonly CheckpointRow[]> {
  return sql<CheckpointRow[]>`
    SELECT step_id AS "stepId", on_date AS "on", reported, cardinality(missing) AS missing FROM checkpoint_closings
     WHERE cycle_id = ${cycleId} AND unit_id = ${unitId} ORDER BY on_date, closed_at`;
}
