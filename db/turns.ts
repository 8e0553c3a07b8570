import type { Query } from './connect.js';

/**
 * `resolvePersons` from the other side: of which units a person, and each for whom they stand in, is the head above
 * (`parent-head`) or the next one (`second-head`). By the same rule: nobody is above themselves, persons who have left
 * are nobody, and where nobody is left above it is the board. Common table expressions, to stand behind `WITH RECURSIVE`:
 * `acting` (id, from_date, to_date: NULL where it is the person themselves), `held_roles` (id, role) and `superior_of`
 * (id, unit, rule).
 */
export const turnsOf = (sql: Query, personId: string) => sql`
  acting AS MATERIALIZED (
    SELECT ${personId}::text AS id, NULL::date AS from_date, NULL::date AS to_date
    UNION ALL
    SELECT s.principal_id::text, s.from_date, s.to_date FROM stand_ins s JOIN persons p ON p.id = s.principal_id AND p.active
     WHERE s.person_id = ${personId}
  ), held_roles AS MATERIALIZED (
    SELECT DISTINCT r.person_id::text AS id, r.role FROM acting a JOIN person_roles r ON r.person_id = a.id
  ), down AS (
    -- Below the units they head, with the heads in between; below another unit of theirs the walk begins anew.
    SELECT a.id, c.id::text AS unit, '{}'::text[] AS above
      FROM (SELECT DISTINCT id FROM acting) a JOIN units u ON u.head_id = a.id JOIN units c ON c.parent_id = u.id
    UNION
    SELECT d.id, c.id::text, m.above
      FROM down d JOIN units v ON v.id = d.unit LEFT JOIN persons h ON h.id = v.head_id AND h.active
      CROSS JOIN LATERAL (SELECT CASE WHEN h.id IS NULL OR h.id = ANY (d.above) THEN d.above ELSE d.above || h.id::text END AS above) m
      JOIN units c ON c.parent_id = v.id
     WHERE h.id IS DISTINCT FROM d.id AND cardinality(m.above) <= 2
  ), top AS (
    -- From the roots, for the board, as far as it can be its turn.
    SELECT u.id::text AS unit, '{}'::text[] AS above FROM units u
     WHERE u.parent_id IS NULL AND EXISTS (SELECT FROM held_roles WHERE role = 'board')
    UNION
    SELECT c.id::text, m.above
      FROM top t JOIN units v ON v.id = t.unit LEFT JOIN persons h ON h.id = v.head_id AND h.active
      CROSS JOIN LATERAL (SELECT CASE WHEN h.id IS NULL OR h.id = ANY (t.above) THEN t.above ELSE t.above || h.id::text END AS above) m
      JOIN units c ON c.parent_id = v.id
     WHERE cardinality(m.above) <= 2
  ), superior_of AS MATERIALIZED (
    SELECT w.id, w.unit, r.rule
      FROM (SELECT id, unit, above, false AS board FROM down
            UNION ALL SELECT b.id, t.unit, t.above, true FROM held_roles b CROSS JOIN top t WHERE b.role = 'board') w
      JOIN units u ON u.id = w.unit LEFT JOIN persons h ON h.id = u.head_id AND h.active
      CROSS JOIN LATERAL (SELECT cardinality(array_remove(w.above, h.id::text)) AS count) others
      JOIN (VALUES ('parent-head', 0), ('second-head', 1)) AS r (rule, count)
        ON CASE WHEN w.board THEN others.count <= r.count ELSE others.count = r.count END
     WHERE h.id IS DISTINCT FROM w.id
  )`;

/** Of `acting` a, in the cycle c with the clock k: they act so on that day. */
export const actsToday = (sql: Query) => sql`
  (a.from_date IS NULL OR (coalesce(k.now_at, clock_timestamp()) AT TIME ZONE c.zone)::date BETWEEN a.from_date AND a.to_date)`;
