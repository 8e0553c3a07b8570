import type { Query } from './connect.js';

/** Where a person stands towards one unit, whatever their roles. */
export interface Standing {
  /** Heads the unit or one above it. */
  readonly inLine: boolean;
  readonly member: boolean;
  /** Member of a unit below it: its goals are what theirs serve. */
  readonly below: boolean;
  /** Heads some unit of the organization. */
  readonly head: boolean;
}

export async function standingOf(sql: Query, personId: string, unitId: string): Promise<Standing> {
  const [row] = await sql<Standing[]>`
    WITH RECURSIVE above AS (
      SELECT id, parent_id, head_id FROM units WHERE id = ${unitId}
      UNION SELECT u.id, u.parent_id, u.head_id FROM units u JOIN above a ON u.id = a.parent_id
    ), mine AS (
      SELECT m.unit_id::text AS id, 0 AS depth FROM unit_members m WHERE m.person_id = ${personId}
      UNION SELECT u.parent_id::text, 1 FROM units u JOIN mine ON u.id = mine.id WHERE u.parent_id IS NOT NULL
    )
    SELECT EXISTS (SELECT FROM above WHERE head_id = ${personId}) AS "inLine",
           EXISTS (SELECT FROM mine WHERE id = ${unitId} AND depth = 0) AS member,
           EXISTS (SELECT FROM mine WHERE id = ${unitId} AND depth > 0) AS below,
           EXISTS (SELECT FROM units WHERE head_id = ${personId}) AS head`;
  return row ?? { inLine: false, member: false, below: false, head: false };
}

/** The units that hold the person's own: those of which they are a member, and all above. */
export async function unitsAround(sql: Query, personId: string): Promise<ReadonlySet<string>> {
  const rows = await sql<{ id: string }[]>`
    WITH RECURSIVE mine AS (
      SELECT m.unit_id::text AS id FROM unit_members m WHERE m.person_id = ${personId}
      UNION SELECT u.parent_id::text FROM units u JOIN mine ON u.id = mine.id WHERE u.parent_id IS NOT NULL
    )
    SELECT id FROM mine`;
  return new Set(rows.map((row) => row.id));
}

/** The units that a person heads, with all below them. */
export async function unitsInLine(sql: Query, personId: string): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`
    WITH RECURSIVE line AS (
      SELECT id::text FROM units WHERE head_id = ${personId}
      UNION SELECT u.id::text FROM units u JOIN line ON u.parent_id = line.id)
    SELECT id FROM line ORDER BY id`;
  return rows.map((row) => row.id);
}

/** The units, with all below them, of heads for whom the person stands in on that day. */
export async function unitsSpokenFor(sql: Query, personId: string, day: string): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`
    WITH RECURSIVE line AS (
      SELECT u.id::text FROM units u JOIN stand_ins s ON s.principal_id = u.head_id
       WHERE s.person_id = ${personId} AND ${day}::date BETWEEN s.from_date AND s.to_date
      UNION SELECT u.id::text FROM units u JOIN line ON u.parent_id = line.id)
    SELECT id FROM line ORDER BY id`;
  return rows.map((row) => row.id);
}

/** Is there a result, published; and has it been told in a talk (or was the talk's time over)? */
export async function tellingOf(
  sql: Query,
  cycleId: string,
  unitId: string,
): Promise<{ readonly published: boolean; readonly told: boolean }> {
  const [row] = await sql<{ published: boolean; told: boolean }[]>`
    SELECT r.published, r.published AND NOT EXISTS (
             SELECT FROM steps s WHERE s.cycle_id = ${cycleId} AND s.unit_id = ${unitId} AND s.kind = 'feedback'
                AND s.state IN ('closed', 'open')) AS told
      FROM (SELECT EXISTS (SELECT FROM results WHERE cycle_id = ${cycleId} AND unit_id = ${unitId}
                              AND published_at IS NOT NULL) AS published) r`;
  return row ?? { published: false, told: false };
}
