import type { VNode } from 'preact';
import { exact } from '../../../domain/numbers.js';
import { tasksPage } from '../../../messages/pages.js';
import { Badge } from '../components/marks.js';
import { daysLeft, type Reader } from '../reader.js';
import type { ShownTask } from '../steps/form-facts.js';

export const isDone = ({ progress }: Pick<ShownTask, 'progress'>): boolean =>
  progress !== null && progress !== undefined && exact(progress).compare(100) >= 0;

/** How far a task is, and who said so when. */
export function Progress({ reader, task }: { readonly reader: Reader; readonly task: ShownTask }): VNode {
  const { t } = reader;
  const { progress, report } = task;
  if (progress === null || progress === undefined) return <span class="soft">{t(tasksPage.notReported)}</span>;
  return (
    <div>
      <progress max={100} value={Number(progress)} aria-hidden="true" /> {progress} %
      {report !== null && report !== undefined && (
        <span class="soft">
          {' · '}
          {t(tasksPage.reportedBy(reader.name({ nameZh: report.byZh, nameEn: report.byEn }), reader.time(report.at)))}
          {report.note !== '' && <q>{report.note}</q>}
        </span>
      )}
    </div>
  );
}

/** Days of a day-long thing's end: an instant at the end of that day, as windows have it. */
interface Ending {
  /** Whole days until the last day; negative when it is over. */
  readonly left: number;
}

/** Where an unfinished task stands in time; null: it is done, or has no end. */
export function endingOf(task: ShownTask, today: string): Ending | null {
  if (task.end === undefined || isDone(task)) return null;
  const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);
  return { left: daysLeft(at(task.end) + 1, at(today), 'UTC') };
}

export function EndingBadge({
  reader,
  task,
  today,
}: {
  readonly reader: Reader;
  readonly task: ShownTask;
  readonly today: string;
}): VNode | null {
  const { t } = reader;
  if (isDone(task)) return <Badge tone="good">{t(tasksPage.done)}</Badge>;
  const ending = endingOf(task, today);
  if (ending === null) return null;
  const { left } = ending;
  const text = left < 0 ? tasksPage.lateBy(-left) : left === 0 ? tasksPage.endsToday : tasksPage.endsIn(left);
  return <Badge tone={left < 0 ? 'bad' : left <= soonDays ? 'warn' : 'calm'}>{t(text)}</Badge>;
}

/** What ends within so many days ends soon. */
export const soonDays = 14;
