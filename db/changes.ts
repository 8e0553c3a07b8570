import type { Step } from '../domain/process/index.js';
import type { Query } from './connect.js';
import { openUnitStep } from './on-demand.js';

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

/** Writes the step, open at once. A living conversation that does not know it yet leaves words about it to `record`. */
export async function openChangeStep(
  sql: Query,
  place: { readonly reviewId: string; readonly cycleId: string; readonly unitId: string },
  step: Step,
): Promise<void> {
  await openUnitStep(sql, { ...place, submitter: 'head', decider: 'parent-head', position: 800 }, step);
}
