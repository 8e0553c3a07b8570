import type { VNode } from 'preact';
import { taskFields } from '../../../../messages/pages.js';
import { amountText } from '../../../../messages/amount.js';
import { Table } from '../../components/table.js';
import { listAt, textAt } from '../form-data.js';
import type { ShownProps } from '../form.js';

export const typedAmount = (minor: string): string => (/^\d+$/.test(minor) ? amountText(minor) : minor);

export function ShownTasks({
  reader,
  facts,
  content,
  costs = true,
}: ShownProps & {
  /** Not for those who see no money. */
  readonly costs?: boolean;
}): VNode {
  const { t } = reader;
  const tasks = listAt(content, 'tasks');
  const goals = [...facts.goals, ...facts.goalsAbove];
  const ownerName = (id: string): string => {
    const person = facts.owners.find((each) => each.id === id);
    return person === undefined ? id : reader.name(person);
  };
  return (
    <Table
      caption={t(taskFields.title)}
      hideCaption
      rows={tasks}
      keyOf={(task) => textAt(task, 'id')}
      empty={t(taskFields.noTasks)}
      columns={[
        { title: t(taskFields.title), cell: (task) => textAt(task, 'title') },
        {
          title: t(taskFields.goal),
          cell: (task) => goals.find((goal) => goal.id === textAt(task, 'goal'))?.title ?? textAt(task, 'goal'),
        },
        { title: t(taskFields.owner), cell: (task) => ownerName(textAt(task, 'owner')) },
        {
          title: `${t(taskFields.start)} – ${t(taskFields.end)}`,
          cell: (task) => `${textAt(task, 'start')} – ${textAt(task, 'end')}`,
        },
        { title: t(taskFields.effortDays), number: true, cell: (task) => textAt(task, 'effortDays') },
        ...(costs
          ? [
              {
                title: t(taskFields.cost),
                number: true,
                cell: (task: unknown) => typedAmount(textAt(task, 'costMinor')),
              },
            ]
          : []),
      ]}
    />
  );
}
