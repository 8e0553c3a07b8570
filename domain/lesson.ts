/** The sample cases of the raters' lesson, with the answers that experienced raters agreed on, on a scale of 1 to 5. */
export const lessonCases = [
  { id: 'halo', agreed: '2' },
  { id: 'recent', agreed: '3' },
  { id: 'middle', agreed: '5' },
] as const;
export type LessonCase = (typeof lessonCases)[number]['id'];
export const lessonScale = ['1', '2', '3', '4', '5'] as const;
export type LessonValue = (typeof lessonScale)[number];
export type LessonAnswers = Readonly<Record<LessonCase, LessonValue>>;

/** How many cases were rated as agreed, and whether that is enough. */
export function judgeLesson(
  answers: LessonAnswers,
  { atLeast }: { readonly atLeast: number },
): { readonly agreed: number; readonly passed: boolean } {
  const agreed = lessonCases.filter((each) => answers[each.id] === each.agreed).length;
  return { agreed, passed: agreed >= atLeast };
}
