import type { VNode } from 'preact';
import { frame, taskFields, tasksPage, timelinePage } from '../../../messages/pages.js';
import { Section } from '../components/marks.js';
import { Table } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import type { Named, ShownTask } from '../steps/form-facts.js';
import { EndingBadge, Progress } from '../tasks/progress.js';
import { Picture } from './picture.js';
import type { Scale } from './scale.js';

export interface UnitInTime {
  readonly unit: Named & { readonly id: string };
  readonly tasks: readonly ShownTask[];
}

export interface TimelineProps {
  readonly reader: Reader;
  readonly cycle: { readonly id: string; readonly title: string };
  /** The unit of the page itself; null: this is a later page of the units below. */
  readonly own: UnitInTime | null;
  readonly unit: Named & { readonly id: string };
  readonly below: readonly UnitInTime[];
  readonly owners: ReadonlyMap<string, Named>;
  readonly scale: Scale;
  /** `YYYY-MM-DD` in the cycle's time. */
  readonly today: string;
  readonly page: number;
  readonly pages: number;
}

export function TimelinePage(props: TimelineProps): VNode {
  const { reader, cycle, unit, own, below, page, pages } = props;
  const { t } = reader;
  return (
    <>
      <p class="crumbs">
        <a href={links.cycle(cycle.id)}>{cycle.title}</a>
        {' › '}
        <a href={links.unit(cycle.id, unit.id)}>{reader.name(unit)}</a>
      </p>
      <p class="hint">{t(timelinePage.legend)}</p>
      {own !== null && <Unit {...props} of={own} title={t(timelinePage.own)} />}
      {below.length > 0 && <h2>{t(timelinePage.below)}</h2>}
      {below.map((each) => (
        <Unit key={each.unit.id} {...props} of={each} title={reader.name(each.unit)} />
      ))}
      {pages > 1 && (
        <nav class="actions" aria-label={t(timelinePage.below)}>
          {page > 1 && <a href={pageLink(props, page - 1)}>{t(timelinePage.previous)}</a>}
          <span>{t(timelinePage.pageOf(page, pages))}</span>
          {page < pages && <a href={pageLink(props, page + 1)}>{t(timelinePage.next)}</a>}
        </nav>
      )}
    </>
  );
}

const pageLink = ({ cycle, unit }: TimelineProps, page: number): string =>
  `${links.timeline(cycle.id, unit.id)}?page=${String(page)}`;

function Unit(props: TimelineProps & { readonly of: UnitInTime; readonly title: string }): VNode {
  const { reader, cycle, of, title, scale, today } = props;
  const { t } = reader;
  return (
    <Section title={title}>
      {of.tasks.length === 0 ? (
        <p class="empty">{t(timelinePage.noTasks)}</p>
      ) : (
        <>
          <Picture reader={reader} title={reader.name(of.unit)} tasks={of.tasks} scale={scale} today={today} />
          <details>
            <summary>{t(timelinePage.table)}</summary>
            <TaskTable {...props} />
          </details>
        </>
      )}
      <p>
        <a href={links.unit(cycle.id, of.unit.id)}>{reader.name(of.unit)}</a>
      </p>
    </Section>
  );
}

function TaskTable({ reader, of, owners, today }: TimelineProps & { readonly of: UnitInTime }): VNode {
  const { t } = reader;
  const titles = new Map(of.tasks.map((task) => [task.id, task.title]));
  const owner = (id: string | undefined): string => {
    const named = owners.get(id ?? '');
    return named === undefined ? (id ?? '–') : reader.name(named);
  };
  return (
    <Table
      caption={t(timelinePage.table)}
      hideCaption
      rows={of.tasks}
      keyOf={(task) => task.id}
      empty={t(frame.nothing)}
      columns={[
        { title: t(taskFields.title), cell: (task) => task.title },
        { title: t(tasksPage.owner), cell: (task) => owner(task.owner) },
        {
          title: t(tasksPage.dates),
          cell: (task) => (
            <div>
              {task.start === undefined && task.end === undefined
                ? t(timelinePage.undated)
                : `${task.start ?? '–'} – ${task.end ?? '–'}`}{' '}
              <EndingBadge reader={reader} task={task} today={today} />
            </div>
          ),
        },
        {
          title: t(tasksPage.after),
          cell: (task) => (task.after ?? []).map((id) => titles.get(id) ?? id).join(', ') || '–',
        },
        { title: t(tasksPage.progress), cell: (task) => <Progress reader={reader} task={task} /> },
      ]}
    />
  );
}
