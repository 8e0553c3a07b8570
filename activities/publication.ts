import type { RefusalCode } from '../domain/errors.js';
import type { PublicationContent, Step } from '../domain/process/index.js';
import { readSeen, seenDigest } from '../db/before-publication.js';
import type { CommandRow } from '../db/commands.js';
import type { Query } from '../db/connect.js';
import { readLatestVersion } from '../db/content.js';
import { hasUnscoredFacts } from '../db/late-facts.js';

/**
 * Under the lock of the cycle's own review: a publication is submitted and approved only while results and list are
 * those that it names; null: they are, or it is another step.
 */
export async function refusedAsUnseen(tx: Query, step: Step, command: CommandRow): Promise<RefusalCode | null> {
  if (step.kind !== 'publication' || command.decision === 'return') return null;
  const said =
    command.act === 'submit' ? command.body : (await readLatestVersion(tx, command.reviewId, step.id))?.content;
  // Before 0.4 a publication said nothing of what was seen.
  const { seenDigest: named } = (said ?? {}) as Partial<PublicationContent>;
  if (named === undefined) return null;
  return seenDigest(await readSeen(tx, command.cycleId)) === named ? null : 'RESULTS_CHANGED';
}

/**
 * Grades are changed and results published only by scores that know every fact; the loop scores late ones at once. null:
 * they do, or it is another step.
 */
export async function refusedAsUnscored(tx: Query, step: Step, command: CommandRow): Promise<RefusalCode | null> {
  if ((step.kind !== 'calibration' && step.kind !== 'publication') || command.decision === 'return') return null;
  return (await hasUnscoredFacts(tx, command.cycleId)) ? 'FACTS_NOT_SCORED' : null;
}
