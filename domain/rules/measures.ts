import { exact, hundred, isNegative, parseNumber, printNumber, type Rational } from '../numbers.js';
import type { CalculationStep, Direction, Fact, Measure } from './types.js';

export type NoValue = 'NO_DATA' | 'NO_DENOMINATOR' | 'NEGATIVE_TARGET';
export type Measured = { readonly x: Rational } | { readonly none: NoValue };

/**
 * The x of a fact, in the unit of the metric or in percent, with its step added to
 * `steps`; or why there is none, and no step (RULES.md, table of measures: a =
 * actual, t = target, b = baseline).
 */
export function measure(
  fact: Fact | undefined,
  what: Measure,
  direction: Direction,
  steps: CalculationStep[],
): Measured {
  const a = numberOf(fact?.actual);
  const t = numberOf(fact?.target);
  const b = numberOf(fact?.baseline);
  const value = compute(what, direction, a, t, b);
  if ('x' in value) {
    steps.push({
      what: direction === 'lower' && turned.has(what) ? `${what}:lower` : what,
      from: operands({ a, t, b }),
      to: printNumber(value.x),
    });
  }
  return value;
}

/** Measures that less makes better where the direction is `lower`. */
const turned: ReadonlySet<Measure> = new Set(['attainment', 'excess', 'change']);

/** `a=110 t=120`: named operands of a step, as printed; absent ones left out. */
export function operands(named: Readonly<Record<string, Rational | null>>): string {
  return Object.entries(named)
    .flatMap(([name, value]) => (value === null ? [] : [`${name}=${printNumber(value)}`]))
    .join(' ');
}

function numberOf(text: string | undefined): Rational | null {
  return text === undefined ? null : parseNumber(text);
}

function compute(
  what: Measure,
  direction: Direction,
  a: Rational | null,
  t: Rational | null,
  b: Rational | null,
): Measured {
  if (a === null) return { none: 'NO_DATA' };
  const higher = direction === 'higher';
  switch (what) {
    case 'actual':
      return { x: a };
    case 'attainment': {
      if (t === null) return { none: 'NO_DATA' };
      if (t.equals(0)) return { none: 'NO_DENOMINATOR' };
      if (isNegative(t)) return { none: 'NEGATIVE_TARGET' };
      const ratio = a.div(t);
      return { x: (higher ? ratio : exact('2').sub(ratio)).mul(hundred) };
    }
    case 'excess': {
      if (t === null) return { none: 'NO_DATA' };
      if (t.equals(0)) return { none: 'NO_DENOMINATOR' };
      const excess = a.sub(t).div(t.abs()).mul(hundred);
      return { x: higher ? excess : excess.neg() };
    }
    case 'change':
      if (b === null) return { none: 'NO_DATA' };
      return { x: higher ? a.sub(b) : b.sub(a) };
    case 'progress':
      if (t === null || b === null) return { none: 'NO_DATA' };
      if (t.equals(b)) return { none: 'NO_DENOMINATOR' };
      return { x: a.sub(b).div(t.sub(b)).mul(hundred) };
  }
}
