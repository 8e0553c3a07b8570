import type { ComponentChildren, VNode } from 'preact';
import { itemActNames, itemPage } from '../../../messages/pages.js';
import { Choices, Hidden, Input, Select, TextArea } from '../components/fields.js';
import { Section } from '../components/marks.js';
import { links } from '../links.js';
import { textAt } from '../steps/form-data.js';
import type { ItemProps } from './item-page.js';

/** One of the page's forms; each names what it is for, and the version that was seen. */
function Form({
  view,
  typed,
  intent,
  children,
}: ItemProps & { readonly intent: string; readonly children: ComponentChildren }): VNode {
  const mine = textAt(typed.content, 'intent') === intent;
  return (
    <form method="post" action={links.feedbackItem(view.cycle.id, view.of.id)} noValidate>
      <Hidden name="intent" value={intent} />
      <Hidden name="idempotencyKey" value={`${typed.idempotencyKey}-${intent}`} />
      <Hidden name="version" value={(mine ? textAt(typed.content, 'version') : '') || String(view.of.version)} />
      {children}
    </form>
  );
}

/** What was typed into the form of that intent, and what is wrong with it. */
function typedIn({ typed }: ItemProps, intent: string) {
  const mine = textAt(typed.content, 'intent') === intent;
  return {
    text: (field: string): string => (mine ? textAt(typed.content, field) : ''),
    problems: (field: string): readonly string[] => (mine ? (typed.fields.get(field) ?? []) : []),
  };
}

export function AnswerForm(props: ItemProps): VNode {
  const { t } = props.reader;
  const { text, problems } = typedIn(props, 'answer');
  return (
    <Section title={t(itemPage.answer)} id="answer">
      <Form {...props} intent="answer">
        <TextArea
          name="text"
          label={t(itemPage.answer)}
          hint={t(itemPage.answerHint)}
          value={text('text')}
          problems={problems('text')}
        />
        <Input name="dueOn" type="date" label={t(itemPage.until)} value={text('dueOn')} problems={problems('dueOn')} />
        <div class="actions">
          <button class="main">{t(itemPage.saveAnswer)}</button>
        </div>
      </Form>
    </Section>
  );
}

export function OutcomeForm(props: ItemProps): VNode {
  const { t } = props.reader;
  const { text, problems } = typedIn(props, 'outcome');
  return (
    <Section title={t(itemPage.outcome)} id="outcome">
      <Form {...props} intent="outcome">
        <Choices
          name="outcome"
          label={t(itemPage.outcome)}
          type="radio"
          chosen={[text('outcome') || 'done']}
          options={(['done', 'not-done'] as const).map((act) => ({ value: act, text: t(itemActNames[act]) }))}
        />
        <TextArea
          name="words"
          label={t(itemPage.words)}
          hint={t(itemPage.outcomeHint)}
          value={text('words')}
          problems={problems('text')}
        />
        <div class="actions">
          <button>{t(itemPage.saveOutcome)}</button>
        </div>
      </Form>
    </Section>
  );
}

export function VerdictForm(props: ItemProps): VNode {
  const { t } = props.reader;
  const { text, problems } = typedIn(props, 'verdict');
  return (
    <Section title={t(itemPage.verdict)} id="verdict">
      <Form {...props} intent="verdict">
        <TextArea
          name="text"
          label={t(itemPage.words)}
          hint={t(itemPage.verdictHint)}
          value={text('text')}
          problems={problems('text')}
        />
        <div class="actions">
          <button class="main" name="verdict" value="confirmed">
            {t(itemPage.confirm)}
          </button>
          <button class="danger" name="verdict" value="reopened">
            {t(itemPage.reopen)}
          </button>
        </div>
      </Form>
    </Section>
  );
}

export function PassForm(props: ItemProps): VNode {
  const { reader, view } = props;
  const { t } = reader;
  const { text, problems } = typedIn(props, 'owner');
  return (
    <Section title={t(itemPage.pass)} id="owner">
      <Form {...props} intent="owner">
        <Select
          name="owner"
          label={t(itemPage.owner)}
          hint={t(itemPage.passHint)}
          value={text('owner') || (view.of.owners[0] ?? '')}
          options={view.possible.map((person) => ({ value: person.id, text: reader.name(person) }))}
          problems={problems('owner')}
        />
        <div class="actions">
          <button>{t(itemPage.pass)}</button>
        </div>
      </Form>
    </Section>
  );
}
