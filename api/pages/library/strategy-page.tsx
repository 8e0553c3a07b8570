import type { VNode } from 'preact';
import type { Metric, SwotEntry } from '../../../domain/rules/index.js';
import { frame, goalFields, libraryPages } from '../../../messages/pages.js';
import { Badge, Section } from '../components/marks.js';
import { Table } from '../components/table.js';
import type { Reader } from '../reader.js';
import type { Named } from '../steps/form-facts.js';

export interface StrategyProps {
  readonly reader: Reader;
  readonly objectives: readonly { readonly id: string; readonly title: string; readonly titleEn: string }[];
  readonly swot: readonly SwotEntry[];
  readonly metrics: readonly (Metric & { readonly title: string; readonly titleEn: string })[];
  readonly unitNames: ReadonlyMap<string, Named>;
}

export function StrategyPage({ reader, objectives, swot, metrics, unitNames }: StrategyProps): VNode {
  const { t } = reader;
  const unitName = (id: string): string => {
    const unit = unitNames.get(id);
    return unit === undefined ? id : reader.name(unit);
  };
  return (
    <>
      <Section title={t(libraryPages.objectives)}>
        <ul class="plain">
          {objectives.map((it) => (
            <li key={it.id}>
              <strong>{it.id}</strong> {reader.name({ nameZh: it.title, nameEn: it.titleEn })}
            </li>
          ))}
        </ul>
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
                      <strong>{entry.id}</strong> {entry.title}{' '}
                      {entry.key === true && <Badge tone="warn">{t(libraryPages.key)}</Badge>}
                    </li>
                  ))}
              </ul>
            </div>
          ))}
        </div>
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
            { title: t(libraryPages.tension), cell: (metric) => (metric.tension ?? []).join(', ') },
            { title: t(libraryPages.history), cell: (metric) => (metric.history ?? []).join(' → ') },
          ]}
        />
      </Section>
    </>
  );
}
