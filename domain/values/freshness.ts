import { addDays, dayOf, dayText, type WorkingDays } from '../dates.js';

/** How often a metric's value comes. */
export const cadences = ['day', 'week', 'month', 'quarter', 'half-year', 'year'] as const;
export type Cadence = (typeof cadences)[number];

/** `due`: the next value is expected and not yet late; `METRIC_STALE`: it is late. Without a value there is nothing to be old. */
export const freshnesses = ['fresh', 'due', 'METRIC_STALE', 'no-data'] as const;
export type Freshness = (typeof freshnesses)[number];

/** How old a value may become: by days of its own where a connector says so, else by the metric's cadence; neither: for ever. */
export interface FreshnessRule {
  readonly cadence: Cadence | null;
  readonly freshDays: number | null;
}

const months: Readonly<Record<Exclude<Cadence, 'day' | 'week'>, number>> = {
  month: 1,
  quarter: 3,
  'half-year': 6,
  year: 12,
};

/** Working days after a period's end within which its value may still come without being called late. */
const graceWorkdays: Readonly<Record<Cadence, number>> = {
  day: 1,
  week: 2,
  month: 5,
  quarter: 5,
  'half-year': 10,
  year: 10,
};

/** The last day of the period of that length in which `day` lies; weeks end on Sunday. */
export function periodEnd(day: string, cadence: Cadence): string {
  if (cadence === 'day') return day;
  const number = dayOf(day);
  // 1970-01-01 was a Thursday: day number 3 was a Sunday.
  if (cadence === 'week') return dayText(number + ((((3 - number) % 7) + 7) % 7));
  const length = months[cadence];
  const [year = 0, month = 1] = day.split('-').map(Number);
  const next = year * 12 + Math.floor((month - 1) / length) * length + length;
  const first = `${String(Math.floor(next / 12)).padStart(4, '0')}-${String((next % 12) + 1).padStart(2, '0')}-01`;
  return addDays(first, -1);
}

export interface Expected {
  /** From that day on a newer value is expected. */
  readonly dueFrom: string;
  /** From that day on it is late. */
  readonly staleFrom: string;
}

/** When a newer value than the one of that day is expected; null: never. */
export function expectedAfter(
  on: string,
  { cadence, freshDays }: FreshnessRule,
  days: Pick<WorkingDays, 'after'>,
): Expected | null {
  if (freshDays === null && cadence === null) return null;
  const lastFresh = freshDays !== null ? addDays(on, freshDays) : periodEnd(addDays(on, 1), cadence ?? 'day');
  const grace = freshDays !== null || cadence === null ? graceWorkdays.day : graceWorkdays[cadence];
  return { dueFrom: addDays(lastFresh, 1), staleFrom: dayText(days.after(dayOf(lastFresh), grace) + 1) };
}

/** What the age of a metric's latest value comes to on that day; `on`: the day the value stands for, null where there is none. */
export function freshnessOf(
  on: string | null,
  today: string,
  rule: FreshnessRule,
  days: Pick<WorkingDays, 'after'>,
): Freshness {
  if (on === null) return 'no-data';
  const expected = expectedAfter(on, rule, days);
  if (expected === null || today < expected.dueFrom) return 'fresh';
  return today < expected.staleFrom ? 'due' : 'METRIC_STALE';
}
