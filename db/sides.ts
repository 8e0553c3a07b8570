import type { Query } from './connect.js';

/** Of a unit: its head, or a head above it. */
export type Side = 'head' | 'above';

/**
 * On which sides of a unit somebody can act: as its head, or as a head above
 * it; for themselves, or for one whom they stand in for on that day and who has
 * not left. Their own sides first.
 */
export async function sidesOf(
  sql: Query,
  personId: string,
  unitId: string,
  day: string,
): Promise<readonly { readonly principal: string; readonly side: Side }[]> {
  return sql`
    WITH RECURSIVE line AS (
      SELECT id, parent_id, head_id, 0 AS depth FROM units WHERE id = ${unitId}
      UNION SELECT u.id, u.parent_id, u.head_id, l.depth + 1 FROM units u JOIN line l ON u.id = l.parent_id WHERE l.depth < 64
    ), me AS (
      SELECT ${personId}::text AS principal, 0 AS rank
      UNION SELECT s.principal_id::text, 1 FROM stand_ins s JOIN persons p ON p.id = s.principal_id AND p.active
             WHERE s.person_id = ${personId} AND ${day}::date BETWEEN s.from_date AND s.to_date)
    SELECT m.principal, CASE WHEN min(l.depth) = 0 THEN 'head' ELSE 'above' END AS side
      FROM me m JOIN line l ON l.head_id = m.principal GROUP BY m.principal, m.rank ORDER BY m.rank, min(l.depth)`;
}
