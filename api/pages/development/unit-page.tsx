import type { VNode } from 'preact';
import { developmentPage, itemPage } from '../../../messages/pages.js';
import { Message, Section } from '../components/marks.js';
import { Facts } from '../components/table.js';
import { links } from '../links.js';
import type { Typed } from '../posted.js';
import type { Reader } from '../reader.js';
import { Entries } from './entries.js';
import { AssignForm, OpenForm } from './forms.js';
import type { UnitDevelopmentView } from './load.js';
import { Trainings } from './trainings.js';

export interface UnitDevelopmentProps {
  readonly reader: Reader;
  readonly view: UnitDevelopmentView;
  readonly typed: Typed;
  readonly from: { readonly line: string; readonly item: string };
}

/** What a unit and its people are to learn: plan, trainings, and what they may cost. */
export function UnitDevelopmentPage(props: UnitDevelopmentProps): VNode {
  const { reader, view, typed } = props;
  const { t } = reader;
  const { cycle, unitId, may, budget } = view;
  return (
    <>
      {typed.message !== null && <Message tone={typed.message.tone}>{typed.message.text}</Message>}
      <p class="crumbs">
        <a href={links.cycle(cycle.id)}>{cycle.title}</a> ›{' '}
        <a href={links.unit(cycle.id, unitId)}>{reader.name(view.unit)}</a> ›{' '}
        <a href={links.development(cycle.id)}>{t(developmentPage.title)}</a>
      </p>
      <p class="lead">{t(developmentPage.lead)}</p>
      <Section title={t(developmentPage.entries)}>
        <Entries reader={reader} entries={view.entries} />
        {may.write && (
          <details open={isBack(props, 'open') || props.from.item !== '' || props.from.line !== ''}>
            <summary>{t(developmentPage.open)}</summary>
            <OpenForm {...props} />
          </details>
        )}
      </Section>
      <Section title={t(developmentPage.trainings)}>
        <Trainings
          reader={reader}
          trainings={view.trainings}
          me={view.me}
          to={() => links.unitDevelopment(cycle.id, unitId)}
          typed={typed}
          names={view.names}
          judges={may.write}
          {...(budget !== undefined && { currency: cycle.currency })}
        />
        {may.write && (
          <details open={isBack(props, 'assign') || props.from.item !== ''}>
            <summary>{t(developmentPage.assign)}</summary>
            <AssignForm {...props} />
          </details>
        )}
      </Section>
      {budget !== undefined && <Budget {...props} />}
      {budget !== undefined && (
        <p>
          <a href={`${links.feedbackItems(cycle.id)}?unit=${encodeURIComponent(unitId)}`}>{t(itemPage.ofUnit)}</a>
        </p>
      )}
    </>
  );
}

/** The form that was refused stands open. */
const isBack = ({ typed }: UnitDevelopmentProps, intent: string): boolean =>
  typeof typed.content === 'object' && typed.content !== null && Reflect.get(typed.content, 'intent') === intent;

function Budget({ reader, view }: UnitDevelopmentProps): VNode {
  const { t } = reader;
  const { cycle, budget } = view;
  const of = budget?.of ?? null;
  const amount = (minor: string): string => `${cycle.currency} ${reader.amount(minor)}`;
  return (
    <Section title={t(developmentPage.budget)}>
      {of === null ? (
        <p class="empty">{t(developmentPage.noBudget)}</p>
      ) : (
        <Facts
          of={[
            [t(developmentPage.amount), amount(of.amountMinor)],
            [t(developmentPage.spent), amount(of.spentMinor)],
            [t(developmentPage.left), amount(of.leftMinor)],
          ]}
        />
      )}
      {budget !== undefined && budget.versions.length > 0 && (
        <details>
          <summary>{t(developmentPage.budgetHistory)}</summary>
          <ol class="plain">
            {budget.versions.map((version) => (
              <li key={version.version}>
                <span class="soft">
                  {t(developmentPage.setBy(reader.name(version.byName), reader.time(version.at)))}
                </span>{' '}
                {amount(version.amountMinor)}
                {version.note !== '' && <div class="words">{version.note}</div>}
              </li>
            ))}
          </ol>
        </details>
      )}
      <p>
        <a href={links.trainingBudgets(cycle.id)}>{t(developmentPage.budgets)}</a>
      </p>
    </Section>
  );
}
