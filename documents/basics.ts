import { z } from 'zod';
import { dayNumber } from '../domain/dates.js';
import { maxDigits, parseDecimal, parseNumber } from '../domain/numbers.js';

/** Full-width digits, minus and point, as Chinese keyboards type them, become plain ones. */
function plain(value: string): string {
  return value.normalize('NFKC').replaceAll('−', '-').replaceAll('。', '.').trim();
}

export const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'an id: letters, digits, . _ - (at most 64)');
/** The number of a deviation, an ask or a note. */
export const serial = z.string().regex(/^[1-9]\d{0,17}$/, 'a number');
/** Goals are `unit/name`. */
export const goalId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}(\/[A-Za-z0-9][A-Za-z0-9._-]{0,63})?$/, 'a goal id: unit/name');
const isDecimal = [
  (text: string): boolean => parseDecimal(text) !== null,
  { message: 'a decimal number such as 12.5', params: { code: 'NUMBER_INVALID' } },
] as const;
/** A text that is too long is that alone: whether it is a number is not asked any more. */
const alone = { abort: true } as const;
export const decimal = z
  .string()
  .max(maxDigits, alone)
  .refine(...isDecimal);
/** A computed score may come as a fraction, as it is printed. */
export const computed = z
  .string()
  .max(2 * maxDigits, alone)
  .refine((text) => parseNumber(text) !== null, {
    message: 'a number such as 12.5 or 40/3',
    params: { code: 'NUMBER_INVALID' },
  });
/** The same typed by people: full-width digits are accepted. (`overwrite`, unlike `preprocess`, stays a string in OpenAPI.) */
export const typedDecimal = z
  .string()
  .max(maxDigits)
  .overwrite(plain)
  .refine(...isDecimal);
const amount = /^(0|[1-9]\d{0,17})$/;
export const minor = z.string().regex(amount, 'an amount in minor units: digits only');
export const typedMinor = z
  .string()
  .max(maxDigits)
  .overwrite(plain)
  .regex(amount, 'an amount in minor units: digits only');
const isDay = [
  // Postgres has no year 0; nothing here is older than the organization's people.
  (text: string): boolean => dayNumber(text) !== null && text >= '1900',
  { message: 'a day as YYYY-MM-DD', params: { code: 'DAY_INVALID' } },
] as const;
export const day = z.string().refine(...isDay);
export const typedDay = z
  .string()
  .max(maxDigits)
  .overwrite(plain)
  .refine(...isDay);
/** Words of people: as long as anybody writes. */
export const text = z.string().max(20_000);
/** Words that must be there. */
export const words = z
  .string()
  .max(20_000)
  .overwrite((value) => value.trim())
  .min(1);
export const title = z.string().trim().min(1).max(400);
export const bilingual = z.strictObject({ 'zh-CN': title, en: title });

/** Adds one problem per id that stands twice. */
export function uniqueIds(
  items: readonly { readonly id: string }[],
  path: readonly PropertyKey[],
  ctx: z.RefinementCtx,
): void {
  unique(
    items.map(({ id }) => id),
    (index) => [...path, index, 'id'],
    ctx,
  );
}

/** Adds one problem per key that stands twice, at the place of the later one. */
export function unique(keys: readonly string[], place: (index: number) => PropertyKey[], ctx: z.RefinementCtx): void {
  const seen = new Set<string>();
  keys.forEach((key, index) => {
    if (seen.has(key)) {
      const message = `${key} stands twice`;
      ctx.addIssue({ code: 'custom', path: place(index), message, params: { code: 'ID_DUPLICATE' } });
    }
    seen.add(key);
  });
}
