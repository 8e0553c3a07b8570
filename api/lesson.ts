import { judgeLesson, type LessonAnswers } from '../domain/lesson.js';
import type { Template } from '../domain/template.js';
import type { Query, Transaction } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { hasPassedLesson, insertLesson, type LessonAttempt, lessonAttempts } from '../db/rater-lessons.js';
import { readClock } from '../db/record.js';
import { needsRunning } from './in-line.js';
import { Refused } from './refused.js';
import type { Person } from './session.js';

/** How far somebody is with the raters' lesson of a cycle. */
export interface LessonStanding {
  /** Of the sample cases, how many must be rated as agreed; null: the cycle asks nobody. */
  readonly atLeast: number | null;
  readonly passed: boolean;
  readonly attempts: readonly LessonAttempt[];
}

export async function lessonStanding(sql: Query, cycle: CycleRow, personId: string): Promise<LessonStanding> {
  const attempts = await lessonAttempts(sql, cycle.id, personId);
  const atLeast = cycle.template.raterLesson?.atLeast ?? null;
  return { atLeast, passed: attempts.some(({ passed }) => passed), attempts };
}

/** Keeps a try; the next one may follow at once. @throws Refused LESSON_NOT_ASKED or CYCLE_CLOSED */
export async function takeLesson(
  tx: Transaction,
  person: Person,
  cycle: CycleRow,
  answers: LessonAnswers,
): Promise<void> {
  needsRunning(cycle);
  const { raterLesson } = cycle.template;
  if (raterLesson === undefined) throw new Refused('LESSON_NOT_ASKED');
  const { now } = await readClock(tx, cycle.id);
  const judged = judgeLesson(answers, raterLesson);
  await insertLesson(tx, { cycleId: cycle.id, personId: person.id, answers, ...judged, at: now });
}

/** Whoever rates has taken the lesson, where the template asks for it. @throws Refused LESSON_MISSING */
export async function checkLesson(
  sql: Query,
  cycle: { readonly id: string; readonly template: { readonly raterLesson?: Template['raterLesson'] | null } },
  actor: string,
): Promise<void> {
  if ((cycle.template.raterLesson ?? null) === null || (await hasPassedLesson(sql, cycle.id, actor))) return;
  throw new Refused('LESSON_MISSING', [{ code: 'LESSON_MISSING', lesson: `/cycles/${cycle.id}/lesson` }]);
}
