import { addDays } from '../dates.js';
import type { PlanTimes } from './advance.js';
import type { PlanStanding } from './types.js';

/** As far ahead as a template may set a talk. A plan keeps its cycle open: a year typed wrong would do so for decades. */
const latestAfterDays = 400;

/** The first days that a plan may have if it were approved on that day (`YYYY-MM-DD`): after its notice, and not out of sight. */
export function firstDays(
  { terms }: Pick<PlanStanding, 'terms'>,
  day: string,
  times: Pick<PlanTimes, 'workdayAfter'>,
): { readonly earliest: string; readonly latest: string } {
  const earliest = times.workdayAfter(day, terms.noticeWorkdays);
  return { earliest, latest: addDays(earliest, latestAfterDays) };
}
