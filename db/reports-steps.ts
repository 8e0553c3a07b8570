import type { Filter, StepRow, StepSum } from '../domain/reports/index.js';
import type { Query } from './connect.js';
import { found, type KeptRows, type Part, partOf, yesNo } from './kept-rows.js';
import { type Fragment, notHidden, ofReviews, type ReportScope } from './reports.js';

/** Where every step stands; late by the cycle's clock. */
const steps = (sql: Query, scope: ReportScope): Fragment => sql`(
  SELECT s.unit_id, s.step_id, s.kind, s.rater_unit_id, s.phase, s.state, s.outcome, s.position,
         coalesce((s.state = 'open' AND s.due_at <= k.now) OR (s.state = 'submitted' AND s.decide_due_at <= k.now), false) AS late
    FROM steps s CROSS JOIN (
      SELECT coalesce(now_at, clock_timestamp()) AS now FROM cycle_clocks WHERE cycle_id = ${scope.cycleId}) k
   WHERE s.cycle_id = ${scope.cycleId} AND ${ofReviews(sql, scope, 's')} AND ${notHidden(sql, scope, 's')})`;

export async function stepSumsOfReport(sql: Query, scope: ReportScope): Promise<readonly StepSum[]> {
  return sql<StepSum[]>`
    SELECT t.kind, t.state, t.late, t.outcome IS NOT DISTINCT FROM 'forwarded' AS forwarded, count(*)::int AS steps
      FROM ${steps(sql, scope)} t GROUP BY 1, 2, 3, 4`;
}

export const keptSteps = (sql: Query, scope: ReportScope): KeptRows => ({
  from: () => sql`${steps(sql, scope)} t`,
  facets: {
    step: () => sql`t.kind`,
    stage: () => sql`t.state`,
    outcome: () => sql`t.outcome`,
    unit: () => sql`t.unit_id::text`,
    late: yesNo(sql, () => sql`t.late`),
  },
});

export async function stepsOfList(
  sql: Query,
  scope: ReportScope,
  filter: Filter,
  part: Part | null,
): Promise<readonly StepRow[]> {
  const kept = keptSteps(sql, scope);
  return sql<StepRow[]>`
    SELECT t.unit_id AS "unitId", t.step_id AS "stepId", t.kind, t.rater_unit_id AS "raterUnitId", t.phase, t.state, t.outcome, t.late
      FROM ${kept.from()} WHERE ${found(sql, kept, filter)}
     ORDER BY t.unit_id NULLS FIRST, t.position, t.step_id ${partOf(sql, part)}`;
}
