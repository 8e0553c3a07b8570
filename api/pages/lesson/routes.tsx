import { randomUUID } from 'node:crypto';
import type { Router } from 'express';
import { lessonBody } from '../../../documents/lesson.js';
import { lessonCases } from '../../../domain/lesson.js';
import { refusalTexts } from '../../../messages/errors.js';
import { lessonPage } from '../../../messages/lesson.js';
import type { ApiDeps } from '../../deps.js';
import { onceByForm } from '../../idempotent.js';
import { lessonStanding, takeLesson } from '../../lesson.js';
import { Refused, statusOf } from '../../refused.js';
import { knownCycle } from '../console/routes.js';
import { type PageAnswer, personPage, type PersonVisit, redirect } from '../http.js';
import { links } from '../links.js';
import { createReader } from '../reader.js';
import { nest, textAt } from '../steps/form-data.js';
import { shownCycle } from '../steps/load.js';
import { LessonPage } from './page.js';

const path = '/cycles/:cycle/lesson';

/** The raters' lesson: to read, three cases to rate, and the agreed answers beside one's own. */
export function lessonPageRoutes(router: Router, deps: ApiDeps): void {
  router.get(
    path,
    personPage(deps, (visit) => lesson(visit, { answers: {}, refused: null })),
  );
  router.post(path, personPage(deps, answer));
}

interface Typed {
  readonly answers: Readonly<Record<string, string>>;
  readonly refused: { readonly text: string; readonly status: number } | null;
}

async function lesson({ deps, request, reader, person }: PersonVisit, typed: Typed): Promise<PageAnswer> {
  const cycle = await knownCycle(deps, request.params['cycle']);
  const standing = await lessonStanding(deps.sql, cycle, person.id);
  return {
    kind: 'page',
    status: typed.refused?.status ?? 200,
    title: reader.t(lessonPage.title),
    cycle: shownCycle(cycle),
    body: (
      <LessonPage
        reader={createReader(reader.language, cycle.zone)}
        cycle={cycle}
        standing={standing}
        answers={typed.answers}
        refused={typed.refused?.text ?? null}
        idempotencyKey={randomUUID()}
      />
    ),
  };
}

async function answer(visit: PersonVisit): Promise<PageAnswer> {
  const { deps, request, person, reader } = visit;
  const cycle = await knownCycle(deps, request.params['cycle']);
  const form = nest(request.body);
  const answers = Object.fromEntries(lessonCases.map(({ id }) => [id, textAt(form, 'answers', id)]));
  const parsed = lessonBody.safeParse({ answers });
  if (!parsed.success) {
    return lesson(visit, { answers, refused: { text: reader.t(lessonPage.answerAll), status: 400 } });
  }
  try {
    await onceByForm(deps, request, person.id, textAt(form, 'idempotencyKey'), (tx) =>
      takeLesson(tx, person, cycle, parsed.data.answers),
    );
    return redirect(`${links.lesson(cycle.id)}#cases`);
  } catch (error) {
    if (!(error instanceof Refused) || statusOf(error.code) >= 500) throw error;
    return lesson(visit, {
      answers,
      refused: { text: reader.t(refusalTexts[error.code]), status: statusOf(error.code) },
    });
  }
}
