import type { Query } from '../../../db/connect.js';
import type { CycleRow } from '../../../db/cycles.js';
import { personNames, unitNames } from '../../../db/page-names.js';
import { partNames } from '../../../db/part-names.js';
import { beforePublication } from '../../before-publication.js';
import type { ShownBefore } from './form-facts.js';

/** What HR looks at before results are published, with names. */
export async function loadBefore(sql: Query, cycle: CycleRow): Promise<ShownBefore> {
  const before = await beforePublication(sql, cycle);
  const raters = [...before.raters.map(({ by }) => by), ...before.odd.flatMap(({ by }) => by ?? [])];
  const rated = before.odd.flatMap(({ unitId, item }) =>
    unitId === null || item === undefined ? [] : [{ unitId, item }],
  );
  const [persons, units, items] = await Promise.all([
    personNames(sql, [...new Set(raters)]),
    unitNames(sql, [...new Set([...cycle.subjects, ...before.odd.flatMap(({ byUnit }) => byUnit ?? [])])]),
    partNames(sql, cycle.id, rated),
  ]);
  return { ...before, persons, units, items };
}
