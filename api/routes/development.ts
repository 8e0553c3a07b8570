import { Router } from 'express';
import { listDevelopment, readDevelopment, versionsOfDevelopment } from '../../db/development.js';
import { listTrainingBudgets } from '../../db/training-budgets.js';
import { eventsOfAssignment, listAssignments, listTrainings, readAssignment } from '../../db/trainings.js';
import {
  assignBody,
  assignmentActBody,
  assignmentsFilter,
  developmentBody,
  developmentFilter,
  developmentOpenBody,
  trainingBody,
  trainingBudgetBody,
} from '../../documents/requests-feedback.js';
import type { ApiDeps } from '../deps.js';
import { developmentSight, openEntry, seesEntry, writeEntry } from '../development.js';
import { shownAssignment, shownBudget, shownBudgets, shownTraining } from '../feedback-shown.js';
import { once } from '../idempotent.js';
import { today } from '../in-line.js';
import { pageAsk, pageOf } from '../paging.js';
import { idOr404, parseBody } from '../parse.js';
import { Refused } from '../refused.js';
import { needsRight, unitsInSight } from '../rights.js';
import { signedIn } from '../session.js';
import { assign, cataloguePlace, putTraining, sayOfTraining, setBudget } from '../trainings.js';
import { cycleOr404 } from './cycles.js';
import { before, serialOf } from './monitoring.js';

/** Development plans, the catalogue of trainings, trainings of people and what they cost. */
export function developmentRoutes(deps: ApiDeps): Router {
  const router = Router();
  entryRoutes(router, deps);
  catalogueRoutes(router, deps);
  assignmentRoutes(router, deps);
  budgetRoutes(router, deps);
  return router;
}

function entryRoutes(router: Router, deps: ApiDeps): void {
  const { sql } = deps;
  const base = '/cycles/:id/development';
  router.get(base, async (request, response) => {
    const person = await signedIn(deps, request);
    const cycle = await cycleOr404(sql, request);
    const ask = pageAsk(request, ['string']);
    const { unit, person: about, state, item } = parseBody(developmentFilter, request.query);
    const wanted = { unit, person: about, state, item, before: before(ask.after), limit: ask.limit + 1 };
    const rows = await listDevelopment(sql, cycle.id, await developmentSight(sql, person, cycle), wanted);
    response.json(pageOf(rows, ask, (row) => [row.id]));
  });
  router.get(`${base}/:entry`, async (request, response) => {
    const person = await signedIn(deps, request);
    const cycle = await cycleOr404(sql, request);
    const row = await readDevelopment(sql, cycle.id, serialOf(request, 'entry'));
    if (row === undefined) throw new Refused('NOT_FOUND');
    const sight = await developmentSight(sql, person, cycle);
    if (!seesEntry(sight, row)) throw new Refused('FORBIDDEN');
    response.json({ ...row, versions: await versionsOfDevelopment(sql, row.id) });
  });
  router.post(base, async (request, response) => {
    const person = await signedIn(deps, request);
    await once(deps, request, response, person.id, async (tx) => {
      const body = parseBody(developmentOpenBody, request.body);
      return { status: 201, body: await openEntry(deps, tx, person, await cycleOr404(tx, request), body) };
    });
  });
  router.post(`${base}/:entry`, async (request, response) => {
    const person = await signedIn(deps, request);
    await once(deps, request, response, person.id, async (tx) => {
      const body = { ...parseBody(developmentBody, request.body), id: serialOf(request, 'entry') };
      return { status: 200, body: await writeEntry(deps, tx, person, await cycleOr404(tx, request), body) };
    });
  });
}

function catalogueRoutes(router: Router, deps: ApiDeps): void {
  const { sql } = deps;
  for (const base of ['/trainings', '/cycles/:id/trainings'] as const) {
    const ofCycle = base !== '/trainings';
    router.get(base, async (request, response) => {
      await signedIn(deps, request);
      const { book } = ofCycle ? await cycleOr404(sql, request) : { book: 'real' };
      response.json({ items: (await listTrainings(sql, book)).map(shownTraining) });
    });
    router.put(`${base}/:training`, async (request, response) => {
      const person = await signedIn(deps, request);
      needsRight(person, 'write', 'catalogue');
      await once(deps, request, response, person.id, async (tx) => {
        const body = parseBody(trainingBody, request.body);
        const place = await cataloguePlace(tx, ofCycle ? await cycleOr404(tx, request) : null);
        const row = await putTraining(tx, person, place, idOr404(request.params['training']), body);
        return { status: 200, body: shownTraining(row) };
      });
    });
  }
}

function assignmentRoutes(router: Router, deps: ApiDeps): void {
  const { sql } = deps;
  const base = '/cycles/:id/training-assignments';
  router.get(base, async (request, response) => {
    const person = await signedIn(deps, request);
    const cycle = await cycleOr404(sql, request);
    const ask = pageAsk(request, ['string']);
    const { unit, person: of, state, item } = parseBody(assignmentsFilter, request.query);
    const sight = await developmentSight(sql, person, cycle);
    const wanted = { unit, person: of, state, item, before: before(ask.after), limit: ask.limit + 1 };
    const { items, next } = pageOf(await listAssignments(sql, cycle.id, sight, wanted), ask, (row) => [row.id]);
    const seesCost = (unitId: string): boolean => sight.units?.includes(unitId) !== false;
    response.json({ items: items.map((row) => shownAssignment(row, seesCost(row.unitId))), next });
  });
  router.get(`${base}/:assignment`, async (request, response) => {
    const person = await signedIn(deps, request);
    const cycle = await cycleOr404(sql, request);
    const row = await readAssignment(sql, cycle.id, serialOf(request, 'assignment'));
    if (row === undefined) throw new Refused('NOT_FOUND');
    const { units } = await developmentSight(sql, person, cycle);
    const inLine = units?.includes(row.unitId) !== false;
    if (!inLine && row.person !== person.id) throw new Refused('FORBIDDEN');
    response.json({ ...shownAssignment(row, inLine), events: await eventsOfAssignment(sql, row.id) });
  });
  router.post(base, async (request, response) => {
    const person = await signedIn(deps, request);
    await once(deps, request, response, person.id, async (tx) => {
      const body = parseBody(assignBody, request.body);
      const row = await assign(deps, tx, person, await cycleOr404(tx, request), body);
      return { status: 201, body: shownAssignment(row, true) };
    });
  });
  router.post(`${base}/:assignment`, async (request, response) => {
    const person = await signedIn(deps, request);
    await once(deps, request, response, person.id, async (tx) => {
      const body = { ...parseBody(assignmentActBody, request.body), id: serialOf(request, 'assignment') };
      const row = await sayOfTraining(deps, tx, person, await cycleOr404(tx, request), body);
      return { status: 200, body: shownAssignment(row, row.person !== person.id) };
    });
  });
}

function budgetRoutes(router: Router, deps: ApiDeps): void {
  const { sql } = deps;
  const base = '/cycles/:id/training-budgets';
  router.get(base, async (request, response) => {
    const person = await signedIn(deps, request);
    const cycle = await cycleOr404(sql, request);
    const units = await unitsInSight(sql, person, 'training-budget', today(cycle));
    response.json(shownBudgets(cycle, await listTrainingBudgets(sql, cycle.id, units)));
  });
  router.put(`${base}/:unit`, async (request, response) => {
    const person = await signedIn(deps, request);
    needsRight(person, 'write', 'training-budget');
    await once(deps, request, response, person.id, async (tx) => {
      const asked = { ...parseBody(trainingBudgetBody, request.body), unit: idOr404(request.params['unit']) };
      return {
        status: 200,
        body: shownBudget(await setBudget(deps, tx, person, await cycleOr404(tx, request), asked)),
      };
    });
  });
}
