import { z } from 'zod';
import type { MonitorDocument } from '../../domain/rules/index.js';
import { day, decimal } from '../basics.js';
import { period } from './goals.js';
import { name } from './scorecard.js';

/** monitor@1 (RULES.md): its shape; what must fit together is in `monitor-checks`. */
export const monitor: z.ZodType<MonitorDocument> = z.strictObject({
  format: z.literal('perfcycle/monitor@1'),
  period,
  on: day,
  amber: decimal,
  red: decimal,
  goals: z.array(
    z.strictObject({
      id: name,
      metric: name.exactOptional(),
      baseline: decimal.exactOptional(),
      target: z.union([decimal, z.strictObject({ low: decimal, high: decimal })]),
      accrual: z.enum(['level', 'accumulating']).exactOptional(),
      actual: decimal.exactOptional(),
      path: z
        .array(z.tuple([day, decimal]))
        .min(1)
        .max(1000)
        .exactOptional(),
    }),
  ),
});
