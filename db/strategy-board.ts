import type { SwotEntry } from '../domain/rules/index.js';
import type { Query } from './connect.js';
import type { UnitsInSight } from './strategy-tree.js';

export interface BoardEntry {
  readonly id: string;
  readonly kind: SwotEntry['kind'];
  readonly titleZh: string;
  readonly titleEn: string;
  readonly key: boolean;
  /** By any goal of the cycle, also by one that the reader does not see. */
  readonly used: boolean;
  /** Goals in sight that use it. */
  readonly count: number;
  /** The first of them. */
  readonly goals: readonly { readonly id: string; readonly unitId: string; readonly title: string }[];
}

/** The SWOT entries of the cycle's book with the standing goals that use them. One pass over the goals. */
export async function swotBoard(
  sql: Query,
  cycle: { readonly id: string; readonly book: string },
  it: { readonly limit: number; readonly units: UnitsInSight },
): Promise<readonly BoardEntry[]> {
  const visible = it.units === null ? sql`true` : sql`g.unit_id = ANY (${it.units as string[]})`;
  return sql<BoardEntry[]>`
    WITH used AS MATERIALIZED (
      SELECT s.id AS entry, g.goal_id, g.unit_id, coalesce(g.content ->> 'title', '') AS title, ${visible} AS visible
        FROM standing_goals g CROSS JOIN LATERAL jsonb_array_elements_text(
          CASE jsonb_typeof(g.content -> 'swot') WHEN 'array' THEN g.content -> 'swot' ELSE '[]' END) AS s (id)
       WHERE g.cycle_id = ${cycle.id} AND g.content ? 'swot'
    ), named AS (
      SELECT *, row_number() OVER (PARTITION BY entry ORDER BY unit_id, goal_id) AS place FROM used WHERE visible
    ), counted AS (
      SELECT entry, count(*) FILTER (WHERE visible)::int AS count FROM used GROUP BY entry
    ), shown AS (
      SELECT entry, jsonb_agg(jsonb_build_object('id', goal_id, 'unitId', unit_id, 'title', title) ORDER BY place) AS goals
        FROM named WHERE place <= ${it.limit} GROUP BY entry)
    SELECT e.id, e.kind, e.title_zh AS "titleZh", e.title_en AS "titleEn", e.is_key AS key, c.entry IS NOT NULL AS used,
           coalesce(c.count, 0) AS count, coalesce(s.goals, '[]') AS goals
      FROM swot_entries_in(${cycle.book}) e LEFT JOIN counted c ON c.entry = e.id LEFT JOIN shown s ON s.entry = e.id
     ORDER BY e.position, e.id`;
}
