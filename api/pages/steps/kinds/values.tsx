import type { VNode } from 'preact';
import type { Metric } from '../../../../domain/rules/index.js';
import { contentFields, knownTexts } from '../../../../messages/pages.js';
import { Hidden, Input, NumberInput } from '../../components/fields.js';
import { Table } from '../../components/table.js';
import { listAt, said, textAt } from '../form-data.js';
import type { FormFacts } from '../form-facts.js';
import type { FieldsProps, ShownProps } from '../form.js';
import { metricName } from './goals-shown.js';
import { KnownValueLine, knownOf, OthersValues } from './known-values.js';

/** Metrics that this unit's goals rest on and that this unit answers for. */
export function askedMetrics(facts: FormFacts): readonly Metric[] {
  const used = new Set(facts.goals.flatMap((goal) => (goal.metric === undefined ? [] : [goal.metric])));
  return facts.metrics.filter((metric) => used.has(metric.id) && metric.unit === facts.unitId);
}

/** Only what was typed; what is known already is not said again. */
export function valuesOf(form: unknown): readonly unknown[] {
  return listAt(form, 'values').flatMap((row) => {
    const value = textAt(row, 'value').trim();
    if (value === '') return [];
    return [{ metric: textAt(row, 'metric'), on: textAt(row, 'on'), value, ...said('reason', textAt(row, 'reason')) }];
  });
}

export function ValueFields({ reader, facts, content, problems }: FieldsProps): VNode {
  const { t } = reader;
  const asked = askedMetrics(facts);
  const typed = listAt(content, 'values');
  if (asked.length === 0) {
    return (
      <>
        <p class="empty">{t(contentFields.noMetrics)}</p>
        <OthersValues reader={reader} facts={facts} />
      </>
    );
  }
  return (
    <fieldset>
      <legend>
        {t(contentFields.values)} · {facts.valuesOn}
      </legend>
      {asked.map((metric, index) => {
        // Empty rows are not sent: a problem counts places among those that were.
        const place = typed.findIndex((value) => textAt(value, 'metric') === metric.id);
        const wrong = (field: string): readonly string[] => problems.fields.get(`values.${place}.${field}`) ?? [];
        const known = knownOf(facts, metric.id);
        const unit = metric.measuredIn === undefined ? '' : ` (${metric.measuredIn})`;
        const label = `${metricName(reader, facts, metric.id)}${unit}`;
        const value = textAt(typed[place], 'value');
        const inputs = (
          <>
            <Hidden name={`values.${index}.metric`} value={metric.id} />
            <Hidden name={`values.${index}.on`} value={facts.valuesOn} />
            <NumberInput name={`values.${index}.value`} label={label} value={value} problems={wrong('value')} />
          </>
        );
        if (known === undefined && metric.source !== 'collected') return <div key={metric.id}>{inputs}</div>;
        return (
          <div key={metric.id} class="field">
            <KnownValueLine reader={reader} facts={facts} metric={metric} />
            <details open={value !== ''}>
              <summary>{t(known === undefined ? knownTexts.byHand : contentFields.correct)}</summary>
              {inputs}
              <Input
                name={`values.${index}.reason`}
                label={t(contentFields.reasonForCorrection)}
                value={textAt(typed[place], 'reason')}
                problems={wrong('reason')}
              />
            </details>
          </div>
        );
      })}
      <OthersValues reader={reader} facts={facts} />
    </fieldset>
  );
}

export function ShownValues({ reader, facts, content }: ShownProps): VNode {
  const { t } = reader;
  return (
    <Table
      caption={t(contentFields.values)}
      rows={listAt(content, 'values')}
      keyOf={(value) => `${textAt(value, 'metric')} ${textAt(value, 'on')}`}
      empty={t(contentFields.noMetrics)}
      columns={[
        { title: t(contentFields.metric), cell: (value) => metricName(reader, facts, textAt(value, 'metric')) },
        { title: t(contentFields.on), cell: (value) => textAt(value, 'on') },
        { title: t(contentFields.value), number: true, cell: (value) => textAt(value, 'value') },
        { title: t(contentFields.why), cell: (value) => textAt(value, 'reason') },
      ]}
    />
  );
}
