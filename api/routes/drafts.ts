import { type NextFunction, type Request, type Response, Router } from 'express';
import { canonicalJson } from '../../domain/canonical.js';
import { keptDrafts, readDraft, saveDraft } from '../../db/drafts.js';
import { readStep, type StepDetail } from '../../db/inbox.js';
import { draftBody } from '../../documents/requests.js';
import { localDay } from '../../documents/schedule.js';
import type { ApiDeps } from '../deps.js';
import { seenVersions, tagOf } from '../draft-tags.js';
import { findingsOfDraft } from '../draft-checks.js';
import { parseBody } from '../parse.js';
import { Refused } from '../refused.js';
import { actsOn } from '../rights.js';
import { type Person, signedIn } from '../session.js';
import { cycleOr404 } from './cycles.js';
import { reviewBase, reviewOf, stepOf } from './review-address.js';

const path = `${reviewBase}/steps/*step/draft`;

/** Drafts: read and saved by version, by those who will submit them. */
export function draftRoutes(deps: ApiDeps): Router {
  const { sql } = deps;
  const router = Router();
  router.get(path, async (request, response, next) => {
    const person = await signedIn(deps, request);
    const step = await stepOrNext(deps, request, next);
    if (step === undefined) return;
    await needsSubmitter(deps, request, person, step);
    const draft = await readDraft(sql, step.reviewId, step.id);
    if (draft === undefined) throw new Refused('NOT_FOUND');
    response.set('ETag', tagOf(draft.version)).json(draft);
  });
  router.put(path, async (request, response) => {
    const person = await signedIn(deps, request);
    const seen = seenVersions(request);
    const { content } = parseBody(draftBody, request.body);
    const step = await readStep(sql, reviewOf(request), stepOf(request));
    if (step === undefined) throw new Refused('STEP_NOT_FOUND');
    const cycle = await needsSubmitter(deps, request, person, step);
    if (cycle.state === 'closed') throw new Refused('CYCLE_CLOSED');
    if (step.state === 'done' || step.state === 'cancelled') throw new Refused('STEP_ENDED');
    const version = await save(deps, response, { step, seen, content, by: person.id });
    const { findings, problems, load } = await findingsOfDraft(sql, cycle, step, content);
    response.set('ETag', tagOf(version)).json({
      version,
      findings,
      problems: problems.map(({ pointer, code }) => ({ pointer: `/content${pointer}`, code })),
      load,
    });
  });
  router.get(`${path}/versions`, async (request, response) => {
    const person = await signedIn(deps, request);
    const step = await readStep(sql, reviewOf(request), stepOf(request));
    if (step === undefined) throw new Refused('STEP_NOT_FOUND');
    await needsSubmitter(deps, request, person, step);
    response.json({ items: await keptDrafts(sql, step.reviewId, step.id), next: null });
  });
  return router;
}

interface Saving {
  readonly step: StepDetail;
  readonly seen: readonly number[];
  readonly content: unknown;
  readonly by: string;
}

/** The new version. What stands there in other words is never written over. @throws Refused DRAFT_CHANGED with the other version */
async function save({ sql }: ApiDeps, response: Response, { step, seen, content, by }: Saving): Promise<number> {
  const { reviewId, id: stepId } = step;
  const standing = await readDraft(sql, reviewId, stepId);
  const version = seen.find((each) => each === (standing?.version ?? 0));
  const saved = version === undefined ? null : await saveDraft(sql, { reviewId, stepId, version, content, by });
  if (saved !== null) return saved;
  const other = await readDraft(sql, reviewId, stepId);
  // The same words again, as after an answer that got lost, contradict nobody.
  if (other?.savedBy === by && canonicalJson(other.content) === canonicalJson(content)) return other.version;
  if (other !== undefined) response.set('ETag', tagOf(other.version));
  throw new Refused('DRAFT_CHANGED', other === undefined ? [] : [other]);
}

/** A draft belongs to those who will submit it. @throws Refused NOT_YOUR_STEP */
async function needsSubmitter({ sql }: ApiDeps, request: Request, person: Person, step: StepDetail) {
  const cycle = await cycleOr404(sql, request);
  const { submits } = await actsOn(sql, person, step, localDay(cycle.clock.now, cycle.zone));
  if (!submits) throw new Refused('NOT_YOUR_STEP');
  return cycle;
}

/** `rating/draft` may be the rating by a unit of that id. */
async function stepOrNext({ sql }: ApiDeps, request: Request, next: NextFunction): Promise<StepDetail | undefined> {
  const step = await readStep(sql, reviewOf(request), stepOf(request));
  if (step === undefined) next();
  return step;
}
