import { Router } from 'express';
import { listVersions, readStep } from '../../db/inbox.js';
import { localDay } from '../../documents/schedule.js';
import { changeStepId } from '../../domain/process/index.js';
import { reviewIdOf } from '../../workflows/messages.js';
import { effectsOfChange } from '../change-effects.js';
import type { ApiDeps } from '../deps.js';
import { once } from '../idempotent.js';
import { openChange } from '../open-change.js';
import { idOr404 } from '../parse.js';
import { Refused } from '../refused.js';
import { maySeeStep, seesCosts } from '../rights.js';
import { signedIn } from '../session.js';
import { cycleOr404 } from './cycles.js';
import { reviewBase } from './review-address.js';

/** Change requests of a unit: opened here; drafted, submitted and decided like every step. */
export function changeRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.post(`${reviewBase}/change-requests`, async (request, response) => {
    const { id: actor } = await signedIn(deps, request);
    await once(deps, request, response, actor, async (tx) => {
      const body = await openChange(tx, {
        cycleId: idOr404(request.params.id),
        unitId: idOr404(request.params.unit),
        actor,
      });
      return { status: 201, body };
    });
  });
  router.get(`${reviewBase}/change-requests/:n/effects`, async (request, response) => {
    const person = await signedIn(deps, request);
    const unitId = idOr404(request.params.unit);
    const number = /^[1-9]\d{0,5}$/.exec(request.params.n)?.[0];
    const cycle = await cycleOr404(deps.sql, request);
    const reviewId = reviewIdOf(cycle.id, unitId);
    const step = number === undefined ? undefined : await readStep(deps.sql, reviewId, changeStepId(Number(number)));
    if (step === undefined) throw new Refused('STEP_NOT_FOUND');
    const today = localDay(cycle.clock.now, cycle.zone);
    const sees = (await maySeeStep(deps.sql, person, step, today)) && (await seesCosts(deps.sql, person, step, today));
    if (!sees) throw new Refused('FORBIDDEN');
    const [version] = await listVersions(deps.sql, reviewId, step.id);
    // What was submitted, and nothing that is still being written.
    const effects = version === undefined ? null : await effectsOfChange(deps.sql, cycle, unitId, version.content);
    if (effects === null || step.state === 'done') throw new Refused('NOT_FOUND');
    response.json(effects);
  });
  return router;
}
