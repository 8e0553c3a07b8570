import type { VNode } from 'preact';
import { developmentStates } from '../../../domain/cycle/index.js';
import { developmentPage, developmentStateNames } from '../../../messages/pages.js';
import { Choices, Hidden, TextArea } from '../components/fields.js';
import { Message, Section } from '../components/marks.js';
import { Facts } from '../components/table.js';
import { links } from '../links.js';
import type { Typed } from '../posted.js';
import type { Reader } from '../reader.js';
import { textAt } from '../steps/form-data.js';
import { unnamed } from '../steps/form-facts.js';
import { EntryState, originWords } from './entries.js';
import { EntryFields } from './forms.js';
import type { EntryView } from './load.js';

interface Props {
  readonly reader: Reader;
  readonly view: EntryView;
  readonly typed: Typed;
}

export function EntryPage(props: Props): VNode {
  const { reader, view, typed } = props;
  const { t } = reader;
  const { of, cycle, may } = view;
  const origin = originWords(reader, of);
  return (
    <>
      {typed.message !== null && <Message tone={typed.message.tone}>{typed.message.text}</Message>}
      <p class="crumbs">
        <a href={links.cycle(cycle.id)}>{cycle.title}</a> ›{' '}
        <a href={links.unitDevelopment(cycle.id, of.unitId)}>{reader.name(of.unit)}</a>
      </p>
      <section>
        <Facts
          of={[
            [t(developmentPage.who), of.who === null ? t(developmentPage.wholeUnit) : reader.name(of.who)],
            [t(developmentPage.learn), <span class="words">{of.learn}</span>],
            [t(developmentPage.why), <span class="words">{of.why}</span>],
            [
              t(developmentPage.origin),
              of.item !== null && may.item ? <a href={links.feedbackItem(cycle.id, of.item)}>{origin}</a> : origin,
            ],
            [t(developmentPage.how), <span class="words">{of.how}</span>],
            [t(developmentPage.until), of.untilOn],
            [t(developmentPage.supporter), of.helper === null ? t(developmentPage.nobody) : reader.name(of.helper)],
            [t(developmentPage.state), <EntryState reader={reader} entry={of} />],
            ...(of.outcome === ''
              ? []
              : [[t(developmentPage.outcome), <span class="words">{of.outcome}</span>] as const]),
          ]}
        />
      </section>
      {view.trainings.length > 0 && (
        <Section title={t(developmentPage.trainings)}>
          <ul>
            {view.trainings.map(({ id, titleZh, titleEn, dueOn }) => (
              <li key={id}>
                {reader.name({ nameZh: titleZh, nameEn: titleEn })} · {dueOn}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {may.write && <WriteForm {...props} />}
      <Section title={t(developmentPage.history)}>
        <ol class="plain">
          {view.versions.map((version) => (
            <li key={version.version}>
              <span class="soft">
                {reader.name(view.names.get(version.by) ?? unnamed(version.by))} · {reader.time(version.at)}
              </span>{' '}
              {t(developmentStateNames[version.state])} · {version.untilOn}
              <div class="words">{version.outcome === '' ? version.how : version.outcome}</div>
            </li>
          ))}
        </ol>
      </Section>
    </>
  );
}

function WriteForm({ reader, view, typed }: Props): VNode {
  const { t } = reader;
  const { of, cycle } = view;
  const isBack = textAt(typed.content, 'intent') === 'write';
  const standing: Readonly<Record<string, string>> = {
    ...{ learn: of.learn, why: of.why, how: of.how, untilOn: of.untilOn, supporter: of.supporter ?? '' },
    state: of.state,
  };
  const text = (field: string): string => (isBack ? textAt(typed.content, field) : (standing[field] ?? ''));
  const problems = (field: string): readonly string[] => (isBack ? (typed.fields.get(field) ?? []) : []);
  return (
    <Section title={t(developmentPage.write)} id="write">
      <form method="post" action={links.developmentEntry(cycle.id, of.id)} noValidate>
        <Hidden name="intent" value="write" />
        <Hidden name="idempotencyKey" value={typed.idempotencyKey} />
        <Hidden name="version" value={text('version') || String(of.version)} />
        <Choices
          name="state"
          label={t(developmentPage.state)}
          type="radio"
          chosen={[text('state')]}
          options={developmentStates.map((state) => ({ value: state, text: t(developmentStateNames[state]) }))}
          problems={problems('state')}
        />
        <EntryFields reader={reader} everybody={view.everybody} text={text} problems={problems} />
        <TextArea
          name="outcome"
          label={t(developmentPage.outcome)}
          hint={t(developmentPage.outcomeHint)}
          value={text('outcome')}
          problems={problems('outcome')}
        />
        <div class="actions">
          <button class="main">{t(developmentPage.save)}</button>
        </div>
      </form>
    </Section>
  );
}
