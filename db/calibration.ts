import type { CalibrationGround } from '../domain/cycle/index.js';
import type { CalibrationContent } from '../domain/process/index.js';
import type { Query } from './connect.js';

/** The rules in force, as far as a calibration stands under them. */
export async function readCalibrationRules(sql: Query, cycleId: string): Promise<Omit<CalibrationGround, 'results'>> {
  const [rules] = await sql<Omit<CalibrationGround, 'results'>[]>`
    SELECT document -> 'scorecard' AS scorecard, document -> 'distribution' AS distribution
      FROM rules_in_force WHERE cycle_id = ${cycleId}`;
  if (rules === undefined) throw new Error(`no rules for cycle ${cycleId}`);
  return rules;
}

/** What a calibration is checked against, as it stands now. */
export async function readCalibrationGround(sql: Query, cycleId: string): Promise<CalibrationGround> {
  const rules = await readCalibrationRules(sql, cycleId);
  const results = await sql<CalibrationGround['results'][number][]>`
    SELECT DISTINCT ON (unit_id) unit_id AS "unitId", status, grade FROM results WHERE cycle_id = ${cycleId}
     ORDER BY unit_id, version DESC`;
  return { ...rules, results };
}

/** Changes of grades, as far as they have come. */
export interface CalibrationStanding {
  readonly changes: CalibrationContent['changes'];
  readonly quotaReason: string | null;
  /** Two persons have agreed on them, if only on changing nothing. */
  readonly approved: boolean;
  /** With an approval or without. */
  readonly ended: boolean;
}

/** Approved changes; before, those that were submitted last; none where calibration ended without an approval. */
export async function readCalibration(sql: Query, cycleId: string): Promise<CalibrationStanding> {
  const [row] = await sql<{ content: CalibrationContent | null; approved: boolean; ended: boolean }[]>`
    SELECT v.content, s.outcome IS NOT DISTINCT FROM 'approved' AS approved, s.state IN ('done', 'cancelled') AS ended
      FROM steps s LEFT JOIN step_versions v ON v.command_id = s.submit_command
     WHERE s.review_id = ${cycleId} AND s.kind = 'calibration'`;
  const { content = null, approved = false, ended = false } = row ?? {};
  const said = ended && !approved ? null : content;
  return { changes: said?.changes ?? [], quotaReason: said?.quotaReason ?? null, approved, ended };
}

/** What calibration changes, once a second person has approved it; forwarded by policy it changes nothing. */
export async function approvedCalibration(sql: Query, cycleId: string): Promise<CalibrationContent['changes']> {
  const { changes, approved } = await readCalibration(sql, cycleId);
  return approved ? changes : [];
}
