import type { VNode } from 'preact';
import { ratingKey, valueKey } from '../../../../domain/cycle/index.js';
import type { Bilingual } from '../../../../messages/language.js';
import { appealFields } from '../../../../messages/pages.js';
import { Table } from '../../components/table.js';
import type { Reader } from '../../reader.js';
import { isRatingOf, ratingPlaceOf, valuePlaceOf } from '../correction-rows.js';
import { listAt, textAt, textsAt } from '../form-data.js';
import type { FormFacts } from '../form-facts.js';
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

/** Of a correction, which may be about several units, with the unit that was rated. */
function ratingName(reader: Reader, facts: Pick<FormFacts, 'ratings' | 'unitNames'>, row: unknown): string {
  const unitName = (id: string): string => {
    const name = facts.unitNames.get(id);
    return name === undefined ? id : reader.name(name);
  };
  const known = facts.ratings.find((rating) => isRatingOf(row, rating));
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
