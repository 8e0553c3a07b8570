import fc from 'fast-check';
import Fraction from 'fraction.js';
import { describe, expect, test } from 'vitest';
import { exact, parseDecimal, parseNumber, printNumber, type Rational } from '../../domain/numbers.js';
import type { Component, Facts } from '../../domain/rules/index.js';
import { scored } from './scored.js';
import './rules-generated.js';

const totalOf = (root: Component, facts: Facts['facts']): Rational => exact(scored(root, facts).total ?? 'none');

describe('numbers are exact', () => {
  const huge = fc.bigInt(-(10n ** 60n), 10n ** 60n);
  const long = (value: bigint): string => {
    const digits = String(value < 0n ? -value : value).padStart(61, '0');
    return `${value < 0n ? '-' : ''}${BigInt(digits.slice(0, -30))}.${digits.slice(-30)}`;
  };

  test('with 60 digits a weighted mean, a line and an attainment are what whole numbers say', () => {
    const part = fc.record({ a: huge, w: fc.bigInt(1n, 10n ** 60n) });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), fc.bigInt(1n, 10n ** 60n), (parts, t) => {
        const curve = {
          type: 'line',
          points: [
            ['0', '7'],
            ['3', '9'],
          ],
          below: 'extend',
          above: 'extend',
        } as const;
        const root: Component = {
          id: 'total',
          combine: 'weighted-mean',
          parts: parts.map(({ w }, index) => ({ id: `p${index}`, weight: long(w), measure: 'attainment', curve })),
        };
        const facts = Object.fromEntries(
          parts.map(({ a }, index) => [`p${index}`, { actual: long(a), target: long(t) }]),
        );
        const total = totalOf(root, facts);
        // Σ w · (7 + 100·a/t · 2/3) / Σ w, without a division before the end.
        const over = parts.reduce((all, { a, w }) => all + w * (21n * t + 200n * a), 0n);
        const under = 3n * t * parts.reduce((all, { w }) => all + w, 0n);
        expect(total.equals(new Fraction(over, under))).toBe(true);
      }),
    );
  });

  test('the last of 60 digits of one fact is seen in the total', () => {
    fc.assert(
      fc.property(huge, (a) => {
        const root: Component = { id: 'total', combine: 'mean', parts: [{ id: 'x' }, { id: 'y' }] };
        const total = (x: bigint) => totalOf(root, { x: { actual: long(x) }, y: { actual: '0' } });
        const step = total(a + 1n).sub(total(a));
        expect(printNumber(step)).toBe(`0.${'0'.repeat(30)}5`);
      }),
    );
  });

  test('what is printed is read as the same number, and decimals are printed as they were written', () => {
    fc.assert(
      fc.property(huge, fc.bigInt(1n, 10n ** 30n), (n, d) => {
        const value = new Fraction(n, d);
        const text = printNumber(value);
        expect(parseNumber(text)?.equals(value)).toBe(true);
        expect(printNumber(exact(text))).toBe(text);
        expect(text.includes('/')).toBe(!isFinite10(value.d));
      }),
    );
    fc.assert(
      fc.property(fc.oneof(huge, fc.bigInt(-99n, 99n)), fc.nat(70), (n, places) => {
        const digits = String(n < 0n ? -n : n).padStart(places + 1, '0');
        const [whole, rest] = [digits.slice(0, digits.length - places), digits.slice(digits.length - places)];
        const text = `${n < 0n ? '-' : ''}${whole}${rest === '' ? '' : `.${rest}`}`;
        const plain = rest === '' ? text : text.replace(/\.?0+$/, '');
        expect(printNumber(parseDecimal(text) ?? new Fraction(1, 3))).toBe(n === 0n ? '0' : plain);
      }),
    );
  });
});

/** Whether one over it is a finite decimal. */
const isFinite10 = (denominator: bigint): boolean => 10n ** 120n % denominator === 0n;
