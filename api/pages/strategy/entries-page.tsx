import type { VNode } from 'preact';
import type { StrategyEntry } from '../../../db/strategy-versions.js';
import type { StrategyKind } from '../../../domain/strategy.js';
import { libraryPages, strategyKindNames, strategyPages } from '../../../messages/pages.js';
import { Input, TextArea } from '../components/fields.js';
import { Badge, Message, Section } from '../components/marks.js';
import { type Column, Table } from '../components/table.js';
import { links } from '../links.js';
import { textAt } from '../steps/form-data.js';
import { EntryFields, type EntryFormProps } from './entry-form.js';
import { PlaceLead, type ShownPlace } from './entry-page.js';
import { entryTitle, type NamesInUse } from './entry-shown.js';

export interface EntriesView {
  readonly kind: StrategyKind;
  readonly place: ShownPlace;
  readonly entries: readonly StrategyEntry[];
  /** The page that goes on after the last of them; null: there is none. */
  readonly next: string | null;
  readonly mayAdd: boolean;
  readonly names: NamesInUse;
  readonly refused: string | null;
  readonly message: string | null;
}

type Props = Omit<EntryFormProps, 'kind'> & { readonly view: EntriesView };

/** All entries of one kind, page by page, and a form for a new one. */
export function EntriesPage(props: Props): VNode {
  const { reader, view, form, problems } = props;
  const { t } = reader;
  const { kind, place, entries } = view;
  return (
    <>
      {view.message !== null && <Message tone="good">{view.message}</Message>}
      {view.refused !== null && <Message tone="bad">{view.refused}</Message>}
      <p>
        <a href={links.strategyOf(place.cycleId)}>{t(strategyPages.allStrategy)}</a>
      </p>
      <PlaceLead reader={reader} place={place} kind={kind} />
      <Section title={t(strategyPages.all)}>
        <Table
          caption={t(strategyKindNames[kind])}
          hideCaption
          rows={entries}
          keyOf={(entry) => entry.id}
          empty={t(strategyPages.empty)}
          columns={columnsOf(props)}
        />
        {view.next !== null && (
          <p>
            <a href={view.next}>{t(strategyPages.next)}</a>
          </p>
        )}
      </Section>
      {view.mayAdd && (
        <Section title={t(strategyPages.addTo(t(strategyKindNames[kind])))} id="add">
          <form method="post" action={`${links.strategyKind(kind, place.cycleId)}#add`} noValidate>
            <Input
              name="id"
              label={t(kind === 'cooperation' ? strategyPages.rated : strategyPages.id)}
              hint={t(kind === 'cooperation' ? strategyPages.ownerHint : strategyPages.idHint)}
              value={textAt(form, 'id')}
              problems={problems.get('id') ?? []}
              required
            />
            <EntryFields {...props} kind={kind} />
            <TextArea
              name="reason"
              label={t(strategyPages.reason)}
              value={textAt(form, 'reason')}
              problems={problems.get('reason') ?? []}
              rows={2}
              required
            />
            <div class="actions">
              <button class="main">{t(strategyPages.add)}</button>
            </div>
          </form>
        </Section>
      )}
    </>
  );
}

function columnsOf({ reader, view }: Props): readonly Column<StrategyEntry>[] {
  const { t } = reader;
  const unit = (id: string): string => reader.name(view.names.unit(id));
  const about = (entry: StrategyEntry): string => {
    switch (entry.kind) {
      case 'objectives':
        return '';
      case 'swot':
        return t(libraryPages[entry.content.kind]);
      case 'metrics':
        return unit(entry.content.unit);
      case 'cooperation':
        return entry.content.raters.map(unit).join(', ');
    }
  };
  const abouts = {
    objectives: null,
    swot: strategyPages.kind,
    metrics: strategyPages.owner,
    cooperation: libraryPages.raters,
  };
  const title = abouts[view.kind];
  return [
    {
      title: t(strategyPages.id),
      cell: (entry) => <a href={links.strategyEntry(view.kind, entry.id, view.place.cycleId)}>{entry.id}</a>,
    },
    {
      title: t(strategyKindNames[view.kind]),
      cell: (entry) => (
        <>
          {entryTitle(reader, entry, view.names)}{' '}
          {entry.kind === 'swot' && entry.content.key && <Badge tone="warn">{t(libraryPages.key)}</Badge>}
        </>
      ),
    },
    ...(title === null ? [] : [{ title: t(title), cell: about }]),
    {
      title: t(strategyPages.version),
      cell: (entry) => (
        <>
          {entry.version} {entry.book !== 'real' && <Badge>{t(strategyPages.own)}</Badge>}
        </>
      ),
    },
  ];
}
