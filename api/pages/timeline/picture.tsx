import type { VNode } from 'preact';
import { timelinePage } from '../../../messages/pages.js';
import type { Reader } from '../reader.js';
import type { ShownTask } from '../steps/form-facts.js';
import type { Scale } from './scale.js';

const head = 22;
const row = 40;
const bar = { y: 20, height: 13 } as const;

const percent = (place: number): string => `${place.toFixed(2)}%`;

/** A task with both dates, and where it stands on the scale. */
interface Drawn {
  readonly task: ShownTask;
  readonly from: number;
  readonly to: number;
  /** Of its own row. */
  readonly top: number;
}

/** Tasks in time, row by row: as wide as there is room, without sideways scroll; what it shows stands in the table too. */
export function Picture({
  reader,
  title,
  tasks,
  scale,
  today,
}: {
  readonly reader: Reader;
  readonly title: string;
  readonly tasks: readonly ShownTask[];
  readonly scale: Scale;
  readonly today: string;
}): VNode | null {
  const { t } = reader;
  const drawn = placed(tasks, scale);
  if (drawn.length === 0) return null;
  const height = head + drawn.length * row;
  const now = scale.after(today);
  return (
    <svg class="timeline" role="img" aria-label={t(timelinePage.picture(title))} width="100%" height={height}>
      {scale.months.map(({ month, at }) => (
        <g key={month}>
          <line class="month" x1={percent(at)} x2={percent(at)} y1={0} y2={height} />
          <text class="month" x={percent(at)} dx={3} y={14}>
            {month.slice(5)}
          </text>
        </g>
      ))}
      {drawn.map((each) => (
        <Bar key={each.task.id} {...each} />
      ))}
      {arrows(drawn)}
      {now !== null && (
        <line class="today" x1={percent(now)} x2={percent(now)} y1={0} y2={height}>
          <title>{t(timelinePage.today(today))}</title>
        </line>
      )}
    </svg>
  );
}

function placed(tasks: readonly ShownTask[], scale: Scale): readonly Drawn[] {
  return tasks
    .flatMap((task) => {
      const [from, to] = [scale.at(task.start ?? ''), scale.after(task.end ?? '')];
      return from === null || to === null || to < from ? [] : [{ task, from, to }];
    })
    .map((each, index) => ({ ...each, top: head + index * row }));
}

function Bar({ task, from, to, top }: Drawn): VNode {
  const made = Math.min(Math.max(Number(task.progress ?? '0'), 0), 100) / 100;
  return (
    <g>
      <text x={3} y={top + 15}>
        {task.title}
      </text>
      <rect class="bar" x={percent(from)} width={percent(to - from)} y={top + bar.y} height={bar.height} rx={2} />
      <rect
        class="made"
        x={percent(from)}
        width={percent((to - from) * made)}
        y={top + bar.y}
        height={bar.height}
        rx={2}
      >
        <title>{`${task.title}: ${task.progress ?? '0'} %`}</title>
      </rect>
    </g>
  );
}

/** From the end of a task down or up to what waits for it, then to its start. */
function arrows(drawn: readonly Drawn[]): readonly VNode[] {
  const byId = new Map(drawn.map((each) => [each.task.id, each]));
  const middle = (each: Drawn): number => each.top + bar.y + bar.height / 2;
  return drawn.flatMap((each) =>
    (each.task.after ?? []).flatMap((id) => {
      const before = byId.get(id);
      if (before === undefined) return [];
      const [x, y] = [percent(before.to), middle(each)];
      return [
        <g key={`${id} ${each.task.id}`} class="waits">
          <line x1={x} x2={x} y1={middle(before)} y2={y} />
          <line x1={x} x2={percent(each.from)} y1={y} y2={y} />
        </g>,
      ];
    }),
  );
}
