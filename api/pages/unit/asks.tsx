import type { Router } from 'express';
import type { VNode } from 'preact';
import { readChangeStanding } from '../../../db/changes.js';
import type { CycleRow } from '../../../db/cycles.js';
import { readNominationStanding } from '../../../db/nominations.js';
import { phases } from '../../../domain/process/index.js';
import { changeFields, nominationFields } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { openChange } from '../../open-change.js';
import { openNomination } from '../../open-nomination.js';
import type { Person } from '../../session.js';
import { personPage } from '../http.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import { AskForm, postAsk } from './ask.js';

/** What the reader may open for the unit; who may is decided when somebody asks. */
export interface Asks {
  readonly change: boolean;
  readonly nomination: boolean;
}

/** Heads ask for a change while nothing is judged yet. */
export const mayAskChange = (cycle: CycleRow, person: Person, unitId: string, hasGoals: boolean): boolean =>
  cycle.state === 'running' &&
  person.heads.includes(unitId) &&
  hasGoals &&
  phases.indexOf(cycle.phase) < phases.indexOf('evaluation');

export function AskButtons({
  reader,
  view,
}: {
  readonly reader: Reader;
  readonly view: {
    readonly cycle: { readonly id: string };
    readonly unitId: string;
    readonly may: { readonly asks: Asks };
  };
}): VNode {
  const [cycle, unit] = [view.cycle.id, view.unitId];
  const { change, nomination } = view.may.asks;
  return (
    <>
      {change && (
        <AskForm
          reader={reader}
          action={links.changeRequests(cycle, unit)}
          texts={{ hint: changeFields.askHint, ask: changeFields.ask }}
        />
      )}
      {nomination && <AskForm reader={reader} action={links.nominations(cycle, unit)} texts={nominationFields} />}
    </>
  );
}

export function askRoutes(router: Router, deps: ApiDeps): void {
  const change = postAsk({ open: openChange, underWay: 'CHANGE_OPEN', standing: readChangeStanding });
  const nomination = postAsk({ open: openNomination, underWay: 'NOMINATION_OPEN', standing: readNominationStanding });
  router.post('/cycles/:cycle/units/:unit/change-requests', personPage(deps, change));
  router.post('/cycles/:cycle/units/:unit/nominations', personPage(deps, nomination));
}
