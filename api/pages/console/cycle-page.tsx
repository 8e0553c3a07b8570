import type { VNode } from 'preact';
import type { Phase, Stage, StepKind, StepOutcome } from '../../../domain/process/index.js';
import { cyclePage, cyclesPage, deviationPage, frame, itemPage, rulesPage } from '../../../messages/pages.js';
import { kindNames, stepName } from '../../../messages/steps.js';
import { Badge, Message, Section, StageBadge } from '../components/marks.js';
import { Table } from '../components/table.js';
import { OpenCorrection } from './corrections.js';
import { links } from '../links.js';
import { daysLeft, type Reader } from '../reader.js';
import { Revisions, type ShownRevision } from '../rules/revisions.js';
import type { Named, ShownProposal } from '../steps/form-facts.js';
import { ShownMoney } from '../steps/kinds/money.js';
import { CycleLinks } from './cycle-links.js';
import { Counts, Phases } from './cycle-progress.js';
import { ClockControls, type ShownClock } from './clock.js';

export interface PlanCounts {
  readonly planId: string;
  readonly kind: StepKind;
  readonly phase: Phase;
  readonly closed: number;
  readonly open: number;
  readonly submitted: number;
  readonly done: number;
  readonly forwarded: number;
  readonly cancelled: number;
}
export interface LiveStep {
  readonly unitId: string | null;
  readonly unit: Named | null;
  /** The other unit that the step is about. */
  readonly other: Named | null;
  readonly stepId: string;
  readonly kind: StepKind;
  readonly state: Stage;
  readonly outcome: StepOutcome | null;
  /** Of whoever acts next. */
  readonly dueAt: number;
  readonly waitingFor: readonly Named[];
}
export interface CycleView {
  readonly id: string;
  readonly title: string;
  readonly mode: 'real' | 'rehearsal';
  readonly state: 'planned' | 'running' | 'closed';
  readonly phase: Phase;
  readonly phases: readonly { readonly id: Phase; readonly opensAt: number }[];
  readonly zone: string;
  readonly clock: ShownClock;
  readonly counts: readonly PlanCounts[];
  readonly overdue: readonly LiveStep[];
  readonly own: readonly LiveStep[];
  readonly units: readonly (Named & {
    readonly id: string;
    readonly done: number;
    readonly total: number;
    readonly overdue: number;
    /** Whether the reader may open its page. */
    readonly opens: boolean;
  })[];
  readonly proposals: readonly ShownProposal[];
  readonly deviations: readonly {
    readonly unit: Named;
    readonly goalId: string;
    readonly goal: string;
    readonly on: string;
    readonly severity: 'red' | 'amber';
  }[];
  readonly revisions: readonly ShownRevision[];
  /** Findings of the goal checks that are open; null: not for this reader. */
  readonly openFindings: number | null;
  /** Whether it was begun from another cycle. */
  readonly seeded: boolean;
  /** Whether results are published: then the next cycle can begin from it. */
  readonly judged: boolean;
  readonly may: {
    readonly plans: boolean;
    readonly steer: boolean;
    readonly audit: boolean;
    readonly goals: boolean;
    readonly values: boolean;
    readonly money: boolean;
    /** Results are published, and this reader may ask to correct them. */
    readonly correct: boolean;
    readonly reports: boolean;
  };
}

export function CyclePage({
  reader,
  view,
  message,
}: {
  readonly reader: Reader;
  readonly view: CycleView;
  readonly message: string | null;
}): VNode {
  const { t } = reader;
  return (
    <>
      {message !== null && <Message tone="good">{message}</Message>}
      <Section title={t(cyclePage.phases)}>
        <Phases reader={reader} view={view} />
        <p>
          {t(cyclesPage[view.state])} · {t(cyclePage.nowIs)} {reader.time(view.clock.now)}
          <CycleLinks reader={reader} view={view} />
        </p>
      </Section>
      {view.mode === 'rehearsal' && view.may.steer && view.state !== 'closed' && (
        <ClockControls reader={reader} cycleId={view.id} clock={view.clock} />
      )}
      <Section title={t(cyclePage.waits)}>
        <Live
          reader={reader}
          view={view}
          steps={view.overdue}
          caption={t(cyclePage.waits)}
          empty={t(cyclePage.noneOverdue)}
        />
      </Section>
      <Section title={t(cyclePage.progress)}>
        <Counts reader={reader} view={view} />
      </Section>
      <Section title={t(cyclePage.own)}>
        <Live reader={reader} view={view} steps={view.own} caption={t(cyclePage.own)} empty={t(frame.nothing)} />
        {view.may.correct && <OpenCorrection reader={reader} cycleId={view.id} />}
      </Section>
      <Section title={t(cyclePage.units)}>
        <Units reader={reader} view={view} />
      </Section>
      <Section title={t(rulesPage.inForce)}>
        <Revisions reader={reader} cycleId={view.id} revisions={view.revisions} />
        {view.may.steer && view.state !== 'planned' && (
          <p>
            <a href={links.whatIf(view.id)}>{t(rulesPage.link)}</a>
          </p>
        )}
      </Section>
      {view.deviations.length > 0 && (
        <Section title={t(cyclePage.deviations)}>
          <Deviations reader={reader} view={view} />
          <p>
            <a href={links.deviations(view.id)}>{t(deviationPage.title)}</a>
          </p>
        </Section>
      )}
      {view.proposals.length > 0 && (
        <Section title={t(cyclePage.money)}>
          {view.proposals.map((proposal) => (
            <section key={`${proposal.kind} ${proposal.attempt}`}>
              <h3>{t(kindNames[proposal.kind])}</h3>
              <ShownMoney reader={reader} proposal={proposal} />
            </section>
          ))}
        </Section>
      )}
    </>
  );
}

interface Props {
  readonly reader: Reader;
  readonly view: CycleView;
}

function Live({
  reader,
  view,
  steps,
  caption,
  empty,
}: Props & { readonly steps: readonly LiveStep[]; readonly caption: string; readonly empty: string }): VNode {
  const { t } = reader;
  const isLate = (step: LiveStep): boolean =>
    (step.state === 'open' || step.state === 'submitted') && daysLeft(step.dueAt, view.clock.now, view.zone) < 0;
  return (
    <Table
      caption={caption}
      hideCaption
      rows={steps}
      keyOf={(step) => `${step.unitId ?? ''} ${step.stepId}`}
      empty={empty}
      columns={[
        {
          title: t(frame.step),
          cell: (step) => (
            <a href={links.step(view.id, step.unitId, step.stepId)}>
              {step.unit === null ? '' : `${reader.name(step.unit)} · `}
              {t(stepName(step))}
            </a>
          ),
        },
        {
          title: t(frame.state),
          cell: (step) => <StageBadge reader={reader} state={step.state} outcome={step.outcome} />,
        },
        {
          title: t(frame.due),
          cell: (step) =>
            isLate(step) ? <Badge tone="bad">{reader.lastDay(step.dueAt)}</Badge> : reader.lastDay(step.dueAt),
        },
        {
          title: t(cyclePage.waitingFor),
          cell: (step) =>
            step.waitingFor.length === 0 && (step.state === 'open' || step.state === 'submitted') ? (
              <Badge tone="bad">{t(itemPage.nobody)}</Badge>
            ) : (
              step.waitingFor.map((person) => reader.name(person)).join(', ')
            ),
        },
      ]}
    />
  );
}

function Units({ reader, view }: Props): VNode {
  const { t } = reader;
  return (
    <Table
      caption={t(cyclePage.units)}
      hideCaption
      rows={view.units}
      keyOf={(unit) => unit.id}
      empty={t(frame.nothing)}
      columns={[
        {
          title: t(frame.unit),
          cell: (unit) =>
            unit.opens ? <a href={links.unit(view.id, unit.id)}>{reader.name(unit)}</a> : reader.name(unit),
        },
        { title: t(cyclePage.done), number: true, cell: (unit) => `${unit.done} / ${unit.total}` },
        {
          title: t(cyclePage.overdue),
          number: true,
          cell: (unit) => (unit.overdue === 0 ? '·' : <Badge tone="bad">{unit.overdue}</Badge>),
        },
      ]}
    />
  );
}

function Deviations({ reader, view }: Props): VNode {
  const { t } = reader;
  return (
    <ul class="plain">
      {view.deviations.map((row) => (
        <li key={`${row.goalId} ${row.on}`}>
          <Badge tone={row.severity === 'red' ? 'bad' : 'warn'}>{t(cyclePage[row.severity])}</Badge>{' '}
          {reader.name(row.unit)} · {row.goal} · {row.on}
        </li>
      ))}
    </ul>
  );
}
