import { distribute } from '../rules/index.js';
import type { Template } from '../template.js';

/** How many units have a grade, and how many calibration aims at; `wanted` null: the grade has no share. */
export interface GradeCount {
  readonly grade: string;
  readonly wanted: number | null;
  readonly found: number;
}

/**
 * A template's distribution beside what was found, in the order of its shares,
 * then other grades found. Units without a grade (null) count nowhere. It is
 * advice: nothing follows from a difference.
 */
export function gradeCounts(
  distribution: NonNullable<Template['distribution']>,
  grades: readonly (string | null)[],
): readonly GradeCount[] {
  const graded = grades.filter((grade) => grade !== null);
  const { counts } = distribute({ format: 'perfcycle/distribution@1', count: graded.length, ...distribution });
  const named = distribution.shares.map(({ grade }) => grade);
  return [...new Set([...named, ...graded])].map((grade) => ({
    grade,
    wanted: counts[grade] ?? null,
    found: graded.filter((each) => each === grade).length,
  }));
}
