import type { Query } from '../../db/connect.js';
import { countKept, keysOfKept, type KeptRows, type Part } from '../../db/kept-rows.js';
import { type ReportScope, reviewsInOrder, unitsInOrder } from '../../db/reports.js';
import { stepKinds } from '../../domain/process/index.js';
import {
  type Filter,
  headOf,
  type KeptShape,
  type ReportList,
  type ReportWord,
  type Row as Cells,
} from '../../domain/reports/index.js';

/** Where the rows of a list are read. */
export interface KeptSource<Row> {
  readonly kept: (sql: Query, scope: ReportScope) => KeptRows;
  readonly read: (sql: Query, scope: ReportScope, filter: Filter, part: Part | null) => Promise<readonly Row[]>;
  /** Whoever decided anything, of a list that can be filtered by that. */
  readonly deciders?: readonly string[];
}

/** Reviews whose rows are read at a time, when all are written. */
const reviewsAtOnce = 300;

/** A list of rows that stay where they are kept. `total`: how many there are, where that is known already. */
export function keptList<Row>(
  sql: Query,
  scope: ReportScope,
  shape: KeptShape<Row>,
  source: KeptSource<Row>,
  total: number | null,
): ReportList {
  const kept = source.kept(sql, scope);
  const cellsOf = (rows: readonly Row[]): readonly Cells[] =>
    rows.map((row) => shape.columns.map(({ cell }) => cell(row)));
  let keys: Promise<ReadonlyMap<string, readonly string[]>> | undefined;
  // Of units and deciders there are many: they are known without looking through all rows.
  const keysOf = async (facet: ReportWord): Promise<readonly string[]> => {
    if (facet === 'unit') return unitsInOrder(sql, scope);
    if (facet === 'decider') return source.deciders ?? [];
    const few = Object.keys(shape.facets).filter((each) => each !== 'unit' && each !== 'decider');
    return inTheirOrder(facet, (await (keys ??= keysOfKept(sql, kept, few))).get(facet) ?? []);
  };
  return {
    ...headOf(shape),
    count: (filter) => (total !== null && Object.keys(filter).length === 0 ? total : countKept(sql, kept, filter)),
    rows: async (filter, part) => cellsOf(await source.read(sql, scope, filter, part ?? null)),
    async *parts(filter) {
      const reviews = await reviewsInOrder(sql, scope);
      for (let at = 0; at < reviews.length; at += reviewsAtOnce) {
        const part = { ...scope, reviews: reviews.slice(at, at + reviewsAtOnce) };
        const rows = await source.read(sql, part, filter, null);
        if (rows.length > 0) yield cellsOf(rows);
      }
    },
    options: async (facet) => {
      const shown = shape.facets[facet];
      if (shown === undefined) return [];
      return (await keysOf(facet)).map((key) => ({ key, shown: shown(key) }));
    },
  };
}

const orderOfSteps = new Map<string, number>(stepKinds.map((kind, at) => [kind, at]));
const inTheirOrder = (facet: ReportWord, keys: readonly string[]): readonly string[] =>
  facet === 'step' ? keys.toSorted((a, b) => (orderOfSteps.get(a) ?? 0) - (orderOfSteps.get(b) ?? 0)) : keys;
