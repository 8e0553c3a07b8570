import type { Router } from 'express';
import type { VNode } from 'preact';
import { appealFields } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { openCorrection } from '../../open-correction.js';
import { needsRight } from '../../rights.js';
import { type PageAnswer, personPage, type PersonVisit, redirect } from '../http.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';

export function OpenCorrection({ reader, cycleId }: { readonly reader: Reader; readonly cycleId: string }): VNode {
  return (
    <form method="post" action={links.corrections(cycleId)}>
      <p class="hint">{reader.t(appealFields.openCorrectionHint)}</p>
      <button>{reader.t(appealFields.openCorrection)}</button>
    </form>
  );
}

export function correctionRoute(router: Router, deps: ApiDeps): void {
  router.post('/cycles/:cycle/corrections', personPage(deps, postCorrection));
}

/** The step opens at once, and is filled in on its own page. */
async function postCorrection({ deps, request, person }: PersonVisit): Promise<PageAnswer> {
  needsRight(person, 'propose', 'correction');
  const cycleId = String(request.params['cycle']);
  const { stepId } = await deps.sql.begin((tx) => openCorrection(tx, cycleId, person.id));
  return redirect(links.step(cycleId, null, stepId));
}
