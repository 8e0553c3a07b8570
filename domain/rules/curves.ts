import { clamp, exact, floorInteger, printNumber, type Rational, zero } from '../numbers.js';
import { type Measured, measure } from './measures.js';
import type { CalculationStep, Curve, Fact, GridAxis, PerUnit } from './types.js';
import Fraction from 'fraction.js';

/** Curves that turn one number into points (all but `grid` and `best`, which look at facts). */
export type PlainCurve = Exclude<Curve, { readonly type: 'grid' } | { readonly type: 'best' }>;

/** x → points; RULES.md, table of curves. */
export function onCurve(x: Rational, curve: PlainCurve): Rational {
  switch (curve.type) {
    case 'identity':
      return x;
    case 'line':
      return onLine(x, curve);
    case 'steps':
      return onSteps(x, curve);
    case 'per-unit':
      return perUnit(x, curve);
    case 'in-band':
      return inBand(x, curve);
  }
}

function onLine(x: Rational, curve: Extract<Curve, { type: 'line' }>): Rational {
  const points = curve.points.map(([px, py]) => [exact(px), exact(py)] as const);
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('a line without points');
  if (x.compare(first[0]) < 0) return outside(x, curve.below, first, points[1] ?? first, first);
  if (x.compare(last[0]) > 0) return outside(x, curve.above, points.at(-2) ?? last, last, last);
  let left = first;
  for (const right of points) {
    if (x.compare(right[0]) <= 0) return between(x, left, right);
    left = right;
  }
  return last[1];
}

type XY = readonly [x: Rational, y: Rational];

function outside(x: Rational, rule: string | undefined, a: XY, b: XY, edge: XY): Rational {
  if (rule === undefined || rule === 'hold') return edge[1];
  return rule === 'extend' ? between(x, a, b) : exact(rule);
}

function between(x: Rational, [x1, y1]: XY, [x2, y2]: XY): Rational {
  if (x1.equals(x2)) return y1;
  return y1.add(x.sub(x1).mul(y2.sub(y1)).div(x2.sub(x1)));
}

function onSteps(x: Rational, curve: Extract<Curve, { type: 'steps' }>): Rational {
  let points = exact(curve.below);
  for (const [from, value] of curve.from) {
    if (x.compare(exact(from)) < 0) break;
    points = exact(value);
  }
  return points;
}

function perUnit(x: Rational, curve: Extract<Curve, { type: 'per-unit' }>): Rational {
  const side = x.s < 0n ? curve.down : curve.up;
  const moved = side === undefined ? zero : unitsOf(x.abs(), side, curve.whole ?? true);
  return x.s < 0n ? exact(curve.base).sub(moved) : exact(curve.base).add(moved);
}

function unitsOf(distance: Rational, side: PerUnit, whole: boolean): Rational {
  const units = distance.div(exact(side.every));
  const counted = whole ? new Fraction(floorInteger(units)) : units;
  return clamp(counted.mul(exact(side.points)), null, side.max === undefined ? null : exact(side.max));
}

function inBand(x: Rational, curve: Extract<Curve, { type: 'in-band' }>): Rational {
  const [low, high] = [exact(curve.low), exact(curve.high)];
  const full = exact(curve.points);
  const distance = x.compare(low) < 0 ? low.sub(x) : x.compare(high) > 0 ? x.sub(high) : null;
  if (distance === null) return full;
  return clamp(full.sub(distance.mul(exact(curve.perUnit))), exact(curve.min ?? '0'), null);
}

/** Points of a fact through a curve; for `grid` the x of the line is null. */
export type Curved = { readonly x: Rational | null; readonly points: Rational } | Extract<Measured, { none: unknown }>;

export function throughCurve(x: Rational, curve: PlainCurve, steps: CalculationStep[]): Curved {
  const points = onCurve(x, curve);
  steps.push({ what: `curve:${curve.type}`, from: printNumber(x), to: printNumber(points) });
  return { x, points };
}

/** A table over two facts; below the first row or column its `below`. */
export function onGrid(
  facts: Readonly<Record<string, Fact>>,
  curve: Extract<Curve, { type: 'grid' }>,
  steps: CalculationStep[],
): Curved {
  const row = axis(facts, curve.rows, steps);
  const column = axis(facts, curve.columns, steps);
  if ('none' in row) return row;
  if ('none' in column) return column;
  const value = curve.values[row.index]?.[column.index] ?? curve.below;
  const points = exact(value);
  steps.push({ what: 'curve:grid', from: `${row.index + 1},${column.index + 1}`, to: printNumber(points) });
  return { x: null, points };
}

function axis(
  facts: Readonly<Record<string, Fact>>,
  rule: GridAxis,
  steps: CalculationStep[],
): { readonly index: number } | Extract<Measured, { none: unknown }> {
  const fact = facts[rule.of];
  if (fact?.notApplicable !== undefined) return { none: 'NO_DATA' };
  const value = measure(fact, rule.measure ?? 'actual', rule.direction ?? 'higher', steps);
  if ('none' in value) return value;
  let index = -1;
  for (const from of rule.from) {
    if (value.x.compare(exact(from)) < 0) break;
    index += 1;
  }
  return { index };
}
