/** Improvement plans of the tests' world: the domain's own rules over the world's steps, as Postgres keeps both. */
import {
  advancePlan,
  planIdOf,
  type PlanEvent,
  planNumberOf,
  type PlanStage,
  type PlanStanding,
  type PlanStep,
  planStepId,
  type PlanTerms,
  type Verdict,
} from '../../domain/improvement/index.js';
import { reviewIdOf } from '../../workflows/messages.js';
import { fail, isLive, planTimes, type Standing } from './standing.js';
import type { WorldOptions } from './world.js';

/** What of a step's content a plan goes by. */
interface Said {
  readonly firstDay?: string;
  readonly verdict?: Verdict;
  readonly days?: number;
}

interface Kept {
  readonly id: string;
  readonly reviewId: string;
  plan: PlanStanding;
  nextAt: number | null;
  /** Ends of steps that were seen so far. */
  ends: number;
}

/**
 * After it is due by its own timer, the cycle looks whether a plan was lost: not at the same instant, as Postgres has
 * it. The time-skipping server stands still for good where a timer fires while its workflow handles a signal.
 */
const lostAfterMs = 60_000;

export function createImproving(world: {
  readonly cycleId: string;
  readonly standing: Standing;
  readonly now: () => Promise<number>;
  /** No rehearsal: plans have timers of their own. */
  readonly isReal: () => boolean;
  readonly signal: WorldOptions['signal'];
}) {
  const { standing, signal, cycleId } = world;
  const lookAt = (due: number): number => (world.isReal() ? due + lostAfterMs : due);
  const events: PlanEvent[] = [];
  const contents = new Map<string, Said>();
  const criterion = { met: true };
  let kept: Kept | null = null;

  const stepsOf = ({ reviewId, plan }: Kept) =>
    standing.stepsOf(reviewId).filter(({ id }) => planNumberOf(id) === plan.number);
  const goesOn = (): boolean => kept !== null && kept.plan.stage !== 'ended';
  const stir = async ({ id }: Kept): Promise<void> => signal({ plan: id }, 'wake');
  const lastLine = (reviewId: string, stepId: string, wanted: (what: string) => boolean): number | null =>
    standing.lines.findLast((line) => line.reviewId === reviewId && line.stepId === stepId && wanted(line.what))?.at ??
    null;

  function shownSteps(it: Kept): ReadonlyMap<string, PlanStep> {
    return new Map(
      stepsOf(it).map((step): [string, PlanStep] => {
        const said = contents.get(step.id);
        const submitted = step.submittedBy.length > 0 ? lastLine(it.reviewId, step.id, (w) => w === 'submitted') : null;
        const { state, outcome, dueAt } = step;
        return [
          step.id,
          {
            state,
            outcome,
            dueAt,
            submittedAt: submitted,
            endedAt: isLive(step) ? null : lastLine(it.reviewId, step.id, () => true),
            firstDay: said?.firstDay ?? null,
            verdict: said?.verdict ?? null,
            days: said?.days ?? null,
          },
        ];
      }),
    );
  }

  return {
    events,
    contents,
    criterion,
    goesOn,
    plan: (): PlanStanding => kept?.plan ?? fail('no plan'),
    /** When the cycle is to look at it. */
    nextAt: (): number | null => (goesOn() && kept !== null && kept.nextAt !== null ? lookAt(kept.nextAt) : null),
    /** As the api opens it. */
    open: async (unit: string, terms: PlanTerms): Promise<string> => {
      const reviewId = reviewIdOf(cycleId, unit);
      const id = planIdOf(cycleId, unit, 1);
      const plan = {
        number: 1,
        terms,
        stage: 'proposed',
        firstDay: null,
        talks: [],
        judgements: 0,
        end: null,
      } as const;
      kept = { id, reviewId, plan, nextAt: null, ends: 0 };
      standing.open(reviewId, { id: planStepId(1), kind: 'improvement', at: await world.now() });
      await stir(kept);
      return id;
    },
    /** As triggers and sweep do: the end of a step makes the plan due, and what is due is told. */
    look: async (now: number): Promise<void> => {
      if (kept === null || !goesOn()) return;
      const ends = stepsOf(kept).filter((step) => !isLive(step)).length;
      const hasEnded = ends > kept.ends;
      if (hasEnded) kept.nextAt = Math.min(kept.nextAt ?? now, now);
      kept.ends = ends;
      if (hasEnded || (kept.nextAt !== null && lookAt(kept.nextAt) <= now)) await stir(kept);
    },
    advance: async (planId: string): Promise<{ readonly stage: PlanStage; readonly waitMs: number | null }> => {
      if (kept?.id !== planId) fail(`no plan ${planId}`);
      const it = kept;
      const now = await world.now();
      const steps = shownSteps(it);
      const moves = advancePlan(it.plan, { now, criterionMet: criterion.met, steps, times: planTimes });
      it.plan = moves.plan;
      it.nextAt = moves.nextAt;
      for (const id of moves.cancels) standing.cancel(it.reviewId, id, now);
      for (const wanted of moves.opens) standing.open(it.reviewId, { ...wanted, at: now });
      events.push(...moves.events);
      it.ends = stepsOf(it).filter((step) => !isLive(step)).length;
      if (moves.events.length > 0) await signal('cycle', 'wake');
      return {
        stage: moves.plan.stage,
        waitMs: world.isReal() && moves.nextAt !== null ? Math.max(moves.nextAt - now, 0) : null,
      };
    },
  };
}
