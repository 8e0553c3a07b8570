import { randomUUID } from 'node:crypto';
import type { Router } from 'express';
import { keepAnswer, takeKey } from '../../../db/idempotency.js';
import { ownTasks } from '../../../db/tasks.js';
import { goalId } from '../../../documents/basics.js';
import { documentDigest } from '../../../documents/digest.js';
import { parseWith } from '../../../documents/problems.js';
import { progressBody } from '../../../documents/requests.js';
import { refusalTexts } from '../../../messages/errors.js';
import { frame, tasksPage } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { idOr404 } from '../../parse.js';
import { reportProgress } from '../../progress.js';
import { Refused, statusOf } from '../../refused.js';
import { type PageAnswer, personPage, type PersonVisit, redirect } from '../http.js';
import { links } from '../links.js';
import { nest, plainNumber, textAt } from '../steps/form-data.js';
import { fieldSentence } from '../steps/problems.js';
import { MyTasksPage, type RefusedProgress, taskKey } from './my-tasks-page.js';

export function taskPageRoutes(router: Router, deps: ApiDeps): void {
  router.get(
    links.myTasks,
    personPage(deps, (visit) => tasksAnswer(visit, null)),
  );
  router.post('/cycles/:cycle/units/:unit/tasks/*task/progress', personPage(deps, postProgress));
}

async function postProgress(visit: PersonVisit): Promise<PageAnswer> {
  const { deps, person, request, reader } = visit;
  const { cycle, unit, task } = request.params;
  const taskId = goalId.safeParse(([] as string[]).concat(task ?? []).join('/'));
  if (!taskId.success) throw new Refused('NOT_FOUND');
  const place = { cycleId: idOr404(cycle), unitId: idOr404(unit), taskId: taskId.data };
  const form = nest(request.body);
  const key = textAt(form, 'key');
  // Each form of the page has fields of its own names.
  const typed = { percent: textAt(form, `percent-${key}`), note: textAt(form, `note-${key}`) };
  const version = Number(textAt(form, 'version'));
  const seen = Number.isSafeInteger(version) && version > 0 ? { version } : {};
  const refused = (sentence: string, status: number): Promise<PageAnswer> =>
    tasksAnswer(visit, { key, ...typed, sentence, status });
  const body = parseWith(progressBody, { ...typed, percent: plainNumber(typed.percent), ...seen });
  if (!body.ok) return refused(fieldSentence(reader, body.problems[0]?.code ?? ''), statusOf('BODY_INVALID'));
  const { percent, note, version: asked = null } = body.value;
  const ask = { ...place, percent, note, version: asked, actor: person.id };
  try {
    await deps.sql.begin(async (tx) => {
      // A double click is one report.
      const act = textAt(form, 'idempotencyKey').slice(0, 200) || randomUUID();
      const digest = documentDigest(ask);
      const known = await takeKey(tx, person.id, act, digest);
      if (known?.requestDigest === digest) return;
      const report = await reportProgress(tx, ask);
      if (known === null) await keepAnswer(tx, person.id, act, 201, report);
    });
    return redirect(`${links.myTasks}?done=${encodeURIComponent(key)}#${encodeURIComponent(key)}`);
  } catch (error) {
    if (!(error instanceof Refused) || statusOf(error.code) >= 500) throw error;
    return refused(reader.t(refusalTexts[error.code]), statusOf(error.code));
  }
}

async function tasksAnswer(
  { deps, request, reader, person }: PersonVisit,
  refused: (RefusedProgress & { readonly status: number }) | null,
): Promise<PageAnswer> {
  const tasks = await ownTasks(deps.sql, person.id);
  const done = refused === null && request.query['done'] !== undefined;
  // A note whose task is not there any more is shown, so that it can be taken elsewhere.
  const homeless = refused !== null && !tasks.some((task) => taskKey(task) === refused.key);
  const words = refused === null ? '' : [refused.sentence, ...(homeless ? [refused.note] : [])].join(' ').trim();
  const told = refused === null ? null : { tone: 'bad' as const, text: words };
  return {
    kind: 'page',
    status: refused?.status ?? 200,
    title: reader.t(frame.myTasks),
    body: (
      <MyTasksPage
        reader={reader}
        tasks={tasks}
        personId={person.id}
        newKey={randomUUID}
        refused={refused}
        message={done ? { tone: 'good', text: reader.t(tasksPage.reported) } : told}
      />
    ),
  };
}
