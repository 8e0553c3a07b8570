/** Where the tests' cycle stands: steps of all reviews and what moved them. Over the domain's own state machine. */
import { readFileSync } from 'node:fs';
import { stateOf } from '../../db/reviews.js';
import { makePlanTimes } from '../../documents/improvement-times.js';
import { makeTimes, resolveSchedule, rungsOf } from '../../documents/schedule.js';
import { parseTemplate } from '../../documents/template.js';
import { addMonths } from '../../domain/dates.js';
import type { RefusalCode } from '../../domain/errors.js';
import {
  advance,
  type Ladder,
  next,
  onDemandPlans,
  openOnDemand,
  type OpenOnDemand,
  type Phase,
  phases,
  reopen,
  type ReviewState,
  type Rung,
  type Schedule,
  settlementStepId,
  type Step,
  type StepEvent,
  type StepMessage,
  type StepPlan,
  type Swept,
} from '../../domain/process/index.js';
import { reviewIdOf } from '../../workflows/messages.js';
import { acting } from './people.js';

export const zone = 'Asia/Shanghai';
const calendar = { holidays: [], workdays: [] };
const usualPlanTimes = makePlanTimes(calendar, zone);
/**
 * Talks open half an hour after everything of the cycle opens: the time-skipping server stands still for good where two
 * workflows have timers at one instant and signal each other. The real server knows no such thing.
 */
export const planTimes = {
  ...usualPlanTimes,
  opening: (day: string): number => usualPlanTimes.opening(day) + 1_800_000,
};
const times = makeTimes(calendar, zone);
const template = readTemplate();
const rungs = (ladder: Ladder, dueAt: number): readonly Rung[] => rungsOf(ladder, dueAt, calendar, zone);

/** One line per event, as the journal has them. */
export interface Line {
  readonly at: number;
  readonly reviewId: string;
  readonly stepId: string;
  readonly what: string;
}

/** A step's own word: what became of it. */
const wordOf = (event: StepEvent): string => (event.type === 'decided' ? event.outcome : event.type);

/** The sample organization's year, beginning at that day. */
export function yearFrom(periodStart: string): Schedule {
  const [year = '', month = '', day = ''] = addMonths(periodStart, 12).split('-');
  const periodEnd = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day) - 1)).toISOString().slice(0, 10);
  return resolveSchedule(template, { periodStart, periodEnd, zone }, calendar);
}

export function createStanding(cycleId: string, units: readonly string[], schedule: Schedule, from: Phase) {
  const plans = new Map([...onDemandPlans, ...schedule.steps].map((plan) => [plan.id, plan]));
  const reviews = new Map([null, ...units].map((unit) => [reviewIdOf(cycleId, unit), begin(unit, schedule, from)]));
  const barriers = new Map<string, 'met' | 'cut-off'>();
  const lines: Line[] = [];
  const steps = (): readonly Step[] => [...reviews.values()].flatMap((review) => review.steps);
  const reviewOf = (id: string) => reviews.get(id) ?? fail(`no review ${id}`);
  const planOf = (step: Step) => plans.get(step.planId) ?? fail(`no plan ${step.planId}`);

  /** What time alone does to a review; `undecided` words keep their step from closing. */
  function move(id: string, now: number, undecided: ReadonlyMap<string, number> = new Map()): readonly StepEvent[] {
    const review = reviewOf(id);
    const moved = advance(review.steps, { now, plans, barriersMet: new Set(barriers.keys()), undecided, times, rungs });
    review.steps = moved.steps;
    for (const event of moved.events) lines.push({ at: now, reviewId: id, stepId: event.stepId, what: wordOf(event) });
    if (moved.events.length > 0) review.revision += 1;
    // What two heads leave open is their superior's, as the sweep has it.
    for (const { type, stepId } of moved.events) {
      const [kind, other] = stepId.split('/');
      if (type === 'forwarded' && kind === 'alignment' && other !== undefined)
        open(id, { id: settlementStepId(other), kind: 'settlement', at: now });
    }
    return moved.events;
  }

  /** Somebody, or somebody's goals, opened a step that nobody scheduled. */
  function open(id: string, wanted: OpenOnDemand): void {
    const review = reviewOf(id);
    review.steps = [...review.steps, openOnDemand(wanted, { times, rungs })];
    review.revision += 1;
    lines.push({ at: wanted.at, reviewId: id, stepId: wanted.id, what: 'opened' });
    move(id, wanted.at);
  }

  /** An improvement plan has ended over it. */
  function cancel(id: string, stepId: string, now: number): void {
    const review = reviewOf(id);
    review.steps = review.steps.map((step) =>
      step.id === stepId ? { ...step, state: 'cancelled', revision: step.revision + 1, nextAt: null } : step,
    );
    review.revision += 1;
    lines.push({ at: now, reviewId: id, stepId, what: 'cancelled' });
  }

  /** What was submitted or decided about money is wanted once more. */
  function reopenMoney(now: number): void {
    const review = reviewOf(reviewIdOf(cycleId, null));
    review.steps = review.steps.map((step) => {
      if (!/^(bonus|budget)/.test(step.kind) || (step.state !== 'done' && step.state !== 'submitted')) return step;
      lines.push({ at: now, reviewId: reviewIdOf(cycleId, null), stepId: step.id, what: 'reopened' });
      return reopen(step, planOf(step), now, times).step;
    });
    review.revision += 1;
    move(reviewIdOf(cycleId, null), now);
  }

  /** Judges one word; null: applied. */
  function judge(id: string, stepId: string, message: StepMessage): RefusalCode | null {
    const review = reviewOf(id);
    const step = review.steps.find((each) => each.id === stepId);
    if (step === undefined) return 'STEP_NOT_FOUND';
    const plan = planOf(step);
    const who = acting(message.act === 'submit' ? plan.submitter : plan.decider, review.unit, stepId.split('/')[1]);
    const result = next(step, plan, message, who, times);
    if (!result.ok) return result.code;
    review.steps = review.steps.map((each) => (each === step ? result.step : each));
    lines.push({ at: message.receivedAt, reviewId: id, stepId, what: wordOf(result.event) });
    const revision = review.revision + 1;
    move(id, message.receivedAt);
    review.revision = revision;
    return null;
  }

  return {
    schedule,
    rungs,
    steps,
    stepsOf: (id: string): readonly Step[] => reviewOf(id).steps,
    ids: [...reviews.keys()],
    barriers,
    lines,
    move,
    open,
    cancel,
    reopenMoney,
    judge,
    state: (id: string): ReviewState => stateOf(reviewOf(id).revision, reviewOf(id).steps),
    /** Barriers not yet passed whose steps have all ended, or whose cut-off is over. */
    reached: (now: number): Swept['reached'] =>
      Object.entries(schedule.barriers).flatMap(([id, { of, cutOffAt }]): Swept['reached'] => {
        if (barriers.has(id)) return [];
        if (!steps().some((step) => step.planId === of && isLive(step))) return [{ id, of, how: 'met' }];
        return cutOffAt !== null && cutOffAt <= now ? [{ id, of, how: 'cut-off' }] : [];
      }),
    pass: (id: string, how: 'met' | 'cut-off'): void => {
      barriers.set(id, how);
      for (const review of reviews.values()) {
        review.steps = review.steps.map((step) =>
          step.barrier === id && step.state === 'closed' ? { ...step, nextAt: step.opensAt } : step,
        );
      }
    },
    phaseOpensAt: (phase: Phase): number =>
      schedule.phases.find((each) => each.id === phase)?.opensAt ?? fail(`no phase ${phase}`),
  };
}
export type Standing = ReturnType<typeof createStanding>;

/** Not yet ended. */
export const isLive = (step: Step): boolean => step.state !== 'done' && step.state !== 'cancelled';

/** Nobody rates anybody here: no steps of scope raters. What belongs to phases behind is done. */
function begin(unit: string | null, { steps }: Schedule, from: Phase) {
  const own = steps.filter((plan) => plan.scope === (unit === null ? 'cycle' : 'unit'));
  const isBehind = (plan: StepPlan): boolean => phases.indexOf(plan.phase) < phases.indexOf(from);
  return {
    unit,
    revision: 0,
    steps: own.map((plan): Step => {
      const waitsFor = plan.after.filter((id) => own.some((other) => other.id === id));
      const behind = isBehind(plan);
      const free = plan.barrier === null && own.every((other) => !waitsFor.includes(other.id) || isBehind(other));
      return {
        id: plan.id,
        planId: plan.id,
        kind: plan.kind,
        state: behind ? 'done' : 'closed',
        outcome: behind ? 'forwarded' : null,
        attempt: 1,
        revision: 0,
        opensAt: plan.opensAt,
        dueAt: plan.dueAt,
        closesAt: plan.closesAt,
        decideDueAt: null,
        decideClosesAt: null,
        waitsFor,
        barrier: plan.barrier,
        submittedBy: [],
        decidedBy: null,
        rung: 0,
        nextAt: free && !behind ? plan.opensAt : null,
      };
    }) as readonly Step[],
  };
}

function readTemplate() {
  const path = new URL('../../sample/template.json', import.meta.url);
  const parsed = parseTemplate(JSON.parse(readFileSync(path, 'utf8')));
  return parsed.ok ? parsed.value : fail(JSON.stringify(parsed.problems));
}

export function fail(why: string): never {
  throw new Error(why);
}
