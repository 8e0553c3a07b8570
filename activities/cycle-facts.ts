import {
  type Ladder,
  onDemandPlans,
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
