import { distribute, type Scorecard } from '../rules/index.js';
import type { Template } from '../template.js';

/** How many units have a grade, and how many calibration aims at; `wanted` null: the grade has no share. */
export interface GradeCount {
  readonly grade: string;
  readonly wanted: number | null;
  readonly found: number;
}

/** All grades that a scorecard can give by its bands, the best first. */
export function gradesOf({ grades }: Pick<Scorecard, 'grades'>): readonly string[] {
  return grades === undefined ? [] : [...grades.bands.map((band) => band.grade).toReversed(), grades.below];
}

/** Where the grades found differ from the counts aimed at; a grade without a share is aimed at by nobody. */
export const quotaGaps = (counts: readonly GradeCount[]): readonly GradeCount[] =>
  counts.filter(({ wanted, found }) => found !== (wanted ?? 0));

/**
 * A template's distribution beside what was found: the grades in `order`, then
 * others that have a share, then others found. Units without a grade (null)
 * count nowhere. It is advice: nothing follows from a difference.
 */
export function gradeCounts(
  order: readonly string[],
  distribution: Template['distribution'] | null,
  grades: readonly (string | null)[],
): readonly GradeCount[] {
  const graded = grades.filter((grade) => grade !== null);
  const counts =
    distribution === undefined || distribution === null
      ? {}
      : distribute({ format: 'perfcycle/distribution@1', count: graded.length, ...distribution }).counts;
  return [...new Set([...order, ...Object.keys(counts), ...graded])].map((grade) => ({
    grade,
    wanted: counts[grade] ?? null,
    found: graded.filter((each) => each === grade).length,
  }));
}
