import type { VNode } from 'preact';
import { itemStates } from '../../../domain/cycle/index.js';
import { itemKindNames, itemPage, itemStateNames } from '../../../messages/pages.js';
import { Hidden, Select } from '../components/fields.js';
import { Badge, type Tone } from '../components/marks.js';
import { Table } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import type { ItemsView, NamedItem } from './load.js';

const tones: Readonly<Record<NamedItem['state'], Tone>> = {
  open: 'bad',
  promised: 'warn',
  settled: 'warn',
  closed: 'good',
};

export function ItemsPage({ reader, view }: { readonly reader: Reader; readonly view: ItemsView }): VNode {
  const { t } = reader;
  const { cycle, counts } = view;
  return (
    <>
      <p class="crumbs">
        <a href={links.cycle(cycle.id)}>{cycle.title}</a>
      </p>
      <p class="lead">{t(itemPage.lead)}</p>
      <form method="get" action={links.feedbackItems(cycle.id)} class="row">
        {view.unit !== null && <Hidden name="unit" value={view.unit} />}
        <Select
          name="state"
          label={t(itemPage.filter)}
          value={view.state ?? ''}
          options={[
            { value: '', text: t(itemPage.all) },
            ...itemStates.map((state) => ({ value: state, text: `${t(itemStateNames[state])} (${counts[state]})` })),
          ]}
        />
        <div class="actions">
          <button>{t(itemPage.show)}</button>
        </div>
      </form>
      <Items reader={reader} view={view} />
      {view.next !== null && (
        <p>
          <a class="button" href={`${links.feedbackItems(cycle.id)}?${query(view)}`}>
            {t(itemPage.more)}
          </a>
        </p>
      )}
    </>
  );
}

const query = ({ state, unit, next }: ItemsView): string =>
  new URLSearchParams({
    ...(state !== null && { state }),
    ...(unit !== null && { unit }),
    ...(next !== null && { before: next }),
  }).toString();

function Items({ reader, view }: { readonly reader: Reader; readonly view: ItemsView }): VNode {
  const { t } = reader;
  return (
    <Table
      caption={t(itemPage.title)}
      hideCaption
      rows={view.items}
      keyOf={(row) => row.id}
      empty={t(itemPage.none)}
      columns={[
        {
          title: t(itemPage.item),
          cell: (row) => (
            <div>
              <a href={links.feedbackItem(view.cycle.id, row.id)}>
                {reader.name(row.unit)} · {t(itemPage.one(itemKindNames[row.kind], row.id))}
              </a>
              <div class="words">{row.text}</div>
            </div>
          ),
        },
        { title: t(itemPage.owner), cell: (row) => <Owner reader={reader} item={row} /> },
        { title: t(itemPage.state), cell: (row) => <ItemState reader={reader} item={row} /> },
        {
          title: t(itemPage.due),
          cell: (row) => (
            <span>
              {row.answer?.dueOn ?? '–'} {row.overdue && <Badge tone="bad">{t(itemPage.overdue)}</Badge>}
            </span>
          ),
        },
      ]}
    />
  );
}

/** Whose it is; nobody is an open incident, not an empty cell. */
export function Owner({ reader, item }: { readonly reader: Reader; readonly item: NamedItem }): VNode {
  const { t } = reader;
  if (item.ownerNames.length === 0) return <Badge tone="bad">{t(itemPage.nobody)}</Badge>;
  return (
    <span>
      {item.ownerNames.map((person) => reader.name(person)).join(', ')}
      {!item.assigned && <span class="soft"> {t(itemPage.byDefault)}</span>}
    </span>
  );
}

export const ItemState = ({ reader, item }: { readonly reader: Reader; readonly item: NamedItem }): VNode => (
  <Badge tone={tones[item.state]}>{reader.t(itemStateNames[item.state])}</Badge>
);
