import type { VNode } from 'preact';
import { appealFields } from '../../../../messages/pages.js';
import { Hidden, NumberInput, TextArea } from '../../components/fields.js';
import { isRatingOf, isValueOf } from '../correction-rows.js';
import { listAt, plainNumber, textAt } from '../form-data.js';
import type { KnownValue } from '../form-facts.js';
import type { FieldsProps, StepForm } from '../form.js';
import { itemName, ShownCorrections, ShownEvidence } from './corrections-shown.js';
import { Basis, basisOf } from './evidence.js';
import { metricName } from './goals-shown.js';

interface CorrectableProps extends FieldsProps {
  /** Before the names of the fields: `corrections.` in a decision. */
  readonly prefix?: string;
}

/** The facts that a result rests on, each with room for what it should have been. */
export function CorrectableFacts({ reader, facts, content, problems, prefix = '' }: CorrectableProps): VNode {
  const { t } = reader;
  if (facts.known.length + facts.ratings.length + listAt(content, 'values').length === 0)
    return <p class="empty">{t(appealFields.noFacts)}</p>;
  const row = (
    list: 'values' | 'ratings',
    index: number,
    place: number,
    label: string,
    stands: string,
    value: string,
  ) => (
    <NumberInput
      name={`${prefix}${list}.${index}.value`}
      label={t(appealFields.shouldBe(label))}
      hint={`${t(appealFields.stands)} ${stands}`}
      value={value}
      problems={['item', 'metric', 'on', 'value'].flatMap(
        (field) => problems.fields.get(`${prefix}${list}.${place}.${field}`) ?? [],
      )}
    />
  );
  const said = (list: string, same: (row: unknown) => boolean) => {
    const place = listAt(content, list).findIndex(same);
    return { place, value: textAt(content, list, place, 'value') };
  };
  return (
    <>
      {valuesToCorrect(facts.known, content).map((each, index) => {
        const { place, value } = said('values', (typed) => isValueOf(typed, each));
        const name = `${metricName(reader, facts, each.metric)} · ${each.on}`;
        return (
          <div key={`${each.metric} ${each.on}`}>
            <Hidden name={`${prefix}values.${index}.metric`} value={each.metric} />
            <Hidden name={`${prefix}values.${index}.on`} value={each.on} />
            {row('values', index, place, name, each.value, value)}
          </div>
        );
      })}
      {facts.ratings.map((rating, index) => {
        const { place, value } = said('ratings', (each) => isRatingOf(each, rating));
        const name = t(appealFields.rating(itemName(reader, facts, rating), reader.name(rating.byName)));
        return (
          <div key={`${rating.item} ${rating.role} ${rating.by}`}>
            <Hidden name={`${prefix}ratings.${index}.item`} value={rating.item} />
            <Hidden name={`${prefix}ratings.${index}.role`} value={rating.role} />
            <Hidden name={`${prefix}ratings.${index}.by`} value={rating.by} />
            {row('ratings', index, place, name, rating.value, value)}
          </div>
        );
      })}
    </>
  );
}

interface ValueToCorrect {
  readonly metric: string;
  readonly on: string;
  /** As it stands; `–` where there is none that the form knows. */
  readonly value: string;
}

/** Each metric's last value, which the result was scored from; and whatever else the content speaks of. */
function valuesToCorrect(known: readonly KnownValue[], content: unknown): readonly ValueToCorrect[] {
  const inOrder = known.toSorted((a, b) => a.on.localeCompare(b.on));
  const latest = [...new Map(inOrder.map((each) => [each.metric, each])).values()];
  const others = listAt(content, 'values').filter((typed) => !latest.some((each) => isValueOf(typed, each)));
  return [
    ...latest,
    ...others.map((typed) => {
      const value = known.find((each) => isValueOf(typed, each))?.value ?? '–';
      return { metric: textAt(typed, 'metric'), on: textAt(typed, 'on'), value };
    }),
  ];
}

/** What was filled in; rows that were left empty correct nothing. */
export function correctionsOf(form: unknown): {
  readonly values: readonly unknown[];
  readonly ratings: readonly unknown[];
} {
  const filled = (list: string, keys: readonly string[]): readonly unknown[] =>
    listAt(form, list).flatMap((row) => {
      const value = plainNumber(textAt(row, 'value'));
      return value === '' ? [] : [{ ...Object.fromEntries(keys.map((key) => [key, textAt(row, key)])), value }];
    });
  return { values: filled('values', ['metric', 'on']), ratings: filled('ratings', ['item', 'role', 'by']) };
}

/** What is disputed, what it should have been, and on what that rests. */
export const appealForm: StepForm = {
  contentOf: (form) => ({
    text: textAt(form, 'text').trim(),
    ...correctionsOf(form),
    evidence: basisOf(form),
  }),
  Fields: (props) => {
    const { reader, content, problems } = props;
    const { t } = reader;
    return (
      <>
        <TextArea
          name="text"
          label={t(appealFields.text)}
          value={textAt(content, 'text')}
          problems={problems.fields.get('text')}
          rows={5}
        />
        <fieldset>
          <legend>{t(appealFields.facts)}</legend>
          <p class="hint">{t(appealFields.factsHint)}</p>
          <CorrectableFacts {...props} />
        </fieldset>
        <Basis {...props} legend={t(appealFields.basis)} />
      </>
    );
  },
  Shown: ({ reader, facts, content }) => (
    <>
      <p class="words">{textAt(content, 'text')}</p>
      <ShownCorrections reader={reader} facts={facts} content={content} />
      <ShownEvidence reader={reader} facts={facts} content={content} />
    </>
  ),
  places: ({ reader }) => [{ value: '/text', text: reader.t(appealFields.text) }],
};
