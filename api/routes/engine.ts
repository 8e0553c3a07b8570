import { Router } from 'express';
import { readHistories } from '../../db/histories.js';
import { cycleWorkflowId, reviewIdOf, reviewWorkflowId } from '../../workflows/messages.js';
import type { ApiDeps } from '../deps.js';
import { Refused } from '../refused.js';
import { needsJournal } from '../rights.js';
import { signedIn } from '../session.js';
import { cycleOr404 } from './cycles.js';
import { unitOf } from './review-address.js';

/** What only the engine knows: with it away these routes, and no others, answer 503. */
export function engineRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.get('/cycles/:id/reviews/:unit/history', async (request, response) => {
    const person = await signedIn(deps, request);
    const unit = unitOf(request);
    await needsJournal(deps.sql, person, unit);
    const cycle = await cycleOr404(deps.sql, request);
    if (unit !== null && !cycle.subjects.includes(unit)) throw new Refused('NOT_FOUND');
    const workflowId = unit === null ? cycleWorkflowId(cycle.id) : reviewWorkflowId(reviewIdOf(cycle.id, unit));
    const archived = await readHistories(deps.sql, workflowId);
    const living = await deps.engine.history(workflowId);
    if (living === null && archived.length === 0 && !(await neverBorn(deps, reviewIdOf(cycle.id, unit)))) {
      throw new Refused('ENGINE_AWAY');
    }
    response.json({
      workflowId,
      events: living ?? [],
      archived: archived.map(({ runId, digest, history }) => ({ runId, digest, history })),
    });
  });
  return router;
}

/** A conversation begins with its first word: before that there is no history anywhere. */
async function neverBorn({ sql }: ApiDeps, reviewId: string): Promise<boolean> {
  const [review] = await sql<{ born: boolean }[]>`SELECT born FROM reviews WHERE id = ${reviewId}`;
  return review?.born === false;
}
