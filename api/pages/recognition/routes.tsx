import { randomUUID } from 'node:crypto';
import type { Router } from 'express';
import type { Transaction } from '../../../db/connect.js';
import type { CycleRow } from '../../../db/cycles.js';
import { recognitionAnswerBody, recognitionBody, recognitionNumber } from '../../../documents/growth.js';
import { refusalTexts } from '../../../messages/errors.js';
import { frame, recognitionPage } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { onceByForm } from '../../idempotent.js';
import { parseBody } from '../../parse.js';
import { answerRecognition, giveRecognition } from '../../recognition.js';
import { Refused, statusOf } from '../../refused.js';
import { needsRight } from '../../rights.js';
import { knownCycle } from '../console/routes.js';
import { type PageAnswer, personPage, type PersonVisit, redirect } from '../http.js';
import { links } from '../links.js';
import { createReader } from '../reader.js';
import { nest, said, textAt } from '../steps/form-data.js';
import { shownCycle } from '../steps/load.js';
import { problemsOf } from '../steps/problems.js';
import { loadRecognitions } from './load.js';
import { RecognitionPage, type TypedRecognition } from './page.js';

const path = '/cycles/:cycle/recognitions';

export function recognitionPages(router: Router, deps: ApiDeps): void {
  router.get(
    path,
    personPage(deps, (visit) => {
      const done = visit.request.query['done'] === 'done';
      const message = done ? { tone: 'good' as const, text: visit.reader.t(frame.done) } : null;
      return answer(visit, { content: {}, fields: new Map(), idempotencyKey: randomUUID(), message });
    }),
  );
  router.post(path, personPage(deps, post));
}

async function answer({ deps, request, reader, person }: PersonVisit, typed: TypedRecognition): Promise<PageAnswer> {
  needsRight(person, 'see', 'recognition');
  const cycle = await knownCycle(deps, request.params['cycle']);
  const view = await loadRecognitions(deps, person, cycle);
  return {
    kind: 'page',
    title: `${cycle.title} · ${reader.t(recognitionPage.title)}`,
    cycle: shownCycle(cycle),
    body: <RecognitionPage reader={createReader(reader.language, cycle.zone)} view={view} typed={typed} />,
  };
}

async function post(visit: PersonVisit): Promise<PageAnswer> {
  const { deps, request, person, reader } = visit;
  needsRight(person, 'propose', 'recognition');
  const cycle = await knownCycle(deps, request.params['cycle']);
  const form = nest(request.body);
  const key = textAt(form, 'idempotencyKey');
  try {
    await onceByForm(deps, request, person.id, key, (tx) => act(visit, tx, cycle, form));
    return redirect(`${links.recognitions(cycle.id)}?done=done`);
  } catch (error) {
    if (!(error instanceof Refused) || statusOf(error.code) >= 500) throw error;
    const page = await answer(visit, {
      content: form,
      fields: problemsOf(reader, error, new Map()).fields,
      idempotencyKey: randomUUID(),
      message: { tone: 'bad', text: reader.t(refusalTexts[error.code]) },
    });
    return page.kind === 'page' ? { ...page, status: statusOf(error.code) } : page;
  }
}

async function act({ deps, person }: PersonVisit, tx: Transaction, cycle: CycleRow, form: unknown): Promise<unknown> {
  const does = textAt(form, 'act');
  if (does === 'give') {
    const [unit = '', whom = ''] = textAt(form, 'whom').split(' ');
    const body = parseBody(recognitionBody, { unit, ...said('person', whom), words: textAt(form, 'words') });
    return giveRecognition(deps, tx, person, cycle, body);
  }
  const number = recognitionNumber.safeParse(textAt(form, 'number'));
  if (!number.success) throw new Refused('NOT_FOUND');
  const event = does === 'confirm' ? 'confirmed' : 'declined';
  // Each form of the page has a field of its own name.
  const { words } = parseBody(recognitionAnswerBody, { words: textAt(form, `reason-${number.data}`) });
  return answerRecognition(deps, tx, person, cycle, { number: number.data, event, words });
}
