import type { Router } from 'express';
import { itemStates } from '../../../domain/cycle/index.js';
import type { Transaction } from '../../../db/connect.js';
import type { CycleRow } from '../../../db/cycles.js';
import { serial } from '../../../documents/basics.js';
import {
  itemAnswerBody,
  itemOutcomeBody,
  itemOwnerBody,
  itemVerdictBody,
} from '../../../documents/requests-feedback.js';
import { itemKindNames, itemPage } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { passItemOn, sayOfItem } from '../../feedback-items.js';
import { idOr404, parseBody } from '../../parse.js';
import { Refused } from '../../refused.js';
import { knownCycle } from '../console/routes.js';
import { type PageAnswer, personPage, type PersonVisit } from '../http.js';
import { links } from '../links.js';
import { nothingTyped, posted, type Typed } from '../posted.js';
import { createReader } from '../reader.js';
import { said, textAt } from '../steps/form-data.js';
import { shownCycle } from '../steps/load.js';
import { ItemPage } from './item-page.js';
import { ItemsPage } from './list-page.js';
import { loadItem, loadItems } from './load.js';

const path = '/cycles/:cycle/feedback-items';

/** Difficulties and suggestions: the list, and one with what becomes of it. */
export function feedbackItemPages(router: Router, deps: ApiDeps): void {
  router.get(path, personPage(deps, listAnswer));
  router.get(
    `${path}/:item`,
    personPage(deps, (visit) => itemAnswer(visit, nothingTyped(visit))),
  );
  router.post(`${path}/:item`, personPage(deps, postItem));
}

async function listAnswer({ deps, request, reader, person }: PersonVisit): Promise<PageAnswer> {
  const cycle = await knownCycle(deps, request.params['cycle']);
  const { state, unit, before } = request.query;
  const last = serial.safeParse(before);
  const view = await loadItems(deps, person, cycle, {
    state: itemStates.find((each) => each === state) ?? null,
    unit: typeof unit === 'string' && unit !== '' ? idOr404(unit) : null,
    before: last.success ? last.data : null,
  });
  return {
    kind: 'page',
    title: `${cycle.title} · ${reader.t(itemPage.title)}`,
    cycle: shownCycle(cycle),
    body: <ItemsPage reader={createReader(reader.language, cycle.zone)} view={view} />,
  };
}

/** @throws Refused NOT_FOUND */
export function numberIn({ request }: PersonVisit, name: string): string {
  const parsed = serial.safeParse(request.params[name]);
  if (!parsed.success) throw new Refused('NOT_FOUND');
  return parsed.data;
}

async function itemAnswer(visit: PersonVisit, typed: Typed): Promise<PageAnswer> {
  const { deps, person } = visit;
  const cycle = await knownCycle(deps, visit.request.params['cycle']);
  const view = await loadItem(deps, person, cycle, numberIn(visit, 'item'));
  const reader = createReader(visit.reader.language, cycle.zone);
  return {
    kind: 'page',
    title: `${reader.name(view.of.unit)} · ${reader.t(itemPage.one(itemKindNames[view.of.kind], view.of.id))}`,
    cycle: shownCycle(cycle),
    body: <ItemPage reader={reader} view={view} typed={typed} />,
  };
}

async function postItem(visit: PersonVisit): Promise<PageAnswer> {
  const cycle = await knownCycle(visit.deps, visit.request.params['cycle']);
  const id = numberIn(visit, 'item');
  return posted(visit, {
    act: (tx, form) => act(visit, tx, cycle, id, form),
    here: links.feedbackItem(cycle.id, id),
    show: (typed) => itemAnswer(visit, typed),
    stale: 'ITEM_CHANGED',
  });
}

/** What the posted form says, by what it is for. */
function act(
  { deps, person }: PersonVisit,
  tx: Transaction,
  cycle: CycleRow,
  id: string,
  form: unknown,
): Promise<unknown> {
  const version = Number(textAt(form, 'version'));
  switch (textAt(form, 'intent')) {
    case 'owner': {
      const body = parseBody(itemOwnerBody, { version, owner: textAt(form, 'owner') });
      return passItemOn(deps, tx, person, cycle, { id, ...body });
    }
    case 'answer': {
      const answer = { version, text: textAt(form, 'text'), ...said('dueOn', textAt(form, 'dueOn')) };
      const { text, dueOn = null } = parseBody(itemAnswerBody, answer);
      return sayOfItem(deps, tx, person, cycle, { id, version, act: 'answered', text, dueOn });
    }
    case 'outcome': {
      const outcome = { version, outcome: textAt(form, 'outcome'), text: textAt(form, 'words') };
      const { outcome: done, text } = parseBody(itemOutcomeBody, outcome);
      return sayOfItem(deps, tx, person, cycle, { id, version, act: done, text, dueOn: null });
    }
    default: {
      const verdict = { version, verdict: textAt(form, 'verdict'), text: textAt(form, 'text') };
      const { verdict: word, text } = parseBody(itemVerdictBody, verdict);
      return sayOfItem(deps, tx, person, cycle, { id, version, act: word, text, dueOn: null });
    }
  }
}
