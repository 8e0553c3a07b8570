import { addDays, addMonths, dayOf } from '../dates.js';

export interface Period {
  readonly start: string;
  readonly end: string;
}

/** The period after this one: as many whole months where it has whole months, else as many days. */
export function periodAfter({ start, end }: Period): Period {
  const next = addDays(end, 1);
  for (let months = 1; months <= 60; months += 1) {
    if (addMonths(start, months) === next) return { start: next, end: addDays(addMonths(next, months), -1) };
  }
  return { start: next, end: addDays(next, dayOf(end) - dayOf(start)) };
}

/** The title with the year moved on where it names one; else with the new period's start behind it. */
export function titleAfter(title: string, from: Period, to: Period): string {
  const [year, next] = [from.start.slice(0, 4), to.start.slice(0, 4)];
  return year !== next && title.includes(year) ? title.replaceAll(year, next) : `${title} (${to.start})`;
}
