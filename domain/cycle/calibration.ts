import type { CalibrationContent } from '../process/index.js';
import type { Scorecard } from '../rules/index.js';
import type { Template } from '../template.js';
import { type GradeCount, gradeCounts, gradesOf, quotaGaps } from './distribution.js';

/** What a calibration stands on: the rules in force, and every unit as it was computed last. */
export interface CalibrationGround {
  readonly scorecard: Pick<Scorecard, 'grades'>;
  readonly distribution: Template['distribution'] | null;
  readonly results: readonly {
    readonly unitId: string;
    readonly status: 'scored' | 'blocked';
    readonly grade: string | null;
  }[];
}

/** A change of a grade that cannot be carried out. */
export interface WrongChange {
  /** Place among the changes. */
  readonly index: number;
  readonly field: 'unit' | 'grade';
  readonly code: 'ID_UNKNOWN' | 'UNIT_NOT_SCORED' | 'NOTHING_CHANGED';
}

/**
 * Changes that would be lost or would break what comes after: of a unit that is not judged in this cycle or has no
 * score, to a grade that the rules do not have (nothing could be computed from it), or to the grade that is there.
 */
export function wrongChanges(
  { scorecard, results }: CalibrationGround,
  changes: CalibrationContent['changes'],
): readonly WrongChange[] {
  const known = new Map(results.map((result) => [result.unitId, result]));
  const grades = new Set(gradesOf(scorecard));
  return changes.flatMap(({ unit, grade }, index): WrongChange[] => {
    const result = known.get(unit);
    if (result === undefined) return [{ index, field: 'unit', code: 'ID_UNKNOWN' }];
    if (result.status === 'blocked') return [{ index, field: 'unit', code: 'UNIT_NOT_SCORED' }];
    if (!grades.has(grade)) return [{ index, field: 'grade', code: 'ID_UNKNOWN' }];
    return result.grade === grade ? [{ index, field: 'grade', code: 'NOTHING_CHANGED' }] : [];
  });
}

/** What is wrong however the computed grades have moved since: a change to what is computed by now harms nobody. */
export const isUnfit = ({ code }: WrongChange): boolean => code !== 'NOTHING_CHANGED';

/** The changes that cannot be carried out: where one is approved already, the computed grade counts. */
export function unfitChanges<Change extends CalibrationContent['changes'][number]>(
  ground: CalibrationGround,
  changes: readonly Change[],
): readonly Change[] {
  const wrong = new Set(wrongChanges(ground, changes).flatMap((each) => (isUnfit(each) ? [each.index] : [])));
  return changes.filter((_, index) => wrong.has(index));
}

/** Where the template sets a quota and nobody said why it is not met: the grades whose numbers differ after the changes. */
export function unmetQuota(
  { scorecard, distribution, results }: CalibrationGround,
  { changes, quotaReason }: Pick<CalibrationContent, 'changes' | 'quotaReason'>,
): readonly GradeCount[] {
  if (distribution?.mode !== 'quota' || quotaReason !== undefined) return [];
  const to = new Map(changes.map(({ unit, grade }) => [unit, grade]));
  const grades = results.map(({ unitId, grade }) => to.get(unitId) ?? grade);
  return quotaGaps(gradeCounts(gradesOf(scorecard), distribution, grades));
}
