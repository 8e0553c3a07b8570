import { type Request, Router } from 'express';
import { createConnectorReader } from '../../connectors/reader.js';
import { connectorRuns } from '../../db/connector-runs.js';
import {
  connectorVersions,
  giveRehearsalData,
  listConnectors,
  listTries,
  rehearsalData,
  saveConnector,
  switchConnector,
} from '../../db/connectors.js';
import { loadCycle } from '../../db/cycles.js';
import type { Query } from '../../db/connect.js';
import { wakeCyclesOf } from '../../db/values.js';
import { parseConnector } from '../../documents/connector.js';
import { connectorDataBody, switchBody, tryBody } from '../../documents/value-requests.js';
import { checkRehearsalData } from '../connector-data.js';
import { connectorOr404, tryConnector, versionOr404 } from '../connectors.js';
import type { ApiDeps } from '../deps.js';
import { once } from '../idempotent.js';
import { pageAsk, pageOf, pageOfAll } from '../paging.js';
import { idOr404, parseBody } from '../parse.js';
import { Refused } from '../refused.js';
import { needsRight } from '../rights.js';
import { signedIn, type Person } from '../session.js';

const shownTries = 20;

/** Connectors: HR writes, tries and switches them; board and auditors look. */
export function connectorRoutes(deps: ApiDeps): Router {
  const router = Router();
  readRoutes(router, deps);
  writeRoutes(router, deps);
  dataRoutes(router, deps);
  return router;
}

function readRoutes(router: Router, deps: ApiDeps): void {
  const { sql } = deps;
  router.get('/connectors', async (request, response) => {
    await viewer(deps, request);
    const ask = pageAsk(request, ['string']);
    response.json(pageOfAll(await listConnectors(sql), ask, (row) => [row.id]));
  });
  router.get('/connectors/:id', async (request, response) => {
    await viewer(deps, request);
    const id = idOr404(request.params.id);
    const row = await connectorOr404(sql, id);
    const [versions, tries] = [await connectorVersions(sql, id), await listTries(sql, id, shownTries)];
    response.json({ ...row, versions, tries });
  });
  router.get('/connectors/:id/runs', async (request, response) => {
    await viewer(deps, request);
    const { id } = await connectorOr404(sql, idOr404(request.params.id));
    const ask = pageAsk(request, ['string']);
    const before = ask.after === null ? null : digitsOr400(ask.after[0]);
    response.json(
      pageOf(await connectorRuns(sql, id, { before, limit: ask.limit + 1 }), ask, (run) => [String(run.id)]),
    );
  });
}

function writeRoutes(router: Router, deps: ApiDeps): void {
  const reader = createConnectorReader(deps.config.connectors);
  router.put('/connectors/:id', async (request, response) => {
    const person = await hr(deps, request);
    await once(deps, request, response, person.id, async (tx) => {
      const id = idOr404(request.params['id']);
      const parsed = parseConnector(request.body);
      if (!parsed.ok) throw new Refused('BODY_INVALID', parsed.problems);
      const { version, written } = await saveConnector(tx, id, parsed.value, person.id);
      return { status: written ? 201 : 200, body: { id, version } };
    });
  });
  router.post('/connectors/:id/tries', async (request, response) => {
    const person = await hr(deps, request);
    await once(deps, request, response, person.id, async (tx) => {
      const id = idOr404(request.params['id']);
      const { version, on } = parseBody(tryBody, request.body ?? {});
      await connectorOr404(tx, id);
      return { status: 201, body: await tryConnector(tx, reader, person, { id, version, on }) };
    });
  });
  router.post('/connectors/:id/switch', async (request, response) => {
    const person = await hr(deps, request);
    await once(deps, request, response, person.id, async (tx) => {
      const id = idOr404(request.params['id']);
      const { on, version: asked } = parseBody(switchBody, request.body);
      await connectorOr404(tx, id);
      const { version } = await versionOr404(tx, id, asked);
      const switched = await switchConnector(tx, id, { on, version }, person.id);
      if (switched === 'CONNECTOR_NOT_TRIED') throw new Refused(switched);
      await wakeCyclesOf(tx, 'real');
      return { status: 200, body: { id, on, version } };
    });
  });
}

function dataRoutes(router: Router, deps: ApiDeps): void {
  const path = '/cycles/:id/connector-data/:connector';
  router.get(path, async (request, response) => {
    await viewer(deps, request);
    const place = await rehearsalOr404(deps.sql, request);
    response.json({ data: await rehearsalData(deps.sql, place) });
  });
  router.put(path, async (request, response) => {
    const person = await hr(deps, request);
    await once(deps, request, response, person.id, async (tx) => {
      const place = await rehearsalOr404(tx, request);
      const { data } = parseBody(connectorDataBody, request.body);
      await checkRehearsalData(tx, data);
      await giveRehearsalData(tx, place, data, person.id);
      await wakeCyclesOf(tx, place.cycleId);
      return { status: 200, body: { days: data.length } };
    });
  });
}

/** @throws Refused NOT_FOUND, NOT_A_REHEARSAL, CYCLE_CLOSED */
async function rehearsalOr404(sql: Query, request: Request) {
  const cycle = await loadCycle(sql, idOr404(request.params['id']));
  if (cycle === undefined) throw new Refused('NOT_FOUND');
  const connector = await connectorOr404(sql, idOr404(request.params['connector']));
  if (cycle.mode !== 'rehearsal') throw new Refused('NOT_A_REHEARSAL');
  if (cycle.state === 'closed' && request.method !== 'GET') throw new Refused('CYCLE_CLOSED');
  return { cycleId: cycle.id, connectorId: connector.id };
}

async function viewer(deps: ApiDeps, request: Request): Promise<void> {
  needsRight(await signedIn(deps, request), 'see', 'connector');
}

async function hr(deps: ApiDeps, request: Request): Promise<Person> {
  const person = await signedIn(deps, request);
  needsRight(person, 'write', 'connector');
  return person;
}

function digitsOr400(value: unknown): string {
  if (typeof value === 'string' && /^\d{1,18}$/.test(value)) return value;
  throw new Refused('BODY_INVALID', [{ pointer: '/cursor', code: 'FORMAT_WRONG', detail: 'no cursor' }]);
}
