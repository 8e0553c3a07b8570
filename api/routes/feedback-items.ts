import { type Request, Router } from 'express';
import type { Transaction } from '../../db/connect.js';
import type { CycleRow } from '../../db/cycles.js';
import { countItems, eventsOfItem, type ItemRow, listItems, readItem } from '../../db/feedback-items.js';
import {
  itemAnswerBody,
  itemOutcomeBody,
  itemOwnerBody,
  itemsFilter,
  itemVerdictBody,
} from '../../documents/requests-feedback.js';
import type { ApiDeps } from '../deps.js';
import { itemRights, itemsInSight, passItemOn, sayOfItem } from '../feedback-items.js';
import { shownItem, shownItems } from '../feedback-shown.js';
import { once } from '../idempotent.js';
import { pageAsk, pageOf } from '../paging.js';
import { parseBody } from '../parse.js';
import { Refused } from '../refused.js';
import { type Person, signedIn } from '../session.js';
import { cycleOr404 } from './cycles.js';
import { before, serialOf } from './monitoring.js';

const base = '/cycles/:id/feedback-items';

/** Difficulties and suggestions that units named after talks, and what becomes of them. */
export function feedbackItemRoutes(deps: ApiDeps): Router {
  const router = Router();
  readRoutes(router, deps);
  actRoutes(router, deps);
  return router;
}

function readRoutes(router: Router, deps: ApiDeps): void {
  const { sql } = deps;
  router.get(base, async (request, response) => {
    const person = await signedIn(deps, request);
    const cycle = await cycleOr404(sql, request);
    const ask = pageAsk(request, ['string']);
    const { unit, kind, state } = parseBody(itemsFilter, request.query);
    const filter = { ...(await itemsInSight(sql, person, cycle)), unit, kind };
    const rows = await listItems(sql, cycle.id, { ...filter, state, before: before(ask.after), limit: ask.limit + 1 });
    const { items, next } = pageOf(rows, ask, (row) => [row.id]);
    response.json({ items: await shownItems(sql, items), next, counts: await countItems(sql, cycle.id, filter) });
  });
  router.get(`${base}/:item`, async (request, response) => {
    const person = await signedIn(deps, request);
    const cycle = await cycleOr404(sql, request);
    const row = await readItem(sql, cycle.id, serialOf(request, 'item'));
    if (row === undefined) throw new Refused('NOT_FOUND');
    if (!(await itemRights(sql, person, cycle, row)).sees) throw new Refused('FORBIDDEN');
    response.json({ ...(await shownItem(sql, row)), events: await eventsOfItem(sql, row.id) });
  });
}

type Act = (tx: Transaction, person: Person, cycle: CycleRow, request: Request) => Promise<ItemRow>;

function actRoutes(router: Router, deps: ApiDeps): void {
  const acts: Readonly<Record<string, Act>> = {
    owner: (tx, person, cycle, request) => {
      const body = parseBody(itemOwnerBody, request.body);
      return passItemOn(deps, tx, person, cycle, { id: serialOf(request, 'item'), ...body });
    },
    answer: (tx, person, cycle, request) => {
      const { version, text, dueOn = null } = parseBody(itemAnswerBody, request.body);
      const said = { id: serialOf(request, 'item'), version, act: 'answered', text, dueOn } as const;
      return sayOfItem(deps, tx, person, cycle, said);
    },
    outcome: (tx, person, cycle, request) => {
      const { version, outcome, text } = parseBody(itemOutcomeBody, request.body);
      const said = { id: serialOf(request, 'item'), version, act: outcome, text, dueOn: null };
      return sayOfItem(deps, tx, person, cycle, said);
    },
    verdict: (tx, person, cycle, request) => {
      const { version, verdict, text } = parseBody(itemVerdictBody, request.body);
      const said = { id: serialOf(request, 'item'), version, act: verdict, text, dueOn: null };
      return sayOfItem(deps, tx, person, cycle, said);
    },
  };
  for (const [name, act] of Object.entries(acts)) {
    router.post(`${base}/:item/${name}`, async (request, response) => {
      const person = await signedIn(deps, request);
      await once(deps, request, response, person.id, async (tx) => {
        const row = await act(tx, person, await cycleOr404(tx, request), request);
        return { status: 200, body: await shownItem(tx, row) };
      });
    });
  }
}
