import { randomUUID } from 'node:crypto';
import type { Router } from 'express';
import type { Transaction } from '../../../db/connect.js';
import type { CycleRow } from '../../../db/cycles.js';
import { serial } from '../../../documents/basics.js';
import { noteBody, wordsBody } from '../../../documents/requests.js';
import { refusalTexts } from '../../../messages/errors.js';
import { frame, notePage, reportWords } from '../../../messages/pages.js';
import { answer } from '../../asks.js';
import { addNote, answerNote } from '../../coaching.js';
import type { ApiDeps } from '../../deps.js';
import { onceByForm } from '../../idempotent.js';
import { idOr404, parseBody } from '../../parse.js';
import { Refused, statusOf } from '../../refused.js';
import { knownCycle } from '../console/routes.js';
import { type PageAnswer, personPage, type PersonVisit, redirect } from '../http.js';
import { links } from '../links.js';
import { createReader } from '../reader.js';
import { nest, textAt } from '../steps/form-data.js';
import { shownCycle } from '../steps/load.js';
import { problemsOf } from '../steps/problems.js';
import { loadAsks, loadNote, loadNotes } from './load.js';
import { AsksPage, NotePage, NotesPage, type TypedWords } from './page.js';

/** What is said between a head and those above: coaching notes, and what reports ask. */
export function talkRoutes(router: Router, deps: ApiDeps): void {
  const pages = [
    { path: '/cycles/:cycle/units/:unit/notes', show: notesAnswer, act: writeNote },
    { path: '/cycles/:cycle/notes/:note', show: noteAnswer, act: writeAnswer },
    { path: '/cycles/:cycle/units/:unit/asks', show: asksAnswer, act: answerAsk },
  ];
  for (const { path, show, act } of pages) {
    router.get(
      path,
      personPage(deps, (visit) => show(visit, nothingTyped(visit))),
    );
    router.post(
      path,
      personPage(deps, (visit) => post(visit, show, act)),
    );
  }
}

type Show = (visit: PersonVisit, typed: TypedWords) => Promise<PageAnswer>;
type Act = (
  visit: PersonVisit,
  cycle: CycleRow,
  form: unknown,
) => {
  readonly act: (tx: Transaction) => Promise<unknown>;
  readonly here: string;
};

function nothingTyped({ request, reader }: PersonVisit): TypedWords {
  const done = request.query['done'] === 'done';
  return {
    content: {},
    fields: new Map(),
    idempotencyKey: randomUUID(),
    message: done ? { tone: 'good', text: reader.t(frame.done) } : null,
  };
}

async function post(visit: PersonVisit, show: Show, does: Act): Promise<PageAnswer> {
  const { deps, request, person, reader } = visit;
  const cycle = await knownCycle(deps, request.params['cycle']);
  const form = nest(request.body);
  const { act, here } = does(visit, cycle, form);
  try {
    await onceByForm(deps, request, person.id, textAt(form, 'idempotencyKey'), act);
    return redirect(`${here}?done=done`);
  } catch (error) {
    if (!(error instanceof Refused) || statusOf(error.code) >= 500 || error.code === 'NOT_FOUND') throw error;
    const page = await show(visit, {
      content: form,
      fields: problemsOf(reader, error, new Map()).fields,
      idempotencyKey: randomUUID(),
      message: { tone: 'bad', text: reader.t(refusalTexts[error.code]) },
    });
    return page.kind === 'page' ? { ...page, status: statusOf(error.code) } : page;
  }
}

const unitOf = ({ request }: PersonVisit): string => idOr404(request.params['unit']);

/** @throws Refused NOT_FOUND */
function numberOf(text: unknown): string {
  const parsed = serial.safeParse(text);
  if (!parsed.success) throw new Refused('NOT_FOUND');
  return parsed.data;
}

const writeNote: Act = (visit, cycle, form) => ({
  act: (tx) => {
    const body = parseBody(noteBody, { goal: textAt(form, 'goal'), text: textAt(form, 'text') });
    return addNote(visit.deps, tx, visit.person, cycle, body);
  },
  here: links.notes(cycle.id, unitOf(visit)),
});

const writeAnswer: Act = (visit, cycle, form) => {
  const note = numberOf(visit.request.params['note']);
  return {
    act: (tx) => {
      const { text } = parseBody(wordsBody, { text: textAt(form, 'text') });
      return answerNote(visit.deps, tx, visit.person, cycle, note, text);
    },
    here: links.note(cycle.id, note),
  };
};

const answerAsk: Act = (visit, cycle, form) => {
  const ask = numberOf(textAt(form, 'ask'));
  return {
    act: (tx) => {
      // Each form of the page has a field of its own name.
      const { text } = parseBody(wordsBody, { text: textAt(form, `text-${ask}`) });
      return answer(visit.deps, tx, visit.person, cycle, ask, text);
    },
    here: links.asks(cycle.id, unitOf(visit)),
  };
};

const notesAnswer: Show = async ({ deps, request, reader, person }, typed) => {
  const cycle = await knownCycle(deps, request.params['cycle']);
  const before = serial.safeParse(request.query['before']);
  const unit = idOr404(request.params['unit']);
  const view = await loadNotes(deps, person, cycle, unit, before.success ? before.data : null);
  return {
    kind: 'page',
    title: `${reader.name(view.unit)} · ${reader.t(notePage.title)}`,
    cycle: shownCycle(cycle),
    body: <NotesPage reader={createReader(reader.language, cycle.zone)} view={view} typed={typed} />,
  };
};

const noteAnswer: Show = async ({ deps, request, reader, person }, typed) => {
  const cycle = await knownCycle(deps, request.params['cycle']);
  const note = numberOf(request.params['note']);
  const view = await loadNote(deps, person, cycle, note);
  return {
    kind: 'page',
    title: `${reader.name(view.unit)} · ${reader.t(notePage.one(note))}`,
    cycle: shownCycle(cycle),
    body: <NotePage reader={createReader(reader.language, cycle.zone)} view={view} typed={typed} />,
  };
};

const asksAnswer: Show = async ({ deps, request, reader, person }, typed) => {
  const cycle = await knownCycle(deps, request.params['cycle']);
  const view = await loadAsks(deps, person, cycle, idOr404(request.params['unit']));
  return {
    kind: 'page',
    title: `${reader.name(view.unit)} · ${reader.t(reportWords.asksTitle)}`,
    cycle: shownCycle(cycle),
    body: <AsksPage reader={createReader(reader.language, cycle.zone)} view={view} typed={typed} />,
  };
};
