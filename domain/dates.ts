/** Days as `YYYY-MM-DD`, in pure integer arithmetic on the proleptic Gregorian calendar. */

export interface Calendar {
  /** Days off beside Saturday and Sunday. */
  readonly holidays: readonly string[];
  /** Days worked in spite of weekend or holiday; they win. */
  readonly workdays: readonly string[];
}

const pattern = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Days since 1970-01-01; null for what is no day. (Howard Hinnant, chrono-compatible date algorithms.) */
export function dayNumber(day: string): number | null {
  const match = pattern.exec(day);
  if (match === null) return null;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + date - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  const number = era * 146_097 + dayOfEra - 719_468;
  return month >= 1 && month <= 12 && date >= 1 && dayText(number) === day ? number : null;
}

/** The day of that number, as `YYYY-MM-DD`. */
export function dayText(number: number): string {
  const z = number + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const m = Math.floor((5 * dayOfYear + 2) / 153);
  const date = dayOfYear - Math.floor((153 * m + 2) / 5) + 1;
  const month = m < 10 ? m + 3 : m - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

/** @throws RangeError where the text is no day. */
export function dayOf(text: string): number {
  const number = dayNumber(text);
  if (number === null) throw new RangeError(`not a day: ${text}`);
  return number;
}

export function addDays(day: string, days: number): string {
  return dayText(dayOf(day) + days);
}

/** The same date so many months on; the month's last day where it has no such date. */
export function addMonths(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const index = year * 12 + (month - 1) + months;
  const first = `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}-01`;
  const next = Math.floor(index / 12) * 12 + (index % 12) + 1;
  const firstOfNext = `${String(Math.floor(next / 12)).padStart(4, '0')}-${String((next % 12) + 1).padStart(2, '0')}-01`;
  const length = dayOf(firstOfNext) - dayOf(first);
  return dayText(dayOf(first) + Math.min(date, length) - 1);
}

/** Answers many questions about working days of one calendar. */
export interface WorkingDays {
  readonly isWorkday: (day: number) => boolean;
  /** Working days in [from, to], day numbers, both inclusive. */
  readonly between: (from: number, to: number) => number;
  /** The n-th working day after `day` (n > 0) or before it (n < 0); 0: the day itself. */
  readonly after: (day: number, n: number) => number;
}

export function workingDays(calendar: Calendar): WorkingDays {
  const holidays = new Set(calendar.holidays.map(dayOf));
  const workdays = new Set(calendar.workdays.map(dayOf));
  // 1970-01-01 was a Thursday: day numbers 2 and 3 (mod 7) are Saturday and Sunday.
  const isWeekend = (day: number): boolean => ((day % 7) + 7) % 7 === 2 || ((day % 7) + 7) % 7 === 3;
  const isWorkday = (day: number): boolean => workdays.has(day) || (!isWeekend(day) && !holidays.has(day));
  // Of the days that are not as the week says, what they add to the count, summed from the first one on.
  const special = [...new Set([...holidays, ...workdays])].sort((a, b) => a - b);
  const added = [0];
  for (const day of special) added.push(added.at(-1)! + (isWorkday(day) ? 1 : 0) - (isWeekend(day) ? 0 : 1));
  const addedBefore = (day: number): number => {
    let [low, high] = [0, special.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (special[middle]! < day) low = middle + 1;
      else high = middle;
    }
    return added[low]!;
  };
  const weekdaysBefore = (day: number): number => {
    // Weekdays in [0, day): whole weeks give five, the rest is counted from Thursday on.
    const weeks = Math.floor(day / 7);
    const rest = day - weeks * 7;
    return weeks * 5 + [0, 1, 2, 2, 2, 3, 4][rest]!;
  };
  const between = (from: number, to: number): number => {
    if (to < from) return 0;
    return weekdaysBefore(to + 1) - weekdaysBefore(from) + addedBefore(to + 1) - addedBefore(from);
  };
  const after = (day: number, n: number): number => {
    let at = day;
    for (let left = Math.abs(n); left > 0;) {
      at += Math.sign(n);
      if (isWorkday(at)) left -= 1;
    }
    return at;
  };
  return { isWorkday, between, after };
}
