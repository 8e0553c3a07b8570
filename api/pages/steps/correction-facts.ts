import type { Query } from '../../../db/connect.js';
import { readLatestVersion } from '../../../db/content.js';
import type { CycleRow } from '../../../db/cycles.js';
import { unitNames } from '../../../db/page-names.js';
import { partNames } from '../../../db/part-names.js';
import { reviewIdOf } from '../../../workflows/messages.js';
import { listAt, textAt } from './form-data.js';
import type { FormFacts } from './form-facts.js';

/** Names of what HR's correction is about, whichever units it is of: units, and what was rated. */
export async function correctionFacts(sql: Query, cycle: CycleRow, stepId: string): Promise<Partial<FormFacts>> {
  const submitted = await readLatestVersion(sql, reviewIdOf(cycle.id, null), stepId);
  if (submitted === undefined) return {};
  const ratings = listAt(submitted.content, 'ratings').map((row) => ({
    unitId: textAt(row, 'unit'),
    item: textAt(row, 'item'),
    by: textAt(row, 'by'),
  }));
  const [names, items] = await Promise.all([
    unitNames(
      sql,
      ratings.flatMap(({ unitId, by }) => [unitId, by]),
    ),
    partNames(sql, cycle.id, ratings),
  ]);
  return { unitNames: names, items };
}
