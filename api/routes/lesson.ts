import { Router } from 'express';
import { lessonBody } from '../../documents/lesson.js';
import { lessonCases } from '../../domain/lesson.js';
import { lessonCaseTexts } from '../../messages/lesson.js';
import type { ApiDeps } from '../deps.js';
import { idempotencyKey, once } from '../idempotent.js';
import { type LessonStanding, lessonStanding, takeLesson } from '../lesson.js';
import { parseBody } from '../parse.js';
import { languageOf } from '../problem.js';
import { signedIn } from '../session.js';
import { cycleOr404 } from './cycles.js';

/** The raters' lesson: its cases, what I answered, and the agreed answers once I have. */
export function lessonRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.get('/cycles/:id/lesson', async (request, response) => {
    const person = await signedIn(deps, request);
    const standing = await lessonStanding(deps.sql, await cycleOr404(deps.sql, request), person.id);
    response.json(shown(standing, languageOf(request)));
  });
  router.post('/cycles/:id/lesson', async (request, response) => {
    const person = await signedIn(deps, request);
    idempotencyKey(request);
    const cycle = await cycleOr404(deps.sql, request);
    await once(deps, request, response, person.id, async (tx) => {
      await takeLesson(tx, person, cycle, parseBody(lessonBody, request.body).answers);
      return { status: 201, body: shown(await lessonStanding(tx, cycle, person.id), languageOf(request)) };
    });
  });
  return router;
}

/** The agreed answers stand beside one's own, never before them. */
function shown({ atLeast, passed, attempts }: LessonStanding, language: 'zh-CN' | 'en'): object {
  const answered = attempts.length > 0;
  const cases = lessonCases.map(({ id, agreed }) => {
    const { situation, why } = lessonCaseTexts[id];
    return { id, situation: situation[language], ...(answered && { agreed, why: why[language] }) };
  });
  return { atLeast, passed, attempts, cases };
}
