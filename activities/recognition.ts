import { openingsOf } from '../db/case-waits.js';
import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { personNames } from '../db/page-names.js';
import { lockRecognitions, settleRecognitionWaits, takeBackRecognitions, type TakenBack } from '../db/recognition.js';
import { tellPeople } from '../db/unit-notices.js';
import { recognitionPlace } from '../workflows/messages.js';
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
  await settleRecognitionWaits(
    tx,
    cycle,
    taken.map(({ number }) => number),
    await openingsOf(tx, cycle.zone),
  );
  await tellTakenBack(tx, cycle, taken);
  return taken.length;
}

async function tellTakenBack(tx: Query, cycle: CycleRow, taken: readonly TakenBack[]): Promise<void> {
  const names = await personNames(
    tx,
    taken.flatMap(({ personId }) => personId ?? []),
  );
  await tellPeople(
    tx,
    { id: cycle.id, at: cycle.clock.now },
    taken.map(({ number, unitId, personId, before }) => {
      const name = personId === null ? undefined : names.get(personId);
      const concerned =
        before === 'given' ? [] : (['head', ...(personId === null ? [] : [{ person: personId }])] as const);
      return {
        unitId,
        stepId: recognitionPlace,
        code: 'RECOGNITION_TAKEN_BACK',
        key: `${recognitionPlace}/${number}/RECOGNITION_TAKEN_BACK`,
        to: ['hr', ...concerned],
        data: { number, ...(name !== undefined && { personZh: name.nameZh, personEn: name.nameEn }) },
      };
    }),
  );
}
