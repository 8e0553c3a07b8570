import type { VNode } from 'preact';
import { ratingKey, valueKey } from '../../../../domain/cycle/index.js';
import type { Bilingual } from '../../../../messages/language.js';
import { appealFields } from '../../../../messages/pages.js';
import { Table } from '../../components/table.js';
import type { Reader } from '../../reader.js';
import { isRatingOf, ratingPlaceOf, valuePlaceOf } from '../correction-rows.js';
import { listAt, textAt, textsAt } from '../form-data.js';
import { type FormFacts, unnamed } from '../form-facts.js';
import type { ShownProps } from '../form.js';
import { Evidence } from './evidence.js';
import { metricName } from './goals-shown.js';

/** Corrections to read: what, and what it should be; beside it what stands, as long as that is asked. */
export function ShownCorrections({
  reader,
  facts,
  content,
  caption = appealFields.claimed,
}: ShownProps & { readonly caption?: Bilingual }): VNode {
  const { t } = reader;
  const values = listAt(content, 'values').map((row) => {
    const { metric, on } = valuePlaceOf(row);
    return {
      what: `${metricName(reader, facts, metric)} · ${on}`,
      key: valueKey({ metric, on }),
      to: textAt(row, 'value'),
    };
  });
  const ratings = listAt(content, 'ratings').map((row) => {
    const key = ratingKey(ratingPlaceOf(row, facts.unitId));
    return { what: ratingName(reader, facts, row), key, to: textAt(row, 'value') };
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

/** What was rated, by whom; of a correction, which may be about several units, with the unit. */
function ratingName(reader: Reader, facts: FormFacts, row: unknown): string {
  const known = facts.ratings.find((rating) => isRatingOf(row, rating));
  const [unit, by] = [textAt(row, 'unit'), textAt(row, 'by')];
  const nameOf = (id: string): string => reader.name(facts.unitNames.get(id) ?? unnamed(id));
  const rater = known === undefined ? nameOf(by) : reader.name(known.byName);
  const item = itemName(reader, facts, { unit, item: textAt(row, 'item') });
  return reader.t(unit === '' ? appealFields.rating(item, rater) : appealFields.ratingOf(nameOf(unit), item, rater));
}

/** What was rated is called so; without `unit` it is of the unit that the step is about. */
export const itemName = (
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
