import type { VNode } from 'preact';
import { developmentPage } from '../../../messages/pages.js';
import { Hidden, Input } from '../components/fields.js';
import { Message } from '../components/marks.js';
import { Table } from '../components/table.js';
import { links } from '../links.js';
import type { Typed } from '../posted.js';
import type { Reader } from '../reader.js';
import { textAt } from '../steps/form-data.js';
import { typedAmount } from '../steps/kinds/plan-shown.js';
import type { BudgetsView } from './load.js';

interface Props {
  readonly reader: Reader;
  readonly view: BudgetsView;
  readonly typed: Typed;
}

/** Budgets and nothing else: who is trained in what is not for everybody who sees them. */
export function BudgetsPage(props: Props): VNode {
  const { reader, view, typed } = props;
  const { t } = reader;
  const { cycle, currency, total } = view;
  const of = new Map(view.items.map((row) => [row.unitId, row]));
  const amount = (minor: string | undefined): string => (minor === undefined ? '–' : reader.amount(minor));
  return (
    <>
      {typed.message !== null && <Message tone={typed.message.tone}>{typed.message.text}</Message>}
      <p class="crumbs">
        <a href={links.cycle(cycle.id)}>{cycle.title}</a>
      </p>
      <p class="lead">{t(developmentPage.budgetsLead)}</p>
      <Table
        caption={`${t(developmentPage.budgets)} (${currency})`}
        rows={view.units}
        keyOf={(unit) => unit.id}
        empty={t(developmentPage.noBudget)}
        columns={[
          { title: t(developmentPage.unit), cell: (unit) => reader.name(unit) },
          { title: t(developmentPage.amount), number: true, cell: (unit) => amount(of.get(unit.id)?.amountMinor) },
          { title: t(developmentPage.spent), number: true, cell: (unit) => amount(of.get(unit.id)?.spentMinor) },
          { title: t(developmentPage.left), number: true, cell: (unit) => amount(of.get(unit.id)?.leftMinor) },
          ...(view.may.set
            ? [
                {
                  title: t(developmentPage.setBudget),
                  cell: (unit: BudgetsView['units'][number]) => (unit.sets ? <SetForm {...props} unit={unit} /> : ''),
                },
              ]
            : []),
        ]}
        foot={[
          t(developmentPage.total),
          amount(total.amountMinor),
          amount(total.spentMinor),
          amount(total.leftMinor),
          ...(view.may.set ? [''] : []),
        ]}
      />
    </>
  );
}

function SetForm({ reader, view, typed, unit }: Props & { readonly unit: BudgetsView['units'][number] }): VNode {
  const { t } = reader;
  const isBack = textAt(typed.content, 'unit') === unit.id;
  const known = view.items.find((row) => row.unitId === unit.id);
  return (
    <form method="post" action={links.trainingBudgets(view.cycle.id)} noValidate>
      <Hidden name="unit" value={unit.id} />
      <Hidden name="idempotencyKey" value={`${typed.idempotencyKey}-${unit.id}`} />
      <Hidden name="version" value={(isBack ? textAt(typed.content, 'version') : '') || String(known?.version ?? 0)} />
      <Input
        name={`amount-${unit.id}`}
        label={t(developmentPage.amountField(view.currency))}
        inputMode="decimal"
        value={isBack ? textAt(typed.content, `amount-${unit.id}`) : typedAmount(known?.amountMinor ?? '')}
        problems={isBack ? typed.fields.get('amountMinor') : []}
      />
      <Input
        name={`note-${unit.id}`}
        label={t(developmentPage.note)}
        value={isBack ? textAt(typed.content, `note-${unit.id}`) : ''}
        problems={isBack ? typed.fields.get('note') : []}
      />
      <div class="actions">
        <button>{t(developmentPage.setBudget)}</button>
      </div>
    </form>
  );
}
