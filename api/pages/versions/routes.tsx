import type { Router } from 'express';
import { unitNames } from '../../../db/page-names.js';
import { versionedPart } from '../../../documents/requests.js';
import { versionsPage } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { idOr404 } from '../../parse.js';
import { Refused } from '../../refused.js';
import { seesWhole } from '../../rights.js';
import { comparedGoals, comparedPlans, versionsOfGoals, versionsOfPlan } from '../../versions-view.js';
import { knownCycle } from '../console/routes.js';
import { type PageAnswer, personPage, type PersonVisit } from '../http.js';
import { createReader } from '../reader.js';
import { shownCycle } from '../steps/load.js';
import { loadFacts } from '../steps/load-facts.js';
import { type Versioned, VersionsPage } from './page.js';

export function versionsPageRoutes(router: Router, deps: ApiDeps): void {
  router.get('/cycles/:cycle/units/:unit/versions/:part', personPage(deps, versionsAnswer));
}

async function versionsAnswer(visit: PersonVisit): Promise<PageAnswer> {
  const { deps, request, reader, person } = visit;
  const { sql } = deps;
  const cycle = await knownCycle(deps, request.params['cycle']);
  const unitId = idOr404(request.params['unit']);
  const part = versionedPart.safeParse(request.params['part']);
  const unit = (await unitNames(sql, [unitId])).get(unitId);
  if (!part.success || unit === undefined) throw new Refused('NOT_FOUND');
  const { of, chosen } = await versionedOf(visit, { cycleId: cycle.id, unitId }, part.data);
  const zoned = createReader(reader.language, cycle.zone);
  return {
    kind: 'page',
    title: `${reader.name(unit)} · ${reader.t(part.data === 'goals' ? versionsPage.ofGoals : versionsPage.ofPlan)}`,
    cycle: shownCycle(cycle),
    body: (
      <VersionsPage
        reader={zoned}
        cycle={cycle}
        unit={unit}
        facts={await loadFacts(sql, cycle, { unitId, kind: part.data, stepId: part.data, opensAt: 0 })}
        of={of}
        chosen={chosen}
        costs={await seesWhole(sql, person, unitId)}
      />
    ),
  };
}

interface Chosen {
  readonly from: number;
  readonly to: number;
}

async function versionedOf(
  { deps: { sql }, person, request }: PersonVisit,
  place: { readonly cycleId: string; readonly unitId: string },
  part: 'goals' | 'plan',
): Promise<{ readonly of: Versioned; readonly chosen: Chosen | null }> {
  if (part === 'goals') {
    const versions = await versionsOfGoals(sql, person, place);
    const chosen = chosenOf(request.query, versions.length);
    return { of: { part, versions, compared: chosen === null ? null : comparedGoals(versions, chosen) }, chosen };
  }
  const versions = await versionsOfPlan(sql, person, place);
  const chosen = chosenOf(request.query, versions.length);
  return { of: { part, versions, compared: chosen === null ? null : comparedPlans(versions, chosen) }, chosen };
}

/** What was asked for; else the last two. null: there is nothing to compare. */
function chosenOf(query: Readonly<Record<string, unknown>>, count: number): Chosen | null {
  if (count < 2) return null;
  const number = (value: unknown, other: number): number =>
    typeof value === 'string' && /^[1-9]\d{0,5}$/.test(value) && Number(value) <= count ? Number(value) : other;
  return { from: number(query['from'], count - 1), to: number(query['to'], count) };
}
