import type { VNode } from 'preact';
import { decisionsOf } from '../../../domain/process/index.js';
import { appealFields, frame, reportWords, stepPage } from '../../../messages/pages.js';
import { decisionNames } from '../../../messages/steps.js';
import { Hidden, Input, Select, TextArea } from '../components/fields.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import { at, linesOf, listAt, textAt, textsAt } from './form-data.js';
import { CorrectableFacts, correctionsOf } from './kinds/appeal.js';
import { formOf } from './kinds/index.js';
import type { StepView } from './view.js';

/** The decider's words as typed. */
export interface Decided {
  readonly words: unknown;
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly idempotencyKey: string;
  readonly stepRevision: number;
}

const commentRows = 4;

/** What a posted decide form says; not checked yet. */
export function decisionOf(form: unknown): unknown {
  return {
    decision: textAt(form, 'decision'),
    reason: textAt(form, 'reason').trim(),
    comments: listAt(form, 'comments').flatMap((row) => {
      const text = textAt(row, 'text').trim();
      return text === '' ? [] : [{ at: textAt(row, 'at'), text }];
    }),
    difficulties: linesOf(textAt(form, 'difficulties')),
    suggestions: linesOf(textAt(form, 'suggestions')),
    ...answersOf(form),
    ...grantedOf(form),
  };
}

/** Answers to what reports of the unit ask; the field is there for reports alone. */
function answersOf(form: unknown): { readonly answers?: readonly unknown[] } {
  const answers = listAt(form, 'answers').flatMap((row) => {
    const text = textAt(row, 'text').trim();
    return text === '' ? [] : [{ ask: textAt(row, 'ask'), text }];
  });
  return answers.length === 0 ? {} : { answers };
}

/** What is corrected by a yes; the fields are there for appeals alone, and a no corrects nothing. */
function grantedOf(form: unknown): { readonly corrections?: unknown } {
  const corrections = at(form, 'corrections');
  return textAt(form, 'decision') !== 'grant' || corrections === undefined
    ? {}
    : { corrections: correctionsOf(corrections) };
}

export function DecideForm({
  reader,
  view,
  decided,
}: {
  readonly reader: Reader;
  readonly view: StepView;
  readonly decided: Decided;
}): VNode | null {
  const { t } = reader;
  const offered = decisionsOf(view.kind);
  const last = view.versions.at(-1);
  if (offered === null || last === undefined) return null;
  const [yes, no] = offered;
  const { Shown } = formOf[view.kind];
  return (
    <section id="decide">
      <h2>{t(stepPage.version(last.version, last.attempt))}</h2>
      <p class="soft">{t(stepPage.submittedBy(reader.name(last.principal), reader.time(last.at)))}</p>
      <Shown reader={reader} facts={view.facts} content={last.content} />
      <section>
        <h2>{t(stepPage.decideTitle)}</h2>
        <form method="post" action={links.step(view.cycle.id, view.unitId, view.stepId)} noValidate>
          <Hidden name="intent" value="decide" />
          <Hidden name="stepRevision" value={String(decided.stepRevision)} />
          <Hidden name="idempotencyKey" value={decided.idempotencyKey} />
          <TextArea
            name="reason"
            label={t(stepPage.reason)}
            hint={t(stepPage.reasonHint)}
            value={textAt(decided.words, 'reason')}
            problems={decided.fields.get('reason')}
          />
          <AnswerFields reader={reader} view={view} decided={decided} />
          <GrantFields reader={reader} view={view} decided={decided} content={last.content} />
          {view.kind === 'feedback' ? (
            <Answers reader={reader} decided={decided} />
          ) : (
            <Comments reader={reader} view={view} decided={decided} content={last.content} />
          )}
          <div class="actions">
            <button class="main" name="decision" value={yes}>
              {t(decisionNames[yes])}
            </button>
            <button class="danger" name="decision" value={no}>
              {t(decisionNames[no])}
            </button>
          </div>
        </form>
      </section>
    </section>
  );
}

/** What the unit asks, in this report or an earlier one, and nobody has answered. */
function AnswerFields({ reader, view, decided }: Parameters<typeof DecideForm>[0]): VNode | null {
  const open = view.facts.asks.filter((ask) => ask.answer === null);
  if (open.length === 0) return null;
  const typed = listAt(decided.words, 'answers');
  return (
    <fieldset>
      <legend>{reader.t(reportWords.answerTo)}</legend>
      {open.map((ask, index) => (
        <div key={ask.id}>
          <Hidden name={`answers.${index}.ask`} value={ask.id} />
          <TextArea
            name={`answers.${index}.text`}
            label={`${reader.day(ask.at)} · ${ask.text}`}
            value={textAt(
              typed.find((row) => textAt(row, 'ask') === ask.id),
              'text',
            )}
            rows={2}
          />
        </div>
      ))}
    </fieldset>
  );
}

/** Of an appeal: what it claims is filled in, for the decider to change. */
function GrantFields({
  reader,
  view,
  decided,
  content,
}: Parameters<typeof DecideForm>[0] & { readonly content: unknown }): VNode | null {
  if (view.kind !== 'appeal' && view.kind !== 'appeal-2') return null;
  const typed = at(decided.words, 'corrections');
  return (
    <fieldset>
      <legend>{reader.t(appealFields.corrections)}</legend>
      <p class="hint">{reader.t(appealFields.correctionsHint)}</p>
      <CorrectableFacts
        reader={reader}
        facts={view.facts}
        content={typed ?? content}
        problems={{ findings: [], fields: decided.fields }}
        prefix="corrections."
      />
    </fieldset>
  );
}

/** After a talk: what stands in the way, and what would help. */
function Answers({ reader, decided }: { readonly reader: Reader; readonly decided: Decided }): VNode {
  const { t } = reader;
  return (
    <div class="row wide">
      <TextArea
        name="difficulties"
        label={t(stepPage.difficulties)}
        value={textsAt(decided.words, 'difficulties').join('\n')}
        problems={decided.fields.get('difficulties')}
      />
      <TextArea
        name="suggestions"
        label={t(stepPage.suggestions)}
        value={textsAt(decided.words, 'suggestions').join('\n')}
        problems={decided.fields.get('suggestions')}
      />
    </div>
  );
}

function Comments({
  reader,
  view,
  decided,
  content,
}: {
  readonly reader: Reader;
  readonly view: StepView;
  readonly decided: Decided;
  readonly content: unknown;
}): VNode {
  const { t } = reader;
  const typed = listAt(decided.words, 'comments');
  const places = [
    { value: '', text: t(stepPage.wholeText) },
    ...formOf[view.kind].places({ reader, facts: view.facts, content }),
  ];
  return (
    <details open={typed.length > 0}>
      <summary>
        {t(stepPage.comments)} ({t(frame.optional)})
      </summary>
      {Array.from({ length: Math.max(commentRows, typed.length + 1) }, (_, index) => (
        <div class="row wide" key={index}>
          <Select
            name={`comments.${index}.at`}
            label={`${t(stepPage.commentAt)} ${index + 1}`}
            value={textAt(typed[index], 'at')}
            options={places}
          />
          <Input
            name={`comments.${index}.text`}
            label={`${t(stepPage.commentText)} ${index + 1}`}
            value={textAt(typed[index], 'text')}
            problems={decided.fields.get(`comments.${index}.text`)}
          />
        </div>
      ))}
    </details>
  );
}
