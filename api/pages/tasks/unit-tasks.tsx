import type { VNode } from 'preact';
import { taskFields, tasksPage } from '../../../messages/pages.js';
import { Table } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import type { FormFacts, ShownTask } from '../steps/form-facts.js';
import { typedAmount } from '../steps/kinds/plan-shown.js';
import { EndingBadge, Progress } from './progress.js';

/** Tasks in force with how far they are; what they cost only for those who see money. */
export function UnitTasks({
  reader,
  facts,
  tasks,
  cycleId,
  money,
}: {
  readonly reader: Reader;
  readonly facts: FormFacts;
  readonly tasks: readonly ShownTask[];
  readonly cycleId: string;
  readonly money: boolean;
}): VNode {
  const { t } = reader;
  const goals = new Map([...facts.goals, ...facts.goalsAbove].map((goal) => [goal.id, goal.title]));
  const owners = new Map(facts.owners.map((person) => [person.id, reader.name(person)]));
  const cost = {
    title: t(taskFields.cost),
    number: true,
    cell: (task: ShownTask) => (task.costMinor === undefined ? '' : typedAmount(task.costMinor)),
  };
  return (
    <Table
      caption={t(taskFields.title)}
      hideCaption
      rows={tasks}
      keyOf={(task) => task.id}
      empty={t(taskFields.noTasks)}
      columns={[
        { title: t(taskFields.title), cell: (task) => task.title },
        {
          title: t(taskFields.goal),
          cell: (task) => <a href={links.goal(cycleId, task.goal)}>{goals.get(task.goal) ?? task.goal}</a>,
        },
        { title: t(taskFields.owner), cell: (task) => owners.get(task.owner ?? '') ?? task.owner ?? '–' },
        {
          title: t(tasksPage.dates),
          cell: (task) => (
            <div>
              {task.start ?? '–'} – {task.end ?? '–'} <EndingBadge reader={reader} task={task} today={facts.today} />
            </div>
          ),
        },
        { title: t(tasksPage.progress), cell: (task) => <Progress reader={reader} task={task} /> },
        ...(money ? [cost] : []),
      ]}
    />
  );
}
