import { z } from 'zod';
import type { BudgetDocument, DistributionDocument, PoolDocument } from '../../domain/rules/index.js';
import { computed, decimal, minor } from '../basics.js';
import { name, plainCurve } from './scorecard.js';

const currency = z.string().regex(/^[A-Z]{3}$/, 'a currency: three capital letters, such as CNY');
const rows = 100_000;

/** How large a part of the people gets each grade. */
export const gradeShares = z
  .array(z.strictObject({ grade: name, percent: decimal }))
  .min(1)
  .max(1000);
/** Who gets the unit left over of equal remainders. */
export const tie = z.enum(['first', 'last']);
/** A pool as it is, or as a rate of a base, less a reserve. */
export const poolAmount = z.union([
  z.strictObject({ amountMinor: minor }),
  z.strictObject({ baseMinor: minor, ratePercent: decimal, reservePercent: decimal.exactOptional() }),
]);

/** distribution@1, pool@1, budget@1 (RULES.md): their shapes; what must fit together is in `money-checks`. */
export const distribution: z.ZodType<DistributionDocument> = z.strictObject({
  format: z.literal('perfcycle/distribution@1'),
  count: z.int().min(0).max(1_000_000_000),
  shares: gradeShares,
  tie: tie.exactOptional(),
});

export const pool: z.ZodType<PoolDocument> = z.strictObject({
  format: z.literal('perfcycle/pool@1'),
  currency,
  pool: poolAmount,
  shares: z.array(z.strictObject({ id: name, coefficient: decimal, base: decimal.exactOptional() })).max(rows),
});

export const budget: z.ZodType<BudgetDocument> = z.strictObject({
  format: z.literal('perfcycle/budget@1'),
  currency,
  units: z.array(z.strictObject({ id: name, baseMinor: minor, score: computed })).max(rows),
  curve: plainCurve,
  envelopeMinor: minor.exactOptional(),
  floorPercent: decimal.exactOptional(),
  ceilingPercent: decimal.exactOptional(),
});
