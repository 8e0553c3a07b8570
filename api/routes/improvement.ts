import { type Request, Router } from 'express';
import { eventsOfPlan, type PlanLine, plansIn, readPlanOfUnit } from '../../db/improvement-lists.js';
import { planNumber } from '../../documents/improvement-requests.js';
import type { ApiDeps } from '../deps.js';
import { once } from '../idempotent.js';
import { candidates, plansInSight, plansSeen } from '../improvement-view.js';
import { openImprovement } from '../open-improvement.js';
import { pageAsk, pageOf } from '../paging.js';
import { idOr404 } from '../parse.js';
import { Refused } from '../refused.js';
import { needs } from '../rights.js';
import { signedIn } from '../session.js';
import { cycleOr404 } from './cycles.js';
import { reviewBase } from './review-address.js';

/** Improvement plans: opened and read here; what is said about one is said in the steps of the unit's review. */
export function improvementRoutes(deps: ApiDeps): Router {
  const { sql } = deps;
  const router = Router();
  router.post(`${reviewBase}/improvement-plans`, async (request, response) => {
    const person = await signedIn(deps, request);
    await once(deps, request, response, person.id, async (tx) => {
      const place = { cycleId: idOr404(request.params.id), unitId: idOr404(request.params.unit) };
      return { status: 201, body: await openImprovement(tx, { ...place, person }) };
    });
  });
  router.get(`${reviewBase}/improvement-plans`, async (request, response) => {
    const person = await signedIn(deps, request);
    const cycle = await cycleOr404(sql, request);
    const plans = await plansSeen(sql, person, cycle, idOr404(request.params.unit));
    response.json({ items: plans.map(plainPlan), next: null });
  });
  router.get(`${reviewBase}/improvement-plans/:n`, async (request, response) => {
    const person = await signedIn(deps, request);
    const cycle = await cycleOr404(sql, request);
    const unitId = idOr404(request.params.unit);
    const wanted = numberOf(request);
    const plan = (await plansSeen(sql, person, cycle, unitId)).find(({ number }) => number === wanted);
    const known = plan ?? (await readPlanOfUnit(sql, cycle.id, unitId, wanted));
    if (plan === undefined) throw new Refused(known === undefined ? 'NOT_FOUND' : 'FORBIDDEN');
    response.json({ ...plainPlan(plan), events: await eventsOfPlan(sql, plan.id) });
  });
  router.get('/cycles/:id/improvement-plans', async (request, response) => {
    const person = await signedIn(deps, request);
    const cycle = await cycleOr404(sql, request);
    const units = await plansInSight(sql, person);
    const ask = pageAsk(request, ['number']);
    const offset = Number(ask.after?.[0] ?? 0);
    const rows = await plansIn(sql, cycle.id, units, { offset, limit: ask.limit + 1 });
    const page = pageOf(rows, ask, () => [offset + ask.limit]);
    response.json({ ...page, items: page.items.map(plainPlan) });
  });
  router.get('/cycles/:id/improvement-candidates', async (request, response) => {
    const person = await signedIn(deps, request);
    needs(person, 'hr', 'board', 'auditor');
    const cycle = await cycleOr404(sql, request);
    const ask = pageAsk(request, ['number']);
    const offset = Number(ask.after?.[0] ?? 0);
    const found = await candidates(sql, cycle, { offset, limit: ask.limit + 1 });
    const page = pageOf(found, ask, () => [offset + ask.limit]);
    response.json({ ...page, items: page.items.map(({ id, total, grade }) => ({ unitId: id, total, grade })) });
  });
  return router;
}

/** @throws Refused NOT_FOUND */
function numberOf(request: Request): number {
  const parsed = planNumber.safeParse(request.params['n']);
  if (!parsed.success) throw new Refused('NOT_FOUND');
  return parsed.data;
}

const plainPlan = ({ unitZh: _zh, unitEn: _en, ...plan }: PlanLine): Omit<PlanLine, 'unitZh' | 'unitEn'> => plan;
