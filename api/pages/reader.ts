import { DateTime } from 'luxon';
import { amountText } from '../../messages/amount.js';
import type { Bilingual, Language } from '../../messages/language.js';
import { exact, showNumber } from '../../domain/numbers.js';

/** Who reads a page: language and zone. Everything that a page writes for people goes through it. */
export interface Reader {
  readonly language: Language;
  readonly t: (text: Bilingual) => string;
  /** A day in the zone, `YYYY-MM-DD`. */
  readonly day: (instant: number) => string;
  /** The last day of a window that ends at that instant. */
  readonly lastDay: (instant: number) => string;
  readonly time: (instant: number) => string;
  /** A name or title that exists in both languages. */
  readonly name: (of: { readonly nameZh: string; readonly nameEn: string }) => string;
  /** A score, rounded for reading; the exact form stands beside it where they differ. */
  readonly score: (printed: string) => string;
  /** Minor units as an amount with thousands: `778,273.21`. */
  readonly amount: (minor: string) => string;
}

export const defaultZone = 'Asia/Shanghai';

export function createReader(language: Language, zone: string = defaultZone): Reader {
  const at = (instant: number): DateTime => DateTime.fromMillis(instant, { zone });
  const day = (instant: number): string => at(instant).toISODate() ?? '';
  return {
    language,
    t: (text) => text[language],
    day,
    lastDay: (instant) => day(instant - 1),
    time: (instant) => at(instant).toFormat('yyyy-MM-dd HH:mm'),
    name: ({ nameZh, nameEn }) => (language === 'en' ? nameEn : nameZh),
    score: (printed) => {
      const rounded = showNumber(exact(printed), 2);
      return printed.includes('/') ? `${rounded} (${printed})` : printed;
    },
    amount: amountText,
  };
}

/** Whole local days from `now` to the last day of a window; negative when it is over. */
export function daysLeft(dueAt: number, now: number, zone: string = defaultZone): number {
  const due = DateTime.fromMillis(dueAt - 1, { zone }).startOf('day');
  return Math.round(due.diff(DateTime.fromMillis(now, { zone }).startOf('day'), 'days').days);
}
