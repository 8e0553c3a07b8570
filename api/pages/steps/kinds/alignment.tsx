import type { VNode } from 'preact';
import { alignmentFields as words, contentFields } from '../../../../messages/pages.js';
import { NumberInput, Select, TextArea } from '../../components/fields.js';
import { Table } from '../../components/table.js';
import type { Reader } from '../../reader.js';
import { at, plainNumber, textAt } from '../form-data.js';
import type { FormFacts } from '../form-facts.js';
import type { FieldsProps, StepForm } from '../form.js';

const comparisons = ['<', '<=', '>', '>='] as const;

const metricTitle = (reader: Reader, facts: FormFacts, id: string): string => {
  const metric = facts.metrics.find((each) => each.id === id);
  return metric === undefined ? id : reader.name({ nameZh: metric.title, nameEn: metric.titleEn });
};

/** Which goals of the two units touch, and how. */
function Touches({ reader, facts }: { readonly reader: Reader; readonly facts: FormFacts }): VNode {
  const { t } = reader;
  const goals = new Map((facts.alignment?.goals ?? []).map((goal) => [goal.id, goal]));
  const shown = (id: string): string => {
    const goal = goals.get(id);
    if (goal === undefined) return t(words.gone(id));
    const metric = goal.metric === undefined ? '' : ` · ${metricTitle(reader, facts, goal.metric)}`;
    const target = typeof goal.target === 'string' ? ` ${goal.baseline ?? ''} → ${goal.target}` : '';
    return `${goal.title}${metric}${target}`;
  };
  return (
    <Table
      caption={t(words.about)}
      rows={facts.alignment?.touches ?? []}
      keyOf={(touch) => `${touch.code} ${touch.at.join(' ')}`}
      empty={t(words.nothing)}
      columns={[
        { title: t(words.how), cell: (touch) => t(words[touch.code]) },
        {
          title: t(words.goals),
          cell: (touch) => (
            <ul class="plain">
              {touch.at.map((id) => (
                <li key={id}>{shown(id)}</li>
              ))}
            </ul>
          ),
        },
      ]}
    />
  );
}

/** A guard as a sentence; null: none is proposed. */
function guardSentence(reader: Reader, facts: FormFacts, content: unknown): string | null {
  const guard = at(content, 'guard');
  if (guard === undefined) return null;
  const goal = facts.alignment?.goals.find(({ id }) => id === textAt(guard, 'hold'));
  const held = goal?.title ?? textAt(guard, 'hold');
  const metric = metricTitle(reader, facts, textAt(guard, 'metric'));
  return reader.t(words.sentence(metric, textAt(guard, 'is'), textAt(guard, 'than'), held, textAt(guard, 'atMost')));
}

function Fields({ reader, facts, content, problems }: FieldsProps): VNode {
  const { t } = reader;
  const guard = at(content, 'guard');
  const goals = (facts.alignment?.goals ?? []).filter(({ metric }) => metric !== undefined);
  const metrics = [...new Set(goals.map(({ metric }) => metric ?? ''))];
  const wrong = (field: string): readonly string[] | undefined => problems.fields.get(`guard.${field}`);
  return (
    <>
      <Touches reader={reader} facts={facts} />
      <TextArea
        name="note"
        label={t(words.note)}
        value={textAt(content, 'note')}
        problems={problems.fields.get('note')}
        rows={4}
      />
      <details open={guard !== undefined}>
        <summary>{t(words.guard)}</summary>
        <p class="hint">{t(words.guardHint)}</p>
        <div class="row">
          <Select
            name="guard.metric"
            label={t(words.metric)}
            value={textAt(guard, 'metric')}
            options={[
              { value: '', text: t(words.noGuard) },
              ...metrics.map(optionOf((id) => metricTitle(reader, facts, id))),
            ]}
            problems={wrong('metric')}
          />
          <Select
            name="guard.is"
            label={t(words.is)}
            value={textAt(guard, 'is') || '<'}
            options={comparisons.map(optionOf((value) => value))}
            problems={wrong('is')}
          />
          <NumberInput name="guard.than" label={t(words.than)} value={textAt(guard, 'than')} problems={wrong('than')} />
          <Select
            name="guard.hold"
            label={t(words.hold)}
            value={textAt(guard, 'hold')}
            options={[
              { value: '', text: t(words.noGuard) },
              ...goals.map(({ id, title }) => ({ value: id, text: title })),
            ]}
            problems={wrong('hold')}
          />
          <NumberInput
            name="guard.atMost"
            label={t(words.atMost)}
            value={textAt(guard, 'atMost')}
            problems={wrong('atMost')}
          />
        </div>
      </details>
    </>
  );
}

const optionOf =
  (text: (value: string) => string) =>
  (value: string): { readonly value: string; readonly text: string } => ({ value, text: text(value) });

/** A form without metric and goal proposes no guard. */
function contentOf(form: unknown): unknown {
  const guard = at(form, 'guard');
  const [metric, hold] = [textAt(guard, 'metric'), textAt(guard, 'hold')];
  const note = textAt(form, 'note').trim();
  if (metric === '' && hold === '') return { note };
  const [than, atMost] = [plainNumber(textAt(guard, 'than')), plainNumber(textAt(guard, 'atMost'))];
  return { note, guard: { hold, metric, is: textAt(guard, 'is'), than, atMost } };
}

/** How goals that touch stand beside each other, with a guard where one is needed. */
export const alignmentForm: StepForm = {
  contentOf,
  Fields,
  Shown: ({ reader, facts, content }) => (
    <>
      <Touches reader={reader} facts={facts} />
      <p class="words">{textAt(content, 'note')}</p>
      {guardSentence(reader, facts, content) !== null && (
        <p>
          <strong>{reader.t(words.guard)}:</strong> {guardSentence(reader, facts, content)}
        </p>
      )}
    </>
  ),
  places: ({ reader }) => [{ value: '/note', text: reader.t(contentFields.note) }],
};
