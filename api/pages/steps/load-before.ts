import { type Component, componentId, leavesOf, type Text } from '../../../domain/rules/index.js';
import type { Query } from '../../../db/connect.js';
import type { CycleRow } from '../../../db/cycles.js';
import { goalsOfUnits } from '../../../db/goal-document.js';
import { personNames, unitNames } from '../../../db/page-names.js';
import { beforePublication } from '../../before-publication.js';
import type { ShownBefore } from './form-facts.js';

/** What HR looks at before results are published, with names. */
export async function loadBefore(sql: Query, cycle: CycleRow): Promise<ShownBefore> {
  const before = await beforePublication(sql, cycle);
  const raters = [...before.raters.map(({ by }) => by), ...before.odd.flatMap(({ by }) => by ?? [])];
  const items = before.odd.flatMap(({ unitId, item }) => (unitId === null || item === undefined ? [] : [unitId]));
  const [persons, units, goals] = await Promise.all([
    personNames(sql, [...new Set(raters)]),
    unitNames(sql, [...new Set([...cycle.subjects, ...before.odd.flatMap(({ byUnit }) => byUnit ?? [])])]),
    goalsOfUnits(sql, cycle.id, [...new Set(items)]),
  ]);
  const titles = goals.map((goal) => [`${goal.unit} ${componentId(goal)}`, goal.title] as const);
  return { ...before, persons, units, items: new Map(titles), parts: partTitlesOf(cycle.template.scorecard.root) };
}

function partTitlesOf(root: Component): ReadonlyMap<string, Text> {
  const rated = leavesOf(root).flatMap((part) =>
    'rating' in part && part.title !== undefined ? [[part.id, part.title] as const] : [],
  );
  return new Map(rated);
}
