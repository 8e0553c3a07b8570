import { type Calendar, dayOf, dayText, workingDays } from '../domain/dates.js';
import type { PlanTimes } from '../domain/improvement/index.js';
import { localDay, opening } from './schedule.js';

/** Days of an improvement plan by the organization's calendar, in the cycle's zone. */
export function makePlanTimes(calendar: Calendar, zone: string): PlanTimes {
  const days = workingDays(calendar);
  return {
    dayOf: (instant) => localDay(instant, zone),
    workdayFrom: (day) => dayText(days.after(dayOf(day) - 1, 1)),
    workdayAfter: (day, workdays) => dayText(days.after(dayOf(day), workdays)),
    opening: (day) => opening(day, zone),
  };
}
