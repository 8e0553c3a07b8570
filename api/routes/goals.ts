import { type Request, Router } from 'express';
import { goalId } from '../../documents/basics.js';
import { compareQuery, versionedPart } from '../../documents/requests.js';
import type { ApiDeps } from '../deps.js';
import { loadGoal, servingKey } from '../goal-view.js';
import { pageAsk } from '../paging.js';
import { parseBody } from '../parse.js';
import { Refused } from '../refused.js';
import { signedIn } from '../session.js';
import { comparedGoals, comparedPlans, versionsOfGoals, versionsOfPlan } from '../versions-view.js';
import { cycleOr404 } from './cycles.js';
import { partsOf, reviewBase, unitOf } from './review-address.js';

/** Goals one by one, and the versions of goals and plans that were in force. */
export function goalRoutes(deps: ApiDeps): Router {
  const { sql } = deps;
  const router = Router();
  router.get('/cycles/:id/goals/*goal', async (request, response, next) => {
    const id = goalId.safeParse(partsOf(request.params.goal));
    // A longer address is somebody else's.
    if (!id.success) return next();
    const person = await signedIn(deps, request);
    const cycle = await cycleOr404(sql, request);
    response.json(await loadGoal(sql, cycle, person, id.data, pageAsk(request, servingKey)));
  });
  router.get(`${reviewBase}/versions/:part`, async (request, response) => {
    const person = await signedIn(deps, request);
    const { part, ...place } = await placeOf(deps, request);
    const versions =
      part === 'goals' ? await versionsOfGoals(sql, person, place) : await versionsOfPlan(sql, person, place);
    response.json({ items: versions, next: null });
  });
  router.get(`${reviewBase}/versions/:part/comparison`, async (request, response) => {
    const person = await signedIn(deps, request);
    const numbers = parseBody(compareQuery, request.query);
    const { part, ...place } = await placeOf(deps, request);
    const compared =
      part === 'goals'
        ? comparedGoals(await versionsOfGoals(sql, person, place), numbers)
        : comparedPlans(await versionsOfPlan(sql, person, place), numbers);
    response.json({ ...numbers, ...compared });
  });
  return router;
}

/** @throws Refused NOT_FOUND */
async function placeOf({ sql }: ApiDeps, request: Request) {
  const part = versionedPart.safeParse(request.params['part']);
  const unitId = unitOf(request);
  if (!part.success || unitId === null) throw new Refused('NOT_FOUND');
  const { id: cycleId } = await cycleOr404(sql, request);
  return { part: part.data, cycleId, unitId };
}
