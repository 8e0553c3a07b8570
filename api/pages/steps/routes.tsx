import { randomUUID } from 'node:crypto';
import type { Request, Router } from 'express';
import { readCommand } from '../../../db/commands.js';
import { saveDraft } from '../../../db/drafts.js';
import { discardDraft } from '../../../db/page-step.js';
import { refusalTexts } from '../../../messages/errors.js';
import { received, stepPage } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { Refused, statusOf } from '../../refused.js';
import { actOnStep } from '../../submit-step.js';
import { type PageAnswer, personPage, type PersonVisit, redirect } from '../http.js';
import { links } from '../links.js';
import { createReader } from '../reader.js';
import { beginning, messageFor, problemsOfDraft, titlesOf } from './content.js';
import { decisionOf, type Decided } from './decide.js';
import { changeRows, nest, textAt } from './form-data.js';
import { noProblems } from './form.js';
import { formOf } from './kinds/index.js';
import { type LoadedStep, loadStep, type StepPlace } from './load.js';
import { StepPage, stepTitle } from './page.js';
import { problemsOf } from './problems.js';
import { ReceivedPage } from './received-page.js';
import type { Typed } from './submit-form.js';

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
      return stepAnswer(visit, loaded, { done: visit.request.query['done'] });
    }),
  );
  router.post(path, personPage(deps, postStep));
  router.get('/commands/:id', personPage(deps, commandPage));
}

async function postStep(visit: PersonVisit): Promise<PageAnswer> {
  const form = nest(visit.request.body);
  const place = placeOf(visit.request);
  const intent = textAt(form, 'intent');
  if (intent === 'decide') return postDecision(visit, place, form);
  const loaded = await loadStep(visit.deps, visit.person, place);
  const here = links.step(place.cycleId, place.unitId, place.stepId);
  if (intent === 'discard') {
    if (loaded.view.may.submit) await discardDraft(visit.deps.sql, loaded.reviewId, place.stepId);
    return redirect(here);
  }
  const content = formOf[loaded.view.kind].contentOf(changeRows(form, intent), loaded.view.facts);
  if (intent === 'submit') return postSubmit(visit, place, loaded, form, content);
  if (!loaded.view.may.submit) throw new Refused('NOT_YOUR_STEP');
  const saved = await save(visit, loaded, form, content);
  if (saved === null) {
    const text = visit.reader.t(stepPage.draftChanged);
    return stepAnswer(visit, loaded, { content, message: { tone: 'warn', text }, status: 409 });
  }
  return redirect(intent === 'save' ? `${here}?done=saved#form` : `${here}#${anchorOf(intent, content)}`);
}

/** After a row was added the page shows it. */
function anchorOf(intent: string, content: unknown): string {
  const [act, list = ''] = intent.split(':');
  const rows: unknown = typeof content === 'object' && content !== null ? Reflect.get(content, list) : undefined;
  return act === 'add' && Array.isArray(rows) ? `${list}-${rows.length - 1}` : 'form';
}

async function save(
  visit: PersonVisit,
  { reviewId, view }: LoadedStep,
  form: unknown,
  content: unknown,
): Promise<number | null> {
  const version = Number(textAt(form, 'draftVersion'));
  if (!Number.isSafeInteger(version) || version < 0) return null;
  return saveDraft(visit.deps.sql, { reviewId, stepId: view.stepId, version, content, by: visit.person.id });
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
  // What was typed is safe before anything can refuse it; whose draft stands there does not matter now.
  if (loaded.view.may.submit) await save(visit, loaded, form, content);
  try {
    const answer = await actOnStep(deps, {
      ...place,
      act: 'submit',
      actor: person.id,
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
      actor: person.id,
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

interface Shown {
  /** As typed; absent: what the page begins with. */
  readonly content?: unknown;
  readonly words?: unknown;
  readonly refused?: Refused;
  readonly message?: { readonly tone: 'good' | 'warn'; readonly text: string };
  readonly status?: number;
  readonly done?: unknown;
}

async function stepAnswer(visit: PersonVisit, loaded: LoadedStep, shown: Shown): Promise<PageAnswer> {
  const { view } = loaded;
  const reader = createReader(visit.reader.language, view.cycle.zone);
  const { refused } = shown;
  const content = shown.content ?? beginning(loaded);
  const problems = refused === undefined ? null : problemsOf(reader, refused, titlesOf(reader, view, content));
  const typed: Typed = {
    content,
    problems:
      shown.words === undefined && problems !== null
        ? problems
        : await problemsOfDraft(visit.deps, reader, loaded, content),
    idempotencyKey: randomUUID(),
    stepRevision: view.revision,
    draftVersion: view.draft?.version ?? 0,
  };
  const decided: Decided = {
    words: shown.words,
    fields: (shown.words !== undefined ? problems : null)?.fields ?? noProblems.fields,
    idempotencyKey: randomUUID(),
    stepRevision: view.revision,
  };
  const told = refused === undefined ? null : ({ tone: 'bad', text: reader.t(refusalTexts[refused.code]) } as const);
  return {
    kind: 'page',
    status: refused === undefined ? (shown.status ?? 200) : statusOf(refused.code),
    title: stepTitle(reader, view),
    cycle: view.cycle,
    body: (
      <StepPage
        reader={reader}
        view={view}
        typed={typed}
        decided={decided}
        message={told ?? shown.message ?? messageFor(reader, shown.done)}
      />
    ),
  };
}

async function commandPage({ deps, request, reader, person }: PersonVisit): Promise<PageAnswer> {
  const id = String(request.params['id']);
  const command = /^[0-9a-f-]{36}$/.test(id) ? await readCommand(deps.sql, id) : undefined;
  if (command === undefined || (command.actor !== person.id && !person.roles.includes('hr')))
    throw new Refused('NOT_FOUND');
  const unitId = command.reviewId === command.cycleId ? null : command.reviewId.slice(command.cycleId.length + 1);
  const { view } = await loadStep(deps, person, { cycleId: command.cycleId, unitId, stepId: command.stepId });
  const zoned = createReader(reader.language, view.cycle.zone);
  return {
    kind: 'page',
    title: reader.t(received.title),
    cycle: view.cycle,
    body: (
      <ReceivedPage
        reader={zoned}
        commandId={id}
        receivedAt={command.receivedAt}
        state={command.state}
        why={command.code === null ? null : reader.t(refusalTexts[command.code])}
        step={{ href: links.step(command.cycleId, unitId, command.stepId), title: stepTitle(zoned, view) }}
      />
    ),
  };
}
