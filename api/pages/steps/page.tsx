import type { VNode } from 'preact';
import { frame, kindExplanations, stepPage } from '../../../messages/pages.js';
import { stepName } from '../../../messages/steps.js';
import { Badge, Message, StageBadge, type Tone } from '../components/marks.js';
import { Facts } from '../components/table.js';
import { links } from '../links.js';
import { daysLeft, type Reader } from '../reader.js';
import { DecideForm, type Decided } from './decide.js';
import { DraftConflict, KeptDrafts, type OtherDraft } from './drafts.js';
import { SubmitForm, type Typed } from './submit-form.js';
import { History } from './history.js';
import type { StepView } from './view.js';
import { placeOfTarget } from '../workbooks/place.js';
import { WorkbookSection } from '../workbooks/section.js';

export interface StepPageProps {
  readonly reader: Reader;
  readonly view: StepView;
  readonly typed: Typed;
  readonly decided: Decided;
  /** The draft that somebody else saved meanwhile. */
  readonly other: OtherDraft | null;
  readonly message: { readonly tone: Tone; readonly text: string } | null;
}

export function stepTitle(reader: Reader, view: Pick<StepView, 'kind' | 'unit' | 'rater' | 'stepId'>): string {
  const name = reader.t(stepName({ ...view, other: view.rater }));
  return `${view.unit === null ? '' : `${reader.name(view.unit)} · `}${name}`;
}

export function StepPage(props: StepPageProps): VNode {
  const { reader, view, message } = props;
  const { t } = reader;
  return (
    <>
      <p class="crumbs">
        <a href={links.cycle(view.cycle.id)}>{view.cycle.title}</a>
        {view.unitId !== null && view.unit !== null && (
          <>
            {' › '}
            {view.may.see ? (
              <a href={links.unit(view.cycle.id, view.unitId)}>{reader.name(view.unit)}</a>
            ) : (
              reader.name(view.unit)
            )}
          </>
        )}
      </p>
      {message !== null && <Message tone={message.tone}>{message.text}</Message>}
      <section>
        <h2>{t(stepPage.whatThisIs)}</h2>
        <p>{t(kindExplanations[view.kind])}</p>
        <StepFacts reader={reader} view={view} />
      </section>
      {props.other !== null && (
        <DraftConflict reader={reader} view={view} mine={props.typed.content} other={props.other} />
      )}
      {view.may.submit && <SubmitForm reader={reader} view={view} typed={props.typed} />}
      {(view.kind === 'goals' || view.kind === 'plan') && view.unitId !== null && view.may.see && (
        <WorkbookSection
          reader={reader}
          place={placeOfTarget(
            { of: view.kind, cycleId: view.cycle.id, unitId: view.unitId, stepId: view.stepId },
            view.may.submit,
          )}
        />
      )}
      {view.may.decide && <DecideForm reader={reader} view={view} decided={props.decided} />}
      {!view.may.submit && !view.may.decide && (
        <p class="soft">{t(view.state === 'closed' ? stepPage.notOpen : stepPage.notYours)}</p>
      )}
      <KeptDrafts reader={reader} view={view} kept={view.kept} />
      {view.may.see && <History reader={reader} view={view} />}
    </>
  );
}

function StepFacts({ reader, view }: { readonly reader: Reader; readonly view: StepView }): VNode {
  const { t } = reader;
  const names = (persons: readonly { nameZh: string; nameEn: string }[]): string =>
    persons.map((person) => reader.name(person)).join(reader.language === 'en' ? ', ' : '、') || '–';
  const live = view.state === 'open' || view.state === 'submitted';
  const dueAt = view.state === 'submitted' && view.decideDueAt !== null ? view.decideDueAt : view.dueAt;
  const late = live && daysLeft(dueAt, view.cycle.now, view.cycle.zone) < 0;
  return (
    <Facts
      of={[
        [t(frame.state), <StageBadge reader={reader} state={view.state} outcome={view.outcome} />],
        [t(stepPage.attempt), String(view.attempt)],
        [t(stepPage.opens), reader.day(view.opensAt)],
        [
          t(view.state === 'submitted' ? stepPage.decideDue : stepPage.dueOn),
          late ? <Badge tone="bad">{reader.lastDay(dueAt)}</Badge> : reader.lastDay(dueAt),
        ],
        [t(stepPage.closes), reader.lastDay(view.closesAt)],
        [t(stepPage.submitter), names(view.submitters)],
        [t(stepPage.decider), view.deciders === null ? t(stepPage.noDecider) : names(view.deciders)],
      ]}
    />
  );
}
