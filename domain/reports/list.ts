import { grouped } from '../rules/grouped.js';
import type { Cell, Column, Figure, Filter, ReportList, ReportTable, Target, Value } from './model.js';
import type { ReportWord } from './words.js';
import { count } from './values.js';

/** A list over plain rows: what it can be filtered by, and what its columns show. */
export interface ListShape<Row> {
  readonly id: ReportWord;
  /** By facet, the row's key; null: it has none, and no filter on that facet finds it. */
  readonly facets: Readonly<Partial<Record<ReportWord, Facet<Row>>>>;
  readonly columns: readonly (Column & { readonly cell: (row: Row) => Cell })[];
}
export interface Facet<Row> {
  readonly of: (row: Row) => string | null;
  /** What the key is called; `row`: the first one that has it. */
  readonly shown: (row: Row) => Value;
}

/** A facet that a row fulfils or not. */
export const isSo = <Row>(so: (row: Row) => boolean): Facet<Row> => ({
  of: (row) => (so(row) ? 'yes' : 'no'),
  shown: (row) => ({ kind: 'term', term: { of: 'word', id: so(row) ? 'yes' : 'no' } }),
});

export function makeList<Row>(shape: ListShape<Row>, rows: readonly Row[]): ReportList {
  const facets = new Map<string, Indexed<Row>>(
    Object.entries(shape.facets).map(([id, facet]) => [id, { facet, byKey: indexed(facet, rows) }]),
  );
  const found = (filter: Filter): readonly Row[] => {
    const wanted = Object.entries(filter).filter(([, key]) => key !== '');
    const parts = wanted.map(([id, key]) => facets.get(id)?.byKey().get(key) ?? []);
    // The smallest part is looked through for the other keys.
    const [least = rows] = parts.toSorted((one, other) => one.length - other.length);
    if (wanted.length < 2) return least;
    return least.filter((row) => wanted.every(([id, key]) => facets.get(id)?.facet.of(row) === key));
  };
  return {
    id: shape.id,
    columns: shape.columns.map(({ id, type }) => ({ id, type })),
    facets: Object.keys(shape.facets) as ReportWord[],
    count: (filter) => found(filter).length,
    rows: (filter, { offset, limit } = { offset: 0, limit: rows.length }) =>
      found(filter)
        .slice(offset, offset + limit)
        .map((row) => shape.columns.map(({ cell }) => cell(row))),
    options: (id) => {
      const { facet, byKey } = facets.get(id) ?? {};
      if (facet === undefined || byKey === undefined) return [];
      return [...byKey()].flatMap(([key, [first]]) =>
        first === undefined ? [] : [{ key, shown: facet.shown(first) }],
      );
    },
  };
}

interface Indexed<Row> {
  readonly facet: Facet<Row>;
  readonly byKey: () => ReadonlyMap<string, readonly Row[]>;
}

/** The rows by their keys, put together when they are first asked for: reports count many parts of the same rows. */
function indexed<Row>({ of }: Facet<Row>, rows: readonly Row[]): Indexed<Row>['byKey'] {
  let known: ReadonlyMap<string, readonly Row[]> | undefined;
  return () => (known ??= grouped(rows, (row) => of(row) ?? undefined));
}

export const toList = (list: ReportList, filter: Filter = {}): Target => ({ to: 'list', list: list.id, filter });

/** The number of rows that a filter finds, leading to them. */
export const countCell = (list: ReportList, filter: Filter = {}): Cell => ({
  value: count(list.count(filter)),
  target: toList(list, filter),
});
export const counted = (id: ReportWord, list: ReportList, filter: Filter = {}): Figure => ({
  id,
  ...countCell(list, filter),
});

/** The first rows of a list as a table of the report. */
export const tableOf = (list: ReportList, most = 50, filter: Filter = {}): ReportTable => ({
  id: list.id,
  list: list.id,
  columns: list.columns,
  rows: list.rows(filter, { offset: 0, limit: most }),
});
