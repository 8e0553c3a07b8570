import type { Curve, Direction, GridAxis, Measure, PlainCurve, Point } from '../../domain/rules/index.js';
import { ascending, decimal, made, type Random } from './random.js';

export const measures = ['actual', 'attainment', 'excess', 'change', 'progress'] as const satisfies readonly Measure[];
export const directions = ['higher', 'lower'] as const satisfies readonly Direction[];
export const plainTypes = [
  'identity',
  'line',
  'steps',
  'per-unit',
  'in-band',
] as const satisfies readonly Curve['type'][];

const points = (random: Random, least: number): readonly Point[] =>
  ascending(random, least, 5, -20, 130).map((x) => [x, decimal(random, -20, 130)]);

const edge = (random: Random): string =>
  random.oneIn(2) ? random.pick(['hold', 'extend']) : decimal(random, -10, 150);

function side(random: Random) {
  return made<{ every: string; points: string; max?: string }>({
    every: random.pick(['1', '3', '0.5', '2.50', '7', '10']),
    points: decimal(random, 0, 5),
    max: random.maybe(() => decimal(random, 0, 20)),
  });
}

/** Any curve of one number. */
export function plainCurve(random: Random): PlainCurve {
  const type = random.pick(plainTypes);
  switch (type) {
    case 'identity':
      return { type };
    case 'line':
      return made<PlainCurve & { type: 'line' }>({
        type,
        points: points(random, 2),
        below: random.maybe(() => edge(random)),
        above: random.maybe(() => edge(random)),
      });
    case 'steps':
      return { type, from: points(random, 1), below: decimal(random, -10, 10) };
    case 'per-unit':
      return made<PlainCurve & { type: 'per-unit' }>({
        type,
        base: decimal(random, 0, 100),
        up: random.maybe(() => side(random)),
        down: random.maybe(() => side(random)),
        whole: random.pick([undefined, true, false]),
      });
    case 'in-band':
      return made<PlainCurve & { type: 'in-band' }>({
        type,
        low: decimal(random, -20, 50),
        high: decimal(random, 51, 120),
        points: decimal(random, 0, 100),
        perUnit: decimal(random, 0, 5),
        min: random.pick([undefined, undefined, '-20', '0']),
      });
  }
}

/** `ids`: facts that the table may look at. */
function grid(random: Random, ids: readonly string[]): Curve {
  const axis = (): GridAxis =>
    made<GridAxis>({
      of: random.pick(ids),
      measure: random.maybe(() => random.pick(measures)),
      direction: random.maybe(() => random.pick(directions)),
      from: ascending(random, 1, 3, -20, 100),
    });
  const [rows, columns] = [axis(), axis()];
  const values = rows.from.map(() => columns.from.map(() => decimal(random, 0, 120)));
  return { type: 'grid', rows, columns, values, below: decimal(random, -5, 5) };
}

function best(random: Random, depth: number): Curve {
  const view = () => ({
    ...made<{ measure?: Measure; direction?: Direction }>({
      measure: random.maybe(() => random.pick(measures)),
      direction: random.maybe(() => random.pick(directions)),
    }),
    ...(random.oneIn(3) ? {} : { curve: depth > 0 && random.oneIn(8) ? best(random, depth - 1) : plainCurve(random) }),
  });
  return { type: 'best', of: random.list(1, 4, view) };
}

/** Any curve of a measured component. */
export function curve(random: Random, ids: readonly string[]): Curve {
  const kind = random.int(1, 10);
  if (kind === 1) return grid(random, ids);
  return kind <= 3 ? best(random, 1) : plainCurve(random);
}
