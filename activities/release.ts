import type { CommandRow } from '../db/commands.js';
import type { Query } from '../db/connect.js';
import { releaseStanding } from '../db/release.js';
import type { StepRow } from '../db/reviews.js';
import { inTheWayOfRelease } from '../domain/cycle/index.js';
import type { RefusalCode } from '../domain/errors.js';

/**
 * What was in nobody's way when the word was received may be by now: facts of a result were corrected meanwhile. Money
 * that is to be reversed is not released. The caller holds the cycle's own review, in which corrections are decided.
 */
export async function refusedAsTooEarly(
  tx: Query,
  step: StepRow,
  { cycleId, decision }: CommandRow,
): Promise<RefusalCode | null> {
  if (step.kind !== 'release' || decision === 'return') return null;
  return inTheWayOfRelease(await releaseStanding(tx, cycleId)).length > 0 ? 'RELEASE_TOO_EARLY' : null;
}
