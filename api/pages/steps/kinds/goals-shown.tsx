import type { VNode } from 'preact';
import { contentFields, frame, goalFields } from '../../../../messages/pages.js';
import { exact, printNumber, sum } from '../../../../domain/numbers.js';
import { Table } from '../../components/table.js';
import { links } from '../../links.js';
import type { Reader } from '../../reader.js';
import { listAt, textAt, textsAt } from '../form-data.js';
import type { FormFacts } from '../form-facts.js';
import type { ShownProps } from '../form.js';

/** What a metric, objective or goal above is called. */
export function metricName(reader: Reader, facts: Pick<FormFacts, 'metrics'>, id: string): string {
  const metric = facts.metrics.find((each) => each.id === id);
  return metric === undefined ? id : reader.name({ nameZh: metric.title, nameEn: metric.titleEn });
}

export function supportName(reader: Reader, facts: Pick<FormFacts, 'objectives' | 'goalsAbove'>, id: string): string {
  const objective = facts.objectives.find((each) => each.id === id);
  if (objective !== undefined) return `${id} ${reader.name({ nameZh: objective.title, nameEn: objective.titleEn })}`;
  return facts.goalsAbove.find((goal) => goal.id === id)?.title ?? id;
}

export const targetText = (goal: unknown): string =>
  textAt(goal, 'target') ||
  [textAt(goal, 'target', 'low'), textAt(goal, 'target', 'high')].filter((end) => end !== '').join('–');

function wayText(reader: Reader, facts: FormFacts, goal: unknown): string {
  const metric = textAt(goal, 'metric');
  const unit = facts.metrics.find((each) => each.id === metric)?.measuredIn ?? '';
  const way = [textAt(goal, 'baseline'), targetText(goal)].filter((end) => end !== '').join(' → ');
  return `${metric === '' ? '' : `${metricName(reader, facts, metric)} `}${way}${way === '' ? '' : ` ${unit}`}`.trim();
}

/** Goals to read: one line each. */
export function ShownGoals({
  reader,
  facts,
  content,
  cycleId,
}: ShownProps & {
  /** Where the goals stand: their titles lead to their pages. */
  readonly cycleId?: string;
}): VNode {
  const { t } = reader;
  const goals = listAt(content, 'goals');
  return (
    <Table
      caption={t(goalFields.title)}
      hideCaption
      rows={goals.map((goal, index) => ({ goal, index }))}
      keyOf={({ index }) => String(index)}
      empty={t(frame.nothing)}
      columns={[
        { title: t(goalFields.title), cell: ({ goal }) => <GoalTitle reader={reader} goal={goal} cycleId={cycleId} /> },
        {
          title: `${t(goalFields.metric)} · ${t(goalFields.baseline)} → ${t(goalFields.target)}`,
          cell: ({ goal }) => wayText(reader, facts, goal),
        },
        { title: t(goalFields.supports), cell: ({ goal }) => supportName(reader, facts, textAt(goal, 'supports')) },
        { title: t(goalFields.due), cell: ({ goal }) => textAt(goal, 'due') },
        { title: t(goalFields.weight), number: true, cell: ({ goal }) => textAt(goal, 'weight') },
      ]}
      foot={['', '', '', t(contentFields.sum), weightTotal(goals)]}
    />
  );
}

function GoalTitle({
  reader,
  goal,
  cycleId,
}: {
  readonly reader: Reader;
  readonly goal: unknown;
  readonly cycleId: string | undefined;
}): VNode {
  const rubric = textsAt(goal, 'rubric');
  const swot = textsAt(goal, 'swot');
  return (
    <div>
      {cycleId === undefined ? (
        textAt(goal, 'title')
      ) : (
        <a href={links.goal(cycleId, textAt(goal, 'id'))}>{textAt(goal, 'title')}</a>
      )}
      {swot.length > 0 && <span class="soft"> · {swot.join(', ')}</span>}
      {rubric.length > 0 && (
        <details>
          <summary>{reader.t(contentFields.rubric)}</summary>
          <ul>
            {rubric.map((level) => (
              <li key={level}>{level}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** The exact sum of what are numbers; empty where one is none. */
export function weightTotal(goals: readonly unknown[]): string {
  try {
    return printNumber(sum(goals.map((goal) => exact(textAt(goal, 'weight') || '0'))));
  } catch {
    return '';
  }
}
