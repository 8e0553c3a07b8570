import type { Router } from 'express';
import type { VNode } from 'preact';
import { readChangeStanding } from '../../../db/changes.js';
import type { CycleRow } from '../../../db/cycles.js';
import { phases } from '../../../domain/process/index.js';
import { changeFields } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { openChange } from '../../open-change.js';
import { Refused } from '../../refused.js';
import type { Person } from '../../session.js';
import { type PageAnswer, personPage, type PersonVisit, redirect } from '../http.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';

/** Heads ask while nothing is judged yet; who may is decided when somebody asks. */
export const mayAskChange = (cycle: CycleRow, person: Person, unitId: string, hasGoals: boolean): boolean =>
  cycle.state === 'running' &&
  person.heads.includes(unitId) &&
  hasGoals &&
  phases.indexOf(cycle.phase) < phases.indexOf('evaluation');

export function AskChange({
  reader,
  cycleId,
  unitId,
}: {
  readonly reader: Reader;
  readonly cycleId: string;
  readonly unitId: string;
}): VNode {
  return (
    <form method="post" action={links.changeRequests(cycleId, unitId)}>
      <p class="hint">{reader.t(changeFields.askHint)}</p>
      <button>{reader.t(changeFields.ask)}</button>
    </form>
  );
}

export function askChangeRoute(router: Router, deps: ApiDeps): void {
  router.post('/cycles/:cycle/units/:unit/change-requests', personPage(deps, postAsk));
}

/** Pressed twice, or one is under way: that one is shown. */
async function postAsk({ deps, request, person }: PersonVisit): Promise<PageAnswer> {
  const [cycleId, unitId] = [String(request.params['cycle']), String(request.params['unit'])];
  try {
    const { stepId } = await deps.sql.begin((tx) => openChange(tx, { cycleId, unitId, actor: person.id }));
    return redirect(links.step(cycleId, unitId, stepId));
  } catch (error) {
    const { live } =
      error instanceof Refused && error.code === 'CHANGE_OPEN'
        ? await readChangeStanding(deps.sql, cycleId, unitId)
        : { live: null };
    if (live === null) throw error;
    return redirect(links.step(cycleId, unitId, live));
  }
}
