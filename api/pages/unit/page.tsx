import type { VNode } from 'preact';
import { resultPage, moneyPages, reportNames, timelinePage, unitPage, versionsPage } from '../../../messages/pages.js';
import { Section } from '../components/marks.js';
import { Facts } from '../components/table.js';
import { links } from '../links.js';
import { type Reader } from '../reader.js';
import type { FormFacts, Named } from '../steps/form-facts.js';
import { ShownGoals, supportName } from '../steps/kinds/goals-shown.js';
import { UnitTasks } from '../tasks/unit-tasks.js';
import { AskButtons, type Asks } from './asks.js';
import { Monitoring } from './monitoring.js';
import { ImprovementSection, type ShownImprovement } from '../improvement/unit-section.js';
import { ResultSection, type ShownUnitResult } from './result.js';
import { type ShownStep, StepsTable } from './steps-table.js';
import { type ShownValue, ValuesTable } from './values-table.js';

export interface UnitView {
  readonly cycle: { readonly id: string; readonly title: string; readonly zone: string; readonly now: number };
  readonly unitId: string;
  readonly unit: Named;
  readonly head: Named | null;
  readonly members: readonly Named[];
  readonly below: readonly (Named & { readonly id: string })[];
  readonly steps: readonly ShownStep[];
  readonly facts: FormFacts;
  readonly values: readonly ShownValue[];
  /** Goals from this unit's own up to the strategy. */
  readonly chain: readonly { readonly unit: Named; readonly title: string; readonly supports: string }[];
  readonly result: ShownUnitResult;
  readonly improvement: ShownImprovement;
  readonly money: readonly {
    readonly kind: 'bonus' | 'budget';
    readonly amountMinor: string;
    readonly currency: string;
  }[];
  /** Checkpoints that closed without data of some metrics. */
  readonly withoutData: readonly {
    readonly on: string;
    readonly reported: boolean;
    readonly metrics: readonly string[];
  }[];
  readonly may: {
    readonly audit: boolean;
    readonly steps: boolean;
    /** Goal by goal, with what each serves. */
    readonly goals: boolean;
    readonly plan: boolean;
    readonly money: boolean;
    readonly costs: boolean;
    readonly talk: boolean;
    readonly asks: Asks;
    readonly development: boolean;
    /** Writes the unit's development plan. */
    readonly develops: boolean;
    readonly report: boolean;
  };
}

interface Props {
  readonly reader: Reader;
  readonly view: UnitView;
}

export function UnitPage({ reader, view }: Props): VNode {
  const { t } = reader;
  return (
    <>
      <p class="crumbs">
        <a href={links.cycle(view.cycle.id)}>{view.cycle.title}</a>
        {view.may.report && (
          <>
            {' · '}
            <a href={links.report(view.cycle.id, 'unit', view.unitId)}>{t(reportNames.unit)}</a>
          </>
        )}
      </p>
      <section>
        <Facts
          of={[
            [t(unitPage.head), view.head === null ? '–' : reader.name(view.head)],
            [t(unitPage.members), view.members.map((person) => reader.name(person)).join(', ') || '–'],
            [
              t(unitPage.below),
              view.below.length === 0
                ? '–'
                : view.below.map((unit) => (
                    <span key={unit.id}>
                      <a href={links.unit(view.cycle.id, unit.id)}>{reader.name(unit)}</a>{' '}
                    </span>
                  )),
            ],
            ...(view.may.audit
              ? ([
                  [t(unitPage.audit), <a href={links.unitAudit(view.cycle.id, view.unitId)}>{t(unitPage.audit)}</a>],
                ] as const)
              : []),
          ]}
        />
      </section>
      {view.may.steps && (
        <Section title={t(unitPage.steps)}>
          <StepsTable reader={reader} unitId={view.unitId} cycle={view.cycle} steps={view.steps} />
          <AskButtons reader={reader} view={view} />
        </Section>
      )}
      {view.may.goals && (
        <Section title={t(unitPage.goals)}>
          <ShownGoals
            reader={reader}
            facts={view.facts}
            content={{ goals: view.facts.goals }}
            cycleId={view.cycle.id}
          />
          <p>
            <a href={links.versions(view.cycle.id, view.unitId, 'goals')}>{t(versionsPage.ofGoals)}</a>
          </p>
          <Chain reader={reader} view={view} />
        </Section>
      )}
      {view.may.plan && (
        <Section title={t(unitPage.values)}>
          <ValuesTable reader={reader} values={view.values} />
          <Monitoring reader={reader} view={view} />
        </Section>
      )}
      {view.may.plan && (
        <Section title={t(unitPage.tasks)}>
          {view.facts.tasks.length === 0 ? (
            <p class="empty">{t(unitPage.noTasks)}</p>
          ) : (
            <UnitTasks
              reader={reader}
              facts={view.facts}
              tasks={view.facts.tasks}
              cycleId={view.cycle.id}
              money={view.may.costs}
            />
          )}
          <p class="actions">
            <a class="button" href={links.timeline(view.cycle.id, view.unitId)}>
              {t(timelinePage.title)}
            </a>
            <a class="button" href={links.versions(view.cycle.id, view.unitId, 'plan')}>
              {t(versionsPage.ofPlan)}
            </a>
          </p>
        </Section>
      )}
      <ResultSection
        reader={reader}
        result={view.result}
        cycleId={view.cycle.id}
        unitId={view.unitId}
        develops={view.may.develops}
      />
      {view.money.length === 0 && view.may.money && view.result.kind === 'told' && (
        <p class="soft">{t(resultPage.moneyLater)}</p>
      )}
      <ImprovementSection reader={reader} cycleId={view.cycle.id} unitId={view.unitId} of={view.improvement} />
      {view.money.length > 0 && (
        <Section title={t(unitPage.money)}>
          <Facts
            of={view.money.map(
              ({ kind, amountMinor, currency }) =>
                [t(unitPage[kind]), `${currency} ${reader.amount(amountMinor)}`] as const,
            )}
          />
          <p>
            <a href={links.ledger(view.cycle.id)}>{t(moneyPages.ledger)}</a>
          </p>
        </Section>
      )}
    </>
  );
}

/** From the unit's goals up to the strategy. */
function Chain({ reader, view }: Props): VNode | null {
  if (view.chain.length === 0) return null;
  return (
    <>
      <h3>{reader.t(unitPage.goalsAbove)}</h3>
      <ul>
        {view.chain.map((link) => (
          <li key={`${link.unit.nameEn} ${link.title}`}>
            {reader.name(link.unit)}: {link.title} → {supportName(reader, view.facts, link.supports)}
          </li>
        ))}
      </ul>
    </>
  );
}
