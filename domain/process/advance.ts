import type { Ladder, Step, StepEvent, StepPlan, Times } from './types.js';

/** What time alone does to the steps of one review. */
export interface AdvanceContext {
  readonly now: number;
  readonly plans: ReadonlyMap<string, StepPlan>;
  readonly barriersMet: ReadonlySet<string>;
  /** Step id → earliest received instant of a command not yet decided. */
  readonly undecided: ReadonlyMap<string, number>;
  readonly times: Times;
  /** Rungs of a ladder around a due instant, in order of time. */
  readonly rungs: (ladder: Ladder, dueAt: number) => readonly Rung[];
}

export interface Rung {
  readonly at: number;
  readonly kind: 'remind' | 'escalate';
}

export interface Advanced {
  /** All steps, changed or not; `changed` names those that differ (also in `nextAt` only). */
  readonly steps: readonly Step[];
  readonly changed: ReadonlySet<string>;
  readonly events: readonly StepEvent[];
}

/**
 * Opens what can open, climbs the ladders, closes by policy, until nothing
 * moves at `now`; then says of each step when to look again. Pure; calling it
 * twice at one instant changes nothing the second time.
 */
export function advance(steps: readonly Step[], ctx: AdvanceContext): Advanced {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const events: StepEvent[] = [];
  for (let moved = true; moved;) {
    moved = false;
    for (const step of byId.values()) {
      const after = advanceStep(step, byId, ctx, events);
      if (after !== step) {
        byId.set(step.id, after);
        moved = true;
      }
    }
  }
  const changed = new Set<string>();
  const result = steps.map((before) => {
    const settled = withNextAt(byId.get(before.id) ?? before, byId, ctx);
    if (settled !== before) changed.add(before.id);
    return settled;
  });
  return { steps: result, changed, events };
}

function planOf(step: Step, ctx: AdvanceContext): StepPlan {
  const plan = ctx.plans.get(step.planId);
  if (plan === undefined) throw new Error(`no plan ${step.planId} for step ${step.id}`);
  return plan;
}

function advanceStep(step: Step, all: ReadonlyMap<string, Step>, ctx: AdvanceContext, events: StepEvent[]): Step {
  switch (step.state) {
    case 'closed':
      return openIfReady(step, all, ctx, events);
    case 'open':
    case 'submitted':
      return closeIfOver(climb(step, ctx, events), step.state, ctx, events);
    case 'done':
    case 'cancelled':
      return step;
  }
}

const hasEnded = (step: Step | undefined): boolean =>
  step === undefined || step.state === 'done' || step.state === 'cancelled';

function isFree(step: Step, all: ReadonlyMap<string, Step>, ctx: AdvanceContext): boolean {
  if (step.barrier !== null && !ctx.barriersMet.has(step.barrier)) return false;
  return step.waitsFor.every((id) => hasEnded(all.get(id)));
}

function openIfReady(step: Step, all: ReadonlyMap<string, Step>, ctx: AdvanceContext, events: StepEvent[]): Step {
  if (ctx.now < step.opensAt || !isFree(step, all, ctx)) return step;
  const plan = planOf(step, ctx);
  if (isVain(plan, all)) {
    events.push({ type: 'cancelled', stepId: step.id, from: 'closed' });
    return { ...step, state: 'cancelled', revision: step.revision + 1, nextAt: null };
  }
  events.push({ type: 'opened', stepId: step.id });
  // Opened late, it keeps at least the working days a new attempt would get.
  const dueAt =
    ctx.now > step.opensAt ? Math.max(step.dueAt, ctx.times.workdaysAfter(ctx.now, plan.againWorkdays)) : step.dueAt;
  const closesAt = Math.max(step.closesAt, dueAt + (plan.closesAt - plan.dueAt));
  return { ...step, state: 'open', revision: step.revision + 1, dueAt, closesAt, rung: 0 };
}

/** What it was to answer has not happened. */
function isVain({ onlyAfter }: StepPlan, all: ReadonlyMap<string, Step>): boolean {
  if (onlyAfter === undefined) return false;
  const outcome = all.get(onlyAfter.step)?.outcome ?? null;
  return outcome === null || !onlyAfter.outcomes.includes(outcome);
}

const dueOf = (step: Step): number => (step.state === 'submitted' ? (step.decideDueAt ?? step.dueAt) : step.dueAt);

const closeOf = (step: Step): number =>
  step.state === 'submitted' ? (step.decideClosesAt ?? step.closesAt) : step.closesAt;

/** A right that nobody has used yet is no duty: nobody is reminded of it. */
function rungsOf(step: Step, ctx: AdvanceContext): readonly Rung[] {
  const { ladder, onClose } = planOf(step, ctx);
  return onClose === 'lapse' && step.state === 'open' ? [] : ctx.rungs(ladder, dueOf(step));
}

function climb(step: Step, ctx: AdvanceContext, events: StepEvent[]): Step {
  const rungs = rungsOf(step, ctx);
  const of = step.state === 'submitted' ? 'decider' : 'submitter';
  let rung = step.rung;
  for (let above = rungs[rung]; above !== undefined && above.at <= ctx.now; above = rungs[rung]) {
    rung += 1;
    events.push({ type: above.kind === 'remind' ? 'reminded' : 'escalated', stepId: step.id, rung, of });
  }
  return rung === step.rung ? step : { ...step, rung };
}

function closeIfOver(step: Step, from: 'open' | 'submitted', ctx: AdvanceContext, events: StepEvent[]): Step {
  const closesAt = closeOf(step);
  const waiting = ctx.undecided.get(step.id);
  if (ctx.now < closesAt || (waiting !== undefined && waiting < closesAt)) return step;
  const { onClose } = planOf(step, ctx);
  const forward = onClose === 'forward' || (onClose === 'lapse' && from === 'submitted');
  events.push({ type: forward ? 'forwarded' : 'cancelled', stepId: step.id, from });
  const ended = { ...step, revision: step.revision + 1, nextAt: null };
  return forward ? { ...ended, state: 'done', outcome: 'forwarded' } : { ...ended, state: 'cancelled' };
}

function withNextAt(step: Step, all: ReadonlyMap<string, Step>, ctx: AdvanceContext): Step {
  const nextAt = nextInstant(step, all, ctx);
  return nextAt === step.nextAt ? step : { ...step, nextAt };
}

function nextInstant(step: Step, all: ReadonlyMap<string, Step>, ctx: AdvanceContext): number | null {
  switch (step.state) {
    case 'closed':
      return isFree(step, all, ctx) ? step.opensAt : null;
    case 'open':
    case 'submitted': {
      const above = rungsOf(step, ctx)[step.rung];
      return above === undefined ? closeOf(step) : Math.min(above.at, closeOf(step));
    }
    case 'done':
    case 'cancelled':
      return null;
  }
}
