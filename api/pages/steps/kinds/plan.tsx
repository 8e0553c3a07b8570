import type { VNode } from 'preact';
import { frame, taskFields } from '../../../../messages/pages.js';
import { Choices, Hidden, Input, NumberInput, type Option, Select } from '../../components/fields.js';
import { answersOf, Findings, KeptAnswers, ShownAnswers } from '../findings.js';
import { listAt, said, saidNumber, textAt, textsAt } from '../form-data.js';
import type { FormFacts } from '../form-facts.js';
import type { FieldsProps, StepForm } from '../form.js';
import { type PlacedFindings, placeFindings } from '../finding-places.js';
import { freshId } from './goals-content.js';
import { PlanLoadTable } from './plan-load.js';
import { ShownTasks, typedAmount } from './plan-shown.js';

/** An amount as people type it (`300,000.00`, full-width too) in minor units; what is no amount stays as typed. */
export function minorOf(text: string): string {
  const plain = text.normalize('NFKC').replaceAll(',', '').trim();
  const match = /^(\d{1,16})(?:\.(\d{1,2}))?$/.exec(plain);
  if (match === null) return text.trim();
  return `${match[1] ?? ''}${(match[2] ?? '').padEnd(2, '0')}`.replace(/^0+(?=\d)/, '');
}

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
  const { reader, content, problems, facts } = props;
  const places = placeFindings(content, facts, problems.findings);
  return (
    <>
      <Findings reader={reader} content={content} findings={places.whole} all={problems} />
      <KeptAnswers content={content} problems={problems} />
      <PlanLoadTable reader={reader} load={problems.load ?? []} />
      <TaskRows {...props} places={places} />
    </>
  );
}

/** The tasks one by one. */
export function TaskRows({ places, ...props }: FieldsProps & { readonly places: PlacedFindings }): VNode {
  const { reader, content } = props;
  const rows = listAt(content, 'tasks');
  return (
    <>
      {rows.length === 0 && <p class="empty">{reader.t(taskFields.noTasks)}</p>}
      {rows.map((row, index) => (
        <TaskRow key={index} {...props} row={row} index={index} rows={rows} places={places} />
      ))}
      <div class="actions">
        <button name="intent" value="add:tasks" formNoValidate>
          {reader.t(taskFields.addTask)}
        </button>
      </div>
    </>
  );
}

type RowProps = FieldsProps & {
  readonly row: unknown;
  readonly index: number;
  readonly rows: readonly unknown[];
  readonly places: PlacedFindings;
};
type PartProps = RowProps & { readonly wrong: (field: string) => readonly string[] };

function TaskRow(props: RowProps): VNode {
  const { reader, problems, row, index, places } = props;
  const { t } = reader;
  const id = textAt(row, 'id');
  const wrong = (field: string): readonly string[] => {
    const name = `tasks.${index}.${field}`;
    return [...(problems.fields.get(name) ?? []), ...places.at(name).map(({ sentence }) => sentence)];
  };
  return (
    <fieldset id={`tasks-${index}`}>
      <legend>{t(taskFields.task(index + 1))}</legend>
      <Hidden name={`tasks.${index}.id`} value={id} />
      <What {...props} wrong={wrong} />
      <Effort {...props} wrong={wrong} />
      <After {...props} wrong={wrong} />
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

function What({ reader, facts, row, index, wrong }: PartProps): VNode {
  const { t } = reader;
  const goals: readonly Option[] = [{ value: '', text: t(frame.choose) }, ...goalOptions(facts)];
  return (
    <div class="row wide">
      <Input
        name={`tasks.${index}.title`}
        label={t(taskFields.title)}
        value={textAt(row, 'title')}
        problems={wrong('title')}
      />
      <Select
        name={`tasks.${index}.goal`}
        label={t(taskFields.goal)}
        value={textAt(row, 'goal')}
        options={goals}
        problems={wrong('goal')}
      />
    </div>
  );
}

function Effort({ reader, facts, row, index, wrong }: PartProps): VNode {
  const { t } = reader;
  const name = (field: string): string => `tasks.${index}.${field}`;
  const owners: readonly Option[] = [
    { value: '', text: t(frame.choose) },
    ...facts.owners.map((person) => ({ value: person.id, text: reader.name(person) })),
  ];
  const owner = textAt(row, 'owner');
  const known = owner === '' || owners.some((each) => each.value === owner);
  const day = (field: 'start' | 'end'): VNode => (
    <Input
      name={name(field)}
      label={t(taskFields[field])}
      type="date"
      value={textAt(row, field)}
      problems={wrong(field)}
    />
  );
  return (
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
      {day('start')}
      {day('end')}
      <NumberInput
        name={name('cost')}
        label={t(taskFields.cost)}
        value={typedAmount(textAt(row, 'costMinor'))}
        problems={wrong('costMinor')}
      />
    </div>
  );
}

/** With more tasks than this, choosing among them all under each of them would make the page too long. */
const mostChoices = 60;

/** What it waits for: chosen from the other tasks of the plan. */
function After({ reader, row, rows, index, wrong }: PartProps): VNode {
  const { t } = reader;
  const name = `tasks.${index}.after`;
  const chosen = textsAt(row, 'after');
  const others = rows.filter((each, place) => place !== index && textAt(each, 'id') !== '');
  if (rows.length > mostChoices) {
    return (
      <Input
        name={name}
        label={t(taskFields.after)}
        hint={t(taskFields.afterHint)}
        value={chosen.join(', ')}
        problems={wrong('after')}
      />
    );
  }
  const known = new Set(others.map((each) => textAt(each, 'id')));
  const options = [
    ...others.map((each) => ({ value: textAt(each, 'id'), text: textAt(each, 'title') || textAt(each, 'id') })),
    ...chosen.filter((id) => !known.has(id)).map((id) => ({ value: id, text: id })),
  ];
  const problems = wrong('after');
  const titles = options.filter(({ value }) => chosen.includes(value)).map(({ text }) => text);
  return (
    <details open={problems.length > 0}>
      <summary>
        {t(taskFields.after)}
        {titles.length > 0 && `: ${titles.join(reader.language === 'en' ? ', ' : '、')}`}
      </summary>
      {options.length === 0 ? (
        <p class="empty">{t(taskFields.noOthers)}</p>
      ) : (
        <Choices
          name={name}
          label={t(taskFields.after)}
          type="checkbox"
          chosen={chosen}
          options={options}
          problems={problems}
        />
      )}
    </details>
  );
}

function goalOptions(facts: FormFacts): readonly Option[] {
  return [...facts.goals, ...facts.goalsAbove].map((goal) => ({ value: goal.id, text: goal.title }));
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
