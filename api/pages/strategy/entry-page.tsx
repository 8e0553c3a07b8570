import type { VNode } from 'preact';
import type { EntryVersion, StrategyEntry } from '../../../db/strategy-versions.js';
import type { StrategyKind, StrategyUse } from '../../../domain/strategy.js';
import { strategyKindNames, strategyPages } from '../../../messages/pages.js';
import { Hidden, TextArea } from '../components/fields.js';
import { Message, Section } from '../components/marks.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import { textAt } from '../steps/form-data.js';
import { EntryFields, type EntryFormProps } from './entry-form.js';
import { EntryContent, type NamesInUse, Uses, Versions } from './entry-shown.js';

/** Whose strategy a page shows: the real one, or a rehearsal's own copy. */
export interface ShownPlace {
  /** The rehearsal; null: the real one. */
  readonly cycleId: string | null;
  readonly cycleTitle: string | null;
}

export interface EntryView {
  readonly kind: StrategyKind;
  readonly id: string;
  readonly place: ShownPlace;
  /** As it is now; undefined: somebody has taken it out meanwhile. */
  readonly entry: StrategyEntry | undefined;
  readonly tag: string;
  readonly mayEdit: boolean;
  /** null: not for this reader. */
  readonly versions: readonly EntryVersion[] | null;
  readonly uses: readonly StrategyUse[] | null;
  readonly names: NamesInUse;
  /** The sentence of a refusal. */
  readonly refused: string | null;
  /** Somebody else was quicker: what they wrote stands beside the form. */
  readonly conflict: boolean;
  readonly message: string | null;
}

type Props = Omit<EntryFormProps, 'kind'> & { readonly view: EntryView };

export function EntryPage(props: Props): VNode {
  const { reader, view } = props;
  const { t } = reader;
  const { kind, place, entry } = view;
  return (
    <>
      {view.message !== null && <Message tone="good">{view.message}</Message>}
      {view.refused !== null && <Message tone="bad">{view.refused}</Message>}
      <p>
        <a href={links.strategyOf(place.cycleId)}>{t(strategyPages.allStrategy)}</a> ·{' '}
        <a href={links.strategyKind(kind, place.cycleId)}>{t(strategyKindNames[kind])}</a> · <code>{view.id}</code>
      </p>
      <PlaceLead reader={reader} place={place} kind={kind} />
      <Section title={t(view.conflict ? strategyPages.thereNow : strategyPages.present)} id="present">
        {view.conflict && entry !== undefined && <p>{t(strategyPages.thereNowLead)}</p>}
        {entry === undefined ? (
          <p>{t(strategyPages.goneNow)}</p>
        ) : (
          <EntryContent reader={reader} entry={entry} names={view.names} />
        )}
      </Section>
      {view.mayEdit && <EditForm {...props} />}
      {view.uses !== null && kind !== 'cooperation' && (
        <Section title={t(strategyPages.uses)} id="uses">
          <Uses reader={reader} uses={view.uses} />
          {view.mayEdit && view.uses.length === 0 && entry !== undefined && <TakeOut {...props} />}
        </Section>
      )}
      {view.mayEdit && kind === 'cooperation' && entry !== undefined && (
        <Section title={t(strategyPages.takeOut)}>
          <TakeOut {...props} />
        </Section>
      )}
      {view.versions !== null && (
        <Section title={t(strategyPages.versions)} id="versions">
          <Versions reader={reader} versions={view.versions} names={view.names} />
        </Section>
      )}
    </>
  );
}

/** What a change here does to cycles, and whose it is. */
export function PlaceLead({
  reader,
  place,
  kind,
}: {
  readonly reader: Reader;
  readonly place: ShownPlace;
  readonly kind: StrategyKind | null;
}): VNode {
  const { t } = reader;
  if (place.cycleTitle !== null) return <Message tone="warn">{t(strategyPages.copyLead(place.cycleTitle))}</Message>;
  return <p class="soft">{t(kind === 'cooperation' ? strategyPages.cooperationLead : strategyPages.liveLead)}</p>;
}

function EditForm(props: Props): VNode {
  const { reader, view, form, problems } = props;
  const { t } = reader;
  return (
    <Section title={t(strategyPages.edit)} id="edit">
      <form method="post" action={links.strategyEntry(view.kind, view.id, view.place.cycleId)} noValidate>
        <Hidden name="tag" value={view.tag} />
        <EntryFields {...props} kind={view.kind} />
        <TextArea
          name="reason"
          label={t(strategyPages.reason)}
          value={textAt(form, 'reason')}
          problems={problems.get('reason') ?? []}
          rows={2}
          required
        />
        <div class="actions">
          <button class="main" name="intent" value="save">
            {t(strategyPages.save)}
          </button>
        </div>
      </form>
    </Section>
  );
}

function TakeOut({ reader, view, form, problems }: Props): VNode {
  const { t } = reader;
  return (
    <form method="post" action={links.strategyEntry(view.kind, view.id, view.place.cycleId)} noValidate>
      <p class="soft">{t(strategyPages.takeOutLead)}</p>
      <Hidden name="tag" value={view.tag} />
      <TextArea
        name="whyTakeOut"
        label={t(strategyPages.whyTakeOut)}
        value={textAt(form, 'whyTakeOut')}
        problems={problems.get('whyTakeOut') ?? []}
        rows={2}
      />
      <button class="danger" name="intent" value="drop">
        {t(strategyPages.takeOut)}
      </button>
    </form>
  );
}
