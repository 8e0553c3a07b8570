import type { Query } from './connect.js';

/** What opening a change request asks of a unit's review. The caller holds the review. */
export interface ChangeStanding {
  /** Numbers given so far. */
  readonly count: number;
  /** The one under way. */
  readonly live: string | null;
  readonly hasGoals: boolean;
}

export async function readChangeStanding(sql: Query, cycleId: string, unitId: string): Promise<ChangeStanding> {
  const [row] = await sql<ChangeStanding[]>`
    SELECT count(*)::int AS count, min(step_id) FILTER (WHERE state IN ('open', 'submitted')) AS live,
           EXISTS (SELECT FROM goals WHERE cycle_id = ${cycleId} AND unit_id = ${unitId} AND valid_to IS NULL) AS "hasGoals"
      FROM steps WHERE cycle_id = ${cycleId} AND unit_id = ${unitId} AND kind = 'change'`;
  return row ?? { count: 0, live: null, hasGoals: false };
}
