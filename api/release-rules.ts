import type { Query } from '../db/connect.js';
import type { StepDetail } from '../db/inbox.js';
import { releaseStanding } from '../db/release.js';
import { inTheWayOfRelease } from '../domain/cycle/index.js';
import type { Decision } from '../domain/process/index.js';
import { Refused } from './refused.js';

/**
 * A release comes after the last window and the last posting. Asked before the
 * step's own state: whoever is too early hears whose windows are open, not that
 * the step is closed. @throws Refused RELEASE_TOO_EARLY with all that is in the way
 */
export async function checkRelease(
  sql: Query,
  cycleId: string,
  step: Pick<StepDetail, 'kind' | 'state'>,
  decision: Decision | null,
): Promise<void> {
  if (step.kind !== 'release') return;
  const acts = decision === null ? step.state === 'closed' || step.state === 'open' : decision === 'approve';
  if (!acts) return;
  const inTheWay = inTheWayOfRelease(await releaseStanding(sql, cycleId));
  if (inTheWay.length > 0) throw new Refused('RELEASE_TOO_EARLY', inTheWay);
}
