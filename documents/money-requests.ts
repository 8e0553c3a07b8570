import { z } from 'zod';
import { id } from './basics.js';
import { ruleSectionSchemas } from './template-sections.js';

const { bonus, budget } = ruleSectionSchemas;

export const moneyKind = z.enum(['bonus', 'budget']);
export const moneyParams = z.object({ id, kind: moneyKind });
export const exportParams = z.object({
  id,
  number: z.string().regex(/^[1-9]\d{0,5}$/, 'the number of an export'),
});

/** What is tried in place of the rules in force; what is absent stays. */
export const moneyWhatIfBody = z.strictObject({
  pool: bonus.shape.pool.exactOptional().meta({ description: 'of a bonus' }),
  coefficients: bonus.shape.coefficients
    .exactOptional()
    .meta({ description: 'of a bonus; grades that are absent stay' }),
  envelopeMinor: budget.shape.envelopeMinor.meta({ description: 'of a budget' }),
  curve: budget.shape.curve.exactOptional().meta({ description: 'of a budget' }),
  floorPercent: budget.shape.floorPercent.meta({ description: 'of a budget' }),
  ceilingPercent: budget.shape.ceilingPercent.meta({ description: 'of a budget' }),
});
export type MoneyChange = z.infer<typeof moneyWhatIfBody>;

/** Making an export says nothing: what is in it is settled. */
export const nothingBody = z.strictObject({}).exactOptional();
