import { randomUUID } from 'node:crypto';
import type { Request, Router } from 'express';
import { type Draft, discardDraft } from '../../../db/drafts.js';
import { recordStepLook } from '../../../db/step-looks.js';
import { stepPage } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { Refused, statusOf } from '../../refused.js';
import type { Person } from '../../session.js';
import { actOnStep } from '../../submit-step.js';
import { type PageAnswer, personPage, type PersonVisit, redirect } from '../http.js';
import { links } from '../links.js';
import { beginning } from './content.js';
import { decisionOf } from './decide.js';
import { changeRows, listAt, nest, textAt } from './form-data.js';
import { adoptGoal } from './kinds/goals-content.js';
import { formOf } from './kinds/index.js';
import { commandPage } from './command-page.js';
import { type LoadedStep, loadStep, type StepPlace } from './load.js';
import { stepAnswer } from './step-answer.js';
import { keepTyped, keptContent, saveTyped } from './save.js';
import { readPosted } from './uploads.js';

const path = '/cycles/:cycle/units/:unit/steps/*step';

function placeOf(request: Request): StepPlace {
  const { cycle, unit, step } = request.params;
  return {
    cycleId: String(cycle),
    unitId: unit === '-' ? null : String(unit),
    stepId: Array.isArray(step) ? step.join('/') : String(step),
  };
}

export function stepRoutes(router: Router, deps: ApiDeps): void {
  router.get(
    path,
    personPage(deps, async (visit) => {
      const loaded = await loadStep(deps, visit.person, placeOf(visit.request));
      await recordDecidersLook(deps.sql, visit.person, loaded);
      return stepAnswer(visit, loaded, { done: visit.request.query['done'] });
    }),
  );
  router.post(path, personPage(deps, postStep));
  router.get('/commands/:id', personPage(deps, commandPage));
}

async function postStep(visit: PersonVisit): Promise<PageAnswer> {
  const place = placeOf(visit.request);
  const posted = await readPosted(visit, place);
  const form = nest(posted.body);
  const intent = textAt(form, 'intent');
  if (intent === 'decide') return postDecision(visit, place, form);
  const loaded = await loadStep(visit.deps, visit.person, place);
  const here = links.step(place.cycleId, place.unitId, place.stepId);
  const { view } = loaded;
  if (intent === 'discard') {
    if (view.may.submit) await discardDraft(visit.deps.sql, loaded.reviewId, place.stepId);
    return redirect(here);
  }
  if (intent === 'adopt') return postAdopted(visit, place, loaded, textAt(form, 'adopt'));
  const { contentOf } = formOf[view.kind];
  const content = contentOf(changeRows(form, intent), view.facts);
  if (posted.refused !== null) return fileRefused(visit, place, loaded, form, content, posted.refused);
  if (intent === 'submit') return postSubmit(visit, place, loaded, form, content);
  if (!view.may.submit) return tooLate(visit, place, loaded, content);
  if (intent === 'take-other') {
    await keepTyped(visit, loaded, content);
    return redirect(`${here}?done=saved#form`);
  }
  const [act, which = ''] = intent.split(':');
  if (act === 'restore') await keepTyped(visit, loaded, content);
  const wanted =
    act === 'restore'
      ? await keptContent(visit, loaded, which)
      : act === 'adopt'
        ? adoptGoal(content, view.facts, textAt(form, 'adopt'))
        : content;
  const saved = await saveTyped(visit, loaded, form, wanted);
  if (saved.kind === 'conflict') return conflictAnswer(visit, place, content, saved.other);
  return redirect(act === 'add' || act === 'adopt' ? `${here}#${anchorOf(which, wanted)}` : `${here}?done=saved#form`);
}

/** A file was not taken: what was typed is saved with the files that were, and the form says which and why. */
async function fileRefused(
  visit: PersonVisit,
  place: StepPlace,
  loaded: LoadedStep,
  form: unknown,
  content: unknown,
  refused: Refused,
): Promise<PageAnswer> {
  const saved = await saveTyped(visit, loaded, form, content);
  if (saved.kind === 'conflict') return conflictAnswer(visit, place, content, saved.other);
  return stepAnswer(visit, await loadStep(visit.deps, visit.person, place), { content, refused });
}

/** Whoever may decide what waits has now had it before their eyes: approvals that nobody read are told apart. */
async function recordDecidersLook(
  sql: ApiDeps['sql'],
  person: Person,
  { view, cycle, reviewId }: LoadedStep,
): Promise<void> {
  if (!view.may.decide) return;
  const { stepId, attempt } = view;
  await recordStepLook(sql, { cycleId: cycle.id, reviewId, stepId, attempt, personId: person.id, at: cycle.clock.now });
}

/** From the page of a goal above: it begins an own one in the draft as it stands. */
async function postAdopted(
  visit: PersonVisit,
  place: StepPlace,
  loaded: LoadedStep,
  goalId: string,
): Promise<PageAnswer> {
  const { view } = loaded;
  if (!view.may.submit || view.kind !== 'goals') throw new Refused(view.may.write ? 'STEP_NOT_OPEN' : 'NOT_YOUR_STEP');
  const content = adoptGoal(beginning(loaded), view.facts, goalId);
  const saved = await saveTyped(visit, loaded, { draftVersion: view.draft?.version ?? 0 }, content);
  if (saved.kind === 'conflict') return conflictAnswer(visit, place, content, saved.other);
  return redirect(`${links.step(place.cycleId, place.unitId, place.stepId)}#${anchorOf('goals', content)}`);
}

/** The step ended while somebody was writing: what was typed is kept. @throws Refused NOT_YOUR_STEP */
async function tooLate(
  visit: PersonVisit,
  place: StepPlace,
  loaded: LoadedStep,
  content: unknown,
): Promise<PageAnswer> {
  if (!loaded.view.may.write) throw new Refused('NOT_YOUR_STEP');
  await keepTyped(visit, loaded, content);
  const again = await loadStep(visit.deps, visit.person, place);
  const text = visit.reader.t(stepPage.draftKept);
  return stepAnswer(visit, again, { message: { tone: 'warn', text }, status: statusOf('STEP_ENDED') });
}

/** Both versions, and all that was typed in the form; what is saved next is saved over the other one, which is kept. */
async function conflictAnswer(
  visit: PersonVisit,
  place: StepPlace,
  content: unknown,
  other: Draft,
): Promise<PageAnswer> {
  const again = await loadStep(visit.deps, visit.person, place);
  const text = visit.reader.t(stepPage.draftChanged);
  return stepAnswer(visit, again, {
    content,
    other,
    message: { tone: 'warn', text },
    status: statusOf('DRAFT_CHANGED'),
  });
}

/** After a row was added the page shows it. */
function anchorOf(list: string, content: unknown): string {
  const rows = listAt(content, list);
  return rows.length === 0 ? 'form' : `${list}-${rows.length - 1}`;
}

/** A page made before the form had one, or a hand-made request: every act has a key. */
const keyOf = (form: unknown): string => {
  const key = textAt(form, 'idempotencyKey');
  return key === '' || key.length > 200 ? randomUUID() : key;
};

async function postSubmit(
  visit: PersonVisit,
  place: StepPlace,
  loaded: LoadedStep,
  form: unknown,
  content: unknown,
): Promise<PageAnswer> {
  const { deps, person } = visit;
  // What was typed is safe before anything can refuse it; what somebody else wrote meanwhile is looked at first.
  if (loaded.view.may.submit) {
    const saved = await saveTyped(visit, loaded, form, content);
    if (saved.kind === 'conflict') return conflictAnswer(visit, place, content, saved.other);
  } else if (loaded.view.may.write) await keepTyped(visit, loaded, content);
  try {
    const answer = await actOnStep(deps, {
      ...place,
      act: 'submit',
      person,
      stepRevision: Number(textAt(form, 'stepRevision')),
      body: content,
      idempotencyKey: keyOf(form),
    });
    return answered(place, answer);
  } catch (error) {
    if (!(error instanceof Refused) || statusOf(error.code) >= 500) throw error;
    const again = await loadStep(deps, person, place);
    return stepAnswer(visit, again, { content, refused: error });
  }
}

async function postDecision(visit: PersonVisit, place: StepPlace, form: unknown): Promise<PageAnswer> {
  const { deps, person } = visit;
  const words = decisionOf(form);
  try {
    const answer = await actOnStep(deps, {
      ...place,
      act: 'approve',
      person,
      stepRevision: Number(textAt(form, 'stepRevision')),
      body: words,
      idempotencyKey: keyOf(form),
    });
    return answered(place, answer);
  } catch (error) {
    if (!(error instanceof Refused) || statusOf(error.code) >= 500) throw error;
    const again = await loadStep(deps, person, place);
    return stepAnswer(visit, again, { words, refused: error });
  }
}

function answered(place: StepPlace, answer: Awaited<ReturnType<typeof actOnStep>>): PageAnswer {
  if (answer.kind === 'received') return redirect(links.command(answer.commandId));
  return redirect(`${links.step(place.cycleId, place.unitId, place.stepId)}?done=done`);
}
