import { z } from 'zod';
import { type LessonAnswers, lessonCases, lessonScale } from '../domain/lesson.js';

const value = z.enum(lessonScale);

/** All sample cases, each with a rating. */
export const lessonBody: z.ZodObject<{ answers: z.ZodType<LessonAnswers> }> = z.strictObject({
  answers: z.strictObject({ halo: value, recent: value, middle: value }).meta({
    description: `a rating from 1 to 5 for each of the ${lessonCases.length} sample cases`,
  }),
});
