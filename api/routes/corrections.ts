import { Router } from 'express';
import type { ApiDeps } from '../deps.js';
import { once } from '../idempotent.js';
import { openCorrection } from '../open-correction.js';
import { idOr404 } from '../parse.js';
import { needsRight } from '../rights.js';
import { signedIn } from '../session.js';

/** Corrections of published results: opened here by HR; submitted and decided like every step of the cycle's own. */
export function correctionRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.post('/cycles/:id/corrections', async (request, response) => {
    const person = await signedIn(deps, request);
    needsRight(person, 'propose', 'correction');
    await once(deps, request, response, person.id, async (tx) => {
      return { status: 201, body: await openCorrection(tx, idOr404(request.params.id), person.id) };
    });
  });
  return router;
}
