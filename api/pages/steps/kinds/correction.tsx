import type { VNode } from 'preact';
import { appealFields } from '../../../../messages/pages.js';
import { Input, NumberInput, Select, TextArea } from '../../components/fields.js';
import { listAt, plainNumber, textAt } from '../form-data.js';
import type { FieldsProps, StepForm } from '../form.js';
import { ShownCorrections, ShownEvidence } from './corrections-shown.js';
import { Basis, basisOf } from './evidence.js';

const rows = 3;

/** HR corrects facts of any unit, so they are named rather than picked: an organization has thousands. */
export const correctionForm: StepForm = {
  contentOf: (form) => ({
    values: filled(form, 'values', ['metric', 'on']),
    ratings: filled(form, 'ratings', ['unit', 'item', 'role', 'by']),
    reason: textAt(form, 'reason').trim(),
    evidence: basisOf(form),
  }),
  Fields: (props) => (
    <>
      <TextArea
        name="reason"
        label={props.reader.t(appealFields.reason)}
        value={textAt(props.content, 'reason')}
        problems={props.problems.fields.get('reason')}
      />
      <ValueRows {...props} />
      <RatingRows {...props} />
      <Basis {...props} legend={props.reader.t(appealFields.correctionBasis)} />
    </>
  ),
  Shown: ({ reader, facts, content }) => (
    <>
      <p class="words">{textAt(content, 'reason')}</p>
      <ShownCorrections reader={reader} facts={facts} content={content} />
      <ShownEvidence reader={reader} facts={facts} content={content} />
    </>
  ),
  places: ({ reader }) => [{ value: '/reason', text: reader.t(appealFields.reason) }],
};

/** Rows in which something was typed. */
function filled(form: unknown, list: string, keys: readonly string[]): readonly unknown[] {
  return listAt(form, list).flatMap((row) => {
    const said = {
      ...Object.fromEntries(keys.map((key) => [key, textAt(row, key).trim()])),
      value: plainNumber(textAt(row, 'value')),
    };
    // The day and the role are there from the start.
    const { role: _role, on: _on, ...typed } = said as Readonly<Record<string, string>>;
    return Object.values(typed).every((text) => text === '') ? [] : [said];
  });
}

const countOf = (content: unknown, list: string): number => Math.max(rows, listAt(content, list).length + 1);

function ValueRows({ reader, facts, content, problems }: FieldsProps): VNode {
  const { t } = reader;
  return (
    <fieldset>
      <legend>{t(appealFields.values)}</legend>
      {Array.from({ length: countOf(content, 'values') }, (_, index) => {
        const name = (field: string): string => `values.${index}.${field}`;
        const said = (field: string): string => textAt(content, 'values', index, field);
        const of = (field: string) => ({
          name: name(field),
          value: said(field),
          problems: problems.fields.get(name(field)),
        });
        return (
          <div class="row wide" key={index}>
            <Input {...of('metric')} label={`${t(appealFields.metric)} ${index + 1}`} />
            <Input
              {...of('on')}
              value={said('on') || facts.periodEnd}
              type="date"
              label={`${t(appealFields.day)} ${index + 1}`}
            />
            <NumberInput {...of('value')} label={`${t(appealFields.value)} ${index + 1}`} />
          </div>
        );
      })}
    </fieldset>
  );
}

function RatingRows({ reader, content, problems }: FieldsProps): VNode {
  const { t } = reader;
  const roles = (['superior', 'cooperating'] as const).map((role) => ({ value: role, text: t(appealFields[role]) }));
  return (
    <details open={listAt(content, 'ratings').length > 0}>
      <summary>{t(appealFields.ratings)}</summary>
      {Array.from({ length: countOf(content, 'ratings') }, (_, index) => {
        const name = (field: string): string => `ratings.${index}.${field}`;
        const said = (field: string): string => textAt(content, 'ratings', index, field);
        const of = (field: string) => ({
          name: name(field),
          value: said(field),
          problems: problems.fields.get(name(field)),
        });
        return (
          <div class="row wide" key={index}>
            <Input {...of('unit')} label={`${t(appealFields.unit)} ${index + 1}`} />
            <Input {...of('item')} label={`${t(appealFields.item)} ${index + 1}`} />
            <Select {...of('role')} label={`${t(appealFields.role)} ${index + 1}`} options={roles} />
            <Input {...of('by')} label={`${t(appealFields.by)} ${index + 1}`} />
            <NumberInput {...of('value')} label={`${t(appealFields.value)} ${index + 1}`} />
          </div>
        );
      })}
    </details>
  );
}
