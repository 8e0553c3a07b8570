import { setTimeout as sleep } from 'node:timers/promises';
import { type Request, Router } from 'express';
import { journalPart, overviewPart } from '../../db/api-lists.js';
import { changeClock, isQuiet } from '../../db/clocks.js';
import type { Query } from '../../db/connect.js';
import { type CycleRow, listCycles, loadCycle } from '../../db/cycles.js';
import { listDeviations } from '../../db/monitoring.js';
import { listLedger } from '../../db/ledger.js';
import { listProposals } from '../../db/money.js';
import { recordLook } from '../../db/page-audit.js';
import { previewCycle, startCycle } from '../../db/preview.js';
import { verifyResults } from '../../db/verify-results.js';
import { verifyChains } from '../../db/verify.js';
import { type CycleRequest, parseNewCycle } from '../../documents/cycle.js';
import { clockBody } from '../../documents/requests.js';
import type { ApiDeps } from '../deps.js';
import { idempotencyKey, once } from '../idempotent.js';
import { unitsOfLedger } from '../ledger.js';
import { pageAsk, pageOf, pageOfAll } from '../paging.js';
import { idOr404, parseBody } from '../parse.js';
import { Refused } from '../refused.js';
import { has, needsRight, seesProgress, seesSomewhere } from '../rights.js';
import { signedIn } from '../session.js';
import { untoldKinds } from '../told-steps.js';

export function cycleRoutes(deps: ApiDeps): Router {
  const router = Router();
  startRoutes(router, deps);
  listRoutes(router, deps);
  moneyRoutes(router, deps);
  return router;
}

function startRoutes(router: Router, deps: ApiDeps): void {
  const { sql, engine } = deps;
  router.post('/cycles/preview', async (request, response) => {
    needsRight(await signedIn(deps, request), 'steer', 'cycle');
    const previewed = await previewCycle(sql, cycleRequest(request.body));
    if (!previewed.ok) throw new Refused('BODY_INVALID', previewed.problems);
    const { dates, preflight, cycle } = previewed.preview;
    response.json({ subjects: cycle.subjects, dates, preflight });
  });
  router.post('/cycles', async (request, response) => {
    const person = await signedIn(deps, request);
    needsRight(person, 'steer', 'cycle');
    await once(deps, request, response, person.id, async (tx) => {
      const wanted = cycleRequest(request.body);
      const started = await startCycle(tx, wanted, person.id);
      if (!started.ok) throw new Refused(started.code, [...started.problems, ...started.preflight]);
      const cycle = await loadCycle(tx, wanted.id);
      if (cycle === undefined) throw new Refused('INTERNAL');
      // With Temporal away the cycle is written, and the relay starts it.
      const afterwards = async (): Promise<number> => ((await engine.startCycle(cycle.id)) === 'started' ? 201 : 202);
      return { status: 201, body: await view(tx, cycle), afterwards };
    });
  });
  router.post('/cycles/:id/clock', async (request, response) => {
    const person = await signedIn(deps, request);
    needsRight(person, 'steer', 'cycle');
    idempotencyKey(request);
    await begun(sql, request);
    await once(deps, request, response, person.id, async (tx) => {
      const message = parseBody(clockBody, request.body);
      const cycle = await cycleOr404(tx, request);
      if (cycle.mode !== 'rehearsal') throw new Refused('NOT_A_REHEARSAL');
      if (cycle.state === 'planned') throw new Refused('CYCLE_NOT_RUNNING');
      if (cycle.state === 'closed') throw new Refused('CYCLE_CLOSED');
      await changeClock(tx, cycle.id, message, person.id);
      const afterwards = async (): Promise<number> => {
        await engine.wake(cycle.id, cycle.phase);
        return 200;
      };
      return { status: 200, body: message, afterwards };
    });
  });
}

function listRoutes(router: Router, deps: ApiDeps): void {
  const { sql } = deps;
  router.get('/cycles', async (request, response) => {
    await signedIn(deps, request);
    const ask = pageAsk(request, ['string']);
    const cycles = pageOfAll(await listCycles(sql), ask, (cycle) => [cycle.id]);
    response.json({ ...cycles, items: await Promise.all(cycles.items.map((cycle) => view(sql, cycle))) });
  });
  router.get('/cycles/:id', async (request, response) => {
    await signedIn(deps, request);
    response.json(await view(sql, await cycleOr404(sql, request)));
  });
  router.get('/cycles/:id/units', async (request, response) => {
    const person = await signedIn(deps, request);
    const cycle = await cycleOr404(sql, request);
    const ask = pageAsk(request, ['number', 'string']);
    const [position, unitId] = ask.after ?? [];
    const after = ask.after === null ? null : { position: Number(position), unitId: String(unitId) };
    const part = { after, limit: ask.limit + 1 };
    const rows = await overviewPart(sql, cycle.id, part, await untoldKinds(sql, person, cycle));
    const { items, next } = pageOf(rows, ask, (row) => [row.position, row.unitId ?? '']);
    response.json({ items: items.map(({ position: _position, ...row }) => row), next });
  });
  router.get('/cycles/:id/deviations', async (request, response) => {
    const person = await signedIn(deps, request);
    const { id } = await cycleOr404(sql, request);
    const ask = pageAsk(request, ['string', 'string']);
    if (!seesSomewhere(person, 'progress')) throw new Refused('FORBIDDEN');
    const seen = (await listDeviations(sql, id)).filter((row) => seesProgress(person, row.unitId));
    response.json(pageOfAll(seen, ask, (row) => [row.on, row.goalId]));
  });
  router.get('/cycles/:id/journal', async (request, response) => {
    const person = await signedIn(deps, request);
    needsRight(person, 'see', 'cycle-journal');
    const { id } = await cycleOr404(sql, request);
    const ask = pageAsk(request, ['string', 'number']);
    // An auditor's looks are recorded in any case.
    if (!has(person, 'auditor')) await recordLook(sql, person.id, request.originalUrl);
    const [reviewId, seq] = ask.after ?? [];
    const after = ask.after === null ? null : { reviewId: String(reviewId), seq: Number(seq) };
    const entries = await journalPart(sql, id, null, { after, limit: ask.limit + 1 });
    const page = pageOf(entries, ask, (entry) => [entry.reviewId, entry.seq]);
    // Chains and results are verified whole, once, with the first page.
    const verification = after === null ? { verification: await verified(sql, id) } : {};
    response.json({ ...page, ...verification });
  });
}

function moneyRoutes(router: Router, deps: ApiDeps): void {
  const { sql } = deps;
  router.get('/cycles/:id/proposals', async (request, response) => {
    const person = await signedIn(deps, request);
    needsRight(person, 'see', 'proposal');
    const { id } = await cycleOr404(sql, request);
    const ask = pageAsk(request, ['string', 'number']);
    response.json(pageOfAll(await listProposals(sql, id), ask, (row) => [row.kind, -row.attempt]));
  });
  router.get('/cycles/:id/ledger', async (request, response) => {
    const person = await signedIn(deps, request);
    const cycle = await cycleOr404(sql, request);
    const ask = pageAsk(request, ['string']);
    const units = await unitsOfLedger(sql, person, cycle);
    const after = ask.after === null ? null : String(ask.after[0]).replace(/\D/g, '').slice(0, 18);
    const lines = await listLedger(sql, cycle.id, { units, after, limit: ask.limit + 1 });
    response.json(pageOf(lines, ask, (line) => [line.id]));
  });
}

/** A cycle that was just started gets its steps in a moment; for so long a word to its clock waits. */
async function begun(sql: Query, request: Request): Promise<void> {
  const until = Date.now() + 3000;
  while ((await cycleOr404(sql, request)).state === 'planned' && Date.now() < until) await sleep(100);
}

function cycleRequest(body: unknown): CycleRequest {
  const parsed = parseNewCycle(body);
  if (parsed.ok) return parsed.value;
  const period = parsed.problems.some((problem) => problem.code === 'PERIOD_INVALID');
  throw new Refused(period ? 'PERIOD_INVALID' : 'BODY_INVALID', parsed.problems);
}

/** @throws Refused NOT_FOUND */
export async function cycleOr404(sql: Query, request: Request): Promise<CycleRow> {
  const cycle = await loadCycle(sql, idOr404(request.params['id']));
  if (cycle === undefined) throw new Refused('NOT_FOUND');
  return cycle;
}

/** The journal's chains, and every result from its own documents. */
async function verified(sql: Query, id: string) {
  const [chains, { results, problems }] = await Promise.all([verifyChains(sql, id), verifyResults(sql, id)]);
  return { results, problems: [...chains, ...problems] };
}

/** Without the documents, which have routes of their own. */
async function view(sql: Query, { template: _template, schedule, ...cycle }: CycleRow) {
  return { ...cycle, phases: schedule.phases, clock: { ...cycle.clock, quiet: await isQuiet(sql, cycle.id) } };
}
