import Fraction from 'fraction.js';
import { describe, expect, test } from 'vitest';
import {
  clamp,
  exact,
  floorInteger,
  hundred,
  largestRemainder,
  maxDigits,
  one,
  parseDecimal,
  parseNumber,
  printNumber,
  roundInteger,
  roundTo,
  showNumber,
  sum,
  zero,
} from '../../domain/numbers.js';

/** Small cases for the grammar of numbers, printing, rounding and splitting. */

const printed = (text: string): string | null => {
  const value = parseNumber(text);
  return value === null ? null : printNumber(value);
};

describe('a number is read', () => {
  test.each([
    ['0', '0'],
    ['-0', '0'],
    ['7', '7'],
    ['-12', '-12'],
    ['1050', '1050'],
    ['0.5', '0.5'],
    ['-0.50', '-0.5'],
    ['12.3400', '12.34'],
    ['100.0', '100'],
    ['0.000001', '0.000001'],
    ['-1.05', '-1.05'],
  ])('decimal %s', (text, again) => {
    expect(parseDecimal(text)?.equals(new Fraction(text))).toBe(true);
    expect(printed(text)).toBe(again);
  });

  test.each([
    ['40/3', '40/3'],
    ['-40/3', '-40/3'],
    ['80/6', '40/3'],
    ['1/4', '0.25'],
    ['0/7', '0'],
    ['10/10', '1'],
    ['-1/1024', '-0.0009765625'],
  ])('fraction %s', (text, again) => {
    expect(parseDecimal(text)).toBeNull();
    expect(printed(text)).toBe(again);
  });

  test.each([
    '',
    ' ',
    '-',
    '.',
    '.5',
    '5.',
    '+5',
    '--5',
    '01',
    '-01',
    '1,000',
    '1_000',
    '1e3',
    '0x10',
    '1 1/2',
    '0.(3)',
    "0.'3'",
    ' 1',
    '1 ',
    '1\n',
    '１',
    'NaN',
    'Infinity',
    '1/0',
    '1/-2',
    '/2',
    '1/',
    '1/02',
    '01/2',
    '1.5/2',
    '1/2/3',
    'x1',
    '1x',
    'x1/2',
    '1/2x',
    '1/2\n',
    'a.5',
  ])('nothing else: %j', (text) => {
    expect(parseNumber(text)).toBeNull();
    expect(parseDecimal(text)).toBeNull();
    expect(() => exact(text)).toThrow(RangeError);
  });

  test('up to a length against texts made to hang the program', () => {
    expect(maxDigits).toBe(1000);
    expect(parseDecimal('9'.repeat(1000))).not.toBeNull();
    expect(parseDecimal('9'.repeat(1001))).toBeNull();
    expect(parseNumber('9'.repeat(1001))).toBeNull();
    const power = (zeros: number): string => `1${'0'.repeat(zeros)}`;
    expect(parseNumber(`${power(998)}/${power(999)}`)?.d).toBe(10n);
    expect(parseNumber(`${power(999)}/${power(999)}`)).toBeNull();
  });

  test('at any length where it was printed here, and a text that is none is told of in short', () => {
    const long = new Fraction(10n ** 1500n + 1n, 7n * 10n ** 1500n + 4n);
    expect(exact(printNumber(long)).equals(long)).toBe(true);
    expect(exact(printNumber(new Fraction(10n ** 1500n))).n).toBe(10n ** 1500n);
    expect(() => exact(`${'7'.repeat(1001)}.`)).toThrow(new RangeError(`not a number: ${'7'.repeat(40)}`));
  });
});

describe('a number is printed', () => {
  test.each([
    [1n, 3n, '1/3'],
    [-1n, 3n, '-1/3'],
    [7n, 30n, '7/30'],
    [7n, 35n, '0.2'],
    [-7n, 8n, '-0.875'],
    [1n, 625n, '0.0016'],
    [3n, 250n, '0.012'],
    [1n, 1n << 70n, `0.${(5n ** 70n).toString().padStart(70, '0')}`],
    [123n, 1n, '123'],
  ])('%s over %s as %s', (n, d, text) => expect(printNumber(new Fraction(n, d))).toBe(text));

  test.each([
    ['2.345', 2, '2.35'],
    ['-2.345', 2, '-2.35'],
    ['2.344', 2, '2.34'],
    ['2', 2, '2.00'],
    ['0.004', 2, '0.00'],
    ['-0.004', 2, '0.00'],
    ['-0.005', 2, '-0.01'],
    ['0.5', 0, '1'],
    ['-0.4', 0, '0'],
    ['2/3', 3, '0.667'],
    ['99.995', 2, '100.00'],
    ['0.05', 1, '0.1'],
  ])('%s with %s places as %s', (text, places, shown) => expect(showNumber(exact(text), places)).toBe(shown));
});

describe('a number is rounded', () => {
  test.each([
    ['2.5', 0, '3'],
    ['-2.5', 0, '-3'],
    ['2.4', 0, '2'],
    ['-2.4', 0, '-2'],
    ['2.6', 0, '3'],
    ['1.005', 2, '1.01'],
    ['-1.005', 2, '-1.01'],
    ['1.0049', 2, '1'],
    ['40/3', 1, '13.3'],
    ['40/3', 3, '13.333'],
    ['0', 5, '0'],
  ])('%s to %s places: %s', (text, places, rounded) => {
    expect(printNumber(roundTo(exact(text), places))).toBe(rounded);
    if (places === 0) expect(String(roundInteger(exact(text)))).toBe(rounded);
  });

  test.each([
    ['2', 2n],
    ['2.9', 2n],
    ['-2', -2n],
    ['-2.1', -3n],
    ['-2.9', -3n],
    ['0', 0n],
    ['-0.5', -1n],
    ['0.5', 0n],
  ])('%s down to a whole number: %s', (text, whole) => expect(floorInteger(exact(text))).toBe(whole));
});

describe('numbers together', () => {
  test('a sum, also of nothing', () => {
    expect(printNumber(sum(['0.1', '0.2', '-1/3'].map(exact)))).toBe('-1/30');
    expect(printNumber(sum([]))).toBe('0');
    expect(printNumber(sum(['1/6', '-1/4', '1/10', '5'].map(exact)))).toBe('301/60');
    expect(printNumber(sum(['1/6', '-5/6', '2/3'].map(exact)))).toBe('0');
    expect([zero, one, hundred].map(printNumber)).toEqual(['0', '1', '100']);
  });

  test.each<[string, string | null, string | null, string]>([
    ['5', '1', '9', '5'],
    ['0', '1', '9', '1'],
    ['10', '1', '9', '9'],
    ['0', null, '9', '0'],
    ['-5', null, '9', '-5'],
    ['5', '1', null, '5'],
    ['10', '1', null, '10'],
    ['1', '1', '1', '1'],
    ['5', null, null, '5'],
    ['0', '7', '6', '6'],
  ])('%s between %s and %s: %s', (value, min, max, clamped) => {
    const bound = (text: string | null) => (text === null ? null : exact(text));
    expect(printNumber(clamp(exact(value), bound(min), bound(max)))).toBe(clamped);
  });

  test.each<[bigint, readonly string[], readonly bigint[], readonly bigint[]]>([
    [10n, ['1', '1', '1'], [4n, 3n, 3n], [3n, 3n, 4n]],
    [11n, ['1', '1', '1'], [4n, 4n, 3n], [3n, 4n, 4n]],
    [9n, ['1', '1', '1'], [3n, 3n, 3n], [3n, 3n, 3n]],
    [10n, ['5', '3', '2'], [5n, 3n, 2n], [5n, 3n, 2n]],
    [10n, ['0', '1', '0'], [0n, 10n, 0n], [0n, 10n, 0n]],
    [7n, ['0.24', '0.25', '0.51'], [2n, 2n, 3n], [2n, 2n, 3n]],
    [1n, ['1', '2', '2'], [0n, 1n, 0n], [0n, 0n, 1n]],
    [0n, ['1', '2'], [0n, 0n], [0n, 0n]],
    [5n, ['7'], [5n], [5n]],
    [3n, ['1/6', '1/4', '1/12'], [1n, 2n, 0n], [1n, 1n, 1n]],
    // Thirds, more or less by what only the hundredth binary place shows.
    [1n, [0n, 1n, 2n].map((more) => `${10n ** 30n + more}`), [0n, 0n, 1n], [0n, 0n, 1n]],
    [2n, [2n, 1n, 0n].map((more) => `${10n ** 30n + more}`), [1n, 1n, 0n], [1n, 1n, 0n]],
    [
      10n ** 40n,
      ['1', '2'],
      [(10n ** 40n - 1n) / 3n, (2n * 10n ** 40n + 1n) / 3n],
      [(10n ** 40n - 1n) / 3n, (2n * 10n ** 40n + 1n) / 3n],
    ],
  ])('%s in proportion to %s: %s, and %s where the last comes first', (total, weights, first, last) => {
    expect(largestRemainder(total, weights.map(exact))).toEqual(first);
    expect(largestRemainder(total, weights.map(exact), 'first')).toEqual(first);
    expect(largestRemainder(total, weights.map(exact), 'last')).toEqual(last);
  });

  test('hundreds of fractions that have nothing in common are added and split at once', () => {
    const begun = process.cpuUsage();
    const fractions = Array.from(
      { length: 400 },
      (_, n) => new Fraction(10n ** 40n + BigInt(n), 3n ** 80n + BigInt(2 * n)),
    );
    const whole = sum(fractions);
    expect(sum([...fractions, whole.neg()]).n).toBe(0n);
    expect(largestRemainder(10n ** 12n, fractions).reduce((a, b) => a + b)).toBe(10n ** 12n);
    // Reduced at every step it would take the better part of a minute.
    expect(process.cpuUsage(begun).user / 1e6).toBeLessThan(10);
  });
});
