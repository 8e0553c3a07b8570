import type { ComponentChildren, VNode } from 'preact';
import type { FoundGoal, GoalState } from '../../../db/goals.js';
import { findingSentence, frame, goalFields, goalPage, stepPage, tasksPage } from '../../../messages/pages.js';
import { cyclePage } from '../../../messages/pages.js';
import type { GoalView } from '../../goal-view.js';
import { Hidden } from '../components/fields.js';
import { Badge, Message, Section, type Tone } from '../components/marks.js';
import { Facts, Table } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import { textsAt } from '../steps/form-data.js';
import { targetText } from '../steps/kinds/goals-shown.js';
import { EndingBadge, Progress } from '../tasks/progress.js';
import { Versions } from './versions.js';

/** A unit of the reader's own that could take the goal up: its goals are being written. */
export interface TakesUp {
  readonly unit: { readonly id: string; readonly nameZh: string; readonly nameEn: string };
  readonly stepId: string;
}

export interface GoalPageProps {
  readonly reader: Reader;
  readonly view: GoalView;
  readonly cycle: { readonly id: string; readonly title: string };
  /** `YYYY-MM-DD` in the cycle's time. */
  readonly today: string;
  readonly takesUp: readonly TakesUp[];
  /** Not the first page of what serves it. */
  readonly later: boolean;
}

const states: Readonly<Record<GoalState, Tone>> = { 'in-force': 'good', proposed: 'warn', withdrawn: 'bad' };
const stateTexts = {
  'in-force': goalPage.inForce,
  proposed: goalPage.proposed,
  withdrawn: goalPage.withdrawn,
} as const;

export function GoalPage(props: GoalPageProps): VNode {
  const { reader, view, cycle } = props;
  const { t } = reader;
  return (
    <>
      <p class="crumbs">
        <a href={links.cycle(cycle.id)}>{cycle.title}</a>
        {' › '}
        <a href={links.unit(cycle.id, view.unit.id)}>{reader.name(view.unit)}</a>
      </p>
      {view.endedAt !== null && <Message tone="bad">{t(goalPage.withdrawnOn(reader.day(view.endedAt)))}</Message>}
      <ParentGone {...props} />
      <About {...props} />
      <Section title={t(goalPage.serves)} id="serves">
        <Up {...props} />
      </Section>
      <Section title={t(goalPage.servedBy)} id="served-by">
        <ServedBy {...props} />
      </Section>
      {view.tasks !== null && (
        <Section title={t(goalPage.tasks)} id="tasks">
          <Tasks {...props} tasks={view.tasks} />
        </Section>
      )}
      {view.values !== null && (
        <Section title={t(goalPage.values)} id="values">
          <Values {...props} values={view.values} />
        </Section>
      )}
      {view.findings !== null && (
        <Section title={t(goalPage.findings)} id="findings">
          <Found {...props} findings={view.findings} />
        </Section>
      )}
      <Section title={t(goalPage.versions)} id="versions">
        <Versions reader={reader} versions={view.versions} />
      </Section>
    </>
  );
}

/** What it supported is not there any more. */
function ParentGone({ reader, view }: GoalPageProps): VNode | null {
  const { t } = reader;
  const supports = view.goal.supports ?? '';
  const [parent] = view.above;
  if (parent === undefined) {
    const known = supports === '' || view.objective !== null;
    return known ? null : <Message tone="bad">{t(goalPage.parentUnknown(supports))}</Message>;
  }
  if (parent.endedAt === null) return null;
  return <Message tone="bad">{t(goalPage.parentWithdrawn(parent.goal.title, reader.day(parent.endedAt)))}</Message>;
}

function About({ reader, view, cycle, takesUp }: GoalPageProps): VNode {
  const { t } = reader;
  const { goal, metric } = view;
  const measured = metric?.measuredIn ?? '';
  const facts: readonly (readonly [string, ComponentChildren])[] = [
    [t(goalPage.unit), <a href={links.unit(cycle.id, view.unit.id)}>{reader.name(view.unit)}</a>],
    [t(frame.state), <Badge tone={states[view.state]}>{t(stateTexts[view.state])}</Badge>],
    [t(goalFields.kind), t(goal.kind === 'qualitative' ? goalFields.qualitative : goalFields.kpi)],
    ...(metric === null
      ? []
      : ([[t(goalFields.metric), reader.name({ nameZh: metric.titleZh, nameEn: metric.titleEn })]] as const)),
    ...(goal.baseline === undefined ? [] : ([[t(goalFields.baseline), `${goal.baseline} ${measured}`]] as const)),
    ...(goal.target === undefined ? [] : ([[t(goalFields.target), `${targetText(goal)} ${measured}`]] as const)),
    ...(goal.weight === undefined ? [] : ([[t(goalFields.weight), goal.weight]] as const)),
    ...(goal.due === undefined ? [] : ([[t(goalFields.due), goal.due]] as const)),
    ...(textsAt(goal, 'swot').length === 0 ? [] : ([[t(goalFields.swot), textsAt(goal, 'swot').join(', ')]] as const)),
  ];
  return (
    <section>
      <Facts of={facts} />
      {(goal.rubric ?? []).length > 0 && (
        <>
          <h3>{t(goalFields.rubric)}</h3>
          <ul>
            {goal.rubric?.map((level) => (
              <li key={level}>{level}</li>
            ))}
          </ul>
        </>
      )}
      {takesUp.map(({ unit, stepId }) => (
        <form key={unit.id} method="post" action={links.step(cycle.id, unit.id, stepId)} class="actions">
          <Hidden name="adopt" value={view.id} />
          <button name="intent" value="adopt">
            {t(goalPage.takeUpFor(reader.name(unit)))}
          </button>
        </form>
      ))}
    </section>
  );
}

function Up({ reader, view, cycle }: GoalPageProps): VNode {
  const { t } = reader;
  if (view.above.length === 0 && view.objective === null) return <p class="empty">{t(goalPage.servesNothing)}</p>;
  return (
    <ol class="history">
      {view.above.map((goal) => (
        <li key={goal.id}>
          {reader.name(goal.unit)}: <a href={links.goal(cycle.id, goal.id)}>{goal.goal.title}</a>{' '}
          <State reader={reader} goal={goal} />
        </li>
      ))}
      {view.objective !== null && (
        <li>
          {t(goalPage.objective)}:{' '}
          <a href={links.strategy}>
            {view.objective.id} {reader.name({ nameZh: view.objective.titleZh, nameEn: view.objective.titleEn })}
          </a>
        </li>
      )}
    </ol>
  );
}

/** Only where it is not in force. */
const State = ({ reader, goal }: { readonly reader: Reader; readonly goal: FoundGoal }): VNode | null =>
  goal.state === 'in-force' ? null : <Badge tone={states[goal.state]}>{reader.t(stateTexts[goal.state])}</Badge>;

function ServedBy({ reader, view, cycle, later }: GoalPageProps): VNode {
  const { t } = reader;
  const { items, next } = view.serving;
  return (
    <>
      <Table
        caption={t(goalPage.servedBy)}
        hideCaption
        rows={items}
        keyOf={(row) => `${row.unitId} ${row.id}`}
        empty={t(goalPage.servedByNone)}
        columns={[
          { title: t(goalPage.unit), cell: (row) => reader.name(row) },
          {
            title: t(goalFields.title),
            cell: (row) => (
              <div>
                <a href={links.goal(cycle.id, row.id)}>{row.title}</a>{' '}
                {row.supports === view.id && <Badge>{t(goalPage.directly)}</Badge>}
              </div>
            ),
          },
          { title: t(goalFields.weight), number: true, cell: (row) => row.weight ?? '' },
        ]}
      />
      {(next !== null || later) && (
        <p class="actions">
          {later && <a href={`${links.goal(cycle.id, view.id)}#served-by`}>{t(goalPage.first)}</a>}
          {next !== null && (
            <a href={`${links.goal(cycle.id, view.id)}?cursor=${encodeURIComponent(next)}#served-by`}>
              {t(goalPage.more)}
            </a>
          )}
        </p>
      )}
    </>
  );
}

function Tasks({ reader, tasks, today }: GoalPageProps & { readonly tasks: NonNullable<GoalView['tasks']> }): VNode {
  const { t } = reader;
  return (
    <Table
      caption={t(goalPage.tasks)}
      hideCaption
      rows={tasks}
      keyOf={(task) => `${task.unit} ${task.id}`}
      empty={t(goalPage.noTasks)}
      columns={[
        { title: t(goalPage.tasks), cell: (task) => task.title },
        { title: t(goalPage.unit), cell: (task) => reader.name({ nameZh: task.unitZh, nameEn: task.unitEn }) },
        {
          title: t(tasksPage.dates),
          cell: (task) => (
            <div>
              {task.start ?? '–'} – {task.end ?? '–'} <EndingBadge reader={reader} task={task} today={today} />
            </div>
          ),
        },
        { title: t(tasksPage.progress), cell: (task) => <Progress reader={reader} task={task} /> },
      ]}
    />
  );
}

function Values({
  reader,
  view,
  cycle,
  values,
}: GoalPageProps & { readonly values: NonNullable<GoalView['values']> }): VNode {
  const { t } = reader;
  if (view.metric === null) return <p class="empty">{t(goalPage.noMetric)}</p>;
  const severity = new Map((view.deviations ?? []).map((each) => [each.on, each.severity]));
  return (
    <>
      <Table
        caption={reader.name({ nameZh: view.metric.titleZh, nameEn: view.metric.titleEn })}
        rows={values}
        keyOf={(row) => row.on}
        empty={t(goalPage.noValues)}
        columns={[
          { title: t(frame.when), cell: (row) => row.on },
          { title: view.metric.measuredIn ?? t(goalFields.metric), number: true, cell: (row) => row.value },
          {
            title: t(goalPage.deviations),
            cell: (row) => {
              const found = severity.get(row.on);
              return found === undefined ? (
                ''
              ) : (
                <Badge tone={found === 'red' ? 'bad' : 'warn'}>{t(cyclePage[found])}</Badge>
              );
            },
          },
        ]}
      />
      <p>
        <a href={links.unit(cycle.id, view.unit.id)}>{t(goalPage.unitValues)}</a>
      </p>
    </>
  );
}

const severities: Readonly<Record<'error' | 'warning' | 'advice', Tone>> = {
  error: 'bad',
  warning: 'warn',
  advice: 'calm',
};

function Found({ reader, findings }: GoalPageProps & { readonly findings: NonNullable<GoalView['findings']> }): VNode {
  const { t } = reader;
  if (findings.length === 0) return <p class="empty">{t(goalPage.noFindings)}</p>;
  return (
    <ul class="plain">
      {findings.map((finding) => (
        <li key={`${finding.code} ${finding.at.join(' ')}`}>
          <Badge tone={severities[finding.severity]}>{t(stepPage[finding.severity])}</Badge>{' '}
          {t(findingSentence(finding.code, finding.data))} <code>{finding.code}</code>
          {finding.answers.map((answer) => (
            <blockquote key={answer.reason}>{answer.reason}</blockquote>
          ))}
          {finding.settled !== null && <blockquote>{finding.settled.reason}</blockquote>}
        </li>
      ))}
    </ul>
  );
}
