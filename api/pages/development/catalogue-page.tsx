import type { VNode } from 'preact';
import type { TrainingRow } from '../../../db/trainings.js';
import { cataloguePage } from '../../../messages/pages.js';
import { Choices, Hidden, Input, TextArea } from '../components/fields.js';
import { Badge, Message, Section } from '../components/marks.js';
import { Table } from '../components/table.js';
import { links } from '../links.js';
import type { Typed } from '../posted.js';
import type { Reader } from '../reader.js';
import { textAt, textsAt } from '../steps/form-data.js';
import { typedAmount } from '../steps/kinds/plan-shown.js';

interface Props {
  readonly reader: Reader;
  /** The rehearsal whose own catalogue it is; null: the real one. */
  readonly cycle: string | null;
  readonly trainings: readonly TrainingRow[];
  /** The one that is to be changed; null: a new one. */
  readonly changing: TrainingRow | null;
  readonly currency: string;
  readonly may: { readonly write: boolean };
  readonly typed: Typed;
}

export function CataloguePage(props: Props): VNode {
  const { reader, cycle, trainings, may, typed } = props;
  const { t } = reader;
  return (
    <>
      {typed.message !== null && <Message tone={typed.message.tone}>{typed.message.text}</Message>}
      <p class="lead">{t(cataloguePage.lead)}</p>
      {cycle !== null && <p class="hint">{t(cataloguePage.ofRehearsal)}</p>}
      <Table
        caption={t(cataloguePage.title)}
        hideCaption
        rows={trainings}
        keyOf={(row) => row.id}
        empty={t(cataloguePage.none)}
        columns={[
          {
            title: t(cataloguePage.title),
            cell: (row) => (
              <div>
                <strong>{reader.name({ nameZh: row.titleZh, nameEn: row.titleEn })}</strong>{' '}
                {!row.active && <Badge>{t(cataloguePage.inactive)}</Badge>}
                {row.description !== '' && <div class="words">{row.description}</div>}
              </div>
            ),
          },
          { title: t(cataloguePage.hours), number: true, cell: (row) => row.hours },
          {
            title: t(cataloguePage.cost),
            number: true,
            cell: (row) => `${row.currency} ${reader.amount(row.costMinor)}`,
          },
          ...(may.write
            ? [
                {
                  title: t(cataloguePage.change),
                  cell: (row: TrainingRow) => (
                    <a href={`${links.trainings(cycle)}?change=${encodeURIComponent(row.id)}#write`}>
                      {t(cataloguePage.change)}
                    </a>
                  ),
                },
              ]
            : []),
        ]}
      />
      {may.write && <WriteForm {...props} />}
    </>
  );
}

function WriteForm({ reader, cycle, changing, currency, typed }: Props): VNode {
  const { t } = reader;
  const isBack = textAt(typed.content, 'intent') === 'write';
  const standing: Readonly<Record<string, string>> = {
    id: changing?.id ?? '',
    titleZh: changing?.titleZh ?? '',
    titleEn: changing?.titleEn ?? '',
    description: changing?.description ?? '',
    hours: changing?.hours ?? '',
    cost: typedAmount(changing?.costMinor ?? ''),
    currency: changing?.currency ?? currency,
  };
  const text = (field: string): string => (isBack ? textAt(typed.content, field) : (standing[field] ?? ''));
  const problems = (field: string): readonly string[] => (isBack ? (typed.fields.get(field) ?? []) : []);
  const active = isBack ? textsAt(typed.content, 'active').includes('true') : changing?.active !== false;
  const version = (isBack ? textAt(typed.content, 'version') : '') || String(changing?.version ?? 0);
  return (
    <Section title={t(changing === null ? cataloguePage.add : cataloguePage.change)} id="write">
      <form method="post" action={links.trainings(cycle)} noValidate>
        <Hidden name="intent" value="write" />
        <Hidden name="idempotencyKey" value={typed.idempotencyKey} />
        <Hidden name="version" value={version} />
        {changing === null ? (
          <Input name="id" label={t(cataloguePage.id)} value={text('id')} problems={problems('id')} />
        ) : (
          <Hidden name="id" value={changing.id} />
        )}
        <div class="row wide">
          <Input
            name="titleZh"
            label={t(cataloguePage.titleZh)}
            value={text('titleZh')}
            problems={problems('title.zh-CN')}
          />
          <Input
            name="titleEn"
            label={t(cataloguePage.titleEn)}
            value={text('titleEn')}
            problems={problems('title.en')}
          />
        </div>
        <TextArea name="description" label={t(cataloguePage.description)} value={text('description')} />
        <div class="row">
          <Input
            name="hours"
            inputMode="decimal"
            label={t(cataloguePage.hours)}
            value={text('hours')}
            problems={problems('hours')}
          />
          <Input
            name="cost"
            inputMode="decimal"
            label={t(cataloguePage.cost)}
            value={text('cost')}
            problems={problems('costMinor')}
          />
          <Input
            name="currency"
            label={t(cataloguePage.currency)}
            value={text('currency')}
            problems={problems('currency')}
          />
        </div>
        <Choices
          name="active"
          label={t(cataloguePage.active)}
          type="checkbox"
          chosen={active ? ['true'] : []}
          options={[{ value: 'true', text: t(cataloguePage.active) }]}
        />
        <div class="actions">
          <button class="main">{t(cataloguePage.save)}</button>
        </div>
      </form>
    </Section>
  );
}
