import { exact, printNumber, type Rational, sum } from '../numbers.js';
import { grouped } from './grouped.js';
import Fraction from 'fraction.js';

export interface DriftRating {
  readonly item: string;
  readonly by: string;
  readonly value: string;
}

/**
 * Rater drift: the mean, over all items that rater r and at least one other
 * rated, of (r's value − mean of the others'), with the number of items; silent
 * under `minimum` (RULES.md, monitor@1). In the unit of the scale; keys are raters.
 */
export function raterDrift(
  ratings: readonly DriftRating[],
  minimum = 5,
): Readonly<Record<string, { readonly drift: string; readonly items: number }>> {
  const items = [...grouped(ratings, ({ item }) => item).values()].filter((group) => group.length > 1);
  const byRater = grouped(items.flatMap(differences), ({ by }) => by);
  return Object.fromEntries(
    [...byRater]
      .filter(([, found]) => found.length >= minimum)
      .map(([by, found]) => {
        const mean = sum(found.map(({ difference }) => difference)).div(new Fraction(found.length));
        return [by, { drift: printNumber(mean), items: found.length }];
      }),
  );
}

/** Of one item that several rated: each one's value less the mean of the others'. */
function differences(
  ratings: readonly DriftRating[],
): readonly { readonly by: string; readonly difference: Rational }[] {
  const total = sum(ratings.map(({ value }) => exact(value)));
  return ratings.map(({ by, value }) => {
    const others = total.sub(exact(value)).div(new Fraction(ratings.length - 1));
    return { by, difference: exact(value).sub(others) };
  });
}
