import type { BudgetDocument, DistributionDocument, PlainCurve, PoolDocument } from '../../domain/rules/index.js';
import { plainCurve } from './curves.js';
import { decimal, hundredths, made, type Random } from './random.js';

const grades = ['A', 'B', 'C', 'D', '优', 'constructor'] as const;

/** Percents that sum to 100: often equal ones, so that remainders tie. */
export function distribution(random: Random): DistributionDocument {
  const names = random.shuffled(grades).slice(0, random.int(1, grades.length));
  const equal = { 1: [10_000], 2: [5000, 5000], 4: [2500, 2500, 2500, 2500], 5: [2000, 2000, 2000, 2000, 2000] }[
    names.length
  ];
  const cuts = [...names.slice(1).map(() => random.int(0, 10_000)), 10_000].sort((a, b) => a - b);
  const uneven = cuts.map((cut, index) => cut - (cuts[index - 1] ?? 0));
  const percents = equal !== undefined && random.oneIn(2) ? equal : uneven;
  return made<DistributionDocument>({
    format: 'perfcycle/distribution@1',
    count: random.oneIn(20) ? random.int(0, 1_000_000_000) : random.int(0, 60),
    shares: names.map((grade, index) => ({ grade, percent: hundredths(random, percents[index] ?? 0) })),
    tie: random.pick([undefined, 'first', 'last']),
  });
}

const minor = (random: Random): string =>
  random.pick([
    String(random.int(0, 20)),
    String(random.int(0, 5_000_000)),
    `${random.int(1, 9999)}${String(random.int(0, 99_999_999_999)).padStart(11, '0')}`,
  ]);

const ids = ['sales', 'marketing', '质量', 'rnd', 'toString', '7', 'finance', 'hq'] as const;

export function pool(random: Random): PoolDocument {
  const nothing = random.oneIn(12);
  const rated = made<Extract<PoolDocument['pool'], { baseMinor: string }>>({
    baseMinor: minor(random),
    ratePercent: random.oneIn(2) ? random.pick(['0', '0.5', '2.5', '50', '100']) : decimal(random, 0, 120),
    reservePercent: random.maybe(() => (random.oneIn(2) ? random.pick(['0', '50', '100']) : decimal(random, 0, 99))),
  });
  return {
    format: 'perfcycle/pool@1',
    currency: 'CNY',
    pool: random.oneIn(2) ? { amountMinor: minor(random) } : rated,
    shares: random
      .shuffled(ids)
      .slice(0, random.int(0, ids.length))
      .map((id) =>
        made<PoolDocument['shares'][number]>({
          id,
          coefficient: nothing || random.oneIn(8) ? '0' : random.pick(['1', '1', '1.5', '0.60', decimal(random, 0, 3)]),
          base: random.oneIn(2) ? undefined : random.pick(['100', '100', '640', decimal(random, 0, 900)]),
        }),
      ),
  };
}

/** Any kind of curve, none of which takes the whole of a base from a score of -20 or more: that would be no valid document. */
function changeOfBudget(random: Random): PlainCurve {
  const drawn = plainCurve(random);
  const edge = () => random.pick([undefined, 'hold', 'extend', '-12.5']);
  if (drawn.type === 'line') {
    const points = [
      ['40', '-20'],
      ['70', '-5'],
      ['85', '0'],
      ['100', decimal(random, 1, 30)],
    ] as const;
    return made<PlainCurve & { type: 'line' }>({ type: 'line', points, below: edge(), above: edge() });
  }
  if (drawn.type !== 'per-unit') return drawn;
  return { ...drawn, down: { every: '5', points: decimal(random, 0, 5), max: '30' } };
}

export function budget(random: Random): BudgetDocument {
  const units = random.shuffled(ids).slice(0, random.int(1, ids.length));
  const floor = random.maybe(() => decimal(random, 0, 105));
  return made<BudgetDocument>({
    format: 'perfcycle/budget@1',
    currency: 'CNY',
    units: units.map((id, index) => ({
      id,
      baseMinor: index === 0 ? String(random.int(1, 900_000_000)) : minor(random),
      score: random.oneIn(5) ? `${random.int(1, 400)}/3` : decimal(random, -20, 120),
    })),
    curve: changeOfBudget(random),
    envelopeMinor: random.maybe(() => minor(random)),
    floorPercent: floor,
    ceilingPercent: random.maybe(() => decimal(random, 106, 130)),
  });
}
