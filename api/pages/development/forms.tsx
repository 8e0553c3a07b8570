import type { VNode } from 'preact';
import { developmentPage, itemKindNames } from '../../../messages/pages.js';
import { Hidden, Input, Select, TextArea } from '../components/fields.js';
import { links } from '../links.js';
import type { Typed } from '../posted.js';
import type { Reader } from '../reader.js';
import { textAt } from '../steps/form-data.js';
import type { Named } from '../steps/form-facts.js';
import type { UnitDevelopmentView } from './load.js';

interface Props {
  readonly reader: Reader;
  readonly view: UnitDevelopmentView;
  readonly typed: Typed;
  /** What the reader came from: a part of the result, or an item. */
  readonly from: { readonly line: string; readonly item: string };
}

/** What was typed into the form of that intent, and what is wrong with it. */
function typedIn({ typed }: Pick<Props, 'typed'>, intent: string) {
  const mine = textAt(typed.content, 'intent') === intent;
  return {
    text: (field: string): string => (mine ? textAt(typed.content, field) : ''),
    problems: (field: string): readonly string[] => (mine ? (typed.fields.get(field) ?? []) : []),
  };
}

const none = { value: '', text: '–' };
const named = (reader: Reader) => (person: Named & { readonly id: string }) => ({
  value: person.id,
  text: reader.name(person),
});

/** Fields of an entry's words; new, or written on. */
export function EntryFields({
  reader,
  everybody,
  text,
  problems,
}: {
  readonly reader: Reader;
  readonly everybody: readonly (Named & { readonly id: string })[];
  readonly text: (field: string) => string;
  readonly problems: (field: string) => readonly string[];
}): VNode {
  const { t } = reader;
  return (
    <>
      {(['learn', 'why', 'how'] as const).map((field) => (
        <TextArea
          key={field}
          name={field}
          label={t(developmentPage[field])}
          value={text(field)}
          problems={problems(field)}
          rows={2}
        />
      ))}
      <Input
        name="untilOn"
        type="date"
        label={t(developmentPage.until)}
        value={text('untilOn')}
        problems={problems('untilOn')}
      />
      <Select
        name="supporter"
        label={t(developmentPage.supporter)}
        value={text('supporter')}
        options={[{ ...none, text: t(developmentPage.nobody) }, ...everybody.map(named(reader))]}
        problems={problems('supporter')}
      />
    </>
  );
}

/** Values of the origin: by hand, a part of the result, an item. */
export function OpenForm(props: Props): VNode {
  const { reader, view, typed, from } = props;
  const { t } = reader;
  const { text, problems } = typedIn(props, 'open');
  const chosen = from.item !== '' ? `item:${from.item}` : from.line !== '' ? `line:${from.line}` : 'hand';
  return (
    <form method="post" action={links.unitDevelopment(view.cycle.id, view.unitId)} noValidate>
      <Hidden name="intent" value="open" />
      <Hidden name="idempotencyKey" value={`${typed.idempotencyKey}-open`} />
      <Select
        name="origin"
        label={t(developmentPage.origin)}
        value={text('origin') || chosen}
        options={[
          { value: 'hand', text: t(developmentPage.byHand) },
          ...view.items.map(({ id, kind, text: words }) => ({
            value: `item:${id}`,
            text: `${t(developmentPage.fromItem(itemKindNames[kind], id))}: ${words.slice(0, 60)}`,
          })),
          ...view.lines.map(({ id, title }) => ({ value: `line:${id}`, text: t(developmentPage.fromLine(title)) })),
        ]}
        problems={[...problems('item'), ...problems('line')]}
      />
      <Select
        name="person"
        label={t(developmentPage.who)}
        value={text('person')}
        options={[{ value: '', text: t(developmentPage.wholeUnit) }, ...view.people.map(named(reader))]}
        problems={problems('person')}
      />
      <EntryFields reader={reader} everybody={view.everybody} text={text} problems={problems} />
      <div class="actions">
        <button class="main">{t(developmentPage.open)}</button>
      </div>
    </form>
  );
}

export function AssignForm(props: Props): VNode {
  const { reader, view, typed, from } = props;
  const { t } = reader;
  const { text, problems } = typedIn(props, 'assign');
  if (view.offered.length === 0) return <p class="empty">{t(developmentPage.nothingOffered)}</p>;
  return (
    <form method="post" action={links.unitDevelopment(view.cycle.id, view.unitId)} noValidate>
      <Hidden name="intent" value="assign" />
      <Hidden name="idempotencyKey" value={`${typed.idempotencyKey}-assign`} />
      <Select
        name="training"
        label={t(developmentPage.training)}
        value={text('training')}
        options={view.offered.map((each) => ({
          value: each.id,
          text: `${reader.name({ nameZh: each.titleZh, nameEn: each.titleEn })} · ${each.currency} ${reader.amount(each.costMinor)}`,
        }))}
        problems={problems('training')}
      />
      <Select
        name="trainee"
        label={t(developmentPage.who)}
        value={text('trainee')}
        options={view.people.map(named(reader))}
        problems={problems('person')}
      />
      <Input
        name="dueOn"
        type="date"
        label={t(developmentPage.due)}
        value={text('dueOn')}
        problems={problems('dueOn')}
      />
      <Select
        name="answers"
        label={t(developmentPage.answers)}
        value={text('answers') || from.item}
        options={[
          { value: '', text: t(developmentPage.noItem) },
          ...view.items.map(({ id, kind, text: words }) => ({
            value: id,
            text: `${t(developmentPage.fromItem(itemKindNames[kind], id))}: ${words.slice(0, 60)}`,
          })),
        ]}
        problems={problems('item')}
      />
      <Select
        name="entry"
        label={t(developmentPage.serves)}
        value={text('entry')}
        options={[none, ...view.entries.map(({ id, learn }) => ({ value: id, text: learn.slice(0, 60) }))]}
      />
      <div class="actions">
        <button class="main">{t(developmentPage.assign)}</button>
      </div>
    </form>
  );
}
