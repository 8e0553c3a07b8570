import { dayNumber } from '../../../domain/dates.js';

/** Days on a line from the start to the end of a period, both inclusive; places in percent of its length, for drawing only. */
export interface Scale {
  /** Where a day begins; days outside stand at the nearer end. null: no day. */
  readonly at: (day: string) => number | null;
  /** Where a day ends. */
  readonly after: (day: string) => number | null;
  /** The months that begin within the period, and the one that it begins in. */
  readonly months: readonly { readonly month: string; readonly at: number }[];
}

/** @throws RangeError where the period has no days */
export function scaleOf(start: string, end: string): Scale {
  const [first, last] = [dayNumber(start), dayNumber(end)];
  if (first === null || last === null || last < first) throw new RangeError(`no period: ${start} to ${end}`);
  const length = last - first + 1;
  const place = (number: number): number =>
    Math.round((Math.min(Math.max(number - first, 0), length) / length) * 10_000) / 100;
  const at = (day: string, plus: number): number | null => {
    const number = dayNumber(day);
    return number === null ? null : place(number + plus);
  };
  return {
    at: (day) => at(day, 0),
    after: (day) => at(day, 1),
    months: monthsOf(start, end).map((month) => ({ month, at: place(dayNumber(`${month}-01`) ?? first) })),
  };
}

/** `2027-01` to `2027-12`. */
function monthsOf(start: string, end: string): readonly string[] {
  const index = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  const first = index(start);
  return Array.from({ length: index(end) - first + 1 }, (_, n) => {
    const month = first + n;
    return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
}
