import { Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import { listPersons } from '../../db/organization.js';
import { inboxOf } from '../../db/inbox.js';
import { signInBody } from '../../documents/requests.js';
import type { ApiDeps } from '../deps.js';
import { pageAsk, pageOfAll } from '../paging.js';
import { parseBody } from '../parse.js';
import { Refused } from '../refused.js';
import { beginSession, leaveSession, signedIn, signIn } from '../session.js';

export function sessionRoutes(deps: ApiDeps): Router {
  const router = Router();
  // Passwords are guessed slowly; personas need no guessing.
  const slow = rateLimit({
    windowMs: 60_000,
    limit: 20,
    skip: (request) => typeof (request.body as { persona?: unknown } | undefined)?.persona === 'string',
    handler: () => {
      throw new Refused('TOO_MANY_REQUESTS');
    },
  });
  router.post('/session', slow, async (request, response) => {
    const person = await signIn(deps, parseBody(signInBody, request.body));
    await beginSession(deps, response, person.id);
    response.json(person);
  });
  router.delete('/session', async (request, response) => {
    await leaveSession(deps, request, response);
    response.status(204).end();
  });
  router.get('/me', async (request, response) => {
    response.json(await signedIn(deps, request));
  });
  router.get('/me/tasks', async (request, response) => {
    const person = await signedIn(deps, request);
    const ask = pageAsk(request, ['number', 'string', 'string', 'string']);
    const tasks = await inboxOf(deps.sql, person.id);
    response.json(pageOfAll(tasks, ask, (task) => [task.dueAt, task.cycleId, task.unitId ?? '', task.stepId]));
  });
  router.get('/personas', async (request, response) => {
    const ask = pageAsk(request, ['string']);
    const persons = deps.config.personas ? await listPersons(deps.sql) : [];
    response.json(pageOfAll(persons, ask, (person) => [person.id]));
  });
  return router;
}
