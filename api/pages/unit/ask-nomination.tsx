import type { Router } from 'express';
import type { VNode } from 'preact';
import { readNominationStanding } from '../../../db/nominations.js';
import { nominationFields } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { openNomination } from '../../open-nomination.js';
import { Refused } from '../../refused.js';
import { type PageAnswer, personPage, type PersonVisit, redirect } from '../http.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';

export function AskNomination({
  reader,
  cycleId,
  unitId,
}: {
  readonly reader: Reader;
  readonly cycleId: string;
  readonly unitId: string;
}): VNode {
  return (
    <form method="post" action={links.nominations(cycleId, unitId)}>
      <p class="hint">{reader.t(nominationFields.hint)}</p>
      <button>{reader.t(nominationFields.ask)}</button>
    </form>
  );
}

export function askNominationRoute(router: Router, deps: ApiDeps): void {
  router.post('/cycles/:cycle/units/:unit/nominations', personPage(deps, postAsk));
}

/** Pressed twice, or one is under way: that one is shown. */
async function postAsk({ deps, request, person }: PersonVisit): Promise<PageAnswer> {
  const [cycleId, unitId] = [String(request.params['cycle']), String(request.params['unit'])];
  try {
    const { stepId } = await deps.sql.begin((tx) => openNomination(tx, { cycleId, unitId, actor: person.id }));
    return redirect(links.step(cycleId, unitId, stepId));
  } catch (error) {
    const { live } =
      error instanceof Refused && error.code === 'NOMINATION_OPEN'
        ? await readNominationStanding(deps.sql, cycleId, unitId)
        : { live: null };
    if (live === null) throw error;
    return redirect(links.step(cycleId, unitId, live));
  }
}
