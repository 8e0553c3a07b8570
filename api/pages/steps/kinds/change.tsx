import type { VNode } from 'preact';
import { canonicalJson } from '../../../../domain/canonical.js';
import type { ChangeEffects } from '../../../../domain/cycle/index.js';
import { changeFields as words } from '../../../../messages/pages.js';
import { TextArea } from '../../components/fields.js';
import { Badge } from '../../components/marks.js';
import { Facts, Table } from '../../components/table.js';
import type { Reader } from '../../reader.js';
import { answersOf, Findings, KeptAnswers, ShownAnswers } from '../findings.js';
import { placeFindings } from '../finding-places.js';
import { at, listAt, textAt } from '../form-data.js';
import type { FormFacts } from '../form-facts.js';
import type { FieldsProps, ShownProps, StepForm } from '../form.js';
import { goalRowOf, goalsContentOf } from './goals-content.js';
import { GoalRows } from './goals.js';
import { ShownGoals } from './goals-shown.js';
import { PlanLoadTable } from './plan-load.js';
import { planForm, TaskRows } from './plan.js';
import { ShownTasks } from './plan-shown.js';

/** What is not said stays as it is in force. */
const whole = (content: unknown, facts: FormFacts): { readonly goals: unknown; readonly tasks: unknown } => ({
  goals: at(content, 'goals') ?? facts.goals,
  tasks: at(content, 'tasks') ?? plainTasks(facts),
});

/** How far a task is is no part of the plan. */
const ofProgress = new Set(['version', 'progress', 'report']);

const plainTasks = (facts: FormFacts): readonly unknown[] =>
  facts.tasks.map((task) => Object.fromEntries(Object.entries(task).filter(([field]) => !ofProgress.has(field))));

function contentOf(form: unknown, facts: FormFacts): unknown {
  const goals = at(goalsContentOf(form, facts), 'goals');
  const standing = at(goalsContentOf({ goals: facts.goals.map(goalRowOf) }, facts), 'goals');
  const tasks = at(planForm.contentOf(form, facts), 'tasks');
  const same = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);
  return {
    ...(!same(goals, standing) && { goals }),
    ...(!same(tasks, plainTasks(facts)) && { tasks }),
    answers: answersOf(form),
    note: textAt(form, 'note').trim(),
  };
}

function Fields(props: FieldsProps): VNode {
  const { reader, facts, problems } = props;
  const { t } = reader;
  const content = { ...whole(props.content, facts), answers: at(props.content, 'answers') };
  const places = placeFindings(content, facts, problems.findings);
  return (
    <>
      <TextArea
        name="note"
        label={t(words.reason)}
        value={textAt(props.content, 'note')}
        problems={problems.fields.get('note')}
        rows={3}
      />
      <Effects reader={reader} effects={facts.change} />
      <Findings reader={reader} content={content} findings={places.whole} all={problems} />
      <KeptAnswers content={content} problems={problems} />
      <details open={at(props.content, 'goals') !== undefined}>
        <summary>{t(words.goals)}</summary>
        <GoalRows {...props} content={content} places={places} />
      </details>
      <details open={at(props.content, 'tasks') !== undefined}>
        <summary>{t(words.tasks)}</summary>
        <PlanLoadTable reader={reader} load={problems.load ?? []} />
        <TaskRows {...props} content={content} places={places} />
      </details>
    </>
  );
}

/** Before and after: weights, what the plan takes, the score to be expected. */
function Effects({
  reader,
  effects,
}: {
  readonly reader: Reader;
  readonly effects: ChangeEffects | null;
}): VNode | null {
  if (effects === null) return null;
  const { t } = reader;
  const { goals, tasks, weights, load, score } = effects;
  const count = (rows: {
    readonly added: readonly unknown[];
    readonly removed: readonly unknown[];
    readonly changed: readonly unknown[];
  }) => t(words.count(rows.added.length, rows.changed.length, rows.removed.length));
  const shownScore = (exact: string | null): string => (exact === null ? t(words.notKnown) : reader.score(exact));
  const moved = weights.filter(({ before, after }) => before !== after);
  return (
    <section>
      <h3>{t(words.effects)}</h3>
      <Facts
        of={[
          [t(words.goals), count(goals)],
          [t(words.tasks), count(tasks)],
          [t(words.expectedScore), `${shownScore(score.before)} → ${shownScore(score.after)}`],
        ]}
      />
      {moved.length > 0 && (
        <Table
          caption={t(words.weights)}
          rows={moved}
          keyOf={(row) => row.goal}
          empty=""
          columns={[
            { title: t(words.goal), cell: (row) => row.title },
            { title: t(words.before), number: true, cell: (row) => row.before ?? '–' },
            { title: t(words.after), number: true, cell: (row) => row.after ?? '–' },
          ]}
        />
      )}
      {tasks.moved.length > 0 && <Moved reader={reader} effects={effects} />}
      {load.length > 0 && <PlanLoadTable reader={reader} load={load.map(({ after }) => after)} />}
    </section>
  );
}

function Moved({ reader, effects }: { readonly reader: Reader; readonly effects: ChangeEffects }): VNode {
  const { t } = reader;
  const rows = effects.tasks.changed.filter(({ id }) => effects.tasks.moved.some((each) => each.id === id));
  const days = (task: { readonly start?: string; readonly end?: string }): string =>
    `${task.start ?? '–'} – ${task.end ?? '–'}`;
  return (
    <Table
      caption={t(words.moved)}
      rows={rows}
      keyOf={(row) => row.id}
      empty=""
      columns={[
        { title: t(words.task), cell: (row) => row.after.title },
        { title: t(words.before), cell: (row) => days(row.before) },
        { title: t(words.after), cell: (row) => <Badge tone="warn">{days(row.after)}</Badge> },
      ]}
    />
  );
}

function Shown({ reader, facts, content }: ShownProps): VNode {
  const { t } = reader;
  return (
    <>
      <p class="words">{textAt(content, 'note')}</p>
      <Effects reader={reader} effects={facts.change} />
      {at(content, 'goals') !== undefined && (
        <details open>
          <summary>{t(words.newGoals)}</summary>
          <ShownGoals reader={reader} facts={facts} content={content} />
        </details>
      )}
      {at(content, 'tasks') !== undefined && (
        <details open>
          <summary>{t(words.newTasks)}</summary>
          <ShownTasks reader={reader} facts={facts} content={content} />
        </details>
      )}
      <ShownAnswers reader={reader} content={content} />
    </>
  );
}

/** Goals and plan as they shall be from the approval on, and what that does. */
export const changeForm: StepForm = {
  contentOf,
  Fields,
  Shown,
  places: ({ reader, content }) => [
    { value: '/note', text: reader.t(words.reason) },
    ...listAt(content, 'goals').map((goal, index) => ({ value: `/goals/${index}/title`, text: textAt(goal, 'title') })),
    ...listAt(content, 'tasks').map((task, index) => ({ value: `/tasks/${index}/title`, text: textAt(task, 'title') })),
  ],
};
