import type { VNode } from 'preact';
import type { Metric, SwotEntry } from '../../../domain/rules/index.js';
import type { Cadence, StrategyKind } from '../../../domain/strategy.js';
import {
  cadenceNames,
  frame,
  goalFields,
  libraryPages,
  strategyKindNames,
  strategyPages,
} from '../../../messages/pages.js';
import { Badge, Section } from '../components/marks.js';
import { Table } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import { PlaceLead, type ShownPlace } from '../strategy/entry-page.js';
import type { Named } from '../steps/form-facts.js';

export interface StrategyProps {
  readonly reader: Reader;
  readonly objectives: readonly { readonly id: string; readonly title: string; readonly titleEn: string }[];
  readonly swot: readonly (SwotEntry & { readonly titleEn: string })[];
  /** The first of them; `moreMetrics`: there are others. */
  readonly metrics: readonly (Metric & {
    readonly title: string;
    readonly titleEn: string;
    readonly cadence?: Cadence;
  })[];
  readonly moreMetrics: boolean;
  readonly unitNames: ReadonlyMap<string, Named>;
  readonly place: ShownPlace;
}

export function StrategyPage(props: StrategyProps): VNode {
  const { reader, objectives, swot, metrics, unitNames, place } = props;
  const { t } = reader;
  const unitName = (id: string): string => {
    const unit = unitNames.get(id);
    return unit === undefined ? id : reader.name(unit);
  };
  const entries = (kind: StrategyKind): VNode => (
    <p>
      <a href={links.strategyKind(kind, place.cycleId)}>
        {t(strategyPages.all)}: {t(strategyKindNames[kind])}
      </a>
    </p>
  );
  return (
    <>
      <PlaceLead reader={reader} place={place} kind={null} />
      <Section title={t(libraryPages.objectives)}>
        <ul class="plain">
          {objectives.map((it) => (
            <li key={it.id}>
              <strong>{it.id}</strong> {reader.name({ nameZh: it.title, nameEn: it.titleEn })}
            </li>
          ))}
        </ul>
        {entries('objectives')}
      </Section>
      <Section title={t(libraryPages.swot)}>
        <div class="columns">
          {(['strength', 'weakness', 'opportunity', 'threat'] as const).map((kind) => (
            <div key={kind}>
              <h3>{t(libraryPages[kind])}</h3>
              <ul class="plain">
                {swot
                  .filter((entry) => entry.kind === kind)
                  .map((entry) => (
                    <li key={entry.id}>
                      <strong>{entry.id}</strong> {reader.name({ nameZh: entry.title, nameEn: entry.titleEn })}{' '}
                      {entry.key === true && <Badge tone="warn">{t(libraryPages.key)}</Badge>}
                    </li>
                  ))}
              </ul>
            </div>
          ))}
        </div>
        {entries('swot')}
      </Section>
      <Section title={t(libraryPages.metrics)}>
        <Table
          caption={t(libraryPages.metrics)}
          hideCaption
          rows={metrics}
          keyOf={(metric) => metric.id}
          empty={t(frame.nothing)}
          columns={[
            {
              title: t(goalFields.metric),
              cell: (metric) => reader.name({ nameZh: metric.title, nameEn: metric.titleEn }),
            },
            { title: t(frame.unit), cell: (metric) => unitName(metric.unit) },
            { title: t(libraryPages.measuredIn), cell: (metric) => metric.measuredIn ?? '' },
            { title: t(libraryPages.better), cell: (metric) => t(goalFields[metric.better]) },
            { title: t(libraryPages.source), cell: (metric) => t(libraryPages[metric.source ?? 'manual']) },
            {
              title: t(strategyPages.cadence),
              cell: (metric) => (metric.cadence === undefined ? '' : t(cadenceNames[metric.cadence])),
            },
            { title: t(libraryPages.tension), cell: (metric) => (metric.tension ?? []).join(', ') },
            { title: t(libraryPages.history), cell: (metric) => (metric.history ?? []).join(' → ') },
          ]}
        />
        {props.moreMetrics && <p class="hint">{t(strategyPages.moreMetrics(metrics.length))}</p>}
        {entries('metrics')}
      </Section>
      <Section title={t(strategyKindNames.cooperation)}>
        <p class="hint">{t(strategyPages.cooperationLead)}</p>
        {entries('cooperation')}
      </Section>
    </>
  );
}
