import type { VNode } from 'preact';
import { targetChoices } from '../../../domain/cycle/index.js';
import { frame, nextCyclePage } from '../../../messages/pages.js';
import { Choices, Hidden, Input } from '../components/fields.js';
import { Message, Section, type Tone } from '../components/marks.js';
import { Table } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import { textAt } from '../steps/form-data.js';
import { CarriedGoals } from './carried.js';
import { LearntSections } from './learnt.js';
import type { NextCycleView } from './load.js';

export interface NextCycleForm {
  /** As typed, or as it follows from the cycle. */
  readonly content: unknown;
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly idempotencyKey: string;
  readonly message: { readonly tone: Tone; readonly text: string } | null;
}

interface Props {
  readonly reader: Reader;
  readonly view: NextCycleView;
  readonly form: NextCycleForm;
}

export function NextCyclePage(props: Props): VNode {
  const { reader, view, form } = props;
  const { t } = reader;
  return (
    <>
      {form.message !== null && <Message tone={form.message.tone}>{form.message.text}</Message>}
      <p class="crumbs">
        <a href={links.cycle(view.from.id)}>{view.from.title}</a>
      </p>
      <p class="lead">{t(nextCyclePage.lead)}</p>
      {view.already.length > 0 && (
        <p>
          {t(nextCyclePage.already)}{' '}
          {view.already.map(({ id, title }) => (
            <span key={id}>
              <a href={links.cycle(id)}>{title}</a>{' '}
            </span>
          ))}
        </p>
      )}
      <Fields {...props} />
      <Section title={t(nextCyclePage.goals)}>
        {view.goals.length === 0 && <p class="empty">{t(nextCyclePage.noGoals)}</p>}
        {view.goals.map(({ unit, goals }) => (
          <section key={unit.id}>
            <h3>{reader.name(unit)}</h3>
            <CarriedGoals reader={reader} goals={goals} />
          </section>
        ))}
        {view.more > 0 && <p class="soft">… +{view.more}</p>}
      </Section>
      <Money {...props} />
      <LearntSections reader={reader} learnt={view.learnt} metrics={view.metrics} />
    </>
  );
}

function Fields({ reader, view, form }: Props): VNode {
  const { t } = reader;
  const field = (name: string) => ({
    name,
    value: textAt(form.content, name),
    problems: form.fields.get(`cycle.${name}`),
  });
  return (
    <form method="post" action={links.nextCycle(view.from.id)} noValidate>
      <Hidden name="idempotencyKey" value={form.idempotencyKey} />
      <div class="row wide">
        <Input label={t(nextCyclePage.name)} {...field('title')} />
        <Input label={t(nextCyclePage.id)} {...field('id')} />
      </div>
      <div class="row">
        <Input label={t(nextCyclePage.periodStart)} type="date" {...field('periodStart')} />
        <Input label={t(nextCyclePage.periodEnd)} type="date" {...field('periodEnd')} />
      </div>
      <Choices
        name="targets"
        type="radio"
        label={t(nextCyclePage.targets)}
        chosen={[textAt(form.content, 'targets') || 'trend']}
        options={targetChoices.map((value) => ({ value, text: t(nextCyclePage[value]) }))}
      />
      <p class="actions">
        <button name="intent" value="preview">
          {t(nextCyclePage.preview)}
        </button>
        <button class="main" name="intent" value="start">
          {t(nextCyclePage.start)}
        </button>
      </p>
    </form>
  );
}

function Money({ reader, view }: Props): VNode {
  const { t } = reader;
  return (
    <>
      <Section title={t(nextCyclePage.bases)}>
        <Table
          caption={t(nextCyclePage.bases)}
          hideCaption
          rows={view.bases}
          keyOf={({ unit }) => unit.id}
          empty={t(nextCyclePage.noBases)}
          columns={[
            { title: t(frame.unit), cell: ({ unit }) => reader.name(unit) },
            {
              title: t(nextCyclePage.base),
              number: true,
              cell: ({ baseMinor }) => `${view.from.currency} ${reader.amount(baseMinor)}`,
            },
          ]}
        />
      </Section>
      <Section title={t(nextCyclePage.history)}>
        <Table
          caption={t(nextCyclePage.history)}
          hideCaption
          rows={view.history}
          keyOf={({ metric }) => metric}
          empty={t(nextCyclePage.noHistory)}
          columns={[
            {
              title: t(nextCyclePage.metric),
              cell: ({ metric }) => reader.name(view.metrics.get(metric) ?? { nameZh: metric, nameEn: metric }),
            },
            { title: t(nextCyclePage.soFar), cell: ({ history }) => history.join(', ') || '–' },
            { title: t(nextCyclePage.value), number: true, cell: ({ value }) => value },
          ]}
        />
      </Section>
    </>
  );
}
