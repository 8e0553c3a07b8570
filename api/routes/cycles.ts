import { Router } from 'express';
import { z } from 'zod';
import { changeClock, type ClockMessage, isQuiet } from '../../db/clocks.js';
import { type CycleRow, listCycles, loadCycle } from '../../db/cycles.js';
import { unitOverview } from '../../db/inbox.js';
import { listDeviations } from '../../db/monitoring.js';
import { listLedger, listProposals } from '../../db/money.js';
import { previewCycle, startCycle } from '../../db/preview.js';
import { readJournal } from '../../db/anchors.js';
import { verifyChains } from '../../db/verify.js';
import { parseNewCycle } from '../../documents/cycle.js';
import type { ApiDeps } from '../deps.js';
import { once } from '../idempotent.js';
import { parseBody } from '../parse.js';
import { Refused } from '../refused.js';
import { needs } from '../rights.js';
import { signedIn } from '../session.js';

const instant = z
  .union([z.iso.datetime({ offset: true }), z.int()])
  .transform((at) => (typeof at === 'number' ? at : Date.parse(at)));
export const clockBody = z.union([
  z.strictObject({ hold: z.boolean() }),
  z.strictObject({ runTo: instant }),
  z.strictObject({ rate: z.int().min(0).max(1_000_000_000) }),
]);

export function cycleRoutes(deps: ApiDeps): Router {
  const router = Router();
  const { sql, engine } = deps;
  router.get('/cycles', async (request, response) => {
    await signedIn(deps, request);
    response.json({ items: await Promise.all((await listCycles(sql)).map((cycle) => view(deps, cycle))), next: null });
  });
  router.post('/cycles/preview', async (request, response) => {
    needs(await signedIn(deps, request), 'hr');
    const previewed = await previewCycle(sql, cycleRequest(request.body));
    if (!previewed.ok) throw new Refused('BODY_INVALID', previewed.problems);
    const { dates, preflight, cycle } = previewed.preview;
    response.json({ subjects: cycle.subjects, dates, preflight });
  });
  router.post('/cycles', async (request, response) => {
    const person = await signedIn(deps, request);
    needs(person, 'hr');
    await once(deps, request, response, person.id, async () => {
      const wanted = cycleRequest(request.body);
      const started = await sql.begin((tx) => startCycle(tx, wanted, person.id));
      if (!started.ok) throw new Refused(started.code, [...started.problems, ...started.preflight]);
      const engaged = await engine.startCycle(wanted.id);
      const cycle = await loadCycle(sql, wanted.id);
      if (cycle === undefined) throw new Refused('INTERNAL');
      // With Temporal away the cycle is written, and the relay starts it.
      return { status: engaged === 'started' ? 201 : 202, body: await view(deps, cycle) };
    });
  });
  router.get('/cycles/:id', async (request, response) => {
    await signedIn(deps, request);
    response.json(await view(deps, await cycleOr404(deps, request.params.id)));
  });
  router.post('/cycles/:id/clock', async (request, response) => {
    const person = await signedIn(deps, request);
    needs(person, 'hr');
    await once(deps, request, response, person.id, async () => {
      const message: ClockMessage = parseBody(clockBody, request.body);
      const cycle = await cycleOr404(deps, request.params.id);
      if (cycle.mode !== 'rehearsal') throw new Refused('NOT_A_REHEARSAL');
      if (cycle.state === 'planned') throw new Refused('CYCLE_NOT_RUNNING');
      await sql.begin((tx) => changeClock(tx, cycle.id, message, person.id));
      await engine.wake(cycle.id, cycle.phase);
      return { status: 200, body: message };
    });
  });
  router.get('/cycles/:id/units', async (request, response) => {
    await signedIn(deps, request);
    response.json({ items: await unitOverview(sql, request.params.id), next: null });
  });
  router.get('/cycles/:id/deviations', async (request, response) => {
    await signedIn(deps, request);
    response.json({ items: await listDeviations(sql, request.params.id), next: null });
  });
  router.get('/cycles/:id/proposals', async (request, response) => {
    needs(await signedIn(deps, request), 'hr', 'finance', 'board', 'auditor');
    response.json({ items: await listProposals(sql, request.params.id), next: null });
  });
  router.get('/cycles/:id/ledger', async (request, response) => {
    needs(await signedIn(deps, request), 'hr', 'finance', 'board', 'auditor');
    response.json({ items: await listLedger(sql, request.params.id), next: null });
  });
  router.get('/cycles/:id/journal', async (request, response) => {
    const person = await signedIn(deps, request);
    needs(person, 'hr', 'auditor');
    await sql`INSERT INTO audit_looks (person_id, what) VALUES (${person.id}, ${`journal of ${request.params.id}`})`;
    const [items, problems] = await Promise.all([
      readJournal(sql, request.params.id, null),
      verifyChains(sql, request.params.id),
    ]);
    response.json({ items, next: null, verification: { problems } });
  });
  return router;
}

function cycleRequest(body: unknown) {
  const parsed = parseNewCycle(body);
  if (parsed.ok) return parsed.value;
  const period = parsed.problems.some((problem) => problem.code === 'PERIOD_INVALID');
  throw new Refused(period ? 'PERIOD_INVALID' : 'BODY_INVALID', parsed.problems);
}

export async function cycleOr404(deps: ApiDeps, id: string): Promise<CycleRow> {
  const cycle = await loadCycle(deps.sql, id);
  if (cycle === undefined) throw new Refused('NOT_FOUND');
  return cycle;
}

/** Without the documents, which have routes of their own. */
async function view(deps: ApiDeps, { template: _template, schedule, ...cycle }: CycleRow) {
  return { ...cycle, phases: schedule.phases, clock: { ...cycle.clock, quiet: await isQuiet(deps.sql, cycle.id) } };
}
