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
 * Who rated an item twice, as head of two units, is one rater there: with the mean of both.
 */
export function raterDrift(
  ratings: readonly DriftRating[],
  minimum = 5,
): Readonly<Record<string, { readonly drift: string; readonly items: number }>> {
  const items = [...grouped(ratings, ({ item }) => item).values()];
  const byRater = grouped(items.flatMap(differences), ({ by }) => by);
  return Object.fromEntries(
    [...byRater]
      .filter(([, found]) => found.length >= minimum)
      .map(([by, found]) => [
        by,
        { drift: printNumber(mean(found.map((each) => each.difference))), items: found.length },
      ]),
  );
}

const mean = (of: readonly Rational[]): Rational => sum(of).div(new Fraction(of.length));

/** Of one item: each rater's value less the mean of the others'; of an item that one alone rated, nothing. */
function differences(
  ratings: readonly DriftRating[],
): readonly { readonly by: string; readonly difference: Rational }[] {
  const raters = [...grouped(ratings, ({ by }) => by)].map(
    ([by, own]) => [by, mean(own.map(({ value }) => exact(value)))] as const,
  );
  if (raters.length < 2) return [];
  const total = sum(raters.map(([, value]) => value));
  return raters.map(([by, value]) => {
    const others = total.sub(value).div(new Fraction(raters.length - 1));
    return { by, difference: value.sub(others) };
  });
}
