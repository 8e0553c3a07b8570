import type { Query } from '../../../db/connect.js';
import { standingRatings, standingValues } from '../../../db/corrections.js';
import type { CycleRow } from '../../../db/cycles.js';
import type { StepKind } from '../../../domain/process/index.js';
import { ratingPlaceOf, valuePlaceOf } from './correction-rows.js';
import { listAt } from './form-data.js';
import type { FormFacts } from './form-facts.js';

const corrects: ReadonlySet<StepKind> = new Set<StepKind>(['appeal', 'appeal-2', 'correction']);

/** Beside what somebody says a fact should have been: what it is, as long as nobody has decided. */
export async function standsFor(
  sql: Query,
  { id, book }: CycleRow,
  { kind, unitId }: { readonly kind: StepKind; readonly unitId: string | null },
  content: unknown,
): Promise<FormFacts['stands']> {
  if (!corrects.has(kind)) return new Map();
  const values = listAt(content, 'values').map(valuePlaceOf);
  const ratings = listAt(content, 'ratings').map((row) => ratingPlaceOf(row, unitId ?? ''));
  return new Map([...(await standingValues(sql, book, values)), ...(await standingRatings(sql, id, ratings))]);
}
