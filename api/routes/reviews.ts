import { type Request, Router } from 'express';
import { z } from 'zod';
import { readJournal } from '../../db/anchors.js';
import { readCommand } from '../../db/commands.js';
import { listSteps, listVersions, readStep } from '../../db/inbox.js';
import { latestResults } from '../../db/results.js';
import { documentDigest } from '../../documents/digest.js';
import { reviewIdOf } from '../../workflows/messages.js';
import { findingsOf } from '../content-rules.js';
import type { ApiDeps } from '../deps.js';
import { readDraft, saveDraft } from '../../db/drafts.js';
import { idempotencyKey } from '../idempotent.js';
import { parseBody } from '../parse.js';
import { Refused } from '../refused.js';
import { mayReadReview, needsReview } from '../rights.js';
import { signedIn } from '../session.js';
import { actOnStep } from '../submit-step.js';
import { cycleOr404 } from './cycles.js';

export const submitBody = z.strictObject({ stepRevision: z.int().min(0), content: z.unknown() });
export const approveBody = z.looseObject({ stepRevision: z.int().min(0) });
export const draftBody = z.strictObject({ version: z.int().min(0), content: z.looseObject({}) });

const unitOf = (request: Request): string | null => {
  const unit = String(request.params['unit']);
  return unit === '-' ? null : unit;
};
/** Ids of steps may hold a slash: `rating/sales`. */
const stepOf = (request: Request): string => ([] as string[]).concat(request.params['step'] ?? []).join('/');

export function reviewRoutes(deps: ApiDeps): Router {
  const router = Router();
  const { sql } = deps;
  const base = '/cycles/:id/reviews/:unit';
  router.get(base, async (request, response) => {
    await signedIn(deps, request);
    const steps = await listSteps(sql, reviewIdOf(request.params.id, unitOf(request)));
    if (steps.length === 0) throw new Refused('NOT_FOUND');
    response.json({ steps });
  });
  router.get(`${base}/result`, async (request, response) => {
    const person = await signedIn(deps, request);
    const unit = unitOf(request);
    await needsReview(sql, person, unit);
    const [result] = await latestResults(sql, request.params.id, unit);
    const told = result?.publishedAt !== null || person.roles.some((role) => role === 'hr' || role === 'auditor');
    if (result === undefined || !told) throw new Refused('NOT_FOUND');
    response.json({ ...result, lines: result.result.lines, findings: result.result.findings });
  });
  router.get(`${base}/journal`, async (request, response) => {
    const person = await signedIn(deps, request);
    await needsReview(sql, person, unitOf(request));
    const reviewId = reviewIdOf(request.params.id, unitOf(request));
    response.json({ items: await readJournal(sql, request.params.id, reviewId), next: null });
  });
  for (const act of ['submit', 'approve'] as const) {
    router.post(`${base}/steps/*step/${act}`, async (request, response) => {
      const person = await signedIn(deps, request);
      const { stepRevision, ...rest } = parseBody(act === 'submit' ? submitBody : approveBody, request.body);
      const answer = await actOnStep(deps, {
        cycleId: request.params.id,
        unitId: unitOf(request),
        stepId: stepOf(request),
        act,
        actor: person.id,
        stepRevision,
        body: act === 'submit' ? (rest as { content: unknown }).content : rest,
        idempotencyKey: idempotencyKey(request),
      });
      if (answer.kind === 'received') response.status(202).json({ command: answer.commandId, status: 'received' });
      else response.json({ command: answer.commandId, status: 'applied', state: answer.outcome.state });
    });
  }
  router.put(`${base}/steps/*step/draft`, async (request, response) => {
    const person = await signedIn(deps, request);
    const body = parseBody(draftBody, request.body);
    const reviewId = reviewIdOf(request.params.id, unitOf(request));
    const step = await readStep(sql, reviewId, stepOf(request));
    if (step === undefined) throw new Refused('STEP_NOT_FOUND');
    await needsReview(sql, person, step.unitId);
    const saved = await saveDraft(sql, { reviewId, stepId: step.id, by: person.id, ...body });
    if (saved === null) throw new Refused('DRAFT_CHANGED', [(await readDraft(sql, reviewId, step.id)) ?? {}]);
    const cycle = await cycleOr404(deps, request.params.id);
    const checked = step.kind === 'goals' || step.kind === 'plan';
    const findings = checked ? await findingsOf(sql, cycle, step, body.content).catch(() => []) : [];
    response.json({ version: saved, findings });
  });
  router.get(`${base}/steps/*step`, async (request, response) => {
    const person = await signedIn(deps, request);
    const reviewId = reviewIdOf(request.params.id, unitOf(request));
    const step = await readStep(sql, reviewId, stepOf(request));
    if (step === undefined) throw new Refused('STEP_NOT_FOUND');
    const may = (await mayReadReview(sql, person, step.unitId)) || isOpenToAll(step.kind);
    const [versions, draft] = may
      ? await Promise.all([listVersions(sql, reviewId, step.id), readDraft(sql, reviewId, step.id)])
      : [[], undefined];
    response.json({ ...step, versions, draft: draft ?? null });
  });
  router.get('/commands/:id', async (request, response) => {
    const person = await signedIn(deps, request);
    const command = z.uuid().safeParse(request.params.id).success
      ? await readCommand(sql, request.params.id)
      : undefined;
    if (command === undefined || (command.actor !== person.id && !person.roles.includes('hr')))
      throw new Refused('NOT_FOUND');
    const { id, state, code, receivedAt, stepId, cycleId, act } = command;
    response.json({ id, state, code, receivedAt, stepId, cycleId, act, bodyDigest: documentDigest(command.body) });
  });
  return router;
}

/** Goals and plans of units beside are no secret. */
const isOpenToAll = (kind: string): boolean => kind === 'goals' || kind === 'plan';
