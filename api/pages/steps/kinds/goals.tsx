import type { VNode } from 'preact';
import type { Bilingual } from '../../../../messages/language.js';
import { frame, goalFields } from '../../../../messages/pages.js';
import {
  Choices,
  Hidden,
  Input,
  NumberInput,
  type Option,
  type OptionGroup,
  Select,
  TextArea,
} from '../../components/fields.js';
import type { Reader } from '../../reader.js';
import { Findings, KeptAnswers, ShownAnswers } from '../findings.js';
import { listAt, textAt, textsAt } from '../form-data.js';
import type { FormFacts } from '../form-facts.js';
import type { FieldsProps, ShownProps, StepForm } from '../form.js';
import { goalRowOf, goalsContentOf } from './goals-content.js';
import { ShownGoals } from './goals-shown.js';

/** Where a finding about a goal is shown. */
const fieldOfCode: Readonly<Record<string, string>> = {
  GOAL_NOT_SPECIFIC: 'title',
  GOAL_NOT_MEASURABLE: 'metric',
  GOAL_NO_CHANGE: 'target',
  GOAL_NO_DUE: 'due',
  GOAL_OUTSIDE_PERIOD: 'due',
  GOAL_NOT_RELEVANT: 'supports',
  WEIGHT_OUT_OF_BOUNDS: 'weight',
};

export function GoalsFields(props: FieldsProps): VNode {
  const { reader, content, problems } = props;
  const rows = listAt(content, 'goals').map(goalRowOf);
  const ids = new Set(rows.map((row) => textAt(row, 'id')));
  const general = problems.findings.filter((finding) => !finding.at.some((id) => ids.has(id)));
  return (
    <>
      <Findings reader={reader} content={content} findings={general} all={problems} />
      <KeptAnswers content={content} problems={problems} />
      {rows.map((row, index) => (
        <GoalRow key={index} {...props} row={row} index={index} rows={rows} />
      ))}
      <div class="actions">
        <button name="intent" value="add:goals" formNoValidate>
          {reader.t(goalFields.addGoal)}
        </button>
      </div>
    </>
  );
}

interface RowProps extends FieldsProps {
  readonly row: unknown;
  readonly index: number;
  readonly rows: readonly unknown[];
}

function GoalRow(props: RowProps): VNode {
  const { reader, row, index, rows, problems, content } = props;
  const { t } = reader;
  const id = textAt(row, 'id');
  const mine = problems.findings.filter((finding) => id !== '' && finding.at.includes(id));
  // A finding about several goals is told at the first of them.
  const first = mine.filter(
    (finding) => rows.map((each) => textAt(each, 'id')).find((each) => finding.at.includes(each)) === id,
  );
  const boxed = first.filter((finding) => finding.mark !== 'error' || fieldOfCode[finding.code] === undefined);
  const wrong = (field: string): readonly string[] => [
    ...(problems.fields.get(`goals.${index}.${field}`) ?? []),
    ...(problems.fields.get(`goals.${index}.target.${field}`) ?? []),
    ...mine.filter((it) => it.mark === 'error' && fieldOfCode[it.code] === field).map((it) => it.sentence),
  ];
  return (
    <fieldset id={`goals-${index}`}>
      <legend>{t(goalFields.goal(index + 1))}</legend>
      <Hidden name={`goals.${index}.id`} value={id} />
      <Findings reader={reader} content={content} findings={boxed} all={problems} />
      <Input
        name={`goals.${index}.title`}
        label={t(goalFields.title)}
        value={textAt(row, 'title')}
        problems={wrong('title')}
      />
      <Measured {...props} wrong={wrong} />
      <Relevance {...props} wrong={wrong} />
      <Scoring {...props} wrong={wrong} />
      <div class="actions">
        <button class="quiet" name="intent" value={`remove:goals.${index}`} formNoValidate>
          {t(goalFields.removeGoal(index + 1))}
        </button>
      </div>
    </fieldset>
  );
}

type PartProps = RowProps & { readonly wrong: (field: string) => readonly string[] };

function Measured({ reader, facts, row, index, wrong }: PartProps): VNode {
  const { t } = reader;
  const name = (field: string): string => `goals.${index}.${field}`;
  const option = (value: string, text: Bilingual): Option => ({ value, text: t(text) });
  return (
    <div class="row">
      <Select
        name={name('kind')}
        label={t(goalFields.kind)}
        value={textAt(row, 'kind') || 'kpi'}
        options={[option('kpi', goalFields.kpi), option('qualitative', goalFields.qualitative)]}
        problems={wrong('kind')}
      />
      <Select
        name={name('metric')}
        label={t(goalFields.metric)}
        value={textAt(row, 'metric')}
        options={metricOptions(reader, facts)}
        problems={wrong('metric')}
      />
      <NumberInput
        name={name('baseline')}
        label={t(goalFields.baseline)}
        value={textAt(row, 'baseline')}
        problems={wrong('baseline')}
      />
      <NumberInput
        name={name('target')}
        label={t(goalFields.target)}
        value={textAt(row, 'target')}
        problems={wrong('target')}
      />
      <NumberInput
        name={name('weight')}
        label={t(goalFields.weight)}
        value={textAt(row, 'weight')}
        problems={wrong('weight')}
      />
      <Input
        name={name('due')}
        label={t(goalFields.due)}
        type="date"
        value={textAt(row, 'due') || facts.periodEnd}
        problems={wrong('due')}
      />
    </div>
  );
}

export function metricOptions(reader: Reader, facts: FormFacts): readonly Option[] {
  const own = facts.metrics.filter((metric) => metric.unit === facts.unitId);
  const other = facts.metrics.filter((metric) => metric.unit !== facts.unitId);
  return [
    { value: '', text: reader.t(goalFields.noMetric) },
    ...[...own, ...other].map((metric) => ({
      value: metric.id,
      text: `${reader.name({ nameZh: metric.title, nameEn: metric.titleEn })}${metric.measuredIn === undefined ? '' : ` (${metric.measuredIn})`}`,
    })),
  ];
}

function supportOptions(reader: Reader, facts: FormFacts): readonly (Option | OptionGroup)[] {
  const { t } = reader;
  const objectives = facts.objectives.map((it) => ({
    value: it.id,
    text: `${it.id} ${reader.name({ nameZh: it.title, nameEn: it.titleEn })}`,
  }));
  const above = [
    ...facts.goalsAbove.map((goal) => ({ value: goal.id, text: goal.title })),
    ...facts.draftsAbove.map((goal) => ({ value: goal.id, text: `${goal.title} (${t(goalFields.draftAbove)})` })),
  ];
  return [
    { value: '', text: t(frame.choose) },
    ...(above.length > 0 ? [{ title: t(goalFields.goalsAbove), options: above }] : []),
    { title: t(goalFields.objective), options: objectives },
  ];
}

function Relevance({ reader, facts, row, index, wrong }: PartProps): VNode {
  const { t } = reader;
  return (
    <div class="row wide">
      <Select
        name={`goals.${index}.supports`}
        label={t(goalFields.supports)}
        value={textAt(row, 'supports')}
        options={supportOptions(reader, facts)}
        problems={wrong('supports')}
      />
      <Choices
        name={`goals.${index}.swot`}
        label={t(goalFields.swot)}
        type="checkbox"
        chosen={textsAt(row, 'swot')}
        options={facts.swot.map((entry) => ({
          value: entry.id,
          text: `${entry.id}${entry.key === true ? ' ★' : ''} ${reader.name({ nameZh: entry.title, nameEn: entry.titleEn })}`,
        }))}
        problems={wrong('swot')}
      />
    </div>
  );
}

/** What few goals need: a rubric, another direction, a band, another measure. */
function Scoring({ reader, row, index, wrong }: PartProps): VNode {
  const { t } = reader;
  const name = (field: string): string => `goals.${index}.${field}`;
  const rest = textAt(row, 'rest');
  const hidden = ['direction', 'measure', 'rubric', 'low', 'high'].every((field) => wrong(field).length === 0);
  const directions: readonly Option[] = [
    { value: '', text: t(goalFields.asMetric) },
    ...(['higher', 'lower', 'in-band'] as const).map((value) => ({ value, text: t(goalFields[value]) })),
  ];
  const measures: readonly Option[] = [
    { value: '', text: t(goalFields.asTemplate) },
    ...(['progress', 'attainment', 'actual', 'excess', 'change'] as const).map((value) => ({
      value,
      text: t(goalFields[value]),
    })),
  ];
  return (
    <details open={!hidden || textAt(row, 'kind') === 'qualitative'}>
      <summary>
        {t(goalFields.scoring)} {rest !== '' && `(${t(goalFields.ownCurve)})`}
      </summary>
      <Hidden name={name('rest')} value={rest} />
      <TextArea
        name={name('rubric')}
        label={t(goalFields.rubric)}
        hint={t(goalFields.rubricHint)}
        value={textAt(row, 'rubric')}
        problems={wrong('rubric')}
        rows={3}
      />
      <div class="row">
        <Select
          name={name('measure')}
          label={t(goalFields.measure)}
          value={textAt(row, 'measure')}
          options={measures}
          problems={wrong('measure')}
        />
        <Select
          name={name('direction')}
          label={t(goalFields.direction)}
          value={textAt(row, 'direction')}
          options={directions}
          problems={wrong('direction')}
        />
        <NumberInput name={name('low')} label={t(goalFields.low)} value={textAt(row, 'low')} problems={wrong('low')} />
        <NumberInput
          name={name('high')}
          label={t(goalFields.high)}
          value={textAt(row, 'high')}
          problems={wrong('high')}
        />
      </div>
    </details>
  );
}

function places({ reader, content }: ShownProps): readonly Option[] {
  const { t } = reader;
  return listAt(content, 'goals').flatMap((goal, index) =>
    (['title', 'metric', 'baseline', 'target', 'weight', 'due', 'supports'] as const).map((field) => ({
      value: `/goals/${index}/${field}`,
      text: `${t(goalFields.goal(index + 1))} ${textAt(goal, 'title')}: ${t(goalFields[field])}`,
    })),
  );
}

export const goalsForm: StepForm = {
  contentOf: goalsContentOf,
  Fields: GoalsFields,
  Shown: (props) => (
    <>
      <ShownGoals {...props} />
      <ShownAnswers reader={props.reader} content={props.content} />
    </>
  ),
  places,
};
