import { type Request, type Response, Router } from 'express';
import { exportBytes, listDownloads, listExports, noteDownload, type PayrollForm } from '../../db/payroll.js';
import { moneyKind, moneyWhatIfBody, nothingBody } from '../../documents/money-requests.js';
import type { ApiDeps } from '../deps.js';
import { idempotencyKey, once } from '../idempotent.js';
import { loadLedger, unitsOfLedger } from '../ledger.js';
import { loadLedgerFile, tableBytes } from '../ledger-file.js';
import { needsMoneyWhatIf, whatIfMoney } from '../money-what-if.js';
import { pageAsk, pageOfAll } from '../paging.js';
import { parseBody } from '../parse.js';
import { makeExport, needsPayroll, payrollFileName } from '../payroll.js';
import { languageOf } from '../problem.js';
import { Refused } from '../refused.js';
import { may, needsRight } from '../rights.js';
import { signedIn } from '../session.js';
import { workbookType } from '../workbooks/receive.js';
import { cycleOr404 } from './cycles.js';

/** What was posted and why, what other rules would give, and what goes to payroll. */
export function moneyRoutes(deps: ApiDeps): Router {
  const router = Router();
  ledgerRoutes(router, deps);
  payrollRoutes(router, deps);
  return router;
}

const forms = ['csv', 'xlsx'] as const;

function ledgerRoutes(router: Router, deps: ApiDeps): void {
  const { sql } = deps;
  router.get('/cycles/:id/postings', async (request, response) => {
    const person = await signedIn(deps, request);
    needsRight(person, 'see', 'proposal');
    const cycle = await cycleOr404(sql, request);
    const ask = pageAsk(request, ['string', 'number']);
    const all = await Promise.all(
      moneyKind.options.map(async (kind) => {
        const { table, reasons } = await loadLedger(sql, cycle, kind, null);
        return table.postings.flatMap((posting) => {
          const reason = reasons.find((each) => each.attempt === posting.attempt);
          return reason === undefined ? [] : [{ kind, ...posting, ...reason }];
        });
      }),
    );
    response.json(pageOfAll(all.flat(), ask, (row) => [row.kind, row.attempt]));
  });
  for (const form of forms) {
    router.get(`/cycles/:id/ledger.${form}`, async (request, response) => {
      const person = await signedIn(deps, request);
      const cycle = await cycleOr404(sql, request);
      const units = await unitsOfLedger(sql, person, cycle);
      const table = await loadLedgerFile(sql, cycle, units, languageOf(request));
      const mark = cycle.mode === 'rehearsal' ? 'rehearsal-' : '';
      sendFile(response, `${mark}ledger-${cycle.id}.${form}`, form, await tableBytes(table, form));
    });
  }
  router.post('/cycles/:id/money/:kind/what-if', async (request, response) => {
    needsMoneyWhatIf(await signedIn(deps, request));
    const cycle = await cycleOr404(sql, request);
    const kind = moneyKind.safeParse(request.params['kind']);
    if (!kind.success) throw new Refused('NOT_FOUND');
    response.json(await whatIfMoney(sql, cycle, kind.data, parseBody(moneyWhatIfBody, request.body)));
  });
}

function payrollRoutes(router: Router, deps: ApiDeps): void {
  const { sql } = deps;
  router.post('/cycles/:id/payroll-exports', async (request, response) => {
    const person = await signedIn(deps, request);
    idempotencyKey(request);
    needsRight(person, 'export', 'payroll');
    await once(deps, request, response, person.id, async (tx) => {
      parseBody(nothingBody, request.body);
      const { made, copy } = await makeExport(tx, await cycleOr404(tx, request), person.id);
      return { status: copy ? 200 : 201, body: { ...made, copy } };
    });
  });
  router.get('/cycles/:id/payroll-exports', async (request, response) => {
    needsPayroll(await signedIn(deps, request));
    const { id } = await cycleOr404(sql, request);
    const ask = pageAsk(request, ['number']);
    const downloads = await listDownloads(sql, id);
    const shown = (await listExports(sql, id)).map((each) => ({
      ...each,
      downloads: downloads.filter(({ number }) => number === each.number).map(({ number: _number, ...it }) => it),
    }));
    response.json(pageOfAll(shown, ask, (row) => [row.number]));
  });
  for (const form of forms) {
    router.get(`/cycles/:id/payroll-exports/:number/file.${form}`, (request, response) =>
      sendExport(deps, request, response, form),
    );
  }
}

/** The bytes as they were made. For whoever pays, the first of each form is the original; all others are copies. */
async function sendExport(deps: ApiDeps, request: Request, response: Response, form: PayrollForm): Promise<void> {
  const { sql } = deps;
  const person = await signedIn(deps, request);
  needsPayroll(person);
  const cycle = await cycleOr404(sql, request);
  const number = Number(request.params['number']);
  const known = Number.isSafeInteger(number) && number > 0 && number < 1_000_000;
  const bytes = known ? await exportBytes(sql, cycle.id, number, form) : undefined;
  if (bytes === undefined) throw new Refused('NOT_FOUND');
  const fetched = { cycleId: cycle.id, number, form, by: person.id };
  const copy = may(person, 'export', 'payroll') ? await sql.begin((tx) => noteDownload(tx, fetched)) : true;
  response.set('Perfcycle-Copy', copy ? 'yes' : 'no');
  sendFile(response, payrollFileName(cycle, number, form, copy), form, bytes);
}

function sendFile(response: Response, name: string, form: PayrollForm, bytes: Buffer): void {
  response.set('Content-Disposition', `attachment; filename="${name}"`);
  response.set('Cache-Control', 'private, no-store');
  response.type(form === 'csv' ? 'text/csv; charset=utf-8' : workbookType).send(bytes);
}
