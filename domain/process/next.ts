import type { RefusalCode } from '../errors.js';
import { isNamed, refusalOfWord, type WordStanding } from '../rights/words.js';
import { decisionsOf, needsReason, outcomeOf } from './kinds.js';
import type { Decision, Step, StepEvent, StepMessage, StepPlan, Times } from './types.js';

/** Who may act, resolved from the organization at the time of judging. */
export interface ActingContext {
  /** The persons whom the step's submitter rule (for submit) or decider rule (for approve) names. */
  readonly entitled: readonly string[];
  /** Who saved a draft of this attempt, besides who submitted it. */
  readonly editors?: readonly string[];
  /** Heads of the unit under review, or everybody with a line in a proposal (nobody decides about their own unit). */
  readonly headsOfUnit: readonly string[];
  /** Who judged, decided or calibrated before what an appeal is about; empty for all other kinds of steps. */
  readonly tookPart: readonly string[];
  /** The actor is the principal, or stands in for them on that day. */
  readonly mayActForPrincipal: boolean;
}

export type NextResult =
  | { readonly ok: true; readonly step: Step; readonly event: StepEvent }
  | { readonly ok: false; readonly code: RefusalCode };

const refuse = (code: RefusalCode): NextResult => ({ ok: false, code });

/**
 * Judges one message on one step: the state machine of DESIGN.md 3.2. Pure.
 * The window is judged by the received instant, staleness by the step's revision.
 */
export function next(step: Step, plan: StepPlan, message: StepMessage, who: ActingContext, times: Times): NextResult {
  if (!isNamed(standingOf(step, message, who))) return refuse('NOT_YOUR_STEP');
  if (step.state === 'closed') return refuse('STEP_NOT_OPEN');
  if (message.act === 'submit') return submit(step, plan, message, who, times);
  return decide(step, plan, message, who, times);
}

/** How the two who speak stand towards the step; what that gives them is said by the table of rights. */
function standingOf(step: Step, { actor, principal }: StepMessage, who: ActingContext): WordStanding {
  const { entitled, mayActForPrincipal, headsOfUnit: ownUnit, tookPart, editors = [] } = who;
  const wrote = [...step.submittedBy, ...editors];
  return { actor, principal, entitled, mayActForPrincipal, wrote, ownUnit, tookPart };
}

function submit(step: Step, plan: StepPlan, message: StepMessage, who: ActingContext, times: Times): NextResult {
  if (step.state === 'cancelled' || (step.state === 'done' && step.outcome === 'forwarded'))
    return refuse('STEP_CLOSED');
  if (step.state === 'done') return refuse('STEP_ENDED');
  if (message.stepRevision !== step.revision) return refuse('STALE_REVISION');
  if (step.state === 'submitted') return refuse('STEP_NOT_OPEN');
  if (message.receivedAt < step.opensAt) return refuse('STEP_NOT_OPEN');
  if (message.receivedAt >= step.closesAt) return refuse('STEP_CLOSED');
  const barred = refusalOfWord(step.kind, null, standingOf(step, message, who));
  if (barred !== null) return refuse(barred);
  const submittedBy = [...new Set([...step.submittedBy, message.actor, message.principal])];
  const event: StepEvent = { type: 'submitted', stepId: step.id };
  const common = { ...step, revision: step.revision + 1, submittedBy, rung: 0 };
  if (plan.decider === null) {
    return { ok: true, step: { ...common, state: 'done', outcome: 'submitted', nextAt: null }, event };
  }
  const [due, close] = plan.decideWorkdays;
  return {
    ok: true,
    step: {
      ...common,
      state: 'submitted',
      decideDueAt: times.workdaysAfter(message.receivedAt, due),
      decideClosesAt: times.workdaysAfter(message.receivedAt, close),
    },
    event,
  };
}

function decide(step: Step, plan: StepPlan, message: StepMessage, who: ActingContext, times: Times): NextResult {
  const decision = message.decision;
  const offered = decisionsOf(step.kind);
  if (decision === null || offered === null || plan.decider === null || !offered.includes(decision)) {
    return refuse('DECISION_NOT_OFFERED');
  }
  if (step.state === 'cancelled' || (step.state === 'done' && step.outcome === 'forwarded'))
    return refuse('STEP_CLOSED');
  if (step.state === 'done') return refuse('STEP_ENDED');
  if (message.stepRevision !== step.revision) return refuse('STALE_REVISION');
  if (step.state === 'open') return refuse('STEP_NOT_SUBMITTED');
  if (step.decideClosesAt !== null && message.receivedAt >= step.decideClosesAt) return refuse('STEP_CLOSED');
  const barred = refusalOfWord(step.kind, decision, standingOf(step, message, who));
  if (barred !== null) return refuse(barred);
  if (needsReason(decision) && !message.hasReason) return refuse('REASON_MISSING');
  return { ok: true, ...settle(step, plan, decision, message, times) };
}

function settle(
  step: Step,
  plan: StepPlan,
  decision: Decision,
  message: StepMessage,
  times: Times,
): { step: Step; event: StepEvent } {
  const outcome = outcomeOf(decision);
  const event: StepEvent = { type: 'decided', stepId: step.id, decision, outcome };
  const no = decisionsOf(step.kind)?.[1] === decision;
  if (no && plan.onNo === 'again') return { step: again(step, plan, message.receivedAt, times), event };
  return {
    step: {
      ...step,
      state: 'done',
      outcome,
      revision: step.revision + 1,
      decidedBy: message.principal,
      rung: 0,
      nextAt: null,
    },
    event,
  };
}

/** A step whose ground has changed under it, wanted once more: what was decided about the old attempt stays as it was. */
export function reopen(step: Step, plan: StepPlan, now: number, times: Times): { step: Step; event: StepEvent } {
  return { step: again(step, plan, now, times), event: { type: 'reopened', stepId: step.id } };
}

/** A returned step: the next attempt, with the later of its old due and n working days from now. */
function again(step: Step, plan: StepPlan, now: number, times: Times): Step {
  const dueAt = Math.max(step.dueAt, times.workdaysAfter(now, plan.againWorkdays));
  return {
    ...step,
    state: 'open',
    outcome: null,
    attempt: step.attempt + 1,
    revision: step.revision + 1,
    dueAt,
    closesAt: Math.max(step.closesAt, dueAt + (plan.closesAt - plan.dueAt)),
    decideDueAt: null,
    decideClosesAt: null,
    submittedBy: [],
    decidedBy: null,
    rung: 0,
  };
}
