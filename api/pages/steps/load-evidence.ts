import { reportReference } from '../../../domain/evidence.js';
import { isJudgement, type StepKind } from '../../../domain/process/index.js';
import type { Query } from '../../../db/connect.js';
import type { CycleRow } from '../../../db/cycles.js';
import { filesOfReview } from '../../../db/files.js';
import { unitNames } from '../../../db/page-names.js';
import { hasPassedLesson } from '../../../db/rater-lessons.js';
import { submittedReports } from '../../../db/page-step.js';
import { reviewIdOf } from '../../../workflows/messages.js';
import { takesFiles } from '../../evidence/files.js';
import type { Person } from '../../session.js';
import type { FormFacts } from './form-facts.js';

interface Wanted {
  /** null: of a step of the cycle's own, which quotes no unit's reports by pick. */
  readonly unitId: string | null;
  readonly kind: StepKind;
  readonly stepId: string;
  readonly raterUnitId?: string | null;
}

/**
 * What ratings, appeals and corrections can rest on: reports of the unit, for its own line; of the rating unit, for a
 * cooperating one; files.
 */
export async function evidenceFacts(
  sql: Query,
  cycle: CycleRow,
  { unitId, kind, stepId, raterUnitId }: Wanted,
): Promise<Partial<FormFacts>> {
  if (!takesFiles(kind)) return {};
  const of = raterUnitId ?? unitId;
  const [reports, files, names] = await Promise.all([
    of === null ? [] : submittedReports(sql, cycle.id, of),
    filesOfReview(sql, reviewIdOf(cycle.id, unitId)),
    unitNames(sql, cycle.subjects),
  ]);
  return {
    reports: reports.map((report) => ({
      ...report,
      unitId: of ?? '',
      reference: reportReference(of === unitId ? null : of, report.stepId),
    })),
    files: files.map(({ id, name, stepId: step }) => ({ id, name, here: step === stepId })),
    unitNames: names,
  };
}

/** Whether the lesson that ratings wait for has been taken; null: this step waits for none. */
export async function lessonOf(
  sql: Query,
  cycle: CycleRow,
  kind: StepKind,
  person: Person,
): Promise<FormFacts['lesson']> {
  if (!isJudgement(kind) || cycle.template.raterLesson === undefined) return null;
  return { passed: await hasPassedLesson(sql, cycle.id, person.id) };
}
