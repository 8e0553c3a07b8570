import { isUnfit, unmetQuota, type WrongChange, wrongChanges } from '../domain/cycle/index.js';
import type { CalibrationContent, PublicationContent } from '../domain/process/index.js';
import { readSeen, seenDigest } from '../db/before-publication.js';
import { readCalibrationGround } from '../db/calibration.js';
import type { Query } from '../db/connect.js';
import { readLatestVersion } from '../db/content.js';
import type { StepDetail } from '../db/inbox.js';
import { Refused } from './refused.js';

/**
 * Every change can be carried out; where the template sets a quota, the grades meet it exactly after the changes, or HR
 * says why not. @throws Refused CALIBRATION_UNFIT, QUOTA_UNMET
 */
export async function checkCalibration(
  sql: Query,
  cycleId: string,
  content: CalibrationContent,
  counts: (wrong: WrongChange) => boolean = () => true,
): Promise<void> {
  const ground = await readCalibrationGround(sql, cycleId);
  const wrong = wrongChanges(ground, content.changes).filter(counts);
  if (wrong.length > 0) {
    const at = ({ index, field, code }: WrongChange) => ({ pointer: `/changes/${index}/${field}`, code });
    throw new Refused('CALIBRATION_UNFIT', wrong.map(at));
  }
  const gaps = unmetQuota(ground, content);
  if (gaps.length === 0) return;
  const told = gaps.map(({ grade, wanted, found }) => ({ code: 'QUOTA_UNMET', grade, wanted: wanted ?? 0, found }));
  throw new Refused('QUOTA_UNMET', [{ pointer: '/quotaReason', code: 'QUOTA_UNMET' }, ...told]);
}

/** A publication is of exactly what was seen. @throws Refused RESULTS_CHANGED */
export async function checkSeen(sql: Query, cycleId: string, content: PublicationContent): Promise<void> {
  if (seenDigest(await readSeen(sql, cycleId)) !== content.seenDigest) throw new Refused('RESULTS_CHANGED');
}

/** The second person of HR approves what fits as it is now, not as it was when it was submitted. @throws Refused */
export async function checkApproval(sql: Query, step: StepDetail): Promise<void> {
  if (step.kind !== 'calibration' && step.kind !== 'publication') return;
  const submitted = await readLatestVersion(sql, step.reviewId, step.id);
  if (submitted === undefined) return;
  if (step.kind === 'calibration')
    return checkCalibration(sql, step.cycleId, submitted.content as CalibrationContent, isUnfit);
  // Before 0.4 a publication said nothing of what was seen.
  const content = submitted.content as Partial<PublicationContent>;
  if (content.seenDigest !== undefined)
    await checkSeen(sql, step.cycleId, { note: '', seenDigest: content.seenDigest });
}
