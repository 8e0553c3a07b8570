import type { StepKind } from '../domain/process/index.js';
import type { Query } from './connect.js';

/** A rating as it last stands. */
export interface RatingSource {
  /** Component of the scorecard. */
  readonly item: string;
  readonly role: 'self' | 'superior' | 'cooperating';
  readonly byUnit: string;
  readonly ratedBy: string;
  readonly value: string;
  readonly evidence: readonly string[];
}

/** Who rated a unit how, on what evidence; the unit's own ratings first, then the superior's. */
export async function ratingsOfUnit(sql: Query, cycleId: string, unitId: string): Promise<readonly RatingSource[]> {
  return sql<RatingSource[]>`
    SELECT item, role, "byUnit", "ratedBy", value, evidence FROM (
      SELECT DISTINCT ON (item_id, role, by_unit_id) item_id AS item, role, by_unit_id AS "byUnit", rated_by AS "ratedBy", value, evidence
        FROM ratings WHERE cycle_id = ${cycleId} AND unit_id = ${unitId} ORDER BY item_id, role, by_unit_id, version DESC) r
     ORDER BY item, role = 'cooperating', role = 'superior', "byUnit"`;
}

/** The decision that a version of a result came from; undefined: it is the first, or came with new rules. */
export async function causeOfResult(
  sql: Query,
  cycleId: string,
  unitId: string,
  version: number,
): Promise<{ readonly kind: StepKind; readonly stepId: string; readonly unitId: string | null } | undefined> {
  const [row] = await sql<{ kind: StepKind; stepId: string; unitId: string | null }[]>`
    SELECT s.kind, s.step_id AS "stepId", s.unit_id AS "unitId" FROM results r
      JOIN recalculations c ON c.command_id = r.because
      JOIN steps s ON s.review_id = c.review_id AND s.step_id = c.step_id
     WHERE r.cycle_id = ${cycleId} AND r.unit_id = ${unitId} AND r.version = ${version}`;
  return row;
}
