import { Router } from 'express';
import { readHistories } from '../../db/histories.js';
import { listSteps } from '../../db/inbox.js';
import { cycleWorkflowId, reviewIdOf, reviewWorkflowId } from '../../workflows/messages.js';
import type { ApiDeps } from '../deps.js';
import { Refused } from '../refused.js';
import { needsJournal } from '../rights.js';
import { signedIn } from '../session.js';
import { untoldSteps } from '../told-steps.js';
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
    const steps = unit === null ? [] : await listSteps(deps.sql, reviewIdOf(cycle.id, unit));
    const untold = await untoldSteps(deps.sql, person, cycle, steps);
    response.json({
      workflowId,
      events: (living ?? []).filter(({ words }) => !words.some(({ stepId }) => untold.has(stepId))),
      // What was kept is whole or nothing: its states name every step of the review.
      archived: untold.size > 0 ? [] : archived.map(({ runId, digest, history }) => ({ runId, digest, history })),
    });
  });
  return router;
}

/** A conversation begins with its first word: before that there is no history anywhere. */
async function neverBorn({ sql }: ApiDeps, reviewId: string): Promise<boolean> {
  const [review] = await sql<{ born: boolean }[]>`SELECT born FROM reviews WHERE id = ${reviewId}`;
  return review?.born === false;
}
