import { z } from 'zod';
import type { Goal, GoalsDocument, Task } from '../../domain/rules/index.js';
import { day, decimal, goalId, id, minor } from '../basics.js';
import { curve, measure } from './scorecard.js';

/** What differs between a document and what people type into a form. */
export interface Typed {
  readonly decimal: z.ZodType<string>;
  readonly minor: z.ZodType<string>;
  readonly day: z.ZodType<string>;
  readonly title: z.ZodType<string>;
}

const written: Typed = { decimal, minor, day, title: z.string().min(1).max(2000) };
const direction = z.enum(['higher', 'lower', 'in-band']);
const words = z.string().max(2000);

/** One goal, as documents or as forms write it. */
export const goalSchema = (as: Typed): z.ZodType<Goal> =>
  z.strictObject({
    id: goalId,
    unit: id,
    title: as.title,
    kind: z.enum(['kpi', 'qualitative']).exactOptional(),
    metric: id.exactOptional(),
    direction: direction.exactOptional(),
    baseline: as.decimal.exactOptional(),
    target: z.union([as.decimal, z.strictObject({ low: as.decimal, high: as.decimal })]).exactOptional(),
    weight: as.decimal.exactOptional(),
    due: as.day.exactOptional(),
    supports: goalId.exactOptional(),
    swot: z.array(id).max(1000).exactOptional(),
    rubric: z.array(z.string().min(1).max(400)).max(100).exactOptional(),
    measure: measure.exactOptional(),
    curve: curve.exactOptional(),
    path: z
      .array(z.tuple([day, decimal]))
      .min(1)
      .max(1000)
      .exactOptional(),
  });

/** One task, as documents or as forms write it. */
export const taskSchema = (as: Typed): z.ZodType<Task> =>
  z.strictObject({
    id: goalId,
    unit: id,
    goal: goalId,
    title: as.title,
    owner: id.exactOptional(),
    effortDays: as.decimal.exactOptional(),
    start: as.day.exactOptional(),
    end: as.day.exactOptional(),
    after: z.array(goalId).max(1000).exactOptional(),
    costMinor: as.minor.exactOptional(),
  });

/** From day to day, both inclusive. */
export const period = z.strictObject({ start: day, end: day });

/** goals@1 (RULES.md): its shape; what must fit together is in `goals-checks`. */
export const goalsDocument: z.ZodType<GoalsDocument> = z.strictObject({
  format: z.literal('perfcycle/goals@1'),
  period,
  bounds: z
    .strictObject({
      goals: z.tuple([z.int().min(0), z.int().min(0)]),
      weight: z.tuple([decimal, decimal]),
      weightTotal: decimal,
    })
    .exactOptional(),
  units: z.array(z.strictObject({ id, parent: id.exactOptional() })),
  objectives: z.array(z.strictObject({ id: goalId, title: words })).exactOptional(),
  swot: z
    .array(
      z.strictObject({
        id,
        kind: z.enum(['strength', 'weakness', 'opportunity', 'threat']),
        title: words,
        key: z.boolean().exactOptional(),
      }),
    )
    .exactOptional(),
  metrics: z
    .array(
      z.strictObject({
        id,
        unit: id,
        measuredIn: words.exactOptional(),
        better: direction,
        source: z.enum(['manual', 'collected']).exactOptional(),
        accrual: z.enum(['level', 'accumulating']).exactOptional(),
        tension: z.array(id).exactOptional(),
        history: z.array(decimal).max(1000).exactOptional(),
      }),
    )
    .exactOptional(),
  goals: z.array(goalSchema({ ...written, title: words })),
  tasks: z.array(taskSchema({ ...written, title: words })).exactOptional(),
  capacity: z
    .array(
      z.strictObject({
        unit: id,
        from: day,
        to: day,
        personDays: decimal.exactOptional(),
        budgetMinor: minor.exactOptional(),
      }),
    )
    .exactOptional(),
  calendar: z
    .strictObject({ holidays: z.array(day).exactOptional(), workdays: z.array(day).exactOptional() })
    .exactOptional(),
});
