import type { LessonAnswers } from '../domain/lesson.js';
import { json, type Query } from './connect.js';

/** One try at the raters' lesson. */
export interface LessonAttempt {
  readonly attempt: number;
  readonly answers: LessonAnswers;
  readonly agreed: number;
  readonly passed: boolean;
  /** Cycle time, epoch ms. */
  readonly at: number;
}

/** What a person answered in that cycle, oldest first. */
export async function lessonAttempts(sql: Query, cycleId: string, personId: string): Promise<readonly LessonAttempt[]> {
  return sql<LessonAttempt[]>`
    SELECT attempt, answers, agreed, passed, answered_at AS at FROM rater_lessons
     WHERE cycle_id = ${cycleId} AND person_id = ${personId} ORDER BY attempt`;
}

export async function hasPassedLesson(sql: Query, cycleId: string, personId: string): Promise<boolean> {
  const rows = await sql`
    SELECT FROM rater_lessons WHERE cycle_id = ${cycleId} AND person_id = ${personId} AND passed LIMIT 1`;
  return rows.length > 0;
}

/** Keeps one try as the next of that person. */
export async function insertLesson(
  sql: Query,
  it: Omit<LessonAttempt, 'attempt'> & { readonly cycleId: string; readonly personId: string },
): Promise<void> {
  // Two tries at one moment come one after the other.
  await sql`SELECT pg_advisory_xact_lock(730511229, hashtext(${`${it.cycleId}/${it.personId}`}))`;
  await sql`
    INSERT INTO rater_lessons (cycle_id, person_id, attempt, answers, agreed, passed, answered_at)
    SELECT ${it.cycleId}, ${it.personId}, coalesce(max(attempt), 0) + 1, ${json(sql, it.answers)}, ${it.agreed}, ${it.passed}, ${it.at}
      FROM rater_lessons WHERE cycle_id = ${it.cycleId} AND person_id = ${it.personId}`;
}
