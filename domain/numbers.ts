import Fraction from 'fraction.js';

/** An exact rational. Scores, weights, percents, facts and money are these, never binary floats. */
export type Rational = Fraction;

const decimal = /^-?(0|[1-9]\d*)(\.\d+)?$/;
const printed = /^-?(0|[1-9]\d*)\/[1-9]\d*$/;

/** More characters than any real figure has; a bound, at the border, against texts made to hang the program. */
export const maxDigits = 1000;

/** Parses a decimal string as RULES.md fixes it; null for anything else (exponents, separators, `0.(3)`, `1 1/2`, …). */
export function parseDecimal(text: string): Rational | null {
  return text.length <= maxDigits && decimal.test(text) ? new Fraction(text) : null;
}

/** A decimal string, or a fraction as `printNumber` prints it; null for anything else. */
export function parseNumber(text: string): Rational | null {
  if (text.length > 2 * maxDigits) return null;
  return printed.test(text) ? new Fraction(text) : parseDecimal(text);
}

/**
 * The same for texts that have been validated before, or printed here: of any
 * length, as an exact result has as many digits as it needs.
 * @throws RangeError where the text is no number.
 */
export function exact(text: string): Rational {
  if (!decimal.test(text) && !printed.test(text)) throw new RangeError(`not a number: ${text.slice(0, 40)}`);
  return new Fraction(text);
}

export const zero: Rational = new Fraction(0);
export const one: Rational = new Fraction(1);
export const hundred: Rational = new Fraction(100);

/**
 * Over one common denominator, reduced once at the end: with a reduction at each
 * step the sum of a thousand fractions that have nothing in common takes minutes.
 */
export function sum(values: readonly Rational[]): Rational {
  const common = commonDenominator(values);
  return new Fraction(
    values.reduce((total, value) => total + over(common, value), 0n),
    common,
  );
}

/** The least common multiple of the denominators. */
const commonDenominator = (values: readonly Rational[]): bigint =>
  values.reduce((all, { d }) => all * (d / divisor(d, all % d)), 1n);

/** The numerator over that denominator. */
const over = (denominator: bigint, { s, n, d }: Rational): bigint => s * n * (denominator / d);

/** The greatest that divides both. */
function divisor(a: bigint, b: bigint): bigint {
  for (; b > 0n; [a, b] = [b, a % b]);
  return a;
}

/** Less than 0: the sign of 0 is that of 1. */
export const isNegative = (value: Rational): boolean => value.s < 0n;

/** Finite decimals without trailing zeros; anything else as a fraction in lowest terms (`40/3`). */
export function printNumber(value: Rational): string {
  const places = finitePlaces(value.d);
  return places === null ? `${isNegative(value) ? '-' : ''}${value.n}/${value.d}` : digits(value, places);
}

function finitePlaces(denominator: bigint): number | null {
  let [twos, fives, rest] = [0, 0, denominator];
  for (; rest % 2n === 0n; rest /= 2n) twos += 1;
  for (; rest % 5n === 0n; rest /= 5n) fives += 1;
  return rest === 1n ? Math.max(twos, fives) : null;
}

/** Half away from zero, to so many places. */
export function roundTo(value: Rational, places: number): Rational {
  const scale = 10n ** BigInt(places);
  const doubled = 2n * value.n * scale;
  const rounded = (doubled + value.d) / (2n * value.d);
  return new Fraction(isNegative(value) ? -rounded : rounded, scale);
}

/** Rounded half away from zero and written with exactly so many places. */
export function showNumber(value: Rational, places: number): string {
  return digits(roundTo(value, places), places);
}

function digits(value: Rational, places: number): string {
  const scaled = (value.n * 10n ** BigInt(places)) / value.d;
  const text = scaled.toString().padStart(places + 1, '0');
  const sign = isNegative(value) ? '-' : '';
  return places === 0 ? sign + text : `${sign}${text.slice(0, -places)}.${text.slice(-places)}`;
}

/** Half away from zero to an integer. */
export function roundInteger(value: Rational): bigint {
  const rounded = (2n * value.n + value.d) / (2n * value.d);
  return isNegative(value) ? -rounded : rounded;
}

/** Down to an integer, also below 0. */
export function floorInteger(value: Rational): bigint {
  const whole = value.n / value.d;
  if (!isNegative(value)) return whole;
  return value.n % value.d === 0n ? -whole : -whole - 1n;
}

/** Not below `min`, then not above `max`, where there are such. */
export function clamp(value: Rational, min: Rational | null, max: Rational | null): Rational {
  const raised = min !== null && value.compare(min) < 0 ? min : value;
  return max !== null && raised.compare(max) > 0 ? max : raised;
}

/**
 * Splits an integer total in proportion to the weights: floors, then one more
 * for each of the largest remainders; equal remainders go by `tie`. The parts
 * sum to the total exactly. The total must be ≥ 0, weights ≥ 0 with a positive
 * sum. In whole numbers over one denominator, for the reason that `sum` gives;
 * of each remainder its first 64 binary places are kept, and only where they are
 * equal the whole of it is looked at: all of them at once may not fit into memory.
 */
export function largestRemainder(
  total: bigint,
  weights: readonly Rational[],
  tie: 'first' | 'last' = 'first',
): readonly bigint[] {
  const common = commonDenominator(weights);
  const whole = weights.reduce((all, weight) => all + over(common, weight), 0n);
  const exactly = (weight: Rational): bigint => (total * over(common, weight)) % whole;
  const shares = weights.map((weight, index) => {
    const quota = ((total * over(common, weight)) << 64n) / whole;
    return { weight, index, part: quota >> 64n, rest: BigInt.asUintN(64, quota) };
  });
  const parts = shares.map(({ part }) => part);
  // Sorting keeps the order of equals.
  const order = (tie === 'first' ? shares : shares.toReversed()).toSorted(
    (a, b) => descending(a.rest, b.rest) || descending(exactly(a.weight), exactly(b.weight)),
  );
  const left = total - parts.reduce((a, b) => a + b, 0n);
  for (const { index, part } of order.slice(0, Number(left))) parts[index] = part + 1n;
  return parts;
}

const descending = (a: bigint, b: bigint): number => (a > b ? -1 : a < b ? 1 : 0);
