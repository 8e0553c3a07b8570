import { Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import { z } from 'zod';
import { listPersons } from '../../db/organization.js';
import { inboxOf } from '../../db/inbox.js';
import type { ApiDeps } from '../deps.js';
import { parseBody } from '../parse.js';
import { Refused } from '../refused.js';
import { beginSession, leaveSession, signedIn, signIn } from '../session.js';

export const signInBody = z.union([
  z.strictObject({ persona: z.string().max(64) }),
  z.strictObject({ login: z.string().max(200), password: z.string().max(1000) }),
]);

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
    response.json({ items: await inboxOf(deps.sql, person.id), next: null });
  });
  router.get('/personas', async (_request, response) => {
    response.json({ items: deps.config.personas ? await listPersons(deps.sql) : [], next: null });
  });
  return router;
}
