import type { Query } from './connect.js';

/** A name in both languages, as the organization gave it. */
export interface NameRow {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
}

const byId = (rows: readonly NameRow[]): ReadonlyMap<string, NameRow> => new Map(rows.map((row) => [row.id, row]));

export async function personNames(sql: Query, ids: readonly string[]): Promise<ReadonlyMap<string, NameRow>> {
  if (ids.length === 0) return new Map();
  return byId(
    await sql<
      NameRow[]
    >`SELECT id, name_zh AS "nameZh", name_en AS "nameEn" FROM persons WHERE id = ANY (${ids as string[]})`,
  );
}

export async function unitNames(sql: Query, ids: readonly string[]): Promise<ReadonlyMap<string, NameRow>> {
  if (ids.length === 0) return new Map();
  return byId(
    await sql<
      NameRow[]
    >`SELECT id, name_zh AS "nameZh", name_en AS "nameEn" FROM units WHERE id = ANY (${ids as string[]})`,
  );
}

/** Everybody who belongs to the unit, its head first: who can own its tasks. */
export async function unitPeople(sql: Query, unitId: string): Promise<readonly NameRow[]> {
  return (await peopleOfUnits(sql, [unitId])).get(unitId) ?? [];
}

/** The same of many units at once. */
export async function peopleOfUnits(
  sql: Query,
  units: readonly string[],
): Promise<ReadonlyMap<string, readonly NameRow[]>> {
  if (units.length === 0) return new Map();
  const rows = await sql<(NameRow & { unit: string })[]>`
    SELECT x.unit, p.id, p.name_zh AS "nameZh", p.name_en AS "nameEn"
      FROM (SELECT id AS unit, head_id AS person, true AS head FROM units WHERE id = ANY (${units as string[]})
            UNION ALL SELECT unit_id, person_id, false FROM unit_members WHERE unit_id = ANY (${units as string[]})) x
      JOIN persons p ON p.id = x.person AND p.active
     GROUP BY x.unit, p.id ORDER BY x.unit, bool_or(x.head) DESC, p.id`;
  const found = new Map<string, NameRow[]>();
  for (const { unit, ...person } of rows) found.set(unit, [...(found.get(unit) ?? []), person]);
  return found;
}

/** Parent first, then its parent, up to the root. */
export async function unitsAbove(sql: Query, unitId: string): Promise<readonly NameRow[]> {
  return sql<NameRow[]>`
    WITH RECURSIVE above AS (
      SELECT parent_id, 0 AS depth FROM units WHERE id = ${unitId}
      UNION ALL SELECT u.parent_id, a.depth + 1 FROM units u JOIN above a ON u.id = a.parent_id WHERE a.depth < 64)
    SELECT u.id, u.name_zh AS "nameZh", u.name_en AS "nameEn" FROM above a JOIN units u ON u.id = a.parent_id ORDER BY a.depth`;
}

export async function unitsDirectlyBelow(sql: Query, cycleId: string, unitId: string): Promise<readonly NameRow[]> {
  return sql<NameRow[]>`
    SELECT u.id, u.name_zh AS "nameZh", u.name_en AS "nameEn" FROM units u
      JOIN reviews r ON r.unit_id = u.id AND r.cycle_id = ${cycleId} WHERE u.parent_id = ${unitId} ORDER BY u.position, u.id`;
}

/** The units below one that take part in the cycle, at any depth. */
const below = (sql: Query, cycleId: string, unitId: string) => sql`
  WITH RECURSIVE below AS (
    SELECT id, ARRAY[position] AS path, ARRAY[id::text] AS ids FROM units WHERE parent_id = ${unitId}
    UNION ALL
    SELECT u.id, b.path || u.position, b.ids || u.id::text FROM units u JOIN below b ON u.parent_id = b.id
     WHERE NOT u.id::text = ANY (b.ids)
  ), taking AS (SELECT b.id, b.path FROM below b JOIN reviews r ON r.unit_id = b.id AND r.cycle_id = ${cycleId})`;

export async function countUnitsBelow(sql: Query, cycleId: string, unitId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    ${below(sql, cycleId, unitId)} SELECT count(*)::int AS count FROM taking`;
  return row?.count ?? 0;
}

/** In the order of the tree. */
export async function unitsBelowIn(
  sql: Query,
  cycleId: string,
  unitId: string,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<readonly NameRow[]> {
  return sql<NameRow[]>`
    ${below(sql, cycleId, unitId)}
    SELECT u.id, u.name_zh AS "nameZh", u.name_en AS "nameEn" FROM taking t JOIN units u ON u.id = t.id
     ORDER BY t.path, u.id OFFSET ${offset} LIMIT ${limit}`;
}
