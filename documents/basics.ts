import { z } from 'zod';
import { dayNumber } from '../domain/dates.js';
import { maxDigits, parseDecimal, parseNumber } from '../domain/numbers.js';

/** Full-width digits, minus and point, as Chinese keyboards type them, become plain ones. */
function plain(value: unknown): unknown {
  return typeof value === 'string' ? value.normalize('NFKC').replaceAll('−', '-').trim() : value;
}

export const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'an id: letters, digits, . _ - (at most 64)');
/** Goals are `unit/name`. */
export const goalId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}(\/[A-Za-z0-9][A-Za-z0-9._-]{0,63})?$/, 'a goal id: unit/name');
export const decimal = z
  .string()
  .max(maxDigits)
  .refine((text) => parseDecimal(text) !== null, {
    message: 'a decimal number such as 12.5',
    params: { code: 'NUMBER_INVALID' },
  });
/** A computed score may come as a fraction, as it is printed. */
export const computed = z
  .string()
  .max(2 * maxDigits)
  .refine((text) => parseNumber(text) !== null, {
    message: 'a number such as 12.5 or 40/3',
    params: { code: 'NUMBER_INVALID' },
  });
/** The same typed by people: full-width digits are accepted. */
export const typedDecimal = z.preprocess(plain, decimal);
export const minor = z.string().regex(/^(0|[1-9]\d{0,17})$/, 'an amount in minor units: digits only');
export const day = z
  .string()
  .refine((text) => dayNumber(text) !== null, { message: 'a day as YYYY-MM-DD', params: { code: 'DAY_INVALID' } });
export const text = z.string().max(20_000);
export const title = z.string().trim().min(1).max(400);
export const bilingual = z.strictObject({ 'zh-CN': title, en: title });

/** Adds one problem per id that stands twice. */
export function uniqueIds(
  items: readonly { readonly id: string }[],
  path: readonly PropertyKey[],
  ctx: z.RefinementCtx,
): void {
  const seen = new Set<string>();
  items.forEach((item, index) => {
    if (seen.has(item.id)) {
      ctx.addIssue({
        code: 'custom',
        path: [...path, index, 'id'],
        message: `the id ${item.id} stands twice`,
        params: { code: 'ID_DUPLICATE' },
      });
    }
    seen.add(item.id);
  });
}
