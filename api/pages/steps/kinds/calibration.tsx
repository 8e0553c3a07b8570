import type { VNode } from 'preact';
import { type GradeCount, gradeCounts, quotaGaps } from '../../../../domain/cycle/index.js';
import { beforePage, contentFields } from '../../../../messages/pages.js';
import { Input, TextArea } from '../../components/fields.js';
import { Badge } from '../../components/marks.js';
import { Table } from '../../components/table.js';
import type { Reader } from '../../reader.js';
import { listAt, said, textAt } from '../form-data.js';
import type { FormFacts } from '../form-facts.js';
import type { FieldsProps, ShownProps, StepForm } from '../form.js';
import { Before, Changes } from './before.js';
import { ChangeFields, changesOf } from './calibration-changes.js';

function contentOf(form: unknown, facts: FormFacts): unknown {
  const changes = changesOf(form, facts);
  return { changes, note: textAt(form, 'note'), ...said('quotaReason', textAt(form, 'quotaReason')) };
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
        { title: t(beforePage.unit), cell: (row) => reader.name(row.unit) },
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

/** Wanted counts of grades beside those computed, and those after the changes: guide or quota, nothing follows from it. */
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
  const isQuota = distribution.mode === 'quota';
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
          {
            title: t(isQuota ? beforePage.quota : contentFields.wanted),
            number: true,
            cell: (grade) => of(computed, grade)?.wanted ?? '–',
          },
          { title: t(contentFields.found), number: true, cell: (grade) => of(computed, grade)?.found ?? 0 },
          { title: t(contentFields.afterChanges), number: true, cell: (grade) => of(changed, grade)?.found ?? 0 },
        ]}
      />
      <p class="hint">{t(isQuota ? beforePage.quotaHint : contentFields.distributionHint)}</p>
      {isQuota && <QuotaStanding reader={reader} gaps={quotaGaps(changed)} />}
    </>
  );
}

const QuotaStanding = ({ reader, gaps }: { readonly reader: Reader; readonly gaps: readonly GradeCount[] }): VNode => {
  const grades = gaps.map(({ grade, wanted, found }) => `${grade} ${found} / ${wanted ?? 0}`).join(', ');
  return (
    <p>
      <Badge tone={gaps.length === 0 ? 'good' : 'warn'}>
        {reader.t(gaps.length === 0 ? beforePage.quotaMet : beforePage.quotaGap(grades))}
      </Badge>
    </p>
  );
};

function Fields({ reader, facts, content, problems }: FieldsProps): VNode {
  const { t } = reader;
  return (
    <>
      <Before reader={reader} facts={facts} />
      <Distribution reader={reader} facts={facts} content={content} />
      <ChangeFields reader={reader} facts={facts} content={content} problems={problems} />
      {facts.distribution?.mode === 'quota' && (
        <Input
          name="quotaReason"
          label={t(beforePage.quotaReason)}
          value={textAt(content, 'quotaReason')}
          problems={problems.fields.get('quotaReason')}
        />
      )}
      <TextArea
        name="note"
        label={t(contentFields.note)}
        value={textAt(content, 'note')}
        problems={problems.fields.get('note')}
      />
    </>
  );
}

function unitName(reader: Reader, facts: FormFacts, id: string): string {
  const row = facts.results.find((each) => each.unitId === id);
  return row === undefined ? id : reader.name(row.unit);
}

function Shown({ reader, facts, content }: ShownProps): VNode {
  const { t } = reader;
  const before = new Map(facts.results.map((row) => [row.unitId, row.grade]));
  const changes = listAt(content, 'changes').map((change) => {
    const unitId = textAt(change, 'unit');
    return { unitId, from: before.get(unitId) ?? null, to: textAt(change, 'grade'), reason: textAt(change, 'reason') };
  });
  return (
    <>
      <Results reader={reader} facts={facts} />
      <Before reader={reader} facts={facts} />
      <Distribution reader={reader} facts={facts} content={content} />
      <Changes reader={reader} rows={changes} nameOf={(id) => unitName(reader, facts, id)} />
      {textAt(content, 'quotaReason') !== '' && (
        <p>
          {t(beforePage.quotaReason)}: {textAt(content, 'quotaReason')}
        </p>
      )}
      <p class="words">{textAt(content, 'note')}</p>
    </>
  );
}

export const calibrationForm: StepForm = {
  contentOf,
  Fields,
  Shown,
  places: ({ reader, facts, content }) => [
    ...listAt(content, 'changes').map((change, index) => ({
      value: `/changes/${index}`,
      text: unitName(reader, facts, textAt(change, 'unit')),
    })),
    { value: '/note', text: reader.t(contentFields.note) },
  ],
};
