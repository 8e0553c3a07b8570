import { workingDays } from '../domain/dates.js';
import type { When } from '../domain/template.js';
import { resolveDay } from './schedule.js';

/** Times from one base can be compared before any period is known; a year's working days stand for all. */
const nominal = { periodStart: '2001-01-01', periodEnd: '2001-12-31', zone: 'UTC' };
const noHolidays = { holidays: [], workdays: [] };

export const nominalDays = workingDays(noHolidays);
export const nominalDay = (when: When): string => resolveDay(when, nominal, noHolidays);
