import { z } from 'zod';
import { bilingual, day, decimal, id, minor, unique, uniqueIds } from './basics.js';
import { type Parsed, parseWith } from './problems.js';

const metric = z.strictObject({
  id,
  unit: id,
  title: bilingual,
  measuredIn: z.string().optional(),
  better: z.enum(['higher', 'lower', 'in-band']),
  source: z.enum(['manual', 'collected']).default('manual'),
  accrual: z.enum(['level', 'accumulating']).default('level'),
  tension: z.array(id).default([]),
  history: z.array(decimal).default([]),
});

/** perfcycle/strategy@1: objectives, SWOT, metrics, capacity, and the calendar they are planned by. */
export const strategySchema = z
  .strictObject({
    format: z.literal('perfcycle/strategy@1'),
    objectives: z.array(z.strictObject({ id, title: bilingual })),
    swot: z.array(
      z.strictObject({
        id,
        kind: z.enum(['strength', 'weakness', 'opportunity', 'threat']),
        title: bilingual,
        key: z.boolean().default(false),
      }),
    ),
    metrics: z.array(metric),
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
        if (known.has(other)) return;
        const path = ['metrics', index, 'tension', place];
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
