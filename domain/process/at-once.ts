import type { RefusalCode } from '../errors.js';
import type { ReviewState } from './standing.js';

/** What a conversation can refuse from its own state, without asking Postgres; null: let `record` decide. */
export function refusesAtOnce(
  state: ReviewState,
  word: { readonly stepId: string; readonly stepRevision: number; readonly decision: string | null },
): RefusalCode | null {
  const step = state.steps[word.stepId];
  if (step === undefined) return 'STEP_NOT_FOUND';
  if (word.stepRevision > step.revision) return null;
  switch (step.state) {
    case 'closed':
      return 'STEP_NOT_OPEN';
    case 'cancelled':
      return 'STEP_CLOSED';
    case 'done':
      return step.outcome === 'forwarded' ? 'STEP_CLOSED' : 'STEP_ENDED';
    case 'open':
    case 'submitted':
      return word.stepRevision < step.revision ? 'STALE_REVISION' : null;
  }
}
