import type { VNode } from 'preact';
import { type GradeCount, gradeCounts } from '../../../../domain/cycle/index.js';
import { contentFields } from '../../../../messages/pages.js';
import { Hidden, Input, Select, TextArea } from '../../components/fields.js';
import { Badge } from '../../components/marks.js';
import { Table } from '../../components/table.js';
import type { Reader } from '../../reader.js';
import { listAt, textAt } from '../form-data.js';
import type { FormFacts } from '../form-facts.js';
import type { FieldsProps, ShownProps, StepForm } from '../form.js';

function contentOf(form: unknown): unknown {
  const changes = listAt(form, 'changes').flatMap((row) => {
    const grade = textAt(row, 'grade');
    return grade === '' ? [] : [{ unit: textAt(row, 'unit'), grade, reason: textAt(row, 'reason').trim() }];
  });
  return { changes, note: textAt(form, 'note') };
}

/** What was computed, unit by unit: what calibration and publication look at. */
export function Results({ reader, facts }: { readonly reader: Reader; readonly facts: FormFacts }): VNode {
  const { t } = reader;
  return (
    <Table
      caption={t(contentFields.results)}
      rows={facts.results}
      keyOf={(row) => row.unitId}
      empty={t(contentFields.blocked)}
      columns={[
        { title: t(contentFields.metric), cell: (row) => reader.name(row.unit) },
        {
          title: t(contentFields.total),
          number: true,
          cell: (row) =>
            row.total === null ? <Badge tone="bad">{t(contentFields.blocked)}</Badge> : reader.score(row.total),
        },
        {
          title: t(contentFields.grade),
          cell: (row) => [row.grade, row.calibratedGrade].filter((grade) => grade !== null).join(' → '),
        },
      ]}
    />
  );
}

/** Wanted counts of grades beside those computed, and those after the changes: advice, nothing follows from it. */
function Distribution({ reader, facts, content }: ShownProps): VNode | null {
  const { t } = reader;
  const { distribution, results } = facts;
  if (distribution === null) return null;
  const changes = new Map(listAt(content, 'changes').map((row) => [textAt(row, 'unit'), textAt(row, 'grade')]));
  const computed = gradeCounts(
    facts.grades,
    distribution,
    results.map((row) => row.grade),
  );
  const changed = gradeCounts(
    facts.grades,
    distribution,
    results.map((row) => changes.get(row.unitId) ?? row.grade),
  );
  const of = (counts: readonly GradeCount[], grade: string) => counts.find((row) => row.grade === grade);
  const grades = [...new Set([...computed, ...changed].map((row) => row.grade))];
  return (
    <>
      <Table
        caption={t(contentFields.distribution)}
        rows={grades}
        keyOf={(grade) => grade}
        empty={t(contentFields.blocked)}
        columns={[
          { title: t(contentFields.grade), cell: (grade) => grade },
          { title: t(contentFields.wanted), number: true, cell: (grade) => of(computed, grade)?.wanted ?? '–' },
          { title: t(contentFields.found), number: true, cell: (grade) => of(computed, grade)?.found ?? 0 },
          { title: t(contentFields.afterChanges), number: true, cell: (grade) => of(changed, grade)?.found ?? 0 },
        ]}
      />
      <p class="hint">{t(contentFields.distributionHint)}</p>
    </>
  );
}

function Fields({ reader, facts, content, problems }: FieldsProps): VNode {
  const { t } = reader;
  const typed = listAt(content, 'changes');
  const grades = [
    { value: '', text: t(contentFields.unchanged) },
    ...facts.grades.map((grade) => ({ value: grade, text: grade })),
  ];
  return (
    <>
      <Distribution reader={reader} facts={facts} content={content} />
      {facts.results.map((row, index) => {
        const place = typed.findIndex((change) => textAt(change, 'unit') === row.unitId);
        const wrong = (field: string): readonly string[] => problems.fields.get(`changes.${place}.${field}`) ?? [];
        return (
          <fieldset key={row.unitId}>
            <legend>
              {reader.name(row.unit)}:{' '}
              {row.total === null ? t(contentFields.blocked) : `${reader.score(row.total)} · ${row.grade ?? ''}`}
            </legend>
            <Hidden name={`changes.${index}.unit`} value={row.unitId} />
            <div class="row wide">
              <Select
                name={`changes.${index}.grade`}
                label={t(contentFields.newGrade)}
                value={textAt(typed[place], 'grade')}
                options={grades}
                problems={wrong('grade')}
              />
              <Input
                name={`changes.${index}.reason`}
                label={t(contentFields.why)}
                value={textAt(typed[place], 'reason')}
                problems={wrong('reason')}
              />
            </div>
          </fieldset>
        );
      })}
      <TextArea
        name="note"
        label={t(contentFields.note)}
        value={textAt(content, 'note')}
        problems={problems.fields.get('note')}
      />
    </>
  );
}

function Shown({ reader, facts, content }: ShownProps): VNode {
  const { t } = reader;
  const changes = listAt(content, 'changes');
  const unitName = (id: string): string => {
    const row = facts.results.find((each) => each.unitId === id);
    return row === undefined ? id : reader.name(row.unit);
  };
  return (
    <>
      <Results reader={reader} facts={facts} />
      <Distribution reader={reader} facts={facts} content={content} />
      <h3>{t(contentFields.newGrade)}</h3>
      {changes.length === 0 ? (
        <p class="empty">{t(contentFields.unchanged)}</p>
      ) : (
        <ul>
          {changes.map((change) => (
            <li key={textAt(change, 'unit')}>
              {unitName(textAt(change, 'unit'))}: {textAt(change, 'grade')} ({textAt(change, 'reason')})
            </li>
          ))}
        </ul>
      )}
      <p class="words">{textAt(content, 'note')}</p>
    </>
  );
}

export const calibrationForm: StepForm = {
  contentOf,
  Fields,
  Shown,
  places: ({ reader, content }) => [
    ...listAt(content, 'changes').map((change, index) => ({
      value: `/changes/${index}`,
      text: textAt(change, 'unit'),
    })),
    { value: '/note', text: reader.t(contentFields.note) },
  ],
};
