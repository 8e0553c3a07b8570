import { Router } from 'express';
import { z } from 'zod';
import { journalPart } from '../../db/api-lists.js';
import { readCommand } from '../../db/commands.js';
import type { CycleRow } from '../../db/cycles.js';
import { readDraft } from '../../db/drafts.js';
import { listSteps, listVersions } from '../../db/inbox.js';
import { recordStepLook } from '../../db/step-looks.js';
import { latestResults } from '../../db/results.js';
import { documentDigest } from '../../documents/digest.js';
import { approveBody, submitBody } from '../../documents/requests.js';
import { localDay } from '../../documents/schedule.js';
import type { ApiDeps } from '../deps.js';
import { idempotencyKey } from '../idempotent.js';
import { pageAsk, pageOf } from '../paging.js';
import { parseBody } from '../parse.js';
import { languageOf } from '../problem.js';
import { Refused } from '../refused.js';
import { resultWords } from '../result-words.js';
import { actsOn, may, maySeeStep, needsJournal, needsResult, seesRatings } from '../rights.js';
import { signedIn } from '../session.js';
import { contentFor, withoutRatings } from '../shown-content.js';
import { actOnStep } from '../submit-step.js';
import { toldState, toldStep, untoldSteps } from '../told-steps.js';
import { cycleOr404 } from './cycles.js';
import { addressOf, cycleIdOf as cycleOf, reviewBase as base, reviewOf, unitOf } from './review-address.js';

export function reviewRoutes(deps: ApiDeps): Router {
  const router = Router();
  readRoutes(router, deps);
  actRoutes(router, deps);
  stepRoutes(router, deps);
  return router;
}

const today = (cycle: CycleRow): string => localDay(cycle.clock.now, cycle.zone);

function readRoutes(router: Router, deps: ApiDeps): void {
  const { sql } = deps;
  router.get(base, async (request, response) => {
    const person = await signedIn(deps, request);
    const cycle = await cycleOr404(sql, request);
    const all = await listSteps(sql, reviewOf(request));
    if (all.length === 0) throw new Refused('NOT_FOUND');
    const hidden = await untoldSteps(sql, person, cycle, all);
    const steps = all.filter(({ id }) => !hidden.has(id));
    // Where things stand is no secret; how they were decided is.
    const shown = steps.map(async (step) =>
      (await maySeeStep(sql, person, step, today(cycle))) ? step : { ...step, outcome: null },
    );
    response.json({ steps: await Promise.all(shown) });
  });
  router.get(`${base}/result`, async (request, response) => {
    const person = await signedIn(deps, request);
    const unit = unitOf(request);
    if (unit === null) throw new Refused('NOT_FOUND');
    await needsResult(sql, person, cycleOf(request), unit);
    const [result] = await latestResults(sql, cycleOf(request), unit);
    const early = may(person, 'see', 'result');
    if (result === undefined || (result.publishedAt === null && !early)) throw new Refused('NOT_FOUND');
    const words = await resultWords(sql, languageOf(request), cycleOf(request), result, !early);
    const facts = (await seesRatings(sql, person, cycleOf(request), unit))
      ? result.facts
      : withoutRatings(result.facts);
    response.json({ ...result, facts, lines: result.result.lines, findings: result.result.findings, ...words });
  });
  router.get(`${base}/journal`, async (request, response) => {
    const person = await signedIn(deps, request);
    const ask = pageAsk(request, ['number']);
    await needsJournal(sql, person, unitOf(request));
    const reviewId = reviewOf(request);
    const after = ask.after === null ? null : { reviewId, seq: Number(ask.after[0]) };
    const cycle = await cycleOr404(sql, request);
    const without = await untoldSteps(sql, person, cycle, await listSteps(sql, reviewId));
    const entries = await journalPart(sql, cycle.id, reviewId, { after, limit: ask.limit + 1 }, [...without]);
    response.json(pageOf(entries, ask, (entry) => [entry.seq]));
  });
  router.get('/commands/:id', async (request, response) => {
    const person = await signedIn(deps, request);
    const command = z.uuid().safeParse(request.params.id).success
      ? await readCommand(sql, request.params.id)
      : undefined;
    const mine = command !== undefined && [command.actor, command.principal].includes(person.id);
    if (command === undefined || !may(person, 'see', 'command', mine ? ['owner'] : [])) throw new Refused('NOT_FOUND');
    const { id, state, code, receivedAt, stepId: step, cycleId, act } = command;
    response.json({
      id,
      state,
      code,
      receivedAt,
      stepId: step,
      cycleId,
      act,
      bodyDigest: documentDigest(command.body),
    });
  });
}

function actRoutes(router: Router, deps: ApiDeps): void {
  for (const act of ['submit', 'approve'] as const) {
    router.post(`${base}/steps/*step/${act}`, async (request, response) => {
      const person = await signedIn(deps, request);
      const key = idempotencyKey(request);
      const { stepRevision, ...rest } = parseBody(act === 'submit' ? submitBody : approveBody, request.body);
      const at = addressOf(request);
      const answer = await actOnStep(deps, {
        ...at,
        act,
        person,
        stepRevision,
        body: act === 'submit' ? rest['content'] : rest,
        idempotencyKey: key,
      }).catch((error: unknown) => {
        throw act === 'submit' ? withinContent(error) : error;
      });
      const command = answer.commandId;
      if (answer.kind === 'received') response.status(202).json({ command, status: 'received' });
      else {
        const state = await toldState(deps.sql, person, at, answer.outcome.state);
        response.json({ command, status: 'applied', state });
      }
    });
  }
}

/** Places in the content become places in the body that was sent. */
function withinContent(error: unknown): unknown {
  if (!(error instanceof Refused)) return error;
  const errors = error.errors.map((each: { pointer?: unknown }) =>
    typeof each.pointer === 'string' ? { ...each, pointer: `/content${each.pointer}` } : each,
  );
  return new Refused(error.code, errors, error.detail);
}

function stepRoutes(router: Router, deps: ApiDeps): void {
  const { sql } = deps;
  router.get(`${base}/steps/*step`, async (request, response) => {
    const person = await signedIn(deps, request);
    const { cycle, step } = await toldStep(sql, person, addressOf(request));
    const { submits, decides } = await actsOn(sql, person, step, today(cycle));
    if (decides && step.state === 'submitted') {
      const { reviewId, id: stepId, attempt } = step;
      await recordStepLook(sql, {
        cycleId: cycle.id,
        reviewId,
        stepId,
        attempt,
        personId: person.id,
        at: cycle.clock.now,
      });
    }
    const sees = submits || (await maySeeStep(sql, person, step, today(cycle)));
    const all = sees ? await listVersions(sql, step.reviewId, step.id) : [];
    const { shown } = await contentFor(sql, person, cycle, step);
    const versions = all.map((each) => ({ ...each, content: shown(each.content) }));
    const draft = submits ? await readDraft(sql, step.reviewId, step.id) : undefined;
    response.json({ ...step, outcome: sees ? step.outcome : null, versions, draft: draft ?? null });
  });
}
