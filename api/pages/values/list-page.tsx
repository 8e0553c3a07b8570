import type { VNode } from 'preact';
import type { MetricState } from '../../../db/metric-states.js';
import { dayOf } from '../../../domain/dates.js';
import { freshnesses } from '../../../domain/values/index.js';
import { frame, freshnessNames, libraryPages, originNames, valuesPage, workbookPage } from '../../../messages/pages.js';
import { TextArea } from '../components/fields.js';
import { Message, Section } from '../components/marks.js';
import { Table } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import type { Named } from '../steps/form-facts.js';
import { FreshnessBadge } from './freshness.js';

export interface ListView {
  readonly cycle: string | null;
  readonly states: readonly (MetricState & { readonly unitName: Named })[];
  readonly today: string;
  readonly only: string;
  readonly next: string | null;
  readonly mayImport: boolean;
  readonly seesConnectors: boolean;
}

/** What was pasted and refused. */
export interface RefusedTable {
  readonly table: string;
  readonly problems: readonly string[];
}

interface Props {
  readonly reader: Reader;
  readonly view: ListView;
  readonly refused: RefusedTable | null;
  readonly message: string | null;
}

export function ValuesListPage({ reader, view, refused, message }: Props): VNode {
  const { t } = reader;
  return (
    <>
      {message !== null && <Message tone="good">{message}</Message>}
      <p class="hint">{t(valuesPage.lead)}</p>
      {view.seesConnectors && (
        <p>
          <a href={links.connectors}>{t(valuesPage.connectors)}</a>
        </p>
      )}
      <Filter reader={reader} view={view} />
      <Table
        caption={t(valuesPage.title)}
        hideCaption
        rows={view.states}
        keyOf={(state) => state.id}
        empty={t(frame.nothing)}
        columns={[
          {
            title: t(libraryPages.metrics),
            cell: (state) => (
              <a href={links.metricValues(view.cycle, state.id)}>
                {reader.name({ nameZh: state.titleZh, nameEn: state.titleEn })}
              </a>
            ),
          },
          { title: t(frame.unit), cell: (state) => reader.name(state.unitName) },
          {
            title: t(valuesPage.latest),
            number: true,
            cell: ({ latest, measuredIn }) => (latest === null ? '–' : `${latest.value} ${measuredIn ?? ''}`),
          },
          {
            title: t(frame.when),
            cell: ({ latest }) => <Age reader={reader} on={latest?.on ?? null} today={view.today} />,
          },
          { title: t(valuesPage.freshness), cell: (state) => <FreshnessBadge reader={reader} of={state.freshness} /> },
          {
            title: t(valuesPage.source),
            cell: ({ latest, source }) =>
              latest === null ? t(libraryPages[source]) : `${t(originNames[latest.source])} ${latest.connector ?? ''}`,
          },
        ]}
      />
      {view.next !== null && (
        <p>
          <a href={`${links.values(view.cycle)}?after=${encodeURIComponent(view.next)}`}>{t(valuesPage.more)}</a>
        </p>
      )}
      {view.mayImport && view.cycle === null && (
        <p>
          <a href={links.valuesWorkbook}>{t(workbookPage.title)}</a>
        </p>
      )}
      {view.mayImport && <ImportForm reader={reader} cycle={view.cycle} refused={refused} />}
    </>
  );
}

function Filter({ reader, view }: Pick<Props, 'reader' | 'view'>): VNode {
  const { t } = reader;
  const entries = [{ value: '', text: t(valuesPage.everything) }].concat(
    freshnesses.map((value) => ({ value, text: t(freshnessNames[value]) })),
  );
  return (
    <p>
      {t(valuesPage.only)}:{' '}
      {entries.map(({ value, text }, index) => (
        <span key={value}>
          {index > 0 && ' · '}
          {value === view.only ? (
            <strong>{text}</strong>
          ) : (
            <a href={value === '' ? links.values(view.cycle) : `${links.values(view.cycle)}?only=${value}`}>{text}</a>
          )}
        </span>
      ))}
    </p>
  );
}

function Age({ reader, on, today }: { readonly reader: Reader; readonly on: string | null; readonly today: string }) {
  if (on === null) return <span>–</span>;
  const days = dayOf(today) - dayOf(on);
  return (
    <span>
      {on} <span class="soft">{reader.t(days < 0 ? valuesPage.ahead : valuesPage.age(days))}</span>
    </span>
  );
}

function ImportForm({
  reader,
  cycle,
  refused,
}: Pick<Props, 'reader' | 'refused'> & { readonly cycle: string | null }): VNode {
  const { t } = reader;
  return (
    <Section title={t(valuesPage.import)} id="import">
      <form method="post" action={`${links.values(cycle)}#import`} noValidate>
        <TextArea
          name="table"
          label={t(valuesPage.table)}
          hint={t(valuesPage.importHint)}
          value={refused?.table ?? ''}
          problems={refused?.problems ?? []}
          rows={8}
        />
        <button>{t(valuesPage.sendTable)}</button>
      </form>
    </Section>
  );
}
