import type { Query } from '../../../db/connect.js';
import { personNames } from '../../../db/page-names.js';
import { listRecognitions } from '../../../db/recognition.js';
import { unnamed } from '../steps/form-facts.js';
import type { ShownRecognized } from './recognized.js';

/** Recognitions in force; what waits for its confirmation is not told yet. */
export async function recognizedOf(sql: Query, cycleId: string, unitId: string): Promise<readonly ShownRecognized[]> {
  const rows = (await listRecognitions(sql, cycleId, unitId)).filter(({ state }) => state === 'confirmed');
  const names = await personNames(
    sql,
    rows.flatMap(({ personId }) => personId ?? []),
  );
  return rows.map(({ number, personId, words, movedAt, givenAt }) => ({
    number,
    person: personId === null ? null : (names.get(personId) ?? unnamed(personId)),
    words,
    at: movedAt ?? givenAt,
  }));
}
