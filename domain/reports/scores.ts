import { exact, floorInteger } from '../numbers.js';
import Fraction from 'fraction.js';
import { grouped } from '../rules/grouped.js';
import { countCell, type ListAtHand } from './list.js';
import type { BarChart, ReportTable, Value } from './model.js';
import { cell, text } from './values.js';

interface Totalled {
  readonly total: string | null;
}

/** Classes of totals, named by the least of each: of classes ten wide, 90 holds 90 to under 100. */
export interface Scores {
  /** The class of a total; null: it has none. */
  readonly classOf: (total: string | null) => string | null;
  readonly nameOf: (least: bigint) => Value;
  /** All from the lowest to the highest that holds a total. */
  readonly classes: readonly bigint[];
}

const most = 40n;

/** As wide as it takes to show them all: 10 points, or 20, 50, 100, … where totals lie far apart. */
export function scoresOf(rows: readonly Totalled[]): Scores {
  const totals = rows.flatMap(({ total }) => (total === null ? [] : [exact(total)]));
  const inClasses = (width: bigint): readonly bigint[] =>
    totals.map((total) => floorInteger(total.div(new Fraction(width))) * width);
  let width = 10n;
  let found = inClasses(width);
  for (let at = 1; spanOf(found) / width >= most; at += 1) {
    width = [10n, 20n, 50n][at % 3]! * 10n ** BigInt(Math.floor(at / 3));
    found = inClasses(width);
  }
  const first = leastOf(found);
  return {
    classOf: (total) => (total === null ? null : String(floorInteger(exact(total).div(new Fraction(width))) * width)),
    nameOf: (least) => text(`${least}–<${least + width}`),
    classes:
      found.length === 0
        ? []
        : Array.from({ length: Number(spanOf(found) / width) + 1 }, (_, at) => first + BigInt(at) * width),
  };
}

const leastOf = (found: readonly bigint[]): bigint =>
  found.reduce((low, each) => (each < low ? each : low), found[0] ?? 0n);
const mostOf = (found: readonly bigint[]): bigint =>
  found.reduce((high, each) => (each > high ? each : high), found[0] ?? 0n);
const spanOf = (found: readonly bigint[]): bigint => mostOf(found) - leastOf(found);

export const scoreTable = ({ classes, nameOf }: Scores, list: ListAtHand): ReportTable => ({
  id: 'scores',
  columns: [
    { id: 'scoreClass', type: 'text' },
    { id: 'units', type: 'number' },
  ],
  rows: classes.map((least) => [cell(nameOf(least)), countCell(list, { scoreClass: String(least) })]),
});

export function scoreChart({ classes, classOf, nameOf }: Scores, rows: readonly Totalled[]): BarChart {
  const byClass = grouped(rows, ({ total }) => classOf(total) ?? undefined);
  return {
    kind: 'distribution',
    id: 'scores',
    unit: 'count',
    series: ['units'],
    bars: classes.map((least) => ({ label: nameOf(least), values: [String(byClass.get(String(least))?.length ?? 0)] })),
  };
}
