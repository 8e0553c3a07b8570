import { grouped } from '../rules/grouped.js';
import type {
  Cell,
  Column,
  Figure,
  Filter,
  Option,
  ReportList,
  ReportTable,
  Row as Cells,
  Target,
  Value,
} from './model.js';
import type { ReportWord } from './words.js';
import { count, word } from './values.js';

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

/** A list whose rows are read where they are kept, by the same words: what a key of each facet is called. */
export interface KeptShape<Row> {
  readonly id: ReportWord;
  readonly facets: Readonly<Partial<Record<ReportWord, (key: string) => Value>>>;
  readonly columns: ListShape<Row>['columns'];
}

/** A list of rows that are at hand. */
export interface ListAtHand extends ReportList {
  readonly count: (filter: Filter) => number;
  readonly rows: (filter: Filter, part?: { readonly offset: number; readonly limit: number }) => readonly Cells[];
  readonly parts: (filter: Filter) => Iterable<readonly Cells[]>;
  readonly options: (facet: ReportWord) => readonly Option[];
}

/** What a facet is called that a row fulfils or not. */
export const yesOrNo = (key: string): Value => word(key === 'yes' ? 'yes' : 'no');

/** A facet that a row fulfils or not. */
export const isSo = <Row>(so: (row: Row) => boolean): Facet<Row> => ({
  of: (row) => (so(row) ? 'yes' : 'no'),
  shown: (row) => yesOrNo(so(row) ? 'yes' : 'no'),
});

/** Rows of a file that are made at a time. */
const partLength = 2_000;

export function makeList<Row>(shape: ListShape<Row>, rows: readonly Row[]): ListAtHand {
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
  const cellsOf = (part: readonly Row[]): readonly Cells[] =>
    part.map((row) => shape.columns.map(({ cell }) => cell(row)));
  return {
    ...headOf(shape),
    count: (filter) => found(filter).length,
    rows: (filter, { offset, limit } = { offset: 0, limit: rows.length }) =>
      cellsOf(found(filter).slice(offset, offset + limit)),
    *parts(filter) {
      const all = found(filter);
      for (let at = 0; at < all.length; at += partLength) yield cellsOf(all.slice(at, at + partLength));
    },
    options: (id) => {
      const { facet, byKey } = facets.get(id) ?? {};
      if (facet === undefined || byKey === undefined) return [];
      return [...byKey()].flatMap(([key, [first]]) =>
        first === undefined ? [] : [{ key, shown: facet.shown(first) }],
      );
    },
  };
}

/** What a list is called, what its columns are, and what it can be filtered by. */
export const headOf = <Row>({ id, columns, facets }: ListShape<Row> | KeptShape<Row>) => ({
  id,
  columns: columns.map((column) => ({ id: column.id, type: column.type })),
  facets: Object.keys(facets) as ReportWord[],
});

interface Indexed<Row> {
  readonly facet: Facet<Row>;
  readonly byKey: () => ReadonlyMap<string, readonly Row[]>;
}

/** The rows by their keys, put together when they are first asked for: reports count many parts of the same rows. */
function indexed<Row>({ of }: Facet<Row>, rows: readonly Row[]): Indexed<Row>['byKey'] {
  let known: ReadonlyMap<string, readonly Row[]> | undefined;
  return () => (known ??= grouped(rows, (row) => of(row) ?? undefined));
}

export const toList = (list: { readonly id: ReportWord }, filter: Filter = {}): Target => ({
  to: 'list',
  list: list.id,
  filter,
});

/** The number of rows that a filter finds, leading to them. */
export const countCell = (list: ListAtHand, filter: Filter = {}): Cell => ({
  value: count(list.count(filter)),
  target: toList(list, filter),
});
export const counted = (id: ReportWord, list: ListAtHand, filter: Filter = {}): Figure => ({
  id,
  ...countCell(list, filter),
});

/** The first rows of a list as a table of the report. */
export const tableOf = (list: ListAtHand, most = 50, filter: Filter = {}): ReportTable => ({
  id: list.id,
  list: list.id,
  columns: list.columns,
  rows: list.rows(filter, { offset: 0, limit: most }),
});
