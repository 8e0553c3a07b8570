import { Router } from 'express';
import type { ApiDeps } from '../deps.js';
import { once } from '../idempotent.js';
import { openChange } from '../open-change.js';
import { idOr404 } from '../parse.js';
import { signedIn } from '../session.js';

/** Change requests of a unit: opened here; drafted, submitted and decided like every step. */
export function changeRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.post('/cycles/:id/reviews/:unit/change-requests', async (request, response) => {
    const { id: actor } = await signedIn(deps, request);
    await once(deps, request, response, actor, async (tx) => {
      const body = await openChange(tx, { cycleId: idOr404(request.params.id), unitId: idOr404(request.params.unit), actor });
      return { status: 201, body };
    });
  });
  return router;
}
