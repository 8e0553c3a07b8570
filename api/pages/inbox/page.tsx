import type { VNode } from 'preact';
import type { StepKind } from '../../../domain/process/index.js';
import type { OwnTask } from '../../../db/tasks.js';
import { cyclesPage, frame, inbox, taskFields, tasksPage } from '../../../messages/pages.js';
import { stepName } from '../../../messages/steps.js';
import { Badge, Section } from '../components/marks.js';
import { Table } from '../components/table.js';
import { links } from '../links.js';
import { createReader, daysLeft, type Reader } from '../reader.js';
import type { Named } from '../steps/form-facts.js';
import { type FollowUps, FollowUpSections } from './follow-ups.js';
import { countPromises, type Promises, PromiseSections } from './promises.js';
import { taskKey } from '../tasks/my-tasks-page.js';
import { EndingBadge } from '../tasks/progress.js';

export interface InboxTask {
  readonly cycleId: string;
  readonly cycleTitle: string;
  readonly rehearsal: boolean;
  readonly now: number;
  readonly zone: string;
  readonly unitId: string | null;
  readonly unit: Named | null;
  /** The other unit that the step is about. */
  readonly other: Named | null;
  readonly stepId: string;
  readonly kind: StepKind;
  readonly act: 'submit' | 'approve';
  readonly attempt: number;
  readonly dueAt: number;
  readonly principal: Named | null;
}

export interface InboxNotice {
  readonly id: string;
  readonly at: number;
  readonly zone: string;
  readonly cycleId: string;
  readonly cycleTitle: string;
  readonly rehearsal: boolean;
  readonly unit: Named | null;
  /** Where what it is about is seen to. */
  readonly href: string;
  /** The notice's words, in the reader's language. */
  readonly text: string;
}

export interface InboxProps {
  readonly reader: Reader;
  readonly tasks: readonly InboxTask[];
  /** Tasks of plans that end soon or are late, of running cycles. */
  readonly ending: readonly OwnTask[];
  readonly notices: readonly InboxNotice[];
  /** Deviations to act on and requests to answer; empty for most people on most days. */
  readonly follow: FollowUps;
  /** What was promised after talks and waits for the reader. */
  readonly promises: Promises;
}

/** Overdue first, by how many days of their own cycle's time are left. */
const byDue = (a: InboxTask, b: InboxTask): number => a.dueAt - a.now - (b.dueAt - b.now);

export function InboxPage({ reader, tasks, ending, notices, follow, promises }: InboxProps): VNode {
  const { t } = reader;
  const sorted = [...tasks].sort(byDue);
  const [toDo, toDecide] = (['submit', 'approve'] as const).map((act) => sorted.filter((task) => task.act === act));
  return (
    <>
      {tasks.length + ending.length + follow.actions.length + follow.asks.length + countPromises(promises) === 0 && (
        <section>
          <p>{t(inbox.nothingToDo)}</p>
          <p class="hint">{t(inbox.nothingYet)}</p>
        </section>
      )}
      {toDo !== undefined && toDo.length > 0 && (
        <Section title={`${t(inbox.toDo)} (${toDo.length})`}>
          <Tasks reader={reader} tasks={toDo} />
        </Section>
      )}
      {toDecide !== undefined && toDecide.length > 0 && (
        <Section title={`${t(inbox.toDecide)} (${toDecide.length})`}>
          <Tasks reader={reader} tasks={toDecide} />
        </Section>
      )}
      <FollowUpSections reader={reader} follow={follow} />
      <PromiseSections reader={reader} promises={promises} />
      {ending.length > 0 && (
        <Section title={`${t(tasksPage.dueSoon)} (${ending.length})`}>
          <EndingTasks reader={reader} tasks={ending} />
        </Section>
      )}
      <Section title={t(inbox.notices)}>
        {notices.length === 0 ? (
          <p class="empty">{t(inbox.noNotices)}</p>
        ) : (
          <ul class="plain">
            {notices.map((notice) => (
              <Notice key={notice.id} reader={reader} notice={notice} />
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}

function Tasks({ reader, tasks }: { readonly reader: Reader; readonly tasks: readonly InboxTask[] }): VNode {
  const { t } = reader;
  return (
    <Table
      caption={t(inbox.title)}
      hideCaption
      rows={tasks}
      keyOf={(task) => `${task.cycleId} ${task.unitId ?? ''} ${task.stepId}`}
      empty={t(inbox.nothingToDo)}
      columns={[
        {
          title: t(frame.step),
          cell: (task) => (
            <div>
              <a href={links.step(task.cycleId, task.unitId, task.stepId)}>
                {task.unit === null ? '' : `${reader.name(task.unit)} · `}
                {t(stepName(task))}
              </a>
              {task.attempt > 1 && <span class="soft"> · {t(inbox.again(task.attempt))}</span>}
              {task.principal !== null && (
                <span class="soft"> · {t(inbox.asPrincipal(reader.name(task.principal)))}</span>
              )}
            </div>
          ),
        },
        {
          title: t(frame.cycle),
          cell: (task) => (
            <span>
              {task.cycleTitle} {task.rehearsal && <Badge tone="warn">{t(cyclesPage.rehearsal)}</Badge>}
            </span>
          ),
        },
        { title: t(frame.due), cell: (task) => <Due reader={reader} task={task} /> },
      ]}
    />
  );
}

function EndingTasks({ reader, tasks }: { readonly reader: Reader; readonly tasks: readonly OwnTask[] }): VNode {
  const { t } = reader;
  return (
    <Table
      caption={t(tasksPage.dueSoon)}
      hideCaption
      rows={tasks}
      keyOf={(task) => `${task.cycleId} ${task.unit} ${task.id}`}
      empty=""
      columns={[
        { title: t(taskFields.title), cell: (task) => <a href={`${links.myTasks}#${taskKey(task)}`}>{task.title}</a> },
        {
          title: t(frame.cycle),
          cell: (task) => (
            <span>
              {task.cycleTitle} {task.rehearsal && <Badge tone="warn">{t(cyclesPage.rehearsal)}</Badge>}
            </span>
          ),
        },
        { title: t(tasksPage.progress), cell: (task) => `${task.progress ?? '–'} %` },
        {
          title: t(frame.due),
          cell: (task) => (
            <span>
              {task.end}{' '}
              <EndingBadge reader={reader} task={task} today={createReader(reader.language, task.zone).day(task.now)} />
            </span>
          ),
        },
      ]}
    />
  );
}

function Due({ reader, task }: { readonly reader: Reader; readonly task: InboxTask }): VNode {
  const left = daysLeft(task.dueAt, task.now, task.zone);
  const text = left < 0 ? inbox.overdueBy(-left) : left === 0 ? inbox.dueToday : inbox.dueIn(left);
  return (
    <span>
      {createReader(reader.language, task.zone).lastDay(task.dueAt)}{' '}
      <Badge tone={left < 0 ? 'bad' : left <= 3 ? 'warn' : 'calm'}>{reader.t(text)}</Badge>
    </span>
  );
}

function Notice({ reader, notice }: { readonly reader: Reader; readonly notice: InboxNotice }): VNode {
  return (
    <li>
      <span class="soft">{createReader(reader.language, notice.zone).time(notice.at)}</span>{' '}
      <a href={notice.href}>{notice.unit === null ? notice.cycleTitle : reader.name(notice.unit)}</a> {notice.text}{' '}
      {notice.rehearsal && <Badge tone="warn">{reader.t(cyclesPage.rehearsal)}</Badge>}
    </li>
  );
}
