import type { VNode } from 'preact';
import type { Metric } from '../../../../domain/rules/index.js';
import { contentFields, knownTexts, originNames } from '../../../../messages/pages.js';
import { Badge } from '../../components/marks.js';
import type { Reader } from '../../reader.js';
import type { FormFacts, KnownValue } from '../form-facts.js';
import { metricName } from './goals-shown.js';

/** The metric's value of the day that the step asks for. */
export const knownOf = (facts: FormFacts, metric: string): KnownValue | undefined =>
  facts.known.find((value) => value.metric === metric && value.on === facts.valuesOn);

interface Props {
  readonly reader: Reader;
  readonly facts: FormFacts;
  readonly metric: Metric;
}

/** What is known or will be collected is shown with its source and day, not asked. */
export function KnownValueLine({ reader, facts, metric }: Props): VNode {
  const { t } = reader;
  const known = knownOf(facts, metric.id);
  const unit = metric.measuredIn === undefined ? '' : ` (${metric.measuredIn})`;
  const name = <strong>{`${metricName(reader, facts, metric.id)}${unit}`}</strong>;
  if (known !== undefined) {
    return (
      <p>
        {name}: {known.value} <Badge tone="good">{t(contentFields.known)}</Badge>{' '}
        <span class="soft">
          {known.on} · {t(originNames[known.source])} · {reader.time(known.at)}
        </span>
      </p>
    );
  }
  const last = facts.known.findLast((value) => value.metric === metric.id && value.on < facts.valuesOn);
  const isOwn = metric.unit === facts.unitId;
  return (
    <p>
      {name}: <Badge tone="warn">{t(isOwn ? knownTexts.notYet : knownTexts.noneYet)}</Badge>{' '}
      <span class="soft">
        {isOwn && t(knownTexts.isCollected)}
        {last !== undefined && ` · ${t(knownTexts.lastOn(last.value, last.on))}`}
      </span>
    </p>
  );
}

/** Metrics that this unit's goals rest on and that another unit answers for: never asked here. */
export function OthersValues({ reader, facts }: Omit<Props, 'metric'>): VNode | null {
  const used = new Set(facts.goals.flatMap((goal) => (goal.metric === undefined ? [] : [goal.metric])));
  const others = facts.metrics.filter((metric) => used.has(metric.id) && metric.unit !== facts.unitId);
  if (others.length === 0) return null;
  return (
    <div class="field">
      <p class="hint">{reader.t(knownTexts.ofOthers)}</p>
      {others.map((metric) => (
        <KnownValueLine key={metric.id} reader={reader} facts={facts} metric={metric} />
      ))}
    </div>
  );
}
