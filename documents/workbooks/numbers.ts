/** What a spreadsheet keeps as a binary number, as the decimal or the day that a person sees. */

const longest = 15;

/**
 * The shortest decimal that is this number, exactly; null where it has more
 * digits than a spreadsheet shows (it keeps 15): then nobody can say which number was meant.
 */
export function decimalOf(stored: string): string | null {
  if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(stored)) return null;
  const value = Number(stored);
  if (!Number.isFinite(value) || Number(value.toPrecision(longest)) !== value) return null;
  return plainly(String(value));
}

/** `1.5e-7` written out, without an exponent. */
function plainly(text: string): string {
  const [, sign = '', whole = '0', part = '', power] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(text) ?? [];
  if (power === undefined) return text === '-0' ? '0' : text;
  return shifted(`${sign}${whole}${part === '' ? '' : `.${part}`}`, Number(power));
}

/** The decimal with its point so many places further right. */
export function shifted(text: string, places: number): string {
  const sign = text.startsWith('-') ? '-' : '';
  const [whole = '', part = ''] = text.replace('-', '').split('.');
  const digits = whole + part;
  const point = whole.length + places;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const shown = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const rest = padded.slice(at).replace(/0+$/, '');
  const all = rest === '' ? shown : `${shown}.${rest}`;
  return all === '0' ? '0' : sign + all;
}

/** A decimal that a spreadsheet keeps as it is; any other travels as text. */
export function isKeptExactly(text: string): boolean {
  return decimalOf(text) === text;
}

const dayMs = 86_400_000;
/** The day before the first, of each of the two ways to count days. */
const origin = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) } as const;
export type DateSystem = keyof typeof origin;

/** The day of a serial number; null where it is no whole day, or one that never was (29 February 1900). */
export function dayOfSerial(stored: string, system: DateSystem): string | null {
  const serial = Number(stored);
  if (!Number.isInteger(serial) || serial < (system === 1904 ? 0 : 61) || serial > 2_958_465) return null;
  return new Date(origin[system] + serial * dayMs).toISOString().slice(0, 10);
}

/** The serial number of a day as Excel writes it today; null for days before March 1900. */
export function serialOfDay(day: string): number | null {
  const serial = (Date.parse(`${day}T00:00:00Z`) - origin[1900]) / dayMs;
  return Number.isInteger(serial) && serial >= 61 ? serial : null;
}
