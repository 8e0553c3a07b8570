import type { VNode } from 'preact';
import { verdicts } from '../../../../domain/improvement/index.js';
import { improvementFields as words, verdictNames } from '../../../../messages/pages.js';
import { Choices, Input, NumberInput, TextArea } from '../../components/fields.js';
import { Facts, Table } from '../../components/table.js';
import { at, linesOf, listAt, plainNumber, textAt, textsAt } from '../form-data.js';
import type { FieldsProps, StepForm } from '../form.js';

function GoalFields({ reader, content, problems }: FieldsProps): VNode {
  const { t } = reader;
  const typed = listAt(content, 'goals');
  const rows = typed.length === 0 ? [{}] : typed;
  return (
    <fieldset>
      <legend>{t(words.goals)}</legend>
      {rows.map((row, index) => (
        <div key={index} class="card">
          <TextArea
            name={`goals.${index}.goal`}
            label={t(words.goal)}
            value={textAt(row, 'goal')}
            problems={problems.fields.get(`goals.${index}.goal`)}
            rows={2}
          />
          <TextArea
            name={`goals.${index}.measure`}
            label={t(words.measure)}
            value={textAt(row, 'measure')}
            problems={problems.fields.get(`goals.${index}.measure`)}
            rows={2}
          />
          {rows.length > 1 && (
            <button name="intent" value={`remove:goals.${index}`} class="quiet">
              {t(words.removeGoal)}
            </button>
          )}
        </div>
      ))}
      <button name="intent" value="add:goals" class="quiet">
        {t(words.addGoal)}
      </button>
    </fieldset>
  );
}

/** Goals, measures, support and first day, as the head above proposes them. */
export const improvementForm: StepForm = {
  contentOf: (form) => ({
    goals: listAt(form, 'goals')
      .map((row) => ({ goal: textAt(row, 'goal').trim(), measure: textAt(row, 'measure').trim() }))
      .filter(({ goal, measure }) => goal !== '' || measure !== ''),
    support: textAt(form, 'support'),
    firstDay: textAt(form, 'firstDay'),
  }),
  Fields: (props) => {
    const { reader, content, problems } = props;
    return (
      <>
        <GoalFields {...props} />
        <TextArea
          name="support"
          label={reader.t(words.support)}
          value={textAt(content, 'support')}
          problems={problems.fields.get('support')}
          rows={4}
        />
        <Input
          name="firstDay"
          type="date"
          label={reader.t(words.firstDay)}
          hint={reader.t(words.firstDayHint)}
          value={textAt(content, 'firstDay')}
          problems={problems.fields.get('firstDay')}
        />
      </>
    );
  },
  Shown: ({ reader, content }) => (
    <>
      <Table
        caption={reader.t(words.goals)}
        rows={listAt(content, 'goals').map((row, index) => ({ row, index }))}
        keyOf={({ index }) => String(index)}
        empty="–"
        columns={[
          { title: reader.t(words.goal), cell: ({ row }) => <span class="words">{textAt(row, 'goal')}</span> },
          { title: reader.t(words.measure), cell: ({ row }) => <span class="words">{textAt(row, 'measure')}</span> },
        ]}
      />
      <Facts
        of={[
          [reader.t(words.support), <span class="words">{textAt(content, 'support')}</span>],
          [reader.t(words.firstDay), textAt(content, 'firstDay')],
        ]}
      />
    </>
  ),
  places: ({ reader, content }) => [
    ...listAt(content, 'goals').map((row, index) => ({ value: `/goals/${index}`, text: textAt(row, 'goal') })),
    { value: '/support', text: reader.t(words.support) },
    { value: '/firstDay', text: reader.t(words.firstDay) },
  ],
};

/** What the unit's head disputes about the plan. */
export const improvementAppealForm: StepForm = {
  contentOf: (form) => ({ note: textAt(form, 'note'), evidence: linesOf(textAt(form, 'evidence')) }),
  Fields: ({ reader, content, problems }) => (
    <>
      <TextArea
        name="note"
        label={reader.t(words.disputed)}
        value={textAt(content, 'note')}
        problems={problems.fields.get('note')}
        rows={5}
      />
      <TextArea
        name="evidence"
        label={reader.t(words.evidence)}
        value={textsAt(content, 'evidence').join('\n')}
        problems={problems.fields.get('evidence')}
        rows={3}
      />
    </>
  ),
  Shown: ({ content }) => (
    <>
      <p class="words">{textAt(content, 'note')}</p>
      <ul>
        {textsAt(content, 'evidence').map((line) => (
          <li key={line} class="words">
            {line}
          </li>
        ))}
      </ul>
    </>
  ),
  places: ({ reader }) => [{ value: '/note', text: reader.t(words.disputed) }],
};

export const improvementTalkForm: StepForm = {
  contentOf: (form) => ({
    heldOn: textAt(form, 'heldOn'),
    progress: textAt(form, 'progress'),
    agreed: textAt(form, 'agreed'),
  }),
  Fields: ({ reader, facts, content, problems }) => (
    <>
      <Input
        name="heldOn"
        type="date"
        label={reader.t(words.heldOn)}
        value={textAt(content, 'heldOn') || facts.today}
        problems={problems.fields.get('heldOn')}
      />
      {(['progress', 'agreed'] as const).map((name) => (
        <TextArea
          key={name}
          name={name}
          label={reader.t(words[name])}
          value={textAt(content, name)}
          problems={problems.fields.get(name)}
          rows={4}
        />
      ))}
    </>
  ),
  Shown: ({ reader, content }) => (
    <Facts
      of={[
        [reader.t(words.heldOn), textAt(content, 'heldOn')],
        [reader.t(words.progress), <span class="words">{textAt(content, 'progress')}</span>],
        [reader.t(words.agreed), <span class="words">{textAt(content, 'agreed') || '–'}</span>],
      ]}
    />
  ),
  places: ({ reader }) =>
    (['progress', 'agreed'] as const).map((at) => ({ value: `/${at}`, text: reader.t(words[at]) })),
};

/** Days stand only where it is extended. */
function outcomeOf(form: unknown): unknown {
  const verdict = textAt(form, 'verdict');
  const typed = plainNumber(textAt(form, 'days'));
  const days = /^\d{1,6}$/.test(typed) ? Number(typed) : typed;
  return { verdict, reason: textAt(form, 'reason'), ...(verdict === 'extended' && typed !== '' && { days }) };
}

export const improvementOutcomeForm: StepForm = {
  contentOf: outcomeOf,
  Fields: ({ reader, content, problems }) => (
    <>
      <Choices
        name="verdict"
        type="radio"
        label={reader.t(words.verdict)}
        chosen={[textAt(content, 'verdict')]}
        options={verdicts.map((value) => ({ value, text: reader.t(verdictNames[value]) }))}
        problems={problems.fields.get('verdict') ?? []}
      />
      <NumberInput
        name="days"
        label={reader.t(words.days)}
        value={textAt(content, 'days')}
        problems={problems.fields.get('days')}
      />
      <TextArea
        name="reason"
        label={reader.t(words.reason)}
        value={textAt(content, 'reason')}
        problems={problems.fields.get('reason')}
        rows={4}
      />
    </>
  ),
  Shown: ({ reader, content }) => {
    const verdict = verdicts.find((each) => each === textAt(content, 'verdict'));
    return (
      <Facts
        of={[
          [reader.t(words.verdict), verdict === undefined ? '–' : reader.t(verdictNames[verdict])],
          ...(at(content, 'days') === undefined ? [] : ([[reader.t(words.days), textAt(content, 'days')]] as const)),
          [reader.t(words.reason), <span class="words">{textAt(content, 'reason')}</span>],
        ]}
      />
    );
  },
  places: ({ reader }) => [
    { value: '/verdict', text: reader.t(words.verdict) },
    { value: '/reason', text: reader.t(words.reason) },
  ],
};
