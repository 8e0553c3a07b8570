import { clamp, exact, floorInteger, isNegative, printNumber, type Rational } from '../numbers.js';
import { type Measured, measure, operands } from './measures.js';
import type { CalculationStep, Curve, Fact, GridAxis, PerUnit } from './types.js';
import Fraction from 'fraction.js';

/** Curves that turn one number into points (all but `grid` and `best`, which look at facts). */
export type PlainCurve = Exclude<Curve, { readonly type: 'grid' } | { readonly type: 'best' }>;

/** Points read from a curve, and how: the step's word and its operands beside x. */
interface Reading {
  readonly points: Rational;
  readonly how: string;
  readonly by: Readonly<Record<string, Rational | null>>;
}

/** x → points, exact and unrounded (RULES.md, table of curves). @throws RangeError for a line without points. */
export const onCurve = (x: Rational, curve: PlainCurve): Rational => read(x, curve).points;

function read(x: Rational, curve: PlainCurve): Reading {
  switch (curve.type) {
    case 'identity':
      return { points: x, how: 'identity', by: {} };
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

function onLine(x: Rational, curve: Extract<Curve, { type: 'line' }>): Reading {
  const points = curve.points.map(([px, py]) => [exact(px), exact(py)] as const);
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('a line without points');
  if (x.compare(first[0]) < 0) return outside(x, curve.below, first, points[1] ?? first, first);
  if (x.compare(last[0]) > 0) return outside(x, curve.above, points.at(-2) ?? last, last, last);
  let left = first;
  for (const right of points) {
    if (x.compare(right[0]) <= 0) return between(x, left, right, 'line');
    left = right;
  }
  return { points: last[1], how: 'held', by: { at: last[0] } };
}

type XY = readonly [x: Rational, y: Rational];

function outside(x: Rational, rule: string | undefined, a: XY, b: XY, edge: XY): Reading {
  if (rule === undefined || rule === 'hold') return { points: edge[1], how: 'held', by: { at: edge[0] } };
  if (rule === 'extend') return between(x, a, b, 'extended');
  return { points: exact(rule), how: 'outside', by: { at: edge[0] } };
}

function between(x: Rational, [x1, y1]: XY, [x2, y2]: XY, how: string): Reading {
  if (x1.equals(x2)) return { points: y1, how: 'held', by: { at: x1 } };
  return { points: y1.add(x.sub(x1).mul(y2.sub(y1)).div(x2.sub(x1))), how, by: { x1, y1, x2, y2 } };
}

function onSteps(x: Rational, curve: Extract<Curve, { type: 'steps' }>): Reading {
  let points = exact(curve.below);
  let begin: Rational | null = null;
  for (const [from, value] of curve.from) {
    const edge = exact(from);
    if (x.compare(edge) < 0) return { points, how: 'steps', by: { from: begin, until: edge } };
    [points, begin] = [exact(value), edge];
  }
  return { points, how: 'steps', by: { from: begin } };
}

function perUnit(x: Rational, curve: Extract<Curve, { type: 'per-unit' }>): Reading {
  const base = exact(curve.base);
  const down = isNegative(x);
  const side = down ? curve.down : curve.up;
  if (side === undefined) return { points: base, how: 'base', by: {} };
  const { units, moved } = unitsOf(x.abs(), side, curve.whole ?? true);
  return {
    points: down ? base.sub(moved) : base.add(moved),
    how: `per-unit:${down ? 'down' : 'up'}`,
    by: { base, every: exact(side.every), units, points: exact(side.points), max: boundOf(side.max) },
  };
}

const boundOf = (text: string | undefined): Rational | null => (text === undefined ? null : exact(text));

function unitsOf(
  distance: Rational,
  side: PerUnit,
  whole: boolean,
): { readonly units: Rational; readonly moved: Rational } {
  const all = distance.div(exact(side.every));
  const units = whole ? new Fraction(floorInteger(all)) : all;
  return { units, moved: clamp(units.mul(exact(side.points)), null, boundOf(side.max)) };
}

function inBand(x: Rational, curve: Extract<Curve, { type: 'in-band' }>): Reading {
  const [low, high] = [exact(curve.low), exact(curve.high)];
  const full = exact(curve.points);
  const edge = x.compare(low) < 0 ? low : x.compare(high) > 0 ? high : null;
  if (edge === null) return { points: full, how: 'in-band', by: { low, high } };
  const [each, min] = [exact(curve.perUnit), exact(curve.min ?? '0')];
  const points = clamp(full.sub(x.sub(edge).abs().mul(each)), min, null);
  return { points, how: 'out-of-band', by: { edge, full, each, min } };
}

/** Points of a fact through a curve; for `grid` the x of the line is null. */
export type Curved = { readonly x: Rational | null; readonly points: Rational } | Extract<Measured, { none: unknown }>;

/** The same, with the step that explains it added to `steps`. */
export function throughCurve(x: Rational, curve: PlainCurve, steps: CalculationStep[]): Curved {
  const { points, how, by } = read(x, curve);
  steps.push({ what: `curve:${how}`, from: operands({ x, ...by }), to: printNumber(points) });
  return { x, points };
}

/**
 * A table over two facts of the card, whichever component they are of; below the
 * first row or column its `below`. No value where one of the facts has none (RULES.md, `grid`).
 */
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
  steps.push({ what: 'curve:grid', from: `row=${row.index + 1} column=${column.index + 1}`, to: printNumber(points) });
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
