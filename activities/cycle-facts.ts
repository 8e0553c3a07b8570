import {
  type Ladder,
  onDemandPlans,
  nextPhase,
  type Rung,
  type Schedule,
  type StepPlan,
  type Times,
} from '../domain/process/index.js';
import { loadCalendar } from '../db/calendar.js';
import type { Query } from '../db/connect.js';
import { type CycleStanding, readCycleStanding } from '../db/reviews.js';
import { makeTimes, rungsOf } from '../documents/schedule.js';

/** What judging and sweeping need of a cycle beside the rows they lock. */
export interface CycleFacts {
  readonly cycle: CycleStanding;
  readonly plans: ReadonlyMap<string, StepPlan>;
  readonly times: Times;
  readonly rungs: (ladder: Ladder, dueAt: number) => readonly Rung[];
}

/** The schedule of a running cycle is frozen; only state and phase are read anew. */
export async function readCycleFacts(sql: Query, cycleId: string): Promise<CycleFacts | undefined> {
  const cycle = await readCycleStanding(sql, cycleId);
  if (cycle === undefined) return undefined;
  const calendar = await loadCalendar(sql);
  const known = new Map<string, readonly Rung[]>();
  return {
    cycle,
    plans: plansOf(cycle.schedule),
    times: makeTimes(calendar, cycle.zone),
    rungs: (ladder, dueAt) => {
      const key = `${JSON.stringify(ladder)}/${dueAt}`;
      const found = known.get(key) ?? rungsOf(ladder, dueAt, calendar, cycle.zone);
      known.set(key, found);
      return found;
    },
  };
}

function plansOf(schedule: Schedule): ReadonlyMap<string, StepPlan> {
  return new Map([...onDemandPlans, ...schedule.steps].map((plan) => [plan.id, plan]));
}

const lastWorkday: Ladder = { remindBefore: [1], remindAfter: [], escalateAfter: [] };

/**
 * When HR is reminded of findings that are still open: the working day before
 * a phase of goals or plans ends. Null in other phases, and in one too short to have such a day.
 */
export function findingsReminderAt(facts: CycleFacts): number | null {
  const { phase, schedule } = facts.cycle;
  if (phase !== 'goal-setting' && phase !== 'planning') return null;
  const endsAt = nextPhase(facts.cycle)?.opensAt;
  const beganAt = schedule.phases.find((each) => each.id === phase)?.opensAt;
  if (endsAt === undefined || beganAt === undefined) return null;
  const at = facts.rungs(lastWorkday, endsAt)[0]?.at ?? null;
  return at !== null && at > beganAt ? at : null;
}
