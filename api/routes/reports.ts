import { type Request, type Response, Router } from 'express';
import type { ReportList } from '../../domain/reports/index.js';
import type { ApiDeps } from '../deps.js';
import { createReader } from '../pages/reader.js';
import { pageAsk, pageOf } from '../paging.js';
import { languageOf } from '../problem.js';
import { kindsFor } from '../reports/access.js';
import { openList, type OpenList, openReport, type OpenReport, type ReportPlace } from '../reports/open.js';
import { sendList, sendReport } from '../reports/send.js';
import { signedIn } from '../session.js';
import { cycleOr404 } from './cycles.js';

/** Reports as data, and as files. */
export function reportRoutes(deps: ApiDeps): Router {
  const router = Router();
  const base = '/cycles/:id/reports';
  const open = async (request: Request): Promise<OpenReport> =>
    openReport(deps.sql, await signedIn(deps, request), request.params['id'], request);
  const list = async (request: Request): Promise<OpenList> =>
    openList(deps.sql, await signedIn(deps, request), request.params['id'], request);
  router.get(base, async (request, response) => {
    const person = await signedIn(deps, request);
    await cycleOr404(deps.sql, request);
    response.json({ reports: kindsFor(person) });
  });
  router.get(`${base}/:report`, async (request, response) => {
    const { report } = await open(request);
    const { kind, figures, tables, charts, lists } = report;
    response.json({
      kind,
      figures,
      tables,
      charts,
      lists: await Promise.all(lists.map(async (each) => ({ ...headOf(each), count: await each.count({}) }))),
    });
  });
  router.get(`${base}/:report/lists/:list`, async (request, response) => {
    await sendRows(request, response, await list(request));
  });
  for (const form of ['xlsx', 'csv'] as const) {
    router.get(`${base}/:report/rows.${form}`, async (request, response) => {
      const opened = await open(request);
      await sendReport(response, opened, form, readerOf(request, opened));
    });
    router.get(`${base}/:report/lists/:list/rows.${form}`, async (request, response) => {
      const opened = await list(request);
      await sendList(response, opened, form, readerOf(request, opened));
    });
  }
  return router;
}

const readerOf = (request: Request, { cycle }: ReportPlace) => createReader(languageOf(request), cycle.zone);
const headOf = ({ id, columns, facets }: ReportList) => ({ id, columns, facets });

async function sendRows(request: Request, response: Response, { list, filter }: OpenList): Promise<void> {
  const ask = pageAsk(request, ['number']);
  const offset = Math.max(0, Number(ask.after?.[0] ?? 0));
  const found = await list.rows(filter, { offset, limit: ask.limit + 1 });
  const rows = found.map((cells, at) => ({ cells, at: offset + at + 1 }));
  const { items, next } = pageOf(rows, ask, ({ at }) => [at]);
  const { columns, facets } = headOf(list);
  response.json({ items: items.map(({ cells }) => cells), next, columns, facets, count: await list.count(filter) });
}
