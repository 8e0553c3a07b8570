import type { ComponentChildren, VNode } from 'preact';
import { exact, type Rational, showNumber } from '../../../../domain/numbers.js';

export interface Drawing {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  /** What is drawn, for those who do not see it. */
  readonly about: string;
  readonly width: number;
  readonly height: number;
  readonly children: ComponentChildren;
}

/** A picture with its name and what it shows; the table beside it has the numbers. */
export const Drawn = ({ id, title, about, width, height, children }: Drawing): VNode => (
  <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={`${id}-title ${id}-about`}>
    <title id={`${id}-title`}>{title}</title>
    <desc id={`${id}-about`}>{about}</desc>
    {children}
  </svg>
);

/** Where a number stands between two ends of a picture: exact until it is printed. Without an extent, in the middle. */
export function linear(
  [low, high]: readonly [Rational, Rational],
  [from, to]: readonly [number, number],
): (value: Rational) => string {
  const extent = high.sub(low);
  return (value) => {
    const along = extent.compare(0) === 0 ? exact('0.5') : value.sub(low).div(extent);
    return showNumber(along.mul(to - from).add(from), 2);
  };
}

/** The least and the greatest of these, and of what must be seen in any case. */
export function extentOf(values: readonly Rational[], ...always: readonly Rational[]): readonly [Rational, Rational] {
  const all = [...always, ...values];
  const [first] = all;
  if (first === undefined) return [exact('0'), exact('1')];
  return all.reduce(([low, high], each) => [each.compare(low) < 0 ? each : low, each.compare(high) > 0 ? each : high], [
    first,
    first,
  ] as readonly [Rational, Rational]);
}
