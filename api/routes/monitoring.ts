import { type Request, Router } from 'express';
import { asksOfUnit } from '../../db/checkpoints.js';
import { listThreads, readThread } from '../../db/coaching.js';
import { actionsOf, listCases, ownersOf, readCase } from '../../db/deviation-cases.js';
import { judgementsOf } from '../../db/monitoring.js';
import {
  actionBody,
  casesFilter,
  noteBody,
  notesFilter,
  ownerBody,
  unitFilter,
  wordsBody,
} from '../../documents/requests.js';
import { serial } from '../../documents/basics.js';
import { answer } from '../asks.js';
import { addNote, answerNote } from '../coaching.js';
import { nameOwner, sayAction } from '../corrective-actions.js';
import type { ApiDeps } from '../deps.js';
import { once } from '../idempotent.js';
import { seesTalk } from '../in-line.js';
import { pageAsk, pageOf } from '../paging.js';
import { parseBody } from '../parse.js';
import { Refused } from '../refused.js';
import { seesProgress, unitsOfProgress } from '../rights.js';
import { signedIn } from '../session.js';
import { shownCase, shownThread } from '../monitoring-shown.js';
import { cycleOr404 } from './cycles.js';

/** Deviations with what becomes of them, what reports ask, coaching notes. */
export function monitoringRoutes(deps: ApiDeps): Router {
  const router = Router();
  caseRoutes(router, deps);
  askRoutes(router, deps);
  noteRoutes(router, deps);
  return router;
}

/** @throws Refused NOT_FOUND */
export function serialOf(request: Request, name: string): string {
  const parsed = serial.safeParse(request.params[name]);
  if (!parsed.success) throw new Refused('NOT_FOUND');
  return parsed.data;
}

/** The last row of the page before. @throws Refused BODY_INVALID */
export function before(after: readonly (string | number)[] | null): string | null {
  if (after === null) return null;
  const parsed = serial.safeParse(after[0]);
  if (!parsed.success) throw new Refused('BODY_INVALID', [{ pointer: '/cursor', code: 'FORMAT_WRONG' }]);
  return parsed.data;
}

function caseRoutes(router: Router, deps: ApiDeps): void {
  const { sql } = deps;
  const base = '/cycles/:id/deviation-cases';
  router.get(base, async (request, response) => {
    const person = await signedIn(deps, request);
    const cycle = await cycleOr404(sql, request);
    const among = unitsOfProgress(person);
    const ask = pageAsk(request, ['string']);
    const { state, unit, owner } = parseBody(casesFilter, request.query);
    const limit = ask.limit + 1;
    const rows = await listCases(sql, cycle.id, { among, state, unit, owner, before: before(ask.after), limit });
    const { items, next } = pageOf(rows, ask, (row) => [row.id]);
    response.json({ items: await Promise.all(items.map((row) => shownCase(sql, person, cycle, row))), next });
  });
  router.get(`${base}/:case`, async (request, response) => {
    const person = await signedIn(deps, request);
    const cycle = await cycleOr404(sql, request);
    const row = await readCase(sql, cycle.id, serialOf(request, 'case'));
    if (row === undefined) throw new Refused('NOT_FOUND');
    const shown = await shownCase(sql, person, cycle, row);
    if (!seesProgress(person, row.unitId) && !shown.whole) throw new Refused('FORBIDDEN');
    response.json({
      ...shown,
      judgements: await judgementsOf(sql, cycle.id, row.goalId),
      actions: shown.whole ? await actionsOf(sql, row.id) : [],
      owners: shown.whole ? await ownersOf(sql, row.id) : [],
    });
  });
  router.post(`${base}/:case/action`, async (request, response) => {
    const person = await signedIn(deps, request);
    await once(deps, request, response, person.id, async (tx) => {
      const body = parseBody(actionBody, request.body);
      const cycle = await cycleOr404(tx, request);
      const row = await sayAction(deps, tx, person, cycle, serialOf(request, 'case'), body);
      return { status: 200, body: await shownCase(tx, person, cycle, row) };
    });
  });
  router.post(`${base}/:case/owner`, async (request, response) => {
    const person = await signedIn(deps, request);
    await once(deps, request, response, person.id, async (tx) => {
      const { owner } = parseBody(ownerBody, request.body);
      const cycle = await cycleOr404(tx, request);
      const row = await nameOwner(deps, tx, person, cycle, serialOf(request, 'case'), owner);
      return { status: 200, body: await shownCase(tx, person, cycle, row) };
    });
  });
}

function askRoutes(router: Router, deps: ApiDeps): void {
  const { sql } = deps;
  router.get('/cycles/:id/asks', async (request, response) => {
    const person = await signedIn(deps, request);
    const cycle = await cycleOr404(sql, request);
    const ask = pageAsk(request, ['string']);
    const { unit } = parseBody(unitFilter, request.query);
    if (!(await seesTalk(sql, person, cycle, unit))) throw new Refused('FORBIDDEN');
    const last = before(ask.after);
    const asks = await asksOfUnit(sql, cycle.id, unit);
    const rows = last === null ? asks : asks.filter((row) => BigInt(row.id) < BigInt(last));
    response.json(pageOf(rows, ask, (row) => [row.id]));
  });
  router.post('/cycles/:id/asks/:ask/answer', async (request, response) => {
    const person = await signedIn(deps, request);
    await once(deps, request, response, person.id, async (tx) => {
      const { text } = parseBody(wordsBody, request.body);
      const cycle = await cycleOr404(tx, request);
      return { status: 200, body: await answer(deps, tx, person, cycle, serialOf(request, 'ask'), text) };
    });
  });
}

function noteRoutes(router: Router, deps: ApiDeps): void {
  const { sql } = deps;
  const base = '/cycles/:id/notes';
  router.get(base, async (request, response) => {
    const person = await signedIn(deps, request);
    const cycle = await cycleOr404(sql, request);
    const ask = pageAsk(request, ['string']);
    const { unit, goal = null } = parseBody(notesFilter, request.query);
    if (!(await seesTalk(sql, person, cycle, unit))) throw new Refused('FORBIDDEN');
    const wanted = { cycleId: cycle.id, unitId: unit, goalId: goal, before: before(ask.after), limit: ask.limit + 1 };
    const { items, next } = pageOf(await listThreads(sql, wanted), ask, ([first]) => [first?.id ?? '']);
    response.json({ items: items.map(shownThread), next });
  });
  router.post(base, async (request, response) => {
    const person = await signedIn(deps, request);
    await once(deps, request, response, person.id, async (tx) => {
      const body = parseBody(noteBody, request.body);
      const cycle = await cycleOr404(tx, request);
      return { status: 201, body: shownThread(await addNote(deps, tx, person, cycle, body)) };
    });
  });
  router.get(`${base}/:note`, async (request, response) => {
    const person = await signedIn(deps, request);
    const cycle = await cycleOr404(sql, request);
    const thread = await readThread(sql, cycle.id, serialOf(request, 'note'));
    const [first] = thread;
    if (first === undefined) throw new Refused('NOT_FOUND');
    if (!(await seesTalk(sql, person, cycle, first.unitId))) throw new Refused('FORBIDDEN');
    response.json(shownThread(thread));
  });
  router.post(`${base}/:note/answers`, async (request, response) => {
    const person = await signedIn(deps, request);
    await once(deps, request, response, person.id, async (tx) => {
      const { text } = parseBody(wordsBody, request.body);
      const cycle = await cycleOr404(tx, request);
      const thread = await answerNote(deps, tx, person, cycle, serialOf(request, 'note'), text);
      return { status: 201, body: shownThread(thread) };
    });
  });
}
