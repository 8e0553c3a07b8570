import type { CommandRow } from '../db/commands.js';
import type { Query } from '../db/connect.js';
import { nomineeOf, readNominee } from '../db/nominations.js';
import type { StepRow } from '../db/reviews.js';
import { insertNotices } from '../db/step-notices.js';
import type { RefusalCode } from '../domain/errors.js';
import type { InForce } from './in-force.js';

/**
 * What a nomination adds to the judging of a word; null: nothing against it. The
 * caller holds the review. Nobody nominates or decides about themselves, and a
 * person who left between submit and decision is not promoted.
 */
export async function refusedByNomination(tx: Query, step: StepRow, command: CommandRow): Promise<RefusalCode | null> {
  if (step.kind !== 'nomination' || step.unitId === null) return null;
  const person = command.act === 'submit' ? personIn(command.body) : await nomineeOf(tx, step.reviewId, step.id);
  if (person === null) return null;
  if (person === command.actor || person === command.principal) return 'NOMINEE_ACTS';
  if (command.act === 'approve' && command.decision !== 'approve') return null;
  const nominee = await readNominee(tx, step.unitId, person);
  if (nominee?.active !== true) return 'NOMINEE_GONE';
  return command.act === 'submit' && !nominee.ofUnit ? 'NOMINEE_NOT_OF_UNIT' : null;
}

function personIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('person' in body)) return null;
  return typeof body.person === 'string' ? body.person : null;
}

/** Only an approval is told to whoever was nominated. */
export async function tellNominee(tx: Query, it: InForce): Promise<void> {
  const person = await nomineeOf(tx, it.reviewId, it.stepId);
  const nominee = person === null ? undefined : await readNominee(tx, it.unitId, person);
  if (person === null || nominee === undefined) return;
  await insertNotices(tx, [
    {
      key: [it.cycleId, it.unitId, it.stepId, 'NOMINATED', person].join('/'),
      cycleId: it.cycleId,
      reviewId: it.reviewId,
      stepId: it.stepId,
      personId: person,
      code: 'NOMINATED',
      data: { personZh: nominee.nameZh, personEn: nominee.nameEn },
      at: it.at,
    },
  ]);
}
