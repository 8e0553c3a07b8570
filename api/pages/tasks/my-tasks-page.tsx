import type { VNode } from 'preact';
import type { OwnTask } from '../../../db/tasks.js';
import { frame, tasksPage } from '../../../messages/pages.js';
import { Hidden, NumberInput, TextArea } from '../components/fields.js';
import { Badge, Message, Section, type Tone } from '../components/marks.js';
import { Facts } from '../components/table.js';
import { links } from '../links.js';
import { createReader, type Reader } from '../reader.js';
import { EndingBadge, Progress } from './progress.js';

/** What was typed for one task and refused. */
export interface RefusedProgress {
  readonly key: string;
  readonly percent: string;
  readonly note: string;
  readonly sentence: string;
}

export interface MyTasksProps {
  readonly reader: Reader;
  readonly tasks: readonly OwnTask[];
  /** Who reads: what is owned by others is told as theirs. */
  readonly personId: string;
  readonly newKey: () => string;
  readonly refused: RefusedProgress | null;
  readonly message: { readonly tone: Tone; readonly text: string } | null;
}

export const taskKey = (task: { readonly cycleId: string; readonly unit: string; readonly id: string }): string =>
  `${task.cycleId}-${task.unit}-${task.id.replaceAll('/', '-')}`;

export function MyTasksPage(props: MyTasksProps): VNode {
  const { reader, tasks, message } = props;
  const { t } = reader;
  return (
    <>
      {message !== null && <Message tone={message.tone}>{message.text}</Message>}
      <p class="lead">{t(tasksPage.lead)}</p>
      {tasks.length === 0 && <p class="empty">{t(tasksPage.none)}</p>}
      {tasks.map((task) => (
        <Task key={taskKey(task)} {...props} task={task} />
      ))}
    </>
  );
}

function Task(props: MyTasksProps & { readonly task: OwnTask }): VNode {
  const { reader, task, personId } = props;
  const { t } = reader;
  const zoned = createReader(reader.language, task.zone);
  const unit = reader.name({ nameZh: task.unitZh, nameEn: task.unitEn });
  return (
    <Section title={task.title} id={taskKey(task)}>
      <p>
        <a href={links.unit(task.cycleId, task.unit)}>{unit}</a> · {task.cycleTitle}{' '}
        {task.rehearsal && <Badge tone="warn">{t(frame.rehearsal)}</Badge>}{' '}
        {task.owner !== personId && (
          <Badge>{t(tasksPage.standFor(reader.name({ nameZh: task.ownerZh, nameEn: task.ownerEn })))}</Badge>
        )}{' '}
        {!task.closed && <EndingBadge reader={reader} task={task} today={zoned.day(task.now)} />}
      </p>
      <Facts
        of={[
          [t(tasksPage.serves), <a href={links.goal(task.cycleId, task.goal)}>{task.goalTitle ?? task.goal}</a>],
          [t(tasksPage.dates), `${task.start ?? '–'} – ${task.end ?? '–'}`],
          [t(tasksPage.progress), <Progress reader={zoned} task={task} />],
        ]}
      />
      {task.closed ? <p class="hint">{t(tasksPage.closed)}</p> : <ReportForm {...props} />}
    </Section>
  );
}

function ReportForm({ reader, task, refused, newKey }: MyTasksProps & { readonly task: OwnTask }): VNode {
  const { t } = reader;
  const key = taskKey(task);
  const typed = refused?.key === key ? refused : null;
  return (
    <form method="post" action={links.taskProgress(task.cycleId, task.unit, task.id)} noValidate>
      <Hidden name="idempotencyKey" value={newKey()} />
      <Hidden name="version" value={String(task.version)} />
      <Hidden name="key" value={key} />
      <div class="row wide">
        <NumberInput
          name={`percent-${key}`}
          label={t(tasksPage.percent)}
          value={typed?.percent ?? task.progress ?? ''}
          problems={typed === null ? [] : [typed.sentence]}
        />
        <TextArea name={`note-${key}`} label={t(tasksPage.note)} value={typed?.note ?? ''} rows={2} />
      </div>
      <div class="actions">
        <button>{t(tasksPage.report)}</button>
      </div>
    </form>
  );
}
