import type { Query } from './connect.js';

/** A decider opened the attempt that waits for a decision; only the first look is kept. */
export async function recordStepLook(
  sql: Query,
  look: {
    readonly cycleId: string;
    readonly reviewId: string;
    readonly stepId: string;
    readonly attempt: number;
    readonly personId: string;
    /** Cycle time. */
    readonly at: number;
  },
): Promise<void> {
  await sql`
    INSERT INTO step_looks (review_id, step_id, attempt, person_id, cycle_id, at)
    VALUES (${look.reviewId}, ${look.stepId}, ${look.attempt}, ${look.personId}, ${look.cycleId}, ${look.at})
    ON CONFLICT DO NOTHING`;
}
