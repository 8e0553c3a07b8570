import type { Component } from '../domain/rules/index.js';
import type { Query } from './connect.js';

/** A part of a unit's result: what was rated or measured. */
export interface PartPlace {
  readonly unitId: string;
  readonly item: string;
}

interface PartName {
  readonly nameZh: string;
  readonly nameEn: string;
}

/** By unit and part. */
export const partKey = ({ unitId, item }: PartPlace): string => `${unitId} ${item}`;

/**
 * What parts of results are called, by `partKey`: the unit's goal that it was made of, in force or not any more; else as
 * the cycle's scorecard calls it; else the metric that it reads. What has no name is not among them.
 */
export async function partNames(
  sql: Query,
  cycleId: string,
  places: readonly PartPlace[],
): Promise<ReadonlyMap<string, PartName>> {
  if (places.length === 0) return new Map();
  const names = new Map(await goalTitles(sql, cycleId, places, 'in-force'));
  const missing = (): readonly PartPlace[] => places.filter((place) => !names.has(partKey(place)));
  const add = (more: Iterable<readonly [string, PartName]>): void => {
    for (const [key, name] of more) names.set(key, name);
  };
  if (missing().length > 0) add(await goalTitles(sql, cycleId, missing(), 'ended'));
  if (missing().length > 0) add(await ownTitles(sql, cycleId, missing()));
  return names;
}

/** `ended` reads all goals of the cycle: seldom wanted. */
async function goalTitles(
  sql: Query,
  cycleId: string,
  places: readonly PartPlace[],
  which: 'in-force' | 'ended',
): Promise<readonly (readonly [string, PartName])[]> {
  const [units, items] = [places.map(({ unitId }) => unitId), places.map(({ item }) => item)];
  const rows = await sql<(PartPlace & { title: string })[]>`
    SELECT DISTINCT ON (g.unit_id, p.item) g.unit_id AS "unitId", p.item, g.content ->> 'title' AS title
      FROM goals g CROSS JOIN LATERAL (
        SELECT coalesce(g.content ->> 'metric', substring(g.goal_id FROM position('/' IN g.goal_id) + 1)) AS item) p
     WHERE g.cycle_id = ${cycleId} AND g.unit_id = ANY (${units}::text[]) AND p.item = ANY (${items}::text[])
       AND ${which === 'in-force' ? sql`g.valid_to IS NULL` : sql`g.valid_to IS NOT NULL`}
     ORDER BY g.unit_id, p.item, g.valid_to DESC, g.version DESC`;
  const wanted = new Set(places.map(partKey));
  return rows
    .filter((row) => wanted.has(partKey(row)))
    .map((row) => [partKey(row), { nameZh: row.title, nameEn: row.title }] as const);
}

/** Titles that are the same for all units: parts of the scorecard, metrics of the cycle's book. */
async function ownTitles(
  sql: Query,
  cycleId: string,
  places: readonly PartPlace[],
): Promise<readonly (readonly [string, PartName])[]> {
  const [card] = await sql<{ root: Component | null }[]>`
    SELECT document #> '{scorecard,root}' AS root FROM rules_in_force WHERE cycle_id = ${cycleId}`;
  const metrics = await sql<(PartName & { id: string })[]>`
    SELECT m.id, m.title_zh AS "nameZh", m.title_en AS "nameEn" FROM cycles c CROSS JOIN LATERAL metrics_in(c.book) m
     WHERE c.id = ${cycleId} AND m.id = ANY (${[...new Set(places.map(({ item }) => item))]}::text[])`;
  const titles = new Map([
    ...metrics.map(({ id, nameZh, nameEn }) => [id, { nameZh, nameEn }] as const),
    ...(card?.root == null ? [] : titlesBelow(card.root)),
  ]);
  return places.flatMap((place) => {
    const name = titles.get(place.item);
    return name === undefined ? [] : [[partKey(place), name] as const];
  });
}

function titlesBelow(part: Component): readonly (readonly [id: string, name: PartName])[] {
  if ('fromGoals' in part) return [];
  const { id, title = {} } = part;
  const [zh = title['en'], en = title['zh-CN']] = [title['zh-CN'], title['en']];
  const own = zh === undefined || en === undefined ? [] : [[id, { nameZh: zh, nameEn: en }] as const];
  return [...own, ...('parts' in part ? part.parts.flatMap(titlesBelow) : [])];
}
