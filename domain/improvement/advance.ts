import { addDays, dayOf } from '../dates.js';
import { planAppealId, planOutcomeId, planStepId, planTalkId } from './ids.js';
import { firstDays } from './first-day.js';
import type { PlanEnd, PlanEvent, PlanStanding, PlanStep, PlanStepWanted, PlanTalk, TalkState } from './types.js';

/** Questions of calendar and zone, answered by the caller. */
export interface PlanTimes {
  readonly dayOf: (instant: number) => string;
  /** The day itself where it is a working day, else the next one. */
  readonly workdayFrom: (day: string) => string;
  readonly workdayAfter: (day: string, workdays: number) => string;
  /** The opening hour of a day. */
  readonly opening: (day: string) => number;
}

export interface PlanContext {
  readonly now: number;
  /** Does the unit's latest published result still meet the criterion? */
  readonly criterionMet: boolean;
  /** The plan's steps by id. */
  readonly steps: ReadonlyMap<string, PlanStep>;
  readonly times: PlanTimes;
}

export interface PlanMoves {
  readonly plan: PlanStanding;
  readonly opens: readonly PlanStepWanted[];
  /** The plan has ended over these steps. */
  readonly cancels: readonly string[];
  readonly events: readonly PlanEvent[];
  /** When it must be looked at again by itself; null: the end of a step, or nothing, moves it. */
  readonly nextAt: number | null;
}

type Move = Pick<PlanMoves, 'plan'> & Partial<Pick<PlanMoves, 'opens' | 'events'>>;

/**
 * Where the plan stands at `now`, by what became of its steps: opens what is
 * due, notes talks as held, late or never, ends it. Pure; called twice at one
 * instant it changes nothing the second time.
 */
export function advancePlan(plan: PlanStanding, ctx: PlanContext): PlanMoves {
  const opens: PlanStepWanted[] = [];
  const events: PlanEvent[] = [];
  let at = plan;
  for (let move = step(at, ctx); move !== null; move = step(at, ctx)) {
    at = move.plan;
    opens.push(...(move.opens ?? []));
    events.push(...(move.events ?? []));
  }
  const ended = at.stage === 'ended' && plan.stage !== 'ended';
  return {
    plan: at,
    // What would open and end in one breath is not opened.
    opens: ended ? [] : opens,
    cancels: ended ? [...ctx.steps].filter(([, { state }]) => isLive(state)).map(([id]) => id) : [],
    events,
    nextAt: nextInstant(at),
  };
}

const isLive = (state: PlanStep['state']): boolean => state !== 'done' && state !== 'cancelled';

/** One move, or null where nothing moves. */
function step(plan: PlanStanding, ctx: PlanContext): Move | null {
  if (plan.stage === 'ended') return null;
  if (!ctx.criterionMet) return end(plan, 'criterion-lifted');
  switch (plan.stage) {
    case 'proposed':
      return proposal(plan, ctx);
    case 'notice':
      return appeal(plan, ctx);
    case 'running':
      return talks(plan, ctx);
    case 'judging':
      return judgement(plan, ctx);
  }
}

function end(plan: PlanStanding, reason: PlanEnd): Move {
  const talks = plan.talks.map((talk): PlanTalk => {
    return talk.state === 'planned' || talk.state === 'open' ? { ...talk, state: 'dropped' } : talk;
  });
  return { plan: { ...plan, stage: 'ended', talks, end: reason }, events: [{ kind: 'ended', end: reason }] };
}

/** Over without a decision: by whose silence? */
const unanswered = (step: PlanStep, never: PlanEnd, undecided: PlanEnd): PlanEnd =>
  step.submittedAt === null ? never : undecided;

const hasEnded = (step: PlanStep | undefined): step is PlanStep => step !== undefined && !isLive(step.state);

function proposal(plan: PlanStanding, { now, steps, times }: PlanContext): Move | null {
  const proposed = steps.get(planStepId(plan.number));
  if (!hasEnded(proposed)) return null;
  const { outcome, endedAt, firstDay: wanted } = proposed;
  if (outcome !== 'approved' || endedAt === null || wanted === null)
    return end(plan, unanswered(proposed, 'never-proposed', 'never-approved'));
  // Its notice begins when the unit is told, which is now: after an outage, days after the approval.
  const { earliest } = firstDays(plan, times.dayOf(Math.max(now, endedAt)), times);
  const firstDay = wanted > earliest ? wanted : earliest;
  return {
    plan: { ...plan, stage: 'notice', firstDay },
    opens: [{ id: planAppealId(plan.number), kind: 'improvement-appeal', workdays: plan.terms.objectWorkdays }],
    events: [{ kind: 'approved', firstDay }],
  };
}

/** Nobody objected, or the objection was rejected: it begins. Whoever appealed does not pay for a decider's silence. */
function appeal(plan: PlanStanding, { steps, times }: PlanContext): Move | null {
  const appealed = steps.get(planAppealId(plan.number));
  if (!hasEnded(appealed)) return null;
  if (appealed.outcome === 'granted') return end(plan, 'appeal-granted');
  if (appealed.outcome === 'forwarded') return end(plan, 'appeal-undecided');
  const free = times.workdayFrom(times.dayOf(appealed.endedAt ?? 0));
  const firstDay = plan.firstDay !== null && plan.firstDay > free ? plan.firstDay : free;
  const talks = plan.terms.days.map((days) => talkOn(firstDay, days, times));
  return { plan: { ...plan, stage: 'running', firstDay, talks }, events: [{ kind: 'begun', firstDay }] };
}

const talkOn = (firstDay: string, days: number, times: PlanTimes): PlanTalk => ({
  days,
  opensAt: times.opening(times.workdayFrom(addDays(firstDay, days))),
  state: 'planned',
});

function talks(plan: PlanStanding, ctx: PlanContext): Move | null {
  for (const talk of plan.talks) {
    const state = stateOf(talk, ctx.steps.get(planTalkId(plan.number, talk.days)), ctx.now);
    if (state === talk.state) continue;
    const after = { ...plan, talks: plan.talks.map((each) => (each === talk ? { ...talk, state } : each)) };
    if (state === 'open') {
      const opens = [{ id: planTalkId(plan.number, talk.days), kind: 'improvement-talk' as const }];
      return { plan: after, opens, events: [{ kind: 'talk-opened', days: talk.days }] };
    }
    if (state === 'held' || state === 'late' || state === 'never')
      return { plan: after, events: [{ kind: `talk-${state}`, days: talk.days }] };
  }
  if (plan.talks.some(({ state }) => state === 'planned' || state === 'open')) return null;
  const judgements = plan.judgements + 1;
  return {
    plan: { ...plan, stage: 'judging', judgements },
    opens: [{ id: planOutcomeId(plan.number, judgements), kind: 'improvement-outcome' }],
    events: [{ kind: 'judgement-opened' }],
  };
}

/** Held counts from its telling; whether the unit's head answered stands in the step. */
function stateOf(talk: PlanTalk, step: PlanStep | undefined, now: number): TalkState {
  if (talk.state === 'planned') return talk.opensAt <= now ? 'open' : 'planned';
  if (talk.state !== 'open' || !hasEnded(step)) return talk.state;
  if (step.submittedAt === null) return 'never';
  return step.submittedAt < step.dueAt ? 'held' : 'late';
}

function judgement(plan: PlanStanding, { now, steps, times }: PlanContext): Move | null {
  const judged = steps.get(planOutcomeId(plan.number, plan.judgements));
  if (!hasEnded(judged)) return null;
  const { outcome, verdict, days } = judged;
  if (outcome !== 'approved' || verdict === null) return end(plan, 'never-judged');
  if (verdict !== 'extended') return end(plan, verdict);
  // So many days from the decision: counted from the last talk, a judgement that took its time would eat them up.
  const decided = times.dayOf(judged.endedAt ?? now);
  const firstDay = plan.firstDay ?? decided;
  const total = dayOf(decided) - dayOf(firstDay) + (days ?? 0);
  const talks = [...plan.talks, talkOn(firstDay, total, times)];
  return { plan: { ...plan, stage: 'running', talks }, events: [{ kind: 'extended', days: total }] };
}

function nextInstant({ stage, talks }: PlanStanding): number | null {
  if (stage !== 'running') return null;
  const planned = talks.filter(({ state }) => state === 'planned').map(({ opensAt }) => opensAt);
  return planned.length === 0 ? null : Math.min(...planned);
}
