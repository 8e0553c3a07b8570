import type { Query } from './connect.js';

/** What opening a nomination asks of a unit's review. The caller holds the review. */
export interface NominationStanding {
  /** The highest number given so far, by whoever: a template may have scheduled `nomination-1` itself. */
  readonly last: number;
  /** One opened on demand that is under way. */
  readonly live: string | null;
  readonly published: boolean;
}

export async function readNominationStanding(sql: Query, cycleId: string, unitId: string): Promise<NominationStanding> {
  const [row] = await sql<NominationStanding[]>`
    SELECT coalesce(max(substring(step_id FROM '^nomination-([1-9][0-9]{0,8})$')::int), 0) AS last,
           min(step_id) FILTER (WHERE kind = 'nomination' AND state IN ('open', 'submitted')) AS live,
           EXISTS (SELECT FROM results WHERE cycle_id = ${cycleId} AND unit_id = ${unitId} AND published_at IS NOT NULL) AS published
      FROM steps WHERE cycle_id = ${cycleId} AND unit_id = ${unitId}`;
  return row ?? { last: 0, live: null, published: false };
}

/** A person as a nomination of this unit sees them; undefined: there is no such person. */
export async function readNominee(
  sql: Query,
  unitId: string,
  personId: string,
): Promise<
  { readonly active: boolean; readonly ofUnit: boolean; readonly nameZh: string; readonly nameEn: string } | undefined
> {
  const [row] = await sql<{ active: boolean; ofUnit: boolean; nameZh: string; nameEn: string }[]>`
    SELECT p.active, p.name_zh AS "nameZh", p.name_en AS "nameEn",
           EXISTS (SELECT FROM units WHERE id = ${unitId} AND head_id = p.id)
           OR EXISTS (SELECT FROM unit_members WHERE unit_id = ${unitId} AND person_id = p.id) AS "ofUnit"
      FROM persons p WHERE p.id = ${personId}`;
  return row;
}

/** Whom the words that stand in a nomination name; null: nobody yet, or words of an older form. */
export async function nomineeOf(sql: Query, reviewId: string, stepId: string): Promise<string | null> {
  const [row] = await sql<{ person: string | null }[]>`
    SELECT v.content ->> 'person' AS person FROM steps s JOIN step_versions v ON v.command_id = s.submit_command
     WHERE s.review_id = ${reviewId} AND s.step_id = ${stepId}`;
  return row?.person ?? null;
}
