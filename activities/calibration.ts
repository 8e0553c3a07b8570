import { isUnfit, unmetQuota, wrongChanges } from '../domain/cycle/index.js';
import type { RefusalCode } from '../domain/errors.js';
import type { CalibrationContent, Step } from '../domain/process/index.js';
import { readCalibrationGround } from '../db/calibration.js';
import type { CommandRow } from '../db/commands.js';
import type { Query } from '../db/connect.js';
import { readLatestVersion } from '../db/content.js';

/**
 * Under the lock of the cycle's own review, under which rules change as well: a calibration is submitted and approved
 * only while its changes can be carried out and the quota is met, by the rules and results as they are now. null: so it
 * is, or it is another step.
 */
export async function refusedByCalibration(tx: Query, step: Step, command: CommandRow): Promise<RefusalCode | null> {
  if (step.kind !== 'calibration' || command.decision === 'return') return null;
  // Parsed by the schema of its kind before the command was written.
  const said =
    command.act === 'submit' ? command.body : (await readLatestVersion(tx, command.reviewId, step.id))?.content;
  const { changes = [], ...more } = (said ?? {}) as Partial<CalibrationContent>;
  const ground = await readCalibrationGround(tx, command.cycleId);
  if (wrongChanges(ground, changes).some(isUnfit)) return 'CALIBRATION_UNFIT';
  return unmetQuota(ground, { changes, ...more }).length > 0 ? 'QUOTA_UNMET' : null;
}
