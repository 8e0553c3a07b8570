import type { VNode } from 'preact';
import { appealFields } from '../../../../messages/pages.js';
import { Hidden, NumberInput, TextArea } from '../../components/fields.js';
import { Table } from '../../components/table.js';
import type { Reader } from '../../reader.js';
import { linesOf, listAt, plainNumber, textAt, textsAt } from '../form-data.js';
import { type CountedRating, type FormFacts, type KnownValue, unnamed } from '../form-facts.js';
import type { FieldsProps, ShownProps, StepForm } from '../form.js';
import { Evidence } from './evidence.js';
import { metricName } from './goals-shown.js';

interface CorrectableProps extends FieldsProps {
  /** Before the names of the fields: `corrections.` in a decision. */
  readonly prefix?: string;
}

/** The facts that a result rests on, each with room for what it should have been. */
export function CorrectableFacts({ reader, facts, content, problems, prefix = '' }: CorrectableProps): VNode {
  const { t } = reader;
  if (facts.known.length + facts.ratings.length === 0) return <p class="empty">{t(appealFields.noFacts)}</p>;
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
      {latest(facts.known).map((known, index) => {
        const { place, value } = said('values', (each) => textAt(each, 'metric') === known.metric);
        const name = `${metricName(reader, facts, known.metric)} · ${known.on}`;
        return (
          <div key={known.metric}>
            <Hidden name={`${prefix}values.${index}.metric`} value={known.metric} />
            <Hidden name={`${prefix}values.${index}.on`} value={known.on} />
            {row('values', index, place, name, known.value, value)}
          </div>
        );
      })}
      {facts.ratings.map((rating, index) => {
        const { place, value } = said('ratings', (each) => isOf(each, rating));
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

/** Each metric's last value: what the result was scored from. */
const latest = (known: readonly KnownValue[]): readonly KnownValue[] => [
  ...new Map(known.toSorted((a, b) => a.on.localeCompare(b.on)).map((each) => [each.metric, each])).values(),
];

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

/** Corrections to read: from what to what. */
export function ShownCorrections({ reader, facts, content }: ShownProps): VNode {
  const { t } = reader;
  const rows = [
    ...listAt(content, 'values').map((row) => ({
      what: `${metricName(reader, facts, textAt(row, 'metric'))} · ${textAt(row, 'on')}`,
      to: textAt(row, 'value'),
    })),
    ...listAt(content, 'ratings').map((row) => ({ what: ratingName(reader, facts, row), to: textAt(row, 'value') })),
  ];
  return (
    <Table
      caption={t(appealFields.claimed)}
      rows={rows}
      keyOf={({ what }) => what}
      empty={t(appealFields.nothingClaimed)}
      columns={[
        { title: t(appealFields.what), cell: ({ what }) => what },
        { title: t(appealFields.to), number: true, cell: ({ to }) => to },
      ]}
    />
  );
}

/** What was rated, by whom; where it is not of the one unit that the step is about, with its unit. */
function ratingName(reader: Reader, facts: FormFacts, row: unknown): string {
  const known = facts.ratings.find((rating) => isOf(row, rating));
  const [unit, by] = [textAt(row, 'unit'), textAt(row, 'by')];
  const rater = known?.byName ?? facts.unitNames.get(by) ?? unnamed(by);
  const name = reader.t(
    appealFields.rating(itemName(reader, facts, { unit, item: textAt(row, 'item') }), reader.name(rater)),
  );
  return unit === '' ? name : `${reader.name(facts.unitNames.get(unit) ?? unnamed(unit))} · ${name}`;
}

const itemName = (
  reader: Reader,
  { items, unitId }: FormFacts,
  { item, unit = '' }: { readonly item: string; readonly unit?: string },
): string => reader.name(items.get(`${unit === '' ? unitId : unit} ${item}`) ?? unnamed(item));

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
    evidence: linesOf(textAt(form, 'evidence')),
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
        <TextArea
          name="evidence"
          label={t(appealFields.evidence)}
          hint={t(appealFields.evidenceHint)}
          value={textsAt(content, 'evidence').join('\n')}
          problems={problems.fields.get('evidence')}
          rows={3}
        />
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
