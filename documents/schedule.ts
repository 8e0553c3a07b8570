import { DateTime } from 'luxon';
import { stepsWithAppeals } from './appeal-steps.js';
import { addMonths, type Calendar, dayOf, dayText, workingDays } from '../domain/dates.js';
import type { Ladder, Rung, Schedule, StepPlan, Times } from '../domain/process/index.js';
import {
  type Template,
  type TemplateStep,
  usualAgainWorkdays,
  usualDecideWorkdays,
  type When,
} from '../domain/template.js';

/** Steps open at this local hour, so that the word about it arrives in working time. */
const openingHour = 9;

export interface Place {
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly zone: string;
}

/** The day that a `When` names. */
export function resolveDay(when: When, place: Place, calendar: Calendar): string {
  const base = when.base === 'period-start' ? place.periodStart : place.periodEnd;
  const moved = dayOf(addMonths(base, when.months ?? 0)) + (when.days ?? 0);
  const workdays = when.workdays ?? 0;
  if (workdays === 0) return dayText(moved);
  // The first working day of a period may be its first day; the one after its end is later.
  const from = when.base === 'period-start' ? moved - 1 : moved;
  return dayText(workingDays(calendar).after(from, workdays));
}

export function opening(day: string, zone: string): number {
  return DateTime.fromISO(day, { zone }).set({ hour: openingHour }).toMillis();
}

/** The instant a `When` names: at its own time, else at the opening hour or at the end of its day. */
function instantOf(when: When, otherwise: 'opening' | 'end', place: Place, calendar: Calendar): number {
  const day = resolveDay(when, place, calendar);
  if (when.at !== undefined) return DateTime.fromISO(`${day}T${when.at}`, { zone: place.zone }).toMillis();
  return otherwise === 'opening' ? opening(day, place.zone) : endOfDay(day, place.zone);
}

/** The first instant that is no longer that day. */
export function endOfDay(day: string, zone: string): number {
  return DateTime.fromISO(day, { zone }).plus({ days: 1 }).startOf('day').toMillis();
}

export function localDay(instant: number, zone: string): string {
  return DateTime.fromMillis(instant, { zone }).toISODate() ?? '';
}

/** The instant's local day and time, `YYYY-MM-DD HH:mm`. */
export function formatInstant(instant: number, zone: string): string {
  return DateTime.fromMillis(instant, { zone }).toFormat('yyyy-MM-dd HH:mm');
}

/** The last day of a window that ends at `instant` (exclusive). */
export function lastDay(instant: number, zone: string): string {
  return localDay(instant - 1, zone);
}

/** The opening of the n-th working day after a day: when somebody who kept others waiting is told. */
export function makeOpenings(calendar: Calendar, zone: string): (day: string, workdays: number) => number {
  const days = workingDays(calendar);
  return (day, workdays) => opening(dayText(days.after(dayOf(day), workdays)), zone);
}

export function makeTimes(calendar: Calendar, zone: string): Times {
  const days = workingDays(calendar);
  return {
    workdaysAfter: (instant, workdays) => endOfDay(dayText(days.after(dayOf(localDay(instant, zone)), workdays)), zone),
  };
}

/** The rungs of a ladder around a due instant, in order of time: reminders at the opening hour of their day. */
export function rungsOf(ladder: Ladder, dueAt: number, calendar: Calendar, zone: string): readonly Rung[] {
  const days = workingDays(calendar);
  const due = dayOf(lastDay(dueAt, zone));
  const at = (workdays: number): number => opening(dayText(days.after(due, workdays)), zone);
  const rungs: Rung[] = [
    ...ladder.remindBefore.map((n): Rung => ({ at: at(-n), kind: 'remind' })),
    ...ladder.remindAfter.map((n): Rung => ({ at: at(n), kind: 'remind' })),
    ...ladder.escalateAfter.map((n): Rung => ({ at: at(n), kind: 'escalate' })),
  ];
  return rungs.sort((a, b) => a.at - b.at);
}

/**
 * A template's times as absolute instants. Steps that name steps of the other
 * scope in `after` wait at a barrier: a unit's step for the cycle's own step of
 * that name, the cycle's own for all units (`all:<step>`).
 */
export function resolveSchedule(template: Template, place: Place, calendar: Calendar): Schedule {
  const planned = stepsWithAppeals(template);
  const byId = new Map(planned.map((step) => [step.id, step]));
  const barriers: Record<string, { of: string; cutOffAt: number | null }> = {};
  const steps = planned.map((step): StepPlan => {
    const crossing = step.after.filter((id) => (byId.get(id)?.scope === 'cycle') !== (step.scope === 'cycle'));
    const awaited = crossing[0];
    const barrier = awaited === undefined ? null : step.scope === 'cycle' ? `all:${awaited}` : awaited;
    if (barrier !== null && awaited !== undefined) {
      const cutOffAt = step.cutOff === undefined ? null : instantOf(step.cutOff, 'end', place, calendar);
      barriers[barrier] = { of: awaited, cutOffAt: cutOffAt ?? barriers[barrier]?.cutOffAt ?? null };
    }
    return {
      ...planOf(step, template, place, calendar),
      after: step.after.filter((id) => !crossing.includes(id)),
      barrier,
    };
  });
  return {
    phases: template.phases.map(({ id, opens }) => ({
      id,
      opensAt: instantOf(opens, 'opening', place, calendar),
    })),
    steps,
    barriers,
    closesAt: instantOf(template.closes, 'end', place, calendar),
  };
}

function planOf(step: TemplateStep, template: Template, place: Place, calendar: Calendar): StepPlan {
  const days = workingDays(calendar);
  const dueDay = resolveDay(step.due, place, calendar);
  return {
    id: step.id,
    kind: step.kind,
    phase: step.phase,
    scope: step.scope,
    opensAt: instantOf(step.opens, 'opening', place, calendar),
    dueAt: instantOf(step.due, 'end', place, calendar),
    closesAt: endOfDay(dayText(days.after(dayOf(dueDay), step.closeWorkdays)), place.zone),
    after: step.after,
    barrier: null,
    submitter: step.submitter,
    decider: step.decider ?? null,
    decideWorkdays: step.decideWorkdays ?? usualDecideWorkdays,
    againWorkdays: step.againWorkdays ?? usualAgainWorkdays,
    onNo: step.onNo ?? 'again',
    onClose: step.onClose ?? 'forward',
    ...(step.onlyAfter !== undefined && { onlyAfter: step.onlyAfter }),
    ladder: step.ladder ?? template.ladder,
  };
}
