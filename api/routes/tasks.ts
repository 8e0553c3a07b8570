import { type Request, Router } from 'express';
import { ownsTask, ownTasks, taskReports } from '../../db/tasks.js';
import { goalId } from '../../documents/basics.js';
import { progressBody } from '../../documents/requests.js';
import type { ApiDeps } from '../deps.js';
import { idempotencyKey, once } from '../idempotent.js';
import { pageAsk, pageOf, pageOfAll } from '../paging.js';
import { parseBody } from '../parse.js';
import { reportProgress } from '../progress.js';
import { Refused } from '../refused.js';
import { seesProgress } from '../rights.js';
import { signedIn } from '../session.js';
import { cycleIdOf, partsOf, reviewBase, unitOf } from './review-address.js';

/** Tasks of plans: one's own, and how far they are. */
export function taskRoutes(deps: ApiDeps): Router {
  const { sql } = deps;
  const router = Router();
  const path = `${reviewBase}/tasks/*task/progress`;
  router.get('/me/plan-tasks', async (request, response) => {
    const person = await signedIn(deps, request);
    const ask = pageAsk(request, ['number', 'string', 'string', 'string', 'string']);
    const tasks = await ownTasks(sql, person.id);
    response.json(pageOfAll(tasks, ask, (it) => [it.closed ? 1 : 0, it.end ?? '', it.cycleId, it.unit, it.id]));
  });
  router.post(path, async (request, response) => {
    const person = await signedIn(deps, request);
    idempotencyKey(request);
    await once(deps, request, response, person.id, async (tx) => {
      const { percent, note, version = null } = parseBody(progressBody, request.body);
      const report = await reportProgress(tx, { ...placeOf(request), percent, note, version, actor: person.id });
      return { status: 201, body: report };
    });
  });
  router.get(path, async (request, response) => {
    const person = await signedIn(deps, request);
    const place = placeOf(request);
    const ask = pageAsk(request, ['string']);
    if (!seesProgress(person, place.unitId) && !(await ownsTask(sql, place, person.id))) throw new Refused('FORBIDDEN');
    const after = ask.after === null ? null : String(ask.after[0]).replace(/\D/g, '').slice(0, 18) || null;
    const reports = await taskReports(sql, place, { after, limit: ask.limit + 1 });
    response.json(pageOf(reports, ask, (report) => [report.id]));
  });
  return router;
}

/** @throws Refused NOT_FOUND */
function placeOf(request: Request) {
  const taskId = goalId.safeParse(partsOf(request.params['task']));
  const unitId = unitOf(request);
  if (!taskId.success || unitId === null) throw new Refused('NOT_FOUND');
  return { cycleId: cycleIdOf(request), unitId, taskId: taskId.data };
}
