import { randomUUID } from 'node:crypto';
import type { Router } from 'express';
import { caseStates } from '../../../domain/cycle/index.js';
import { serial } from '../../../documents/basics.js';
import { actionBody, ownerBody } from '../../../documents/requests.js';
import { refusalTexts } from '../../../messages/errors.js';
import { deviationPage, frame } from '../../../messages/pages.js';
import { nameOwner, sayAction } from '../../corrective-actions.js';
import type { ApiDeps } from '../../deps.js';
import { onceByForm } from '../../idempotent.js';
import { idOr404, parseBody } from '../../parse.js';
import { Refused, statusOf } from '../../refused.js';
import { knownCycle } from '../console/routes.js';
import { type PageAnswer, personPage, type PersonVisit, redirect } from '../http.js';
import { links } from '../links.js';
import { createReader } from '../reader.js';
import { nest, said, textAt } from '../steps/form-data.js';
import { shownCycle } from '../steps/load.js';
import { problemsOf } from '../steps/problems.js';
import { DeviationsPage } from './list-page.js';
import { loadCase, loadCases } from './load.js';
import { DeviationPage } from './page.js';

const path = '/cycles/:cycle/deviations';

export function deviationRoutes(router: Router, deps: ApiDeps): void {
  router.get(path, personPage(deps, listAnswer));
  router.get(
    `${path}/:case`,
    personPage(deps, (visit) => caseAnswer(visit, null, {})),
  );
  router.post(`${path}/:case`, personPage(deps, postCase));
}

async function listAnswer({ deps, request, reader, person }: PersonVisit): Promise<PageAnswer> {
  const cycle = await knownCycle(deps, request.params['cycle']);
  const { state, unit, before } = request.query;
  const last = serial.safeParse(before);
  const view = await loadCases(deps, person, cycle, {
    state: caseStates.find((each) => each === state) ?? null,
    unit: typeof unit === 'string' && unit !== '' ? idOr404(unit) : null,
    before: last.success ? last.data : null,
  });
  return {
    kind: 'page',
    title: `${cycle.title} · ${reader.t(deviationPage.title)}`,
    cycle: shownCycle(cycle),
    body: <DeviationsPage reader={createReader(reader.language, cycle.zone)} view={view} />,
  };
}

/** @throws Refused NOT_FOUND */
function caseNumber(visit: PersonVisit): string {
  const parsed = serial.safeParse(visit.request.params['case']);
  if (!parsed.success) throw new Refused('NOT_FOUND');
  return parsed.data;
}

async function postCase(visit: PersonVisit): Promise<PageAnswer> {
  const { deps, person, request } = visit;
  const cycle = await knownCycle(deps, request.params['cycle']);
  const id = caseNumber(visit);
  const form = nest(request.body);
  try {
    await onceByForm(deps, request, person.id, textAt(form, 'idempotencyKey'), async (tx) => {
      if (textAt(form, 'intent') === 'owner') {
        const { owner } = parseBody(ownerBody, { owner: textAt(form, 'owner') });
        return nameOwner(deps, tx, person, cycle, id, owner);
      }
      const body = parseBody(actionBody, {
        version: Number(textAt(form, 'version')),
        state: textAt(form, 'state'),
        action: textAt(form, 'action'),
        note: textAt(form, 'note'),
        ...said('dueOn', textAt(form, 'dueOn')),
      });
      return sayAction(deps, tx, person, cycle, id, body);
    });
    return redirect(`${links.deviation(cycle.id, id)}?done=done`);
  } catch (error) {
    if (!(error instanceof Refused) || statusOf(error.code) >= 500 || error.code === 'NOT_FOUND') throw error;
    return caseAnswer(visit, error, form);
  }
}

async function caseAnswer(visit: PersonVisit, refused: Refused | null, content: unknown): Promise<PageAnswer> {
  const { deps, person, request } = visit;
  const cycle = await knownCycle(deps, request.params['cycle']);
  const view = await loadCase(deps, person, cycle, caseNumber(visit));
  const reader = createReader(visit.reader.language, cycle.zone);
  const done = request.query['done'] === 'done' ? ({ tone: 'good', text: reader.t(frame.done) } as const) : null;
  const message = refused === null ? done : ({ tone: 'bad', text: reader.t(refusalTexts[refused.code]) } as const);
  // What was typed for another state of the action is kept; it is sent again for the present one.
  const stale =
    refused?.code === 'ACTION_CHANGED' && typeof content === 'object' ? { ...content, version: '' } : content;
  const fields =
    refused === null ? new Map<string, readonly string[]>() : problemsOf(reader, refused, new Map()).fields;
  return {
    kind: 'page',
    status: refused === null ? 200 : statusOf(refused.code),
    title: view.of.title,
    cycle: shownCycle(cycle),
    body: (
      <DeviationPage
        reader={reader}
        view={view}
        typed={{ content: stale, fields, idempotencyKey: randomUUID() }}
        message={message}
      />
    ),
  };
}
