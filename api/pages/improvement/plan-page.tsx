import type { VNode } from 'preact';
import type { PlanEventLine, PlanLine } from '../../../db/improvement-lists.js';
import { planEndNames } from '../../../messages/improvement-notices.js';
import { frame, improvementPage as words, planEventNames, stepPage } from '../../../messages/pages.js';
import { outcomeNames } from '../../../messages/steps.js';
import { Section, StageBadge } from '../components/marks.js';
import { Facts, Table } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import { textAt } from '../steps/form-data.js';
import { stepTitle } from '../steps/page.js';
import { PlanBadge, TalkBadge } from './badges.js';
import type { PlanView } from './load.js';

interface Props {
  readonly reader: Reader;
  readonly view: PlanView;
}

/** One plan: its ground and terms, its talks with what became of each, its steps, and what happened. */
export function PlanPage({ reader, view }: Props): VNode {
  const { t } = reader;
  const { plan, cycleId } = view;
  return (
    <>
      <p class="crumbs">
        <a href={links.cycle(cycleId)}>{view.title}</a> ·{' '}
        <a href={links.unit(cycleId, plan.unitId)}>{reader.name(view.unit)}</a>
      </p>
      <p class="lead">{t(words.lead)}</p>
      <section>
        <Facts
          of={[
            [t(words.stage), <PlanBadge reader={reader} plan={plan} />],
            [t(words.criterion), groundOf(reader, plan)],
            [t(words.openedBy), `${reader.name(view.openedBy)}, ${reader.day(plan.openedAt)}`],
            [t(words.notice), t(words.workdays(plan.terms.noticeWorkdays))],
            [t(words.object), t(words.workdays(plan.terms.objectWorkdays))],
            [t(words.firstDay), plan.firstDay ?? '–'],
          ]}
        />
      </section>
      <Section title={t(words.talks)}>
        <Talks {...{ reader, view }} />
      </Section>
      <Section title={t(words.steps)}>
        <Steps {...{ reader, view }} />
      </Section>
      <Section title={t(words.timeline)}>
        <Table
          caption={t(words.timeline)}
          hideCaption
          rows={view.events.map((event, index) => ({ event, index }))}
          keyOf={({ index }) => String(index)}
          empty={t(frame.nothing)}
          columns={[
            { title: t(words.at), cell: ({ event }) => reader.time(event.at) },
            { title: t(words.what), cell: ({ event }) => eventText(reader, event) },
          ]}
        />
      </Section>
    </>
  );
}

/** Why there is a plan: the unit's own figure beside the template's. */
export function groundOf(reader: Reader, { criterion, total, grade }: PlanLine): string {
  const said = [
    ...(criterion.totalBelow === undefined || total === null
      ? []
      : [reader.t(words.below(reader.score(total), criterion.totalBelow))]),
    ...(grade === null || criterion.grades?.includes(grade) !== true ? [] : [reader.t(words.graded(grade))]),
  ];
  return said.join(reader.language === 'en' ? ', ' : '，');
}

function Talks({ reader, view: { plan, cycleId } }: Props): VNode {
  const { t } = reader;
  return (
    <Table
      caption={t(words.talks)}
      hideCaption
      rows={plan.talks}
      keyOf={(talk) => String(talk.days)}
      empty={t(words.noTalks)}
      columns={[
        {
          title: t(words.talk),
          cell: (talk) => {
            const name = t(words.talkOn(talk.days));
            return talk.stepId === null ? name : <a href={links.step(cycleId, plan.unitId, talk.stepId)}>{name}</a>;
          },
        },
        { title: t(words.opensOn), cell: (talk) => reader.day(talk.opensAt) },
        {
          title: t(words.stage),
          cell: (talk) => (
            <span>
              <TalkBadge reader={reader} talk={talk} /> {talk.heldOn ?? ''} {answerOf(reader, talk.outcome)}
            </span>
          ),
        },
      ]}
    />
  );
}

/** What the unit's head answered to the talk, if anything. */
function answerOf(reader: Reader, outcome: string | null): string {
  const known = (['acknowledged', 'disagreed'] as const).find((each) => each === outcome);
  return known === undefined ? '' : `(${reader.t(outcomeNames[known])})`;
}

function Steps({ reader, view: { plan, steps, cycleId } }: Props): VNode {
  const { t } = reader;
  return (
    <Table
      caption={t(words.steps)}
      hideCaption
      rows={steps}
      keyOf={(step) => step.stepId}
      empty={t(frame.nothing)}
      columns={[
        {
          title: t(frame.step),
          cell: (step) => (
            <a href={links.step(cycleId, plan.unitId, step.stepId)}>
              {stepTitle(reader, { ...step, unit: null, rater: null })}
            </a>
          ),
        },
        {
          title: t(frame.state),
          cell: (step) => <StageBadge reader={reader} state={step.state} outcome={step.outcome} />,
        },
        { title: t(stepPage.opens), cell: (step) => reader.day(step.opensAt) },
        { title: t(frame.due), cell: (step) => reader.lastDay(step.dueAt) },
      ]}
    />
  );
}

function eventText(reader: Reader, { kind, data }: PlanEventLine): string {
  const { t } = reader;
  const [firstDay, days, end] = ['firstDay', 'days', 'end'].map((key) => textAt(data, key));
  const how = Object.entries(planEndNames).find(([known]) => known === end)?.[1];
  const more = [
    ...(firstDay === '' || firstDay === undefined ? [] : [`${t(words.firstDay)} ${firstDay}`]),
    ...(days === '' || days === undefined ? [] : [t(words.talkOn(Number(days)))]),
    ...(how === undefined ? [] : [t(how)]),
  ];
  return [t(planEventNames[kind]), ...more].join(reader.language === 'en' ? ', ' : '，');
}
