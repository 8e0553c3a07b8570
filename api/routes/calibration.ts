import { Router } from 'express';
import { beforePublication } from '../before-publication.js';
import type { ApiDeps } from '../deps.js';
import { needsRight } from '../rights.js';
import { signedIn } from '../session.js';
import { cycleOr404 } from './cycles.js';

/** What is looked at before results are published: for HR, the board and the auditor. */
export function calibrationRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.get('/cycles/:id/calibration', async (request, response) => {
    const person = await signedIn(deps, request);
    needsRight(person, 'see', 'calibration');
    response.json(await beforePublication(deps.sql, await cycleOr404(deps.sql, request)));
  });
  return router;
}
