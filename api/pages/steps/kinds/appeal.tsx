import type { VNode } from 'preact';
import { ratingKey, valueKey } from '../../../../domain/cycle/index.js';
import type { Bilingual } from '../../../../messages/language.js';
import { appealFields } from '../../../../messages/pages.js';
import { Hidden, NumberInput, TextArea } from '../../components/fields.js';
import { Table } from '../../components/table.js';
import type { Reader } from '../../reader.js';
import { listAt, plainNumber, textAt, textsAt } from '../form-data.js';
import type { CountedRating, FormFacts, KnownValue } from '../form-facts.js';
import type { FieldsProps, ShownProps, StepForm } from '../form.js';
import { Basis, basisOf, Evidence } from './evidence.js';
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
        const { place, value } = said('ratings', (each) => isOf(each, rating));
        const name = t(appealFields.rating(rating.item, reader.name(rating.byName)));
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

const isValueOf = (row: unknown, { metric, on }: Pick<ValueToCorrect, 'metric' | 'on'>): boolean =>
  textAt(row, 'metric') === metric && textAt(row, 'on') === on;

const isOf = (row: unknown, { item, role, by }: CountedRating): boolean =>
  textAt(row, 'item') === item && textAt(row, 'role') === role && textAt(row, 'by') === by;

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

/** Corrections to read: what, and what it should be; beside it what stands, as long as that is asked. */
export function ShownCorrections({
  reader,
  facts,
  content,
  caption = appealFields.claimed,
}: ShownProps & { readonly caption?: Bilingual }): VNode {
  const { t } = reader;
  const values = listAt(content, 'values').map((row) => {
    const [metric, on] = [textAt(row, 'metric'), textAt(row, 'on')];
    return {
      what: `${metricName(reader, facts, metric)} · ${on}`,
      key: valueKey({ metric, on }),
      to: textAt(row, 'value'),
    };
  });
  const ratings = listAt(content, 'ratings').map((row) => {
    const of = ratingPlace(facts, row);
    return { what: ratingName(reader, facts, row), key: ratingKey(of), to: textAt(row, 'value') };
  });
  const standing =
    facts.stands.size === 0
      ? []
      : [
          {
            title: t(appealFields.standing),
            number: true,
            cell: ({ key }: { readonly key: string }) => facts.stands.get(key) ?? '–',
          },
        ];
  return (
    <Table
      caption={t(caption)}
      rows={[...values, ...ratings]}
      keyOf={({ key }) => key}
      empty={t(appealFields.nothingClaimed)}
      columns={[
        { title: t(appealFields.what), cell: ({ what }) => what },
        ...standing,
        { title: t(appealFields.to), number: true, cell: ({ to }) => to },
      ]}
    />
  );
}

const ratingPlace = (facts: Pick<FormFacts, 'unitId'>, row: unknown) => ({
  unit: textAt(row, 'unit') || facts.unitId,
  item: textAt(row, 'item'),
  role: textAt(row, 'role') === 'superior' ? ('superior' as const) : ('cooperating' as const),
  by: textAt(row, 'by'),
});

/** Of a correction, which may be about several units, with the unit that was rated. */
function ratingName(reader: Reader, facts: Pick<FormFacts, 'ratings' | 'unitNames'>, row: unknown): string {
  const unitName = (id: string): string => {
    const name = facts.unitNames.get(id);
    return name === undefined ? id : reader.name(name);
  };
  const known = facts.ratings.find((rating) => isOf(row, rating));
  const by = known === undefined ? unitName(textAt(row, 'by')) : reader.name(known.byName);
  const [unit, item] = [textAt(row, 'unit'), textAt(row, 'item')];
  return reader.t(unit === '' ? appealFields.rating(item, by) : appealFields.ratingOf(unitName(unit), item, by));
}

export function ShownEvidence({ reader, facts, content }: ShownProps): VNode | null {
  const evidence = textsAt(content, 'evidence');
  if (evidence.length === 0) return null;
  return (
    <>
      <h3>{reader.t(appealFields.evidence)}</h3>
      <p>
        <Evidence reader={reader} facts={facts} of={evidence} />
      </p>
    </>
  );
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
