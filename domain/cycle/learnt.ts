import { decisionsOf, isAnswer, type StepKind } from '../process/index.js';

/** What a cycle counted of one planned step, over all its units. */
export interface StepCounts {
  readonly planId: string;
  readonly kind: StepKind;
  /** Done or cancelled. */
  readonly ended: number;
  /** Of these, those that nobody had submitted. */
  readonly unanswered: number;
  /** Decisions that people made, and how many of them were a return. */
  readonly decided: number;
  readonly returned: number;
  readonly reminders: number;
  readonly escalations: number;
  /** Mean hours from opening to the submission, and from there to the decision; null: there was none. */
  readonly submitHours: number | null;
  readonly decideHours: number | null;
}

export interface CycleCounts {
  readonly steps: readonly StepCounts[];
  /** Metrics typed by hand on which several goals stood. */
  readonly askedTwice: readonly { readonly metric: string; readonly goals: number }[];
  /** Values that were typed although the same day's value was known. */
  readonly typedAgain: number;
}

/**
 * One thing to simplify. `NOBODY_ANSWERED`: its window always closed over silence; `NEVER_RETURNED`: every decision
 * was a yes, so that it decides nothing; `TOOK_LONGEST`: most hours of waiting; `METRIC_ASKED_TWICE`, `TYPED_AGAIN`:
 * the same figure from several hands; `MANY_REMINDERS`: people had to be reminded more than once each.
 */
export type ToSimplify =
  | { readonly code: 'NOBODY_ANSWERED'; readonly planId: string; readonly kind: StepKind; readonly count: number }
  | { readonly code: 'NEVER_RETURNED'; readonly planId: string; readonly kind: StepKind; readonly count: number }
  | { readonly code: 'TOOK_LONGEST'; readonly planId: string; readonly kind: StepKind; readonly hours: number }
  | { readonly code: 'MANY_REMINDERS'; readonly planId: string; readonly kind: StepKind; readonly count: number }
  | { readonly code: 'METRIC_ASKED_TWICE'; readonly metric: string; readonly count: number }
  | { readonly code: 'TYPED_AGAIN'; readonly count: number };

/** Windows that stand open for whoever wants them: that nobody does is no silence. */
const offered = new Set<StepKind>(['appeal', 'appeal-2', 'improvement-appeal']);
/** What is decided about work; an answer to a talk or to a conflict is no approval. */
const isApproval = (kind: StepKind): boolean => decisionsOf(kind)?.every((decision) => !isAnswer(decision)) ?? false;

/** Fewer decisions without a return say nothing yet. */
const leastDecisions = 3;
const longest = 3;

const hoursOf = ({ submitHours, decideHours }: StepCounts): number => (submitHours ?? 0) + (decideHours ?? 0);

/** What the counts suggest to leave out or to shorten, in the order of the cycle; advice, nothing is changed by it. */
export function whatToSimplify({ steps, askedTwice, typedAgain }: CycleCounts): readonly ToSimplify[] {
  const of = ({ planId, kind }: StepCounts) => ({ planId, kind });
  const slow = steps
    .filter((step) => hoursOf(step) > 0)
    .toSorted((a, b) => hoursOf(b) - hoursOf(a))
    .slice(0, longest);
  return [
    ...steps
      .filter(({ kind, ended, unanswered }) => ended > 0 && unanswered === ended && !offered.has(kind))
      .map((step) => ({ code: 'NOBODY_ANSWERED', ...of(step), count: step.ended }) as const),
    ...steps
      .filter(({ kind, decided, returned }) => decided >= leastDecisions && returned === 0 && isApproval(kind))
      .map((step) => ({ code: 'NEVER_RETURNED', ...of(step), count: step.decided }) as const),
    ...slow.map((step) => ({ code: 'TOOK_LONGEST', ...of(step), hours: hoursOf(step) }) as const),
    ...steps
      .filter(({ ended, reminders, escalations }) => ended > 0 && reminders + escalations > ended)
      .map((step) => ({ code: 'MANY_REMINDERS', ...of(step), count: step.reminders + step.escalations }) as const),
    ...askedTwice.map(({ metric, goals }) => ({ code: 'METRIC_ASKED_TWICE', metric, count: goals }) as const),
    ...(typedAgain > 0 ? [{ code: 'TYPED_AGAIN', count: typedAgain } as const] : []),
  ];
}
