import type { Calendar } from '../domain/dates.js';
import {
  type PersonRule,
  type Phase,
  phases,
  type Schedule,
  type StepKind,
  type StepPlan,
} from '../domain/process/index.js';
import { lastDay, localDay } from './schedule.js';

/** A schedule as people read it: days in the cycle's zone, last days inclusive. */
export interface ScheduleInDates {
  readonly phases: readonly { readonly id: Phase; readonly opens: string }[];
  readonly steps: readonly StepInDates[];
  /** Last day of waiting; null: for as long as it takes. */
  readonly barriers: readonly { readonly id: string; readonly of: string; readonly cutOff: string | null }[];
  readonly closes: string;
}

export interface StepInDates {
  readonly id: string;
  readonly kind: StepKind;
  readonly phase: Phase;
  readonly scope: StepPlan['scope'];
  readonly opens: string;
  readonly due: string;
  readonly closes: string;
  /** Steps that must have ended, of the same review or at a barrier. */
  readonly after: readonly string[];
  readonly submitter: PersonRule;
  readonly decider: PersonRule | null;
}

export function inDates(schedule: Schedule, zone: string): ScheduleInDates {
  return {
    phases: schedule.phases.map(({ id, opensAt }) => ({ id, opens: localDay(opensAt, zone) })),
    steps: schedule.steps.map((plan) => ({
      id: plan.id,
      kind: plan.kind,
      phase: plan.phase,
      scope: plan.scope,
      opens: localDay(plan.opensAt, zone),
      due: lastDay(plan.dueAt, zone),
      closes: lastDay(plan.closesAt, zone),
      after: [...plan.after, ...(plan.barrier === null ? [] : [schedule.barriers[plan.barrier]?.of ?? plan.barrier])],
      submitter: plan.submitter,
      decider: plan.decider,
    })),
    barriers: Object.entries(schedule.barriers).map(([id, { of, cutOffAt }]) => ({
      id,
      of,
      cutOff: cutOffAt === null ? null : lastDay(cutOffAt, zone),
    })),
    closes: lastDay(schedule.closesAt, zone),
  };
}

/** Years after the last one the calendar knows of, with the steps that have a date in them: their holidays are not counted. */
export function calendarWarnings(
  schedule: Schedule,
  calendar: Calendar,
  zone: string,
): readonly { readonly year: string; readonly steps: readonly string[] }[] {
  const lastKnown =
    [...calendar.holidays, ...calendar.workdays]
      .map((day) => day.slice(0, 4))
      .sort()
      .at(-1) ?? '';
  const unknown = new Map<string, Set<string>>();
  for (const plan of schedule.steps) {
    for (const instant of [plan.opensAt, plan.dueAt - 1, plan.closesAt - 1]) {
      const year = localDay(instant, zone).slice(0, 4);
      if (year > lastKnown) unknown.set(year, (unknown.get(year) ?? new Set()).add(plan.id));
    }
  }
  return [...unknown].sort(([a], [b]) => a.localeCompare(b)).map(([year, steps]) => ({ year, steps: [...steps] }));
}

/**
 * Steps and phases whose times, once resolved for a period, stand in no
 * possible order: opens, due, closes; a phase before the one it follows; what is
 * judged that begins after the judging; an end of the cycle before its steps are
 * due. Ids of what is wrong.
 */
export function timesOutOfOrder(schedule: Schedule): readonly string[] {
  const judgedFrom = schedule.phases.find(({ id }) => id === 'evaluation')?.opensAt ?? Infinity;
  const steps = schedule.steps.filter(
    (plan) =>
      plan.opensAt >= plan.dueAt ||
      plan.dueAt > plan.closesAt ||
      plan.dueAt > schedule.closesAt ||
      (plan.opensAt >= judgedFrom && phases.indexOf(plan.phase) < phases.indexOf('evaluation')),
  );
  const phasesWrong = schedule.phases.filter(({ opensAt }, index) => {
    const before = schedule.phases[index - 1];
    return (before !== undefined && before.opensAt > opensAt) || opensAt > schedule.closesAt;
  });
  return [...steps.map((plan) => plan.id), ...phasesWrong.map((phase) => phase.id)];
}
