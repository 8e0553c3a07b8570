import type { VNode } from 'preact';
import { actionStates, isUnderWay } from '../../../domain/cycle/index.js';
import { actionStateNames, deviationPage } from '../../../messages/pages.js';
import { Choices, Hidden, Input, Select, TextArea } from '../components/fields.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import { textAt } from '../steps/form-data.js';
import type { CaseView } from './load.js';

/** What stands in the forms, and what is wrong with it. */
export interface TypedAction {
  readonly content: unknown;
  readonly fields: ReadonlyMap<string, readonly string[]>;
  /** Makes a double click one act. */
  readonly idempotencyKey: string;
}

interface Props {
  readonly reader: Reader;
  readonly view: CaseView;
  readonly typed: TypedAction;
}

export function ActionForm({ reader, view, typed }: Props): VNode {
  const { t } = reader;
  const { of, cycle } = view;
  const underWay = isUnderWay(of.action);
  const { content, fields } = typed;
  return (
    <form method="post" action={links.deviation(cycle.id, of.id)} noValidate>
      <Hidden name="intent" value="action" />
      <Hidden name="idempotencyKey" value={typed.idempotencyKey} />
      <Hidden name="version" value={textAt(content, 'version') || String(of.action?.version ?? 0)} />
      {underWay ? (
        <Choices
          name="state"
          label={t(deviationPage.howItStands)}
          type="radio"
          chosen={[textAt(content, 'state') || 'going-on']}
          options={[
            ...actionStates
              .filter((state) => state !== 'planned')
              .map((state) => ({ value: state, text: t(actionStateNames[state]) })),
            { value: 'planned', text: t(deviationPage.another) },
          ]}
          problems={fields.get('state') ?? []}
        />
      ) : (
        <Hidden name="state" value="planned" />
      )}
      <TextArea
        name="action"
        label={t(deviationPage.what)}
        hint={underWay ? t(deviationPage.otherHint) : undefined}
        value={textAt(content, 'action')}
        problems={fields.get('action')}
      />
      <Input
        name="dueOn"
        label={t(deviationPage.until)}
        type="date"
        value={textAt(content, 'dueOn') || (underWay ? (of.action?.dueOn ?? '') : '')}
        problems={fields.get('dueOn')}
      />
      <Input name="note" label={t(deviationPage.note)} value={textAt(content, 'note')} problems={fields.get('note')} />
      <div class="actions">
        <button class="main">{t(deviationPage.save)}</button>
      </div>
    </form>
  );
}

export function OwnerForm({ reader, view, typed }: Props): VNode {
  const { t } = reader;
  const { of, cycle, possible } = view;
  return (
    <form method="post" action={links.deviation(cycle.id, of.id)} noValidate>
      <Hidden name="intent" value="owner" />
      <Hidden name="idempotencyKey" value={`${typed.idempotencyKey}-owner`} />
      <Select
        name="owner"
        label={t(deviationPage.owner)}
        value={textAt(typed.content, 'owner') || (of.ownerId ?? of.headId ?? '')}
        options={possible.map((person) => ({ value: person.id, text: reader.name(person) }))}
        problems={typed.fields.get('owner')}
      />
      <div class="actions">
        <button>{t(deviationPage.pass)}</button>
      </div>
    </form>
  );
}
