import { z } from 'zod';
import { cadences } from '../domain/strategy.js';
import { bilingual, day, decimal, id, minor, unique, uniqueIds } from './basics.js';
import { type Parsed, parseWith } from './problems.js';

/** Entries without their ids: what is edited one by one (`strategy-entries.ts`) is what is imported. */
export const objectiveContent = z.strictObject({ title: bilingual });
export const swotContent = z.strictObject({
  kind: z.enum(['strength', 'weakness', 'opportunity', 'threat']),
  title: bilingual,
  key: z.boolean().default(false),
});
export const metricContent = z.strictObject({
  unit: id,
  title: bilingual,
  measuredIn: z.string().max(200).optional(),
  better: z.enum(['higher', 'lower', 'in-band']),
  source: z.enum(['manual', 'collected']).default('manual'),
  accrual: z.enum(['level', 'accumulating']).default('level'),
  /** How often a value comes; absent: not known. */
  cadence: z.enum(cadences).optional(),
  tension: z.array(id).max(500).default([]),
  history: z.array(decimal).max(500).default([]),
});

/** perfcycle/strategy@1: objectives, SWOT, metrics, capacity, and the calendar they are planned by. */
export const strategySchema = z
  .strictObject({
    format: z.literal('perfcycle/strategy@1'),
    objectives: z.array(objectiveContent.extend({ id })),
    swot: z.array(swotContent.extend({ id })),
    metrics: z.array(metricContent.extend({ id })),
    capacity: z
      .array(
        z.strictObject({
          unit: id,
          from: day,
          to: day,
          personDays: decimal.optional(),
          budgetMinor: minor.optional(),
        }),
      )
      .default([]),
    calendar: z.strictObject({ holidays: z.array(day), workdays: z.array(day) }).optional(),
  })
  .superRefine((document, ctx) => {
    uniqueIds(document.objectives, ['objectives'], ctx);
    uniqueIds(document.swot, ['swot'], ctx);
    uniqueIds(document.metrics, ['metrics'], ctx);
    const known = new Set(document.metrics.map((each) => each.id));
    document.metrics.forEach((each, index) => {
      each.tension.forEach((other, place) => {
        const path = ['metrics', index, 'tension', place];
        if (other === each.id) {
          const message = `${other} is in tension with itself`;
          ctx.addIssue({ code: 'custom', path, message, params: { code: 'NAMES_ITSELF' } });
        }
        if (known.has(other)) return;
        ctx.addIssue({ code: 'custom', path, message: `there is no metric ${other}`, params: { code: 'ID_UNKNOWN' } });
      });
    });
    unique(
      document.capacity.map(({ unit, from, to }) => `${unit} ${from} ${to}`),
      (index) => ['capacity', index],
      ctx,
    );
    document.capacity.forEach(({ from, to }, index) => {
      if (from <= to) return;
      const message = 'the last day comes before the first';
      ctx.addIssue({ code: 'custom', path: ['capacity', index, 'to'], message, params: { code: 'PERIOD_INVALID' } });
    });
    const { holidays = [], workdays = [] } = document.calendar ?? {};
    unique(
      [...holidays, ...workdays],
      (index) =>
        index < holidays.length ? ['calendar', 'holidays', index] : ['calendar', 'workdays', index - holidays.length],
      ctx,
    );
  });
export type Strategy = z.output<typeof strategySchema>;

export const parseStrategy = (value: unknown): Parsed<Strategy> => parseWith(strategySchema, value);
