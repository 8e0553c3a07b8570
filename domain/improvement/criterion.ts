import { parseNumber } from '../numbers.js';
import type { Criterion } from './types.js';

/** A unit's own result: an exact total, as decimal or fraction, and the grade in force. */
export interface OwnResult {
  readonly total: string | null;
  readonly grade: string | null;
}

/**
 * Does a result meet the criterion? By its total, by its grade, or by either
 * where both are named. A result without total or grade meets nothing.
 */
export function meetsCriterion({ totalBelow, grades }: Criterion, { total, grade }: OwnResult): boolean {
  const [limit, reached] = [totalBelow, total].map((text) => (text == null ? null : parseNumber(text)));
  const below = limit != null && reached != null && reached.compare(limit) < 0;
  return below || (grade !== null && grades?.includes(grade) === true);
}
