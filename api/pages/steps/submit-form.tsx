import type { VNode } from 'preact';
import { stepPage } from '../../../messages/pages.js';
import { Hidden } from '../components/fields.js';
import { takesFiles } from '../../evidence/files.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import type { FormProblems } from './form.js';
import { formOf } from './kinds/index.js';
import { stepFormId } from './drafts.js';
import { Summary } from './summary.js';
import type { StepView } from './view.js';

/** What stands in the form, and what is wrong with it. */
export interface Typed {
  readonly content: unknown;
  readonly problems: FormProblems;
  /** Makes a double click one act. */
  readonly idempotencyKey: string;
  /** The revision that the person saw; kept when the page comes again. */
  readonly stepRevision: number;
  /** 0: there was no draft when the page was made. */
  readonly draftVersion: number;
}

export function SubmitForm({
  reader,
  view,
  typed,
}: {
  readonly reader: Reader;
  readonly view: StepView;
  readonly typed: Typed;
}): VNode {
  const { t } = reader;
  const { Fields } = formOf[view.kind];
  const action = links.step(view.cycle.id, view.unitId, view.stepId);
  return (
    <section id="form">
      <h2>{t(stepPage.form)}</h2>
      {view.draft !== null && (
        <p class="hint">{t(stepPage.draftOf(reader.name(view.draft.savedBy), reader.time(view.draft.savedAt)))}</p>
      )}
      <Summary reader={reader} facts={view.facts} content={typed.content} problems={typed.problems} />
      <form
        id={stepFormId}
        method="post"
        action={action}
        enctype={takesFiles(view.kind) ? 'multipart/form-data' : undefined}
        noValidate
      >
        <Hidden name="stepRevision" value={String(typed.stepRevision)} />
        <Hidden name="draftVersion" value={String(typed.draftVersion)} />
        <Hidden name="idempotencyKey" value={typed.idempotencyKey} />
        {/* The first button is what Enter presses: saving harms nobody. */}
        <button class="hidden" name="intent" value="save" tabIndex={-1} aria-hidden="true">
          {t(stepPage.saveDraft)}
        </button>
        <Fields reader={reader} facts={view.facts} content={typed.content} problems={typed.problems} />
        <div class="actions">
          <button class="main" name="intent" value="submit">
            {t(stepPage.submit)}
          </button>
          <button name="intent" value="save">
            {t(stepPage.saveDraft)}
          </button>
          {view.draft !== null && (
            <button class="quiet" name="intent" value="discard">
              {t(stepPage.discardDraft)}
            </button>
          )}
        </div>
      </form>
    </section>
  );
}
