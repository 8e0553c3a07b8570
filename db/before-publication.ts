import {
  ratedItems,
  type Seen,
  type SeenRating,
  type SeenResult,
  type SeenStep,
  seenDocument,
} from '../domain/cycle/index.js';
import type { Component, Facts, Scorecard } from '../domain/rules/index.js';
import { documentDigest } from '../documents/digest.js';
import type { Query } from './connect.js';
import { readCalibration, readCalibrationRules } from './calibration.js';

/** All that is looked at before the results of a cycle are published, units in the cycle's order. */
export async function readSeen(sql: Query, cycleId: string): Promise<Seen> {
  const [subjects, results, ratings, steps, calibration, rules] = await Promise.all([
    sql<{ id: string }[]>`
      SELECT u.id FROM cycles c, unnest(c.subjects) WITH ORDINALITY AS u (id, place) WHERE c.id = ${cycleId} ORDER BY u.place`,
    seenResults(sql, cycleId),
    seenRatings(sql, cycleId),
    seenSteps(sql, cycleId),
    readCalibration(sql, cycleId),
    readCalibrationRules(sql, cycleId),
  ]);
  const { quotaReason, approved, ended } = calibration;
  return {
    units: subjects.map(({ id }) => id),
    results,
    ratings,
    steps,
    changes: approved ? calibration.changes : [],
    calibrated: ended ? { ...rules, quotaReason } : null,
  };
}

/** What a publication is bound to: a digest of exactly what was seen. */
export const seenDigest = (seen: Seen): string => documentDigest(seenDocument(seen));

async function seenResults(sql: Query, cycleId: string): Promise<readonly SeenResult[]> {
  const rows = await sql<(Omit<SeenResult, 'rated'> & { readonly root: Component })[]>`
    SELECT DISTINCT ON (unit_id) unit_id AS "unitId", version, status, total, grade, scorecard -> 'root' AS root
      FROM results WHERE cycle_id = ${cycleId} ORDER BY unit_id, version DESC`;
  return rows.map(({ root, ...row }) => ({ ...row, rated: Object.fromEntries(ratedItems({ root })) }));
}

/** The latest of every rater, own ones too. */
async function seenRatings(sql: Query, cycleId: string): Promise<readonly SeenRating[]> {
  return sql<SeenRating[]>`
    SELECT DISTINCT ON (unit_id, item_id, role, by_unit_id) unit_id AS "unitId", item_id AS item, role, rated_by AS by,
           by_unit_id AS "byUnit", value, evidence <> '{}' AS "hasEvidence"
      FROM ratings WHERE cycle_id = ${cycleId} ORDER BY unit_id, item_id, role, by_unit_id, version DESC`;
}

/** What is there in every cycle on demand is nobody's to miss; what comes after publication is not missing yet. Calibration is the cycle's own. */
async function seenSteps(sql: Query, cycleId: string): Promise<readonly SeenStep[]> {
  return sql<SeenStep[]>`
    SELECT s.unit_id AS "unitId", s.step_id AS "stepId", s.kind, s.rater_unit_id AS "raterUnitId",
           CASE WHEN s.outcome = 'forwarded' THEN 'forwarded' WHEN s.state = 'cancelled' THEN 'cancelled' END AS "end",
           s.submit_command IS NOT NULL AS submitted
      FROM steps s WHERE s.cycle_id = ${cycleId}
       AND s.kind IN ('goals', 'plan', 'checkpoint', 'self-evaluation', 'rating', 'evaluation', 'calibration')
     ORDER BY s.unit_id, s.position, s.step_id`;
}

/** What the latest results of these units were computed from. */
export async function computedFrom(
  sql: Query,
  cycleId: string,
  units: readonly string[],
): Promise<readonly { readonly unitId: string; readonly scorecard: Scorecard; readonly facts: Facts }[]> {
  if (units.length === 0) return [];
  return sql<{ unitId: string; scorecard: Scorecard; facts: Facts }[]>`
    SELECT DISTINCT ON (unit_id) unit_id AS "unitId", scorecard, facts FROM results
     WHERE cycle_id = ${cycleId} AND unit_id = ANY (${units as string[]}) ORDER BY unit_id, version DESC`;
}
