import type { VNode } from 'preact';
import type { Stage, StepKind, StepOutcome } from '../../../domain/process/index.js';
import {
  cyclePage,
  frame,
  resultPage,
  moneyPages,
  reportNames,
  stepPage,
  timelinePage,
  unitPage,
  versionsPage,
} from '../../../messages/pages.js';
import { Badge, Section, StageBadge } from '../components/marks.js';
import { Facts, Table } from '../components/table.js';
import { links } from '../links.js';
import { daysLeft, type Reader } from '../reader.js';
import type { FormFacts, Named } from '../steps/form-facts.js';
import { ShownGoals, supportName } from '../steps/kinds/goals-shown.js';
import { UnitTasks } from '../tasks/unit-tasks.js';
import { stepTitle } from '../steps/page.js';
import { AskButtons, type Asks } from './asks.js';
import { Monitoring } from './monitoring.js';
import { ImprovementSection, type ShownImprovement } from '../improvement/unit-section.js';
import { ResultSection, type ShownUnitResult } from './result.js';

export interface ShownStep {
  readonly stepId: string;
  readonly kind: StepKind;
  readonly rater: Named | null;
  readonly state: Stage;
  readonly outcome: StepOutcome | null;
  readonly attempt: number;
  readonly opensAt: number;
  readonly dueAt: number;
}

/** Expected against actual, of one goal: a value, or no data. */
export interface ShownValue {
  readonly goalId: string;
  readonly title: string;
  readonly on: string | null;
  readonly value: string | null;
  readonly target: string;
  readonly expected: string | null;
  readonly made: string | null;
  readonly forecast: string | null;
  readonly severity: 'red' | 'amber' | null;
}

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
          <Steps reader={reader} view={view} />
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
          <Values reader={reader} view={view} />
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

function Steps({ reader, view }: Props): VNode {
  const { t } = reader;
  const isLate = (step: ShownStep): boolean =>
    step.state === 'open' && daysLeft(step.dueAt, view.cycle.now, view.cycle.zone) < 0;
  return (
    <Table
      caption={t(unitPage.steps)}
      hideCaption
      rows={view.steps}
      keyOf={(step) => step.stepId}
      empty={t(frame.nothing)}
      columns={[
        {
          title: t(frame.step),
          cell: (step) => (
            <a href={links.step(view.cycle.id, view.unitId, step.stepId)}>
              {stepTitle(reader, { ...step, unit: null })}
            </a>
          ),
        },
        {
          title: t(frame.state),
          cell: (step) => <StageBadge reader={reader} state={step.state} outcome={step.outcome} />,
        },
        { title: t(stepPage.opens), cell: (step) => reader.day(step.opensAt) },
        {
          title: t(frame.due),
          cell: (step) =>
            isLate(step) ? <Badge tone="bad">{reader.lastDay(step.dueAt)}</Badge> : reader.lastDay(step.dueAt),
        },
      ]}
    />
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

function Values({ reader, view }: Props): VNode {
  const { t } = reader;
  const percent = (text: string | null): string =>
    text === null ? '–' : `${reader.score(text).replace(/ \(.*/, '')} %`;
  return (
    <Table
      caption={t(unitPage.values)}
      hideCaption
      rows={view.values}
      keyOf={(row) => row.goalId}
      empty={t(unitPage.noGoals)}
      columns={[
        { title: t(unitPage.goals), cell: (row) => row.title },
        {
          title: t(unitPage.latest),
          cell: (row) =>
            row.value === null ? <Badge>{t(unitPage.noData)}</Badge> : `${row.value} / ${row.target} (${row.on ?? ''})`,
        },
        { title: t(unitPage.expected), number: true, cell: (row) => percent(row.expected) },
        {
          title: t(unitPage.made),
          number: true,
          cell: (row) => (
            <span>
              {percent(row.made)}{' '}
              {row.severity !== null && (
                <Badge tone={row.severity === 'red' ? 'bad' : 'warn'}>{t(cyclePage[row.severity])}</Badge>
              )}
            </span>
          ),
        },
        {
          title: t(unitPage.forecast),
          number: true,
          cell: (row) => (row.forecast === null ? '–' : reader.score(row.forecast).replace(/ \(.*/, '')),
        },
      ]}
    />
  );
}
