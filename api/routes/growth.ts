import { type Request, Router } from 'express';
import {
  nextCycleBody,
  nextCycleQuery,
  recognitionAnswerBody,
  recognitionBody,
  recognitionNumber,
} from '../../documents/growth.js';
import { readSeed } from '../../db/next-cycle.js';
import type { ApiDeps } from '../deps.js';
import { once } from '../idempotent.js';
import { previewNext, startNext } from '../next-cycle.js';
import { openNomination } from '../open-nomination.js';
import { idOr404, parseBody } from '../parse.js';
import { answerRecognition, giveRecognition, readRecognitions } from '../recognition.js';
import { Refused } from '../refused.js';
import { needsRight } from '../rights.js';
import { signedIn } from '../session.js';
import { cycleOr404 } from './cycles.js';
import { reviewBase } from './review-address.js';

/** What follows a result: recognition, nomination, the next cycle. */
export function growthRoutes(deps: ApiDeps): Router {
  const router = Router();
  recognitionRoutes(router, deps);
  nextCycleRoutes(router, deps);
  router.post(`${reviewBase}/nominations`, async (request, response) => {
    const { id: actor } = await signedIn(deps, request);
    await once(deps, request, response, actor, async (tx) => {
      const [cycleId, unitId] = [idOr404(request.params.id), idOr404(request.params.unit)];
      return { status: 201, body: await openNomination(tx, { cycleId, unitId, actor }) };
    });
  });
  return router;
}

function recognitionRoutes(router: Router, deps: ApiDeps): void {
  router.get('/cycles/:id/recognitions', async (request, response) => {
    needsRight(await signedIn(deps, request), 'see', 'recognition');
    response.json(await readRecognitions(deps.sql, await cycleOr404(deps.sql, request)));
  });
  router.post('/cycles/:id/recognitions', async (request, response) => {
    const person = await signedIn(deps, request);
    needsRight(person, 'propose', 'recognition');
    await once(deps, request, response, person.id, async (tx) => {
      const body = parseBody(recognitionBody, request.body);
      return { status: 201, body: await giveRecognition(deps, tx, person, await cycleOr404(tx, request), body) };
    });
  });
  for (const [way, event] of [
    ['confirm', 'confirmed'],
    ['decline', 'declined'],
  ] as const) {
    router.post(`/cycles/:id/recognitions/:number/${way}`, async (request, response) => {
      const person = await signedIn(deps, request);
      needsRight(person, 'decide', 'recognition');
      await once(deps, request, response, person.id, async (tx) => {
        const { words } = parseBody(recognitionAnswerBody, request.body);
        const cycle = await cycleOr404(tx, request);
        const asked = { number: numberOf(request), event, words };
        return { status: 200, body: await answerRecognition(deps, tx, person, cycle, asked) };
      });
    });
  }
}

function nextCycleRoutes(router: Router, deps: ApiDeps): void {
  const { sql, engine } = deps;
  router.get('/cycles/:id/next-cycle', async (request, response) => {
    const person = await signedIn(deps, request);
    needsRight(person, 'steer', 'cycle');
    const { targets } = parseBody(nextCycleQuery, request.query);
    const from = await cycleOr404(sql, request);
    response.json(await previewNext(sql, person, from, { targets, cycle: {} }));
  });
  router.post('/cycles/:id/next-cycle', async (request, response) => {
    const person = await signedIn(deps, request);
    needsRight(person, 'steer', 'cycle');
    await once(deps, request, response, person.id, async (tx) => {
      const ask = parseBody(nextCycleBody, request.body);
      const next = await startNext(deps, tx, person, await cycleOr404(tx, request), ask);
      // With Temporal away the cycle is written, and the relay starts it.
      const afterwards = async (): Promise<number> =>
        (await engine.startCycle(next.request.id)) === 'started' ? 201 : 202;
      return { status: 201, body: next, afterwards };
    });
  });
  router.get('/cycles/:id/learnt', async (request, response) => {
    needsRight(await signedIn(deps, request), 'see', 'cycle');
    const seed = await readSeed(sql, (await cycleOr404(sql, request)).id);
    if (seed === undefined) throw new Refused('NOT_FOUND');
    response.json(seed);
  });
}

/** @throws Refused NOT_FOUND */
function numberOf(request: Request): number {
  const parsed = recognitionNumber.safeParse(request.params['number']);
  if (!parsed.success) throw new Refused('NOT_FOUND');
  return parsed.data;
}
