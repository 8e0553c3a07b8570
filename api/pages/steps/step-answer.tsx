import { randomUUID } from 'node:crypto';
import type { Draft } from '../../../db/drafts.js';
import { refusalTexts } from '../../../messages/errors.js';
import { type Refused, statusOf } from '../../refused.js';
import type { PageAnswer, PersonVisit } from '../http.js';
import { createReader } from '../reader.js';
import { beginning, messageFor, problemsOfDraft, titlesOf } from './content.js';
import type { Decided } from './decide.js';
import type { OtherDraft } from './drafts.js';
import { noProblems } from './form.js';
import { unnamed } from './form-facts.js';
import type { LoadedStep } from './load.js';
import { StepPage, stepTitle } from './page.js';
import { problemsOf } from './problems.js';
import type { Typed } from './submit-form.js';
import type { StepView } from './view.js';

/** What a page of a step shows beside the step. */
export interface Shown {
  /** As typed; absent: what the page begins with. */
  readonly content?: unknown;
  readonly words?: unknown;
  readonly other?: Draft;
  readonly refused?: Refused;
  readonly message?: { readonly tone: 'good' | 'warn'; readonly text: string };
  readonly status?: number;
  readonly done?: unknown;
}

/** The page of a step: as it begins, or again with what was typed and what is wrong with it. */
export async function stepAnswer(visit: PersonVisit, loaded: LoadedStep, shown: Shown): Promise<PageAnswer> {
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
        other={otherOf(view, shown.other)}
        message={told ?? shown.message ?? messageFor(reader, shown.done)}
      />
    ),
  };
}

/** Whoever saved it is the draft's author as the page was loaded. */
const otherOf = (view: StepView, other: Draft | undefined): OtherDraft | null =>
  other === undefined ? null : { ...other, savedBy: view.draft?.savedBy ?? unnamed(other.savedBy) };
