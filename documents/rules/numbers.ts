import { parseNumber } from '../../domain/numbers.js';
import type { Looking } from '../looking.js';

/** Order of two texts as numbers; NaN where one is none (that is told of elsewhere). */
export function compare(a: string | number, b: string | number): number {
  const [left, right] = [parseNumber(String(a)), parseNumber(String(b))];
  return left === null || right === null ? Number.NaN : left.compare(right);
}

/** 0 or more, where it is a number at all. */
export function notNegative(value: string | undefined, path: readonly PropertyKey[], { tell }: Looking): void {
  if (value !== undefined && compare(value, '0') < 0) tell(path, 'NUMBER_NEGATIVE', `${value} is less than 0`);
}

/** The lower end is not above the upper one, where there are both. */
export function notAbove(
  low: string | number | undefined,
  high: string | number | undefined,
  path: readonly PropertyKey[],
  { tell }: Looking,
): void {
  if (low !== undefined && high !== undefined && compare(low, high) > 0) {
    tell(path, 'RANGE_EMPTY', `${low} is more than ${high}`);
  }
}

/** Each is more than the one before. */
export function ascending(
  values: readonly string[],
  place: (index: number) => readonly PropertyKey[],
  { tell }: Looking,
  code = 'POINTS_NOT_ASCENDING',
): void {
  values.forEach((value, index) => {
    const before = values[index - 1];
    if (before !== undefined && compare(before, value) >= 0) tell(place(index), code, `${value} after ${before}`);
  });
}

/** Tells of every key that stood before, at the later place. */
export function unique(
  keys: readonly (string | undefined)[],
  place: (index: number) => readonly PropertyKey[],
  { tell }: Looking,
  code = 'ID_DUPLICATE',
): void {
  const seen = new Set<string>();
  keys.forEach((key, index) => {
    if (key === undefined) return;
    if (seen.has(key)) tell(place(index), code, `${key} stands twice`);
    seen.add(key);
  });
}
