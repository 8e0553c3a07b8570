import type { Router } from 'express';
import { plansSoFar } from '../../../db/improvement.js';
import { planNumber } from '../../../documents/improvement-requests.js';
import { planStepId } from '../../../domain/improvement/index.js';
import { improvementPage as words } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { openImprovement } from '../../open-improvement.js';
import { idOr404 } from '../../parse.js';
import { Refused } from '../../refused.js';
import { knownCycle } from '../console/routes.js';
import { type PageAnswer, personPage, type PersonVisit, redirect } from '../http.js';
import { links } from '../links.js';
import { createReader } from '../reader.js';
import { shownCycle } from '../steps/load.js';
import { PlansPage } from './list-page.js';
import { loadPlan, loadPlans } from './load.js';
import { PlanPage } from './plan-page.js';

const ofUnit = '/cycles/:cycle/units/:unit/improvement-plans';

export function improvementPages(router: Router, deps: ApiDeps): void {
  router.get('/cycles/:cycle/improvement-plans', personPage(deps, listAnswer));
  router.get(`${ofUnit}/:n`, personPage(deps, planAnswer));
  router.post(ofUnit, personPage(deps, postPlan));
}

async function listAnswer({ deps, request, reader, person }: PersonVisit): Promise<PageAnswer> {
  const cycle = await knownCycle(deps, request.params['cycle']);
  const view = await loadPlans(deps.sql, person, cycle);
  return {
    kind: 'page',
    title: `${cycle.title} · ${reader.t(words.list)}`,
    cycle: shownCycle(cycle),
    body: <PlansPage reader={createReader(reader.language, cycle.zone)} view={view} />,
  };
}

async function planAnswer({ deps, request, reader, person }: PersonVisit): Promise<PageAnswer> {
  const cycle = await knownCycle(deps, request.params['cycle']);
  const number = planNumber.safeParse(request.params['n']);
  if (!number.success) throw new Refused('NOT_FOUND');
  const view = await loadPlan(deps.sql, person, cycle, idOr404(request.params['unit']), number.data);
  return {
    kind: 'page',
    title: reader.t(words.titleOf(reader.name(view.unit), view.plan.number)),
    cycle: shownCycle(cycle),
    body: <PlanPage reader={createReader(reader.language, cycle.zone)} view={view} />,
  };
}

/** Pressed twice, or one is under way: that one is shown. */
async function postPlan({ deps, request, person }: PersonVisit): Promise<PageAnswer> {
  const [cycleId, unitId] = [idOr404(request.params['cycle']), idOr404(request.params['unit'])];
  try {
    const { stepId } = await deps.sql.begin((tx) => openImprovement(tx, { cycleId, unitId, person }));
    return redirect(links.step(cycleId, unitId, stepId));
  } catch (error) {
    if (!(error instanceof Refused && error.code === 'IMPROVEMENT_OPEN')) throw error;
    const { count } = await plansSoFar(deps.sql, cycleId, unitId, 0);
    return redirect(links.step(cycleId, unitId, planStepId(count)));
  }
}
