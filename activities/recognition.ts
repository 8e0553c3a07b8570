import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { personNames } from '../db/page-names.js';
import { resolvePersons } from '../db/people.js';
import { lockRecognitions, takeBackRecognitions, type TakenBack } from '../db/recognition.js';
import { insertNotices } from '../db/step-notices.js';
import { recognitionPlace, reviewIdOf } from '../workflows/messages.js';
import { tell } from './cycle.js';

/**
 * After results were published: recognitions whose result is under the template's
 * criterion now are taken back, journaled, and told to whoever knew of them: HR,
 * and once it was in force the head and the person. Again it does nothing.
 */
export async function withdrawRecognitions(tx: Query, cycle: CycleRow): Promise<number> {
  const { recognition } = cycle.template;
  if (recognition === undefined) return 0;
  await lockRecognitions(tx, cycle.id);
  const taken = await takeBackRecognitions(tx, cycle.id, recognition, cycle.clock.now);
  if (taken.length === 0) return 0;
  for (const { number, unitId, grade } of taken) {
    await tell(tx, cycle.id, 'recognition-taken-back', { number, unit: unitId, grade });
  }
  await tellTakenBack(tx, cycle, taken);
  return taken.length;
}

async function tellTakenBack(tx: Query, cycle: CycleRow, taken: readonly TakenBack[]): Promise<void> {
  const heads = await resolvePersons(tx, [
    { key: '', rule: 'hr', unitId: null, raterUnitId: null },
    ...taken.map(({ unitId }) => ({ key: unitId, rule: 'head' as const, unitId, raterUnitId: null })),
  ]);
  const names = await personNames(
    tx,
    taken.flatMap(({ personId }) => personId ?? []),
  );
  await insertNotices(
    tx,
    taken.flatMap(({ number, unitId, personId, before }) => {
      const name = personId === null ? undefined : names.get(personId);
      const concerned =
        before === 'given' ? [] : [...(heads.get(unitId) ?? []), ...(personId === null ? [] : [personId])];
      return [...new Set([...(heads.get('') ?? []), ...concerned])].map((person) => ({
        key: [cycle.id, unitId, recognitionPlace, number, 'RECOGNITION_TAKEN_BACK', person].join('/'),
        cycleId: cycle.id,
        reviewId: reviewIdOf(cycle.id, unitId),
        stepId: recognitionPlace,
        personId: person,
        code: 'RECOGNITION_TAKEN_BACK',
        data: { number, ...(name !== undefined && { personZh: name.nameZh, personEn: name.nameEn }) },
        at: cycle.clock.now,
      }));
    }),
  );
}
