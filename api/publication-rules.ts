import { gradeCounts, gradesOf, quotaGaps } from '../domain/cycle/index.js';
import type { CalibrationContent, PublicationContent } from '../domain/process/index.js';
import { readSeen, seenDigest } from '../db/before-publication.js';
import type { Query } from '../db/connect.js';
import { loadCycle } from '../db/cycles.js';
import { readLatestVersion } from '../db/content.js';
import type { StepDetail } from '../db/inbox.js';
import { latestGrades } from '../db/results.js';
import { Refused } from './refused.js';

/** Where the template sets a quota, the grades meet it exactly after the changes, or HR says why not. @throws Refused QUOTA_UNMET */
export async function checkQuota(sql: Query, cycleId: string, content: CalibrationContent): Promise<void> {
  const cycle = await loadCycle(sql, cycleId);
  if (cycle?.template.distribution?.mode !== 'quota' || content.quotaReason !== undefined) return;
  const { distribution, scorecard } = cycle.template;
  const changes = new Map(content.changes.map(({ unit, grade }) => [unit, grade]));
  const grades = (await latestGrades(sql, cycleId)).map(({ unitId, grade }) => changes.get(unitId) ?? grade);
  const gaps = quotaGaps(gradeCounts(gradesOf(scorecard), distribution, grades));
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
  if (step.kind === 'calibration') return checkQuota(sql, step.cycleId, submitted.content as CalibrationContent);
  // Before 0.4 a publication said nothing of what was seen.
  const content = submitted.content as Partial<PublicationContent>;
  if (content.seenDigest !== undefined)
    await checkSeen(sql, step.cycleId, { note: '', seenDigest: content.seenDigest });
}
