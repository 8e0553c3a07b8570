import type { JudgedRow, Moment, MoneyRow, RatingRow, UnitRow } from '../domain/reports/index.js';
import type { Query } from './connect.js';
import { inScope, momentOf, notHidden, type ReportScope } from './reports.js';
import { isToldOf } from './untold-kinds.js';

/** Results that are for the reader. */
export const forReader = (sql: Query, { early }: ReportScope) => (early ? sql`true` : sql`r.published_at IS NOT NULL`);

/** The latest result of each unit that is for the reader. */
const latest = (sql: Query, scope: ReportScope) => sql`
  SELECT DISTINCT ON (r.unit_id) r.unit_id, r.status, r.total, r.grade, r.calibrated_grade, r.published_at, r.result
    FROM results r WHERE r.cycle_id = ${scope.cycleId} AND ${inScope(sql, scope, sql`r.unit_id`)} AND ${forReader(sql, scope)}
   ORDER BY r.unit_id, r.version DESC`;

/** Every unit of the cycle in its order, with its phase and its result. */
export async function unitsOfReport(sql: Query, scope: ReportScope): Promise<readonly UnitRow[]> {
  return sql<UnitRow[]>`
    WITH latest AS MATERIALIZED (${latest(sql, scope)}), standing AS MATERIALIZED (
      SELECT DISTINCT ON (s.unit_id) s.unit_id, s.phase FROM steps s
       WHERE s.cycle_id = ${scope.cycleId} AND s.unit_id IS NOT NULL AND s.state IN ('closed', 'open', 'submitted')
         AND ${inScope(sql, scope, sql`s.unit_id`)} AND ${isToldOf(sql, scope.untold)}
       ORDER BY s.unit_id, s.position)
    SELECT v.unit_id AS "unitId", p.phase, l.status, l.total, l.grade, l.calibrated_grade AS "calibratedGrade",
           l.published_at IS NOT NULL AS published
      FROM reviews v JOIN units u ON u.id = v.unit_id
      LEFT JOIN latest l ON l.unit_id = v.unit_id LEFT JOIN standing p ON p.unit_id = v.unit_id
     WHERE v.cycle_id = ${scope.cycleId} AND ${inScope(sql, scope, sql`v.unit_id`)} ORDER BY u.position, u.id`;
}

/** Sums of the ledger by unit and kind; the reserve, which is no unit's, only for those who see all money (null). */
export async function moneyOfReport(
  sql: Query,
  cycleId: string,
  units: readonly string[] | null,
): Promise<readonly MoneyRow[]> {
  return sql<MoneyRow[]>`
    SELECT l.unit_id AS "unitId", l.kind,
           coalesce(sum(l.amount_minor) FILTER (WHERE l.reverses IS NULL), 0)::text AS "postedMinor",
           coalesce(sum(l.amount_minor) FILTER (WHERE l.reverses IS NOT NULL), 0)::text AS "reversedMinor"
      FROM ledger l LEFT JOIN units u ON u.id = l.unit_id
     WHERE l.cycle_id = ${cycleId} AND (${units as string[] | null}::text[] IS NULL OR l.unit_id = ANY (${units as string[] | null}::text[]))
     GROUP BY l.unit_id, l.kind, u.position ORDER BY l.kind, u.position NULLS LAST, l.unit_id`;
}

/** The latest version of every rating; of units that are secret from the reader none but their own. */
export async function ratingsOfReport(sql: Query, scope: ReportScope): Promise<readonly RatingRow[]> {
  return sql<RatingRow[]>`
    SELECT unit_id AS "unitId", item_id AS item, role, by_unit_id AS "byUnitId", rated_by AS "ratedBy", value,
           cardinality(evidence) AS evidence
      FROM (SELECT DISTINCT ON (r.unit_id, r.item_id, r.role, r.by_unit_id) r.* FROM ratings r
             WHERE r.cycle_id = ${scope.cycleId} AND ${inScope(sql, scope, sql`r.unit_id`)}
               AND (r.role = 'self' OR NOT r.unit_id = ANY (${scope.secret as string[]}::text[]))
             ORDER BY r.unit_id, r.item_id, r.role, r.by_unit_id, r.version DESC) latest
     ORDER BY unit_id, item_id, role DESC, by_unit_id`;
}

type FlatJudged = Omit<JudgedRow, 'untilTold'> & {
  readonly evaluatedAt: number | null;
  readonly evaluatedDay: number | null;
  readonly toldAt: number | null;
  readonly toldDay: number | null;
};
export type JudgedMoments = Omit<JudgedRow, 'untilTold'> & {
  readonly evaluated: Moment | null;
  readonly told: Moment | null;
};

/** Grades before and after calibration, when the evaluation ended and when the talk was told of (its first submit). */
export async function judgedOfReport(sql: Query, scope: ReportScope): Promise<readonly JudgedMoments[]> {
  const [evaluated, told] = [momentOf(sql, scope, sql`e.ended_at`), momentOf(sql, scope, sql`f.submitted_at`)];
  const rows = await sql<FlatJudged[]>`
    WITH latest AS MATERIALIZED (${latest(sql, scope)}),
    e AS (SELECT s.unit_id, max(s.ended_at) AS ended_at FROM steps s
           WHERE s.cycle_id = ${scope.cycleId} AND s.kind = 'evaluation' AND s.state = 'done' AND ${notHidden(sql, scope, 's')}
           GROUP BY s.unit_id),
    f AS (SELECT s.unit_id, min(v.written_at) AS submitted_at FROM steps s
            JOIN step_versions v ON v.review_id = s.review_id AND v.step_id = s.step_id
           WHERE s.cycle_id = ${scope.cycleId} AND s.kind = 'feedback' GROUP BY s.unit_id)
    SELECT v.unit_id AS "unitId", l.grade, l.calibrated_grade AS "calibratedGrade",
           (e.ended_at AT TIME ZONE ${scope.zone})::date AS "evaluatedOn", (f.submitted_at AT TIME ZONE ${scope.zone})::date AS "toldOn",
           ${evaluated.at} AS "evaluatedAt", ${evaluated.day} AS "evaluatedDay", ${told.at} AS "toldAt", ${told.day} AS "toldDay"
      FROM reviews v JOIN units u ON u.id = v.unit_id LEFT JOIN latest l ON l.unit_id = v.unit_id
      LEFT JOIN e ON e.unit_id = v.unit_id LEFT JOIN f ON f.unit_id = v.unit_id
     WHERE v.cycle_id = ${scope.cycleId} AND ${inScope(sql, scope, sql`v.unit_id`)} ORDER BY u.position, u.id`;
  return rows.map(({ evaluatedAt, evaluatedDay, toldAt, toldDay, ...row }) => ({
    ...row,
    evaluated: evaluatedAt === null || evaluatedDay === null ? null : { at: evaluatedAt, day: evaluatedDay },
    told: toldAt === null || toldDay === null ? null : { at: toldAt, day: toldDay },
  }));
}
