import type { VNode } from 'preact';
import { frame, taskFields } from '../../../../messages/pages.js';
import { amountText } from '../../reader.js';
import { Hidden, Input, NumberInput, type Option, Select } from '../../components/fields.js';
import { Table } from '../../components/table.js';
import { answersOf, Findings, KeptAnswers, ShownAnswers } from '../findings.js';
import { listAt, said, saidNumber, textAt, textsAt } from '../form-data.js';
import type { FormFacts } from '../form-facts.js';
import type { FieldsProps, ShownProps, StepForm } from '../form.js';
import { freshId } from './goals-content.js';

/** An amount as people type it (`300,000.00`, full-width too) in minor units; what is no amount stays as typed. */
export function minorOf(text: string): string {
  const plain = text.normalize('NFKC').replaceAll(',', '').trim();
  const match = /^(\d{1,16})(?:\.(\d{1,2}))?$/.exec(plain);
  if (match === null) return text.trim();
  return `${match[1] ?? ''}${(match[2] ?? '').padEnd(2, '0')}`.replace(/^0+(?=\d)/, '');
}

const typedAmount = (minor: string): string => (/^\d+$/.test(minor) ? amountText(minor) : minor);

function contentOf(form: unknown, facts: FormFacts): unknown {
  const rows = listAt(form, 'tasks');
  const taken = new Set(rows.map((row) => textAt(row, 'id')));
  const tasks = rows.map((row) => {
    const after = textsAt(row, 'after')
      .flatMap((text) => text.split(/[\s,,]+/))
      .filter((id) => id !== '');
    return {
      id: textAt(row, 'id') || freshId('task', taken),
      unit: facts.unitId,
      goal: textAt(row, 'goal'),
      title: textAt(row, 'title'),
      ...said('owner', textAt(row, 'owner')),
      ...saidNumber('effortDays', textAt(row, 'effortDays')),
      ...said('start', textAt(row, 'start')),
      ...said('end', textAt(row, 'end')),
      ...(after.length > 0 && { after }),
      ...said('costMinor', minorOf(textAt(row, 'cost'))),
    };
  });
  return { tasks, answers: answersOf(form) };
}

function Fields(props: FieldsProps): VNode {
  const { reader, content, problems } = props;
  const rows = listAt(content, 'tasks');
  const ids = new Set(rows.map((row) => textAt(row, 'id')));
  const general = problems.findings.filter((finding) => !finding.at.some((id) => ids.has(id)));
  return (
    <>
      <Findings reader={reader} content={content} findings={general} all={problems} />
      <KeptAnswers content={content} problems={problems} />
      {rows.length === 0 && <p class="empty">{reader.t(taskFields.noTasks)}</p>}
      {rows.map((row, index) => (
        <TaskRow key={index} {...props} row={row} index={index} rows={rows} />
      ))}
      <div class="actions">
        <button name="intent" value="add:tasks" formNoValidate>
          {reader.t(taskFields.addTask)}
        </button>
      </div>
    </>
  );
}

type RowProps = FieldsProps & { readonly row: unknown; readonly index: number; readonly rows: readonly unknown[] };

function TaskRow({ reader, facts, content, problems, row, index, rows }: RowProps): VNode {
  const { t } = reader;
  const id = textAt(row, 'id');
  const name = (field: string): string => `tasks.${index}.${field}`;
  const wrong = (field: string): readonly string[] => problems.fields.get(name(field)) ?? [];
  const mine = problems.findings.filter(
    (finding) => rows.map((each) => textAt(each, 'id')).find((each) => finding.at.includes(each)) === id,
  );
  const goals: readonly Option[] = [{ value: '', text: t(frame.choose) }, ...goalOptions(facts)];
  const owners: readonly Option[] = [
    { value: '', text: t(frame.choose) },
    ...facts.owners.map((person) => ({ value: person.id, text: reader.name(person) })),
  ];
  const owner = textAt(row, 'owner');
  const known = owner === '' || owners.some((each) => each.value === owner);
  return (
    <fieldset id={`tasks-${index}`}>
      <legend>{t(taskFields.task(index + 1))}</legend>
      <Hidden name={name('id')} value={id} />
      <Findings reader={reader} content={content} findings={mine} all={problems} />
      <div class="row wide">
        <Input
          name={name('title')}
          label={t(taskFields.title)}
          value={textAt(row, 'title')}
          problems={wrong('title')}
        />
        <Select
          name={name('goal')}
          label={t(taskFields.goal)}
          value={textAt(row, 'goal')}
          options={goals}
          problems={wrong('goal')}
        />
      </div>
      <div class="row">
        <Select
          name={name('owner')}
          label={t(taskFields.owner)}
          value={owner}
          options={known ? owners : [...owners, { value: owner, text: owner }]}
          problems={wrong('owner')}
        />
        <NumberInput
          name={name('effortDays')}
          label={t(taskFields.effortDays)}
          value={textAt(row, 'effortDays')}
          problems={wrong('effortDays')}
        />
        <Input
          name={name('start')}
          label={t(taskFields.start)}
          type="date"
          value={textAt(row, 'start')}
          problems={wrong('start')}
        />
        <Input
          name={name('end')}
          label={t(taskFields.end)}
          type="date"
          value={textAt(row, 'end')}
          problems={wrong('end')}
        />
        <NumberInput
          name={name('cost')}
          label={t(taskFields.cost)}
          value={typedAmount(textAt(row, 'costMinor'))}
          problems={wrong('costMinor')}
        />
        <Input
          name={name('after')}
          label={t(taskFields.after)}
          value={textsAt(row, 'after').join(', ')}
          problems={wrong('after')}
        />
      </div>
      <p class="hint">
        <code>{id}</code>
      </p>
      <div class="actions">
        <button class="quiet" name="intent" value={`remove:tasks.${index}`} formNoValidate>
          {t(taskFields.removeTask(index + 1))}
        </button>
      </div>
    </fieldset>
  );
}

function goalOptions(facts: FormFacts): readonly Option[] {
  return [...facts.goals, ...facts.goalsAbove].map((goal) => ({ value: goal.id, text: goal.title }));
}

export function ShownTasks({ reader, facts, content }: ShownProps): VNode {
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
        { title: t(taskFields.cost), number: true, cell: (task) => typedAmount(textAt(task, 'costMinor')) },
      ]}
    />
  );
}

export const planForm: StepForm = {
  contentOf,
  Fields,
  Shown: (props) => (
    <>
      <ShownTasks {...props} />
      <ShownAnswers reader={props.reader} content={props.content} />
    </>
  ),
  places: ({ reader, content }) =>
    listAt(content, 'tasks').map((task, index) => ({
      value: `/tasks/${index}`,
      text: `${reader.t(taskFields.task(index + 1))} ${textAt(task, 'title')}`,
    })),
};
