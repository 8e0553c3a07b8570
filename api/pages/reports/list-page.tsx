import type { VNode } from 'preact';
import type { Filter, Option, ReportList, ReportWord, Row } from '../../../domain/reports/index.js';
import { reportsPage, reportWordNames } from '../../../messages/pages.js';
import { valueText } from '../../reports/texts.js';
import { Hidden, Select } from '../components/fields.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import { CellsTable, type Place } from './cells.js';
import { Crumbs, Downloads, type ReportView } from './report-page.js';

export const pageLength = 50;

export interface ListView extends Pick<ReportView, 'place' | 'cycleTitle'> {
  readonly list: Pick<ReportList, 'id' | 'columns' | 'facets'>;
  readonly filter: Filter;
  /** Of all pages. */
  readonly count: number;
  /** From 1 on. */
  readonly page: number;
  /** Of this page. */
  readonly rows: readonly Row[];
  readonly options: ReadonlyMap<ReportWord, readonly Option[]>;
}

/** The rows behind a figure, with what they can be filtered by. */
export function ListPage({ reader, view }: { readonly reader: Reader; readonly view: ListView }): VNode {
  const { t } = reader;
  const { place, list, filter, count, page } = view;
  const pages = Math.max(1, Math.ceil(count / pageLength));
  return (
    <div class="report">
      <Crumbs reader={reader} view={view} within />
      {list.facets.length > 0 && (
        <details open={Object.keys(filter).length > 0}>
          <summary>{t(reportsPage.filter)}</summary>
          <FilterForm reader={reader} view={view} />
        </details>
      )}
      <p>
        {t(reportsPage.rows(count))}
        {pages > 1 && <> · {t(reportsPage.page(page, pages))}</>}
      </p>
      <Downloads reader={reader} place={place} list={list.id} filter={filter} />
      <section>
        <CellsTable
          reader={reader}
          place={place}
          caption={t(reportWordNames[list.id])}
          hideCaption
          columns={list.columns}
          rows={view.rows}
          empty={t(reportsPage.noData)}
        />
      </section>
      <Turn reader={reader} place={place} view={view} pages={pages} />
    </div>
  );
}

function Turn({
  reader,
  place,
  view: { list, filter, page },
  pages,
}: {
  readonly reader: Reader;
  readonly place: Place;
  readonly view: ListView;
  readonly pages: number;
}): VNode | null {
  if (pages === 1) return null;
  const to = (at: number): string =>
    links.reportList(place.cycleId, place.kind, list.id, { scope: place.scope, ...filter, page: String(at) });
  return (
    <p class="actions">
      {page > 1 && (
        <a class="button" href={to(page - 1)}>
          {reader.t(reportsPage.previous)}
        </a>
      )}{' '}
      {page < pages && (
        <a class="button" href={to(page + 1)}>
          {reader.t(reportsPage.next)}
        </a>
      )}
    </p>
  );
}

/** More choices than this are no help: the filter is then set by the links that lead here, and is kept. */
const mostOptions = 200;

function FilterForm({ reader, view }: { readonly reader: Reader; readonly view: ListView }): VNode {
  const { t } = reader;
  const { place, list, filter } = view;
  return (
    <form method="get" action={links.reportList(place.cycleId, place.kind, list.id, {})} class="row filters">
      {place.scope !== null && <Hidden name="scope" value={place.scope} />}
      {list.facets.map((facet) => {
        const options = view.options.get(facet) ?? [];
        const chosen = filter[facet] ?? '';
        if (options.length > mostOptions)
          return chosen === '' ? null : <Hidden key={facet} name={facet} value={chosen} />;
        const known = options.map(({ key, shown }) => ({ value: key, text: valueText(reader, shown) }));
        const missing = chosen !== '' && !known.some(({ value }) => value === chosen);
        return (
          <Select
            key={facet}
            name={facet}
            label={t(reportWordNames[facet])}
            value={chosen}
            options={[
              { value: '', text: t(reportsPage.all) },
              ...known,
              ...(missing ? [{ value: chosen, text: chosen }] : []),
            ]}
          />
        );
      })}
      <div class="actions">
        <button>{t(reportsPage.filter)}</button>
      </div>
    </form>
  );
}
