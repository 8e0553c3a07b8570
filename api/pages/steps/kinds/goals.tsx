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
import { type PlacedFindings, placeFindings } from '../finding-places.js';
import type { FieldsProps, ShownProps, StepForm } from '../form.js';
import { goalRowOf, goalsContentOf } from './goals-content.js';
import { ShownGoals } from './goals-shown.js';

export function GoalsFields(props: FieldsProps): VNode {
  const { reader, content, problems, facts } = props;
  const places = placeFindings(content, facts, problems.findings);
  return (
    <>
      <Findings reader={reader} content={content} findings={places.whole} all={problems} />
      <KeptAnswers content={content} problems={problems} />
      <GoalRows {...props} places={places} />
    </>
  );
}

/** The goals one by one, and the ways to add one. */
export function GoalRows({ places, ...props }: FieldsProps & { readonly places: PlacedFindings }): VNode {
  const { reader, content, facts } = props;
  const rows = listAt(content, 'goals').map(goalRowOf);
  return (
    <>
      {rows.map((row, index) => (
        <GoalRow key={index} {...props} row={row} index={index} places={places} />
      ))}
      <Adopt reader={reader} facts={facts} />
      <div class="actions">
        <button name="intent" value="add:goals" formNoValidate>
          {reader.t(goalFields.addGoal)}
        </button>
      </div>
    </>
  );
}

/** A goal above as the beginning of an own one. */
function Adopt({ reader, facts }: Pick<FieldsProps, 'reader' | 'facts'>): VNode | null {
  const { t } = reader;
  const above = goalsAboveOptions(reader, facts);
  if (above.length === 0) return null;
  return (
    <fieldset>
      <legend>{t(goalFields.adopt)}</legend>
      <Select
        name="adopt"
        label={t(goalFields.goalAbove)}
        hint={t(goalFields.adoptHint)}
        value=""
        options={[{ value: '', text: t(frame.choose) }, ...above]}
      />
      <div class="actions">
        <button name="intent" value="adopt:goals" formNoValidate>
          {t(goalFields.adoptGoal)}
        </button>
      </div>
    </fieldset>
  );
}

interface RowProps extends FieldsProps {
  readonly row: unknown;
  readonly index: number;
  readonly places: PlacedFindings;
}

function GoalRow(props: RowProps): VNode {
  const { reader, row, index, problems, content, places } = props;
  const { t } = reader;
  const at: PartProps['at'] = (field) => {
    const name = `goals.${index}.${field}`;
    const found = places.at(name);
    const told = found.filter(({ mark }) => mark !== 'error');
    return {
      problems: [
        ...(problems.fields.get(name) ?? []),
        ...(problems.fields.get(`goals.${index}.target.${field}`) ?? []),
        ...found.filter(({ mark }) => mark === 'error').map(({ sentence }) => sentence),
      ],
      told: told.length === 0 ? null : <Findings reader={reader} content={content} findings={told} all={problems} />,
    };
  };
  return (
    <fieldset id={`goals-${index}`}>
      <legend>{t(goalFields.goal(index + 1))}</legend>
      <Hidden name={`goals.${index}.id`} value={textAt(row, 'id')} />
      <Input name={`goals.${index}.title`} label={t(goalFields.title)} value={textAt(row, 'title')} {...at('title')} />
      <Measured {...props} at={at} />
      <Relevance {...props} at={at} />
      <Scoring {...props} at={at} />
      <div class="actions">
        <button class="quiet" name="intent" value={`remove:goals.${index}`} formNoValidate>
          {t(goalFields.removeGoal(index + 1))}
        </button>
      </div>
    </fieldset>
  );
}

type PartProps = RowProps & {
  /** What is wrong with a field of the row, and what else is said about it. */
  readonly at: (field: string) => { readonly problems: readonly string[]; readonly told: VNode | null };
};

function Measured({ reader, facts, row, index, at }: PartProps): VNode {
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
        {...at('kind')}
      />
      <Select
        name={name('metric')}
        label={t(goalFields.metric)}
        value={textAt(row, 'metric')}
        options={metricOptions(reader, facts)}
        {...at('metric')}
      />
      <NumberInput
        name={name('baseline')}
        label={t(goalFields.baseline)}
        value={textAt(row, 'baseline')}
        {...at('baseline')}
      />
      <NumberInput name={name('target')} label={t(goalFields.target)} value={textAt(row, 'target')} {...at('target')} />
      <NumberInput name={name('weight')} label={t(goalFields.weight)} value={textAt(row, 'weight')} {...at('weight')} />
      <Input
        name={name('due')}
        label={t(goalFields.due)}
        type="date"
        value={textAt(row, 'due') || facts.periodEnd}
        {...at('due')}
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

/** Goals of the units above, in force, submitted or still being written. */
const goalsAboveOptions = ({ t }: Reader, facts: FormFacts): readonly Option[] => [
  ...facts.goalsAbove.map((goal) => ({ value: goal.id, text: goal.title })),
  ...facts.draftsAbove.map((goal) => ({ value: goal.id, text: `${goal.title} (${t(goalFields.draftAbove)})` })),
];

function supportOptions(reader: Reader, facts: FormFacts): readonly (Option | OptionGroup)[] {
  const { t } = reader;
  const objectives = facts.objectives.map((it) => ({
    value: it.id,
    text: `${it.id} ${reader.name({ nameZh: it.title, nameEn: it.titleEn })}`,
  }));
  const above = goalsAboveOptions(reader, facts);
  return [
    { value: '', text: t(frame.choose) },
    ...(above.length > 0 ? [{ title: t(goalFields.goalsAbove), options: above }] : []),
    { title: t(goalFields.objective), options: objectives },
  ];
}

function Relevance({ reader, facts, row, index, at }: PartProps): VNode {
  const { t } = reader;
  return (
    <div class="row wide">
      <Select
        name={`goals.${index}.supports`}
        label={t(goalFields.supports)}
        value={textAt(row, 'supports')}
        options={supportOptions(reader, facts)}
        {...at('supports')}
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
        {...at('swot')}
      />
    </div>
  );
}

/** What few goals need: a rubric, another direction, a band, another measure. */
function Scoring({ reader, row, index, at }: PartProps): VNode {
  const { t } = reader;
  const name = (field: string): string => `goals.${index}.${field}`;
  const rest = textAt(row, 'rest');
  const hidden = ['direction', 'measure', 'rubric', 'low', 'high'].every((field) => at(field).problems.length === 0);
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
        {...at('rubric')}
        rows={3}
      />
      <div class="row">
        <Select
          name={name('measure')}
          label={t(goalFields.measure)}
          value={textAt(row, 'measure')}
          options={measures}
          {...at('measure')}
        />
        <Select
          name={name('direction')}
          label={t(goalFields.direction)}
          value={textAt(row, 'direction')}
          options={directions}
          {...at('direction')}
        />
        <NumberInput name={name('low')} label={t(goalFields.low)} value={textAt(row, 'low')} {...at('low')} />
        <NumberInput name={name('high')} label={t(goalFields.high)} value={textAt(row, 'high')} {...at('high')} />
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
