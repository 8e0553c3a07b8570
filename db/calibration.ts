import type { CalibrationGround } from '../domain/cycle/index.js';
import type { CalibrationContent } from '../domain/process/index.js';
import type { Query } from './connect.js';

/** What a calibration is checked against, as it stands now. */
export async function readCalibrationGround(sql: Query, cycleId: string): Promise<CalibrationGround> {
  const [rules] = await sql<Pick<CalibrationGround, 'scorecard' | 'distribution'>[]>`
    SELECT document -> 'scorecard' AS scorecard, document -> 'distribution' AS distribution
      FROM rules_in_force WHERE cycle_id = ${cycleId}`;
  if (rules === undefined) throw new Error(`no rules for cycle ${cycleId}`);
  const results = await sql<CalibrationGround['results'][number][]>`
    SELECT DISTINCT ON (unit_id) unit_id AS "unitId", status, grade FROM results WHERE cycle_id = ${cycleId}
     ORDER BY unit_id, version DESC`;
  return { ...rules, results };
}

/** Changes of grades, as far as they have come. */
export interface CalibrationStanding {
  readonly changes: CalibrationContent['changes'];
  /** Two persons have agreed on them, if only on changing nothing. */
  readonly approved: boolean;
}

/** Approved changes; before, those that were submitted last; none where calibration ended without an approval. */
export async function readCalibration(sql: Query, cycleId: string): Promise<CalibrationStanding> {
  const [row] = await sql<{ changes: CalibrationContent['changes'] | null; approved: boolean }[]>`
    SELECT v.content -> 'changes' AS changes, s.state = 'done' AS approved
      FROM steps s LEFT JOIN step_versions v ON v.command_id = s.submit_command
     WHERE s.review_id = ${cycleId} AND s.kind = 'calibration'
       AND (s.state IN ('closed', 'open', 'submitted') OR (s.state = 'done' AND s.outcome = 'approved'))`;
  return { changes: row?.changes ?? [], approved: row?.approved ?? false };
}

/** What calibration changes, once a second person has approved it; forwarded by policy it changes nothing. */
export async function approvedCalibration(sql: Query, cycleId: string): Promise<CalibrationContent['changes']> {
  const { changes, approved } = await readCalibration(sql, cycleId);
  return approved ? changes : [];
}
