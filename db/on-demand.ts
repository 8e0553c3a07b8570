import type { PersonRule, Step } from '../domain/process/index.js';
import type { Query } from './connect.js';

export interface OnDemandPlace {
  readonly reviewId: string;
  readonly cycleId: string;
  readonly unitId: string;
  readonly submitter: PersonRule;
  readonly decider: PersonRule | null;
  /** After the scheduled steps, by kind. */
  readonly position: number;
}

/** Writes a unit's own step, open at once. A living conversation that does not know it yet leaves words about it to `record`. */
export async function openUnitStep(sql: Query, place: OnDemandPlace, step: Step): Promise<void> {
  await sql`
    INSERT INTO steps (review_id, step_id, cycle_id, unit_id, plan_id, kind, phase, position, state, revision, opens_at, due_at,
                       closes_at, submitter_rule, decider_rule, opened_at, next_at)
    SELECT ${place.reviewId}, ${step.id}, ${place.cycleId}, ${place.unitId}, ${step.planId}, ${step.kind}, phase, ${place.position},
           'open', ${step.revision}, ${step.opensAt}, ${step.dueAt}, ${step.closesAt}, ${place.submitter}, ${place.decider},
           ${step.opensAt}, ${step.nextAt}
      FROM cycles WHERE id = ${place.cycleId}`;
  await sql`UPDATE reviews SET revision = revision + 1 WHERE id = ${place.reviewId}`;
}
