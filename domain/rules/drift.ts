import { exact, printNumber, type Rational, sum, zero } from '../numbers.js';
import Fraction from 'fraction.js';

export interface DriftRating {
  readonly item: string;
  readonly by: string;
  readonly value: string;
}

/**
 * Rater drift: the mean, over all items that rater r and at least one other
 * rated, of (r's value − mean of the others'), with the number of items; silent
 * under `minimum` (RULES.md, monitor@1).
 */
export function raterDrift(
  ratings: readonly DriftRating[],
  minimum = 5,
): Readonly<Record<string, { readonly drift: string; readonly items: number }>> {
  const byItem = new Map<string, DriftRating[]>();
  for (const rating of ratings) byItem.set(rating.item, [...(byItem.get(rating.item) ?? []), rating]);
  const differences = new Map<string, Rational[]>();
  for (const group of byItem.values()) {
    const total = sum(group.map((rating) => exact(rating.value)));
    for (const rating of group) {
      if (group.length < 2) continue;
      const own = exact(rating.value);
      const others = total.sub(own).div(new Fraction(group.length - 1));
      differences.set(rating.by, [...(differences.get(rating.by) ?? []), own.sub(others)]);
    }
  }
  return Object.fromEntries(
    [...differences]
      .filter(([, values]) => values.length >= minimum)
      .map(([by, values]) => {
        const mean = values.length === 0 ? zero : sum(values).div(new Fraction(values.length));
        return [by, { drift: printNumber(mean), items: values.length }];
      }),
  );
}
