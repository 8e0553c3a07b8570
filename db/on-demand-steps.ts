import type { Step, StepPlan } from '../domain/process/index.js';
import type { Query } from './connect.js';

/**
 * Writes a step that no template scheduled, as it opens, after all that the template schedules and in the order of the
 * numbers in their ids (the tenth is not the second). A living conversation
 * that does not know it yet leaves words about it to `record`. The caller holds the review.
 */
export async function insertStep(
  sql: Query,
  place: { readonly reviewId: string; readonly cycleId: string; readonly unitId: string | null },
  step: Step,
  { submitter, decider }: Pick<StepPlan, 'submitter' | 'decider'>,
): Promise<void> {
  await sql`
    INSERT INTO steps (review_id, step_id, cycle_id, unit_id, plan_id, kind, phase, position, state, revision, opens_at, due_at,
                       closes_at, submitter_rule, decider_rule, opened_at, rung, next_at)
    SELECT ${place.reviewId}, ${step.id}, ${place.cycleId}, ${place.unitId}, ${step.planId}, ${step.kind}, phase,
           800 + coalesce(substring(${step.id}::text FROM '-(\\d{1,6})$')::int, 0), ${step.state},
           ${step.revision}, ${step.opensAt}, ${step.dueAt}, ${step.closesAt}, ${submitter}, ${decider}, ${step.opensAt}, ${step.rung},
           ${step.nextAt}
      FROM cycles WHERE id = ${place.cycleId}`;
  await sql`UPDATE reviews SET revision = revision + 1 WHERE id = ${place.reviewId}`;
}
