import type { VNode } from 'preact';
import type { Report, ReportWord } from '../../../domain/reports/index.js';
import { reportLeads, reportNames, reportsPage, reportWordNames } from '../../../messages/pages.js';
import { Section } from '../components/marks.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import { CellsTable, type Place, Shown } from './cells.js';
import { ReportChart } from './charts.js';

export interface ReportView {
  readonly place: Place;
  readonly cycleTitle: string;
  readonly report: Report;
  /** How long its lists are. */
  readonly counts: ReadonlyMap<ReportWord, number>;
  /** Whose part of the organization it is about, where it is not the whole. */
  readonly of: string | null;
  readonly now: number;
}

export function ReportPage({ reader, view }: { readonly reader: Reader; readonly view: ReportView }): VNode {
  const { t } = reader;
  const { place, report } = view;
  return (
    <div class="report">
      <Crumbs reader={reader} view={view} />
      <p class="lead">{t(reportLeads[report.kind])}</p>
      <p class="soft">
        {view.of === null ? '' : `${view.of} `}
        {t(reportsPage.asOf(reader.time(view.now)))}
      </p>
      <Downloads reader={reader} place={place} list={null} filter={{}} />
      <Section title={t(reportsPage.figures)}>
        <dl class="facts figures">
          {report.figures.map((figure) => (
            <div key={figure.id}>
              <dt>{t(reportWordNames[figure.id])}</dt>
              <dd>
                <Shown reader={reader} place={place} cell={figure} />
              </dd>
            </div>
          ))}
        </dl>
      </Section>
      {report.charts.length > 0 && (
        <div class="columns">
          {report.charts.map((chart, index) => (
            <section key={chart.id}>
              <ReportChart reader={reader} chart={chart} id={`chart-${index}`} />
            </section>
          ))}
        </div>
      )}
      {report.tables.map((table) => (
        <Section key={table.id} title={t(reportWordNames[table.id])}>
          <CellsTable
            reader={reader}
            place={place}
            caption={t(reportWordNames[table.id])}
            hideCaption
            columns={table.columns}
            rows={table.rows}
            empty={t(reportsPage.noData)}
          />
          <Whole reader={reader} view={view} table={table} />
        </Section>
      ))}
      <Lists reader={reader} view={view} />
    </div>
  );
}

/** A table that shows the first rows of a list says so. */
function Whole({
  reader,
  view: { place, counts },
  table,
}: {
  readonly reader: Reader;
  readonly view: ReportView;
  readonly table: Report['tables'][number];
}): VNode | null {
  const list = table.list;
  const count = list === undefined ? 0 : (counts.get(list) ?? 0);
  if (list === undefined || count <= table.rows.length) return null;
  return (
    <p>
      {reader.t(reportsPage.firstRows(table.rows.length, count))}{' '}
      <a href={links.reportList(place.cycleId, place.kind, list, { scope: place.scope })}>
        {reader.t(reportsPage.allRows(count))}
      </a>
    </p>
  );
}

function Lists({
  reader,
  view: { place, report, counts },
}: {
  readonly reader: Reader;
  readonly view: ReportView;
}): VNode | null {
  const { t } = reader;
  if (report.lists.length === 0) return null;
  return (
    <nav class="card lists" aria-label={t(reportsPage.lists)}>
      <h2>{t(reportsPage.lists)}</h2>
      <ul class="plain">
        {report.lists.map((list) => (
          <li key={list.id}>
            <a href={links.reportList(place.cycleId, place.kind, list.id, { scope: place.scope })}>
              {t(reportWordNames[list.id])}
            </a>{' '}
            <span class="soft">{t(reportsPage.rows(counts.get(list.id) ?? 0))}</span>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export function Crumbs({
  reader,
  view: { place, cycleTitle },
  within = false,
}: {
  readonly reader: Reader;
  readonly view: Pick<ReportView, 'place' | 'cycleTitle'>;
  /** On a page of the report's own. */
  readonly within?: boolean;
}): VNode {
  const { t } = reader;
  return (
    <p class="crumbs">
      <a href={links.cycle(place.cycleId)}>{cycleTitle}</a> {' › '}
      <a href={links.reports(place.cycleId)}>{t(reportsPage.title)}</a>
      {within && (
        <>
          {' › '}
          <a href={links.report(place.cycleId, place.kind, place.scope)}>{t(reportNames[place.kind])}</a>
        </>
      )}
    </p>
  );
}

export function Downloads({
  reader,
  place: { cycleId, kind, scope },
  list,
  filter,
}: {
  readonly reader: Reader;
  readonly place: Place;
  readonly list: string | null;
  readonly filter: Readonly<Record<string, string>>;
}): VNode {
  return (
    <p class="actions downloads">
      {reader.t(reportsPage.download)}{' '}
      {(['xlsx', 'csv'] as const).map((form) => (
        <a key={form} href={links.reportFile(cycleId, kind, list, form, { scope, ...filter })}>
          {form === 'xlsx' ? 'Excel' : 'CSV'}
        </a>
      ))}
    </p>
  );
}
