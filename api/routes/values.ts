import { type Request, Router } from 'express';
import { metricUnit, valuesPart } from '../../db/api-lists.js';
import { metricStates } from '../../db/metric-states.js';
import { valueBody } from '../../documents/requests.js';
import { mostRows, valueRowsBody, valuesQuery } from '../../documents/value-requests.js';
import { readValuesCsv } from '../../documents/values-csv.js';
import { dayNumber } from '../../domain/dates.js';
import type { ApiDeps } from '../deps.js';
import { once } from '../idempotent.js';
import { pageAsk, pageOf } from '../paging.js';
import { idOr404, parseBody } from '../parse.js';
import { Refused } from '../refused.js';
import { may, seesProgress } from '../rights.js';
import { signedIn, type Person } from '../session.js';
import { unitsOfLists, valuesScope, type ValuesWanted, writeValue, writeValues } from '../values.js';

/** Values of metrics: of one, of all, typed, pushed, imported. */
export function valueRoutes(deps: ApiDeps): Router {
  const router = Router();
  const { sql } = deps;
  router.get('/metrics/:id/values', async (request, response) => {
    const person = await signedIn(deps, request);
    const metric = idOr404(request.params.id);
    const ask = pageAsk(pageOnly(request), ['string', 'number']);
    const unit = await metricUnit(sql, metric);
    if (unit === undefined) throw new Refused('NOT_FOUND');
    if (!seesProgress(person, unit)) throw new Refused('FORBIDDEN');
    const { book } = await valuesScope(sql, cycleOf(request));
    const [on, version] = ask.after ?? [];
    const after = ask.after === null ? null : { on: dayOr400(on), version: Number(version) };
    const values = await valuesPart(sql, book, metric, { after, limit: ask.limit + 1 });
    response.json(pageOf(values, ask, (value) => [value.on, value.version]));
  });
  router.post('/metrics/:id/values', async (request, response) => {
    const person = await signedIn(deps, request);
    await once(deps, request, response, person.id, async (tx) => {
      const metric = idOr404(request.params.id);
      const body = parseBody(valueBody, request.body);
      const { written } = await writeValue(tx, person, { book: 'real', cycle: null }, { metric, ...body });
      return { status: written === 1 ? 201 : 200, body: { metric, ...body } };
    });
  });
  router.get('/metric-values', async (request, response) => {
    const person = await signedIn(deps, request);
    const scope = await valuesScope(sql, cycleOf(request));
    const units = await unitsOfLists(sql, person, scope);
    const ask = pageAsk(pageOnly(request), ['string']);
    const after = String(ask.after?.[0] ?? '');
    const states = await metricStates(sql, scope, { units, after, limit: ask.limit + 1 });
    response.json(pageOf(states, ask, (state) => [state.id]));
  });
  router.post('/metric-values', async (request, response) => {
    const person = await writer(deps, request);
    await once(deps, request, response, person.id, async (tx) => {
      const body = await writeValues(tx, person, { book: 'real', cycle: null }, rowsOf(request));
      return { status: 200, body };
    });
  });
  router.post('/cycles/:id/metric-values', async (request, response) => {
    const person = await writer(deps, request);
    await once(deps, request, response, person.id, async (tx) => {
      const scope = await valuesScope(tx, idOr404(request.params['id']));
      return { status: 200, body: await writeValues(tx, person, scope, rowsOf(request)) };
    });
  });
  return router;
}

/** HR, or the system that HR signs in; heads for what their units answer for. @throws Refused FORBIDDEN */
async function writer(deps: ApiDeps, request: Request): Promise<Person> {
  const person = await signedIn(deps, request);
  if (!may(person, 'import', 'value', person.heads.length > 0 ? ['beside'] : [])) throw new Refused('FORBIDDEN');
  return person;
}

/** Pushed as JSON or imported as a table. @throws Refused */
function rowsOf(request: Request): ValuesWanted {
  const body: unknown = request.body;
  if (!Buffer.isBuffer(body)) {
    const { rows } = parseBody(valueRowsBody, body);
    return { source: 'pushed', rows: rows.map((row, index) => ({ row: index + 1, ...row })) };
  }
  const table = readValuesCsv(body);
  if (!table.ok) throw new Refused('IMPORT_INVALID', table.problems);
  if (table.rows.length > mostRows) throw new Refused('BODY_TOO_LARGE');
  return { source: 'imported', rows: table.rows };
}

const cycleOf = (request: Request): string | undefined =>
  parseBody(valuesQuery, { cycle: request.query['cycle'] }).cycle;

/** The page's own parameters. */
function pageOnly(request: Request): Pick<Request, 'query'> {
  const { cycle: _cycle, ...query } = request.query;
  return { query };
}

function dayOr400(value: string | number | undefined): string {
  if (typeof value === 'string' && dayNumber(value) !== null) return value;
  throw new Refused('BODY_INVALID', [{ pointer: '/cursor', code: 'FORMAT_WRONG', detail: 'no cursor' }]);
}
