import { z } from 'zod';
import type { Fact, Facts } from '../../domain/rules/index.js';
import { decimal } from '../basics.js';
import { name } from './scorecard.js';

const fact: z.ZodType<Fact> = z.strictObject({
  actual: decimal.exactOptional(),
  target: decimal.exactOptional(),
  baseline: decimal.exactOptional(),
  ratings: z
    .array(
      z.strictObject({
        role: name,
        by: name,
        value: decimal,
        evidence: z.array(z.string().max(20_000)).max(1000).exactOptional(),
      }),
    )
    .max(10_000)
    .exactOptional(),
  entries: z
    .array(z.strictObject({ points: decimal, reason: z.string().max(20_000).exactOptional() }))
    .max(10_000)
    .exactOptional(),
  notApplicable: z.string().max(20_000).exactOptional(),
});

/** The bare map of facts, as it may also be given. */
export const factMap: z.ZodType<Facts['facts']> = z.record(name, fact);
/** facts@1 (RULES.md). */
export const facts: z.ZodType<Facts> = z.strictObject({ format: z.literal('perfcycle/facts@1'), facts: factMap });
