import { type NextFunction, type Request, type Response, Router } from 'express';
import { canonicalJson } from '../../domain/canonical.js';
import { keptDrafts, readDraft, saveDraft } from '../../db/drafts.js';
import type { StepDetail } from '../../db/inbox.js';
import { draftBody } from '../../documents/requests.js';
import { localDay } from '../../documents/schedule.js';
import type { ApiDeps } from '../deps.js';
import { seenVersions, tagOf } from '../draft-tags.js';
import { findingsOfDraft } from '../draft-checks.js';
import { parseBody } from '../parse.js';
import { Refused } from '../refused.js';
import { actsOn } from '../rights.js';
import { type Person, signedIn } from '../session.js';
import { type ToldStep, toldStep } from '../told-steps.js';
import { addressOf, reviewBase } from './review-address.js';

const path = `${reviewBase}/steps/*step/draft`;

/** Drafts: read and saved by version, by those who will submit them. */
export function draftRoutes(deps: ApiDeps): Router {
  const { sql } = deps;
  const router = Router();
  router.get(path, async (request, response, next) => {
    const person = await signedIn(deps, request);
    const told = await toldOrNext(deps, request, person, next);
    if (told === undefined) return;
    await needsSubmitter(deps, person, told);
    const { step } = told;
    const draft = await readDraft(sql, step.reviewId, step.id);
    if (draft === undefined) throw new Refused('NOT_FOUND');
    response.set('ETag', tagOf(draft.version)).json(draft);
  });
  router.put(path, async (request, response) => {
    const person = await signedIn(deps, request);
    const seen = seenVersions(request);
    const { content } = parseBody(draftBody, request.body);
    const told = await toldStep(sql, person, addressOf(request));
    await needsSubmitter(deps, person, told);
    const { cycle, step } = told;
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
    const told = await toldStep(sql, person, addressOf(request));
    await needsSubmitter(deps, person, told);
    const { step } = told;
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
async function needsSubmitter({ sql }: ApiDeps, person: Person, { cycle, step }: ToldStep): Promise<void> {
  const { submits } = await actsOn(sql, person, step, localDay(cycle.clock.now, cycle.zone));
  if (!submits) throw new Refused('NOT_YOUR_STEP');
}

/** `rating/draft` may be the rating by a unit of that id. */
async function toldOrNext(
  { sql }: ApiDeps,
  request: Request,
  person: Person,
  next: NextFunction,
): Promise<ToldStep | undefined> {
  try {
    return await toldStep(sql, person, addressOf(request));
  } catch (failure) {
    if (!(failure instanceof Refused && failure.code === 'STEP_NOT_FOUND')) throw failure;
    next();
    return undefined;
  }
}
