import type { Router } from 'express';
import { findingKey } from '../../../domain/cycle/index.js';
import { goalFindingCodes } from '../../../domain/rules/index.js';
import { refusalTexts } from '../../../messages/errors.js';
import { findingsPage, frame } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { settle } from '../../findings.js';
import { Refused, statusOf } from '../../refused.js';
import { may, needsRight } from '../../rights.js';
import { knownCycle } from '../console/routes.js';
import { type PageAnswer, personPage, type PersonVisit, redirect } from '../http.js';
import { links } from '../links.js';
import { createReader } from '../reader.js';
import { nest, textAt } from '../steps/form-data.js';
import { shownCycle } from '../steps/load.js';
import { loadFindings } from './load.js';
import { FindingsPage, type Refusal } from './page.js';

const path = '/cycles/:cycle/findings';

export function findingsRoutes(router: Router, deps: ApiDeps): void {
  router.get(
    path,
    personPage(deps, (visit) => findingsAnswer(visit, null)),
  );
  router.post(path, personPage(deps, postSettle));
}

async function postSettle(visit: PersonVisit): Promise<PageAnswer> {
  const { deps, person, request, reader } = visit;
  needsRight(person, 'settle', 'organization-findings');
  const cycle = await knownCycle(deps, request.params['cycle']);
  const form = nest(request.body);
  const code = goalFindingCodes.find((each) => each === textAt(form, 'code'));
  const at = textAt(form, 'at').split(' ');
  // Each form of the page has a field of its own name.
  const reason = textAt(form, textAt(form, 'field'));
  if (code === undefined || reason.length > 20_000) throw new Refused('BODY_INVALID');
  try {
    await deps.sql.begin((tx) => settle(deps, tx, person, cycle, { code, at, reason }));
    return redirect(`${links.findings(cycle.id)}?done=done`);
  } catch (error) {
    if (!(error instanceof Refused) || statusOf(error.code) >= 500) throw error;
    const sentence = reader.t(refusalTexts[error.code]);
    return findingsAnswer(visit, { key: findingKey({ code, at }), reason, sentence, status: statusOf(error.code) });
  }
}

async function findingsAnswer(
  { deps, request, reader, person }: PersonVisit,
  refused: (Refusal & { readonly status: number }) | null,
): Promise<PageAnswer> {
  needsRight(person, 'see', 'organization-findings');
  const cycle = await knownCycle(deps, request.params['cycle']);
  const zoned = createReader(reader.language, cycle.zone);
  const drafts = request.query['drafts'] === 'true';
  if (drafts) needsRight(person, 'see', 'drafts-of-others');
  const view = await loadFindings(deps.sql, zoned, cycle, drafts);
  return {
    kind: 'page',
    status: refused?.status ?? 200,
    title: `${cycle.title} · ${reader.t(findingsPage.title)}`,
    cycle: shownCycle(cycle),
    body: (
      <FindingsPage
        reader={zoned}
        view={view}
        maySettle={may(person, 'settle', 'organization-findings') && cycle.state === 'running' && !drafts}
        refused={refused}
        message={request.query['done'] === 'done' ? reader.t(frame.done) : null}
      />
    ),
  };
}
