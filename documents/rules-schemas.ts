import { z } from 'zod';
import type { Component, Condition, Curve } from '../domain/rules/index.js';
import { bilingual, computed, day, decimal, goalId, id, title, typedDay, typedDecimal, typedMinor } from './basics.js';

/** Parts of the rules documents that templates and forms share. */
const measure = z.enum(['actual', 'attainment', 'excess', 'change', 'progress']);
const direction = z.enum(['higher', 'lower']);
const point = z.tuple([decimal, decimal]);
const side = z.strictObject({ every: decimal, points: decimal, max: decimal.exactOptional() });
const edge = z.union([z.literal('hold'), z.literal('extend'), decimal]);
const axis = z.strictObject({
  of: z.string(),
  measure: measure.exactOptional(),
  direction: direction.exactOptional(),
  from: z.array(decimal).min(1),
});

const plainCurves = [
  z.strictObject({ type: z.literal('identity') }),
  z.strictObject({
    type: z.literal('line'),
    points: z.array(point).min(2),
    below: edge.exactOptional(),
    above: edge.exactOptional(),
  }),
  z.strictObject({ type: z.literal('steps'), from: z.array(point).min(1), below: decimal }),
  z.strictObject({
    type: z.literal('per-unit'),
    base: decimal,
    up: side.exactOptional(),
    down: side.exactOptional(),
    whole: z.boolean().exactOptional(),
  }),
  z.strictObject({
    type: z.literal('in-band'),
    low: decimal,
    high: decimal,
    points: decimal,
    perUnit: decimal,
    min: decimal.exactOptional(),
  }),
] as const;
export const plainCurve = z.discriminatedUnion('type', [...plainCurves]);
export const curve: z.ZodType<Curve> = z.lazy(() =>
  z.discriminatedUnion('type', [
    ...plainCurves,
    z.strictObject({
      type: z.literal('grid'),
      rows: axis,
      columns: axis,
      values: z.array(z.array(decimal)),
      below: decimal,
    }),
    z.strictObject({
      type: z.literal('best'),
      of: z
        .array(
          z.strictObject({
            measure: measure.exactOptional(),
            direction: direction.exactOptional(),
            curve: curve.exactOptional(),
          }),
        )
        .min(1),
    }),
  ]),
);

const ratingRule = z.strictObject({
  scale: z.strictObject({ min: decimal, max: decimal }),
  requireEvidence: z.boolean().exactOptional(),
  by: z.array(z.strictObject({ role: z.string(), weight: decimal })).min(1),
});
const missing = z.enum(['block', 'exclude', 'zero']);
const bounded = z.strictObject({ of: z.string(), min: decimal.exactOptional(), max: decimal.exactOptional() });
const common = {
  id: z.string().min(1),
  title: bilingual.exactOptional(),
  weight: decimal.exactOptional(),
  factor: bounded.exactOptional(),
  add: bounded.exactOptional(),
  scale: z.strictObject({ from: point, to: point }).exactOptional(),
  min: decimal.exactOptional(),
  max: decimal.exactOptional(),
  round: z.int().min(0).max(30).exactOptional(),
};
const rated = z.strictObject({
  ...common,
  rating: ratingRule,
  curve: curve.exactOptional(),
  missing: missing.exactOptional(),
});
const measured = z.strictObject({
  ...common,
  measure: measure.exactOptional(),
  direction: direction.exactOptional(),
  curve: curve.exactOptional(),
  missing: missing.exactOptional(),
});
const fromGoals = z.strictObject({
  id: z.string().min(1),
  fromGoals: z.strictObject({
    measure: measure.exactOptional(),
    curve: curve.exactOptional(),
    rating: ratingRule.exactOptional(),
    ratingCurve: curve.exactOptional(),
    perUnit: decimal.exactOptional(),
  }),
});
export const component: z.ZodType<Component> = z.lazy(() =>
  z.union([
    z.strictObject({
      ...common,
      parts: z.array(component).min(1),
      combine: z.enum(['weighted-mean', 'weighted-sum', 'sum', 'mean', 'min', 'max']),
    }),
    rated,
    fromGoals,
    measured,
  ]),
);
const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ any: z.array(condition).min(1) }),
    z.strictObject({ all: z.array(condition).min(1) }),
    z.strictObject({
      component: z.string(),
      value: z.enum(['points', 'x']).exactOptional(),
      is: z.enum(['<', '<=', '>', '>=', '=']),
      than: decimal,
    }),
  ]),
);
export const gate = z.strictObject({
  id: z.string().min(1),
  when: condition,
  then: z
    .strictObject({
      set: z.record(z.string(), decimal).exactOptional(),
      atMost: z.record(z.string(), decimal).exactOptional(),
      totalAtMost: decimal.exactOptional(),
      grade: z.string().exactOptional(),
    })
    .refine((then) => Object.keys(then).length === 1, {
      message: 'exactly one effect',
      params: { code: 'GATE_EFFECT' },
    }),
  reason: z.union([z.string(), bilingual]).exactOptional(),
});
export const scorecard = z.strictObject({
  format: z.literal('perfcycle/scorecard@1'),
  root: component,
  gates: z.array(gate).exactOptional(),
  grades: z
    .strictObject({
      round: z.int().min(0).max(30).exactOptional(),
      bands: z.array(z.strictObject({ from: decimal, grade: z.string() })).min(1),
      below: z.string(),
    })
    .exactOptional(),
});

export const goal = z.strictObject({
  id: goalId,
  unit: id,
  title,
  kind: z.enum(['kpi', 'qualitative']).exactOptional(),
  metric: id.exactOptional(),
  direction: z.enum(['higher', 'lower', 'in-band']).exactOptional(),
  baseline: typedDecimal.exactOptional(),
  target: z.union([typedDecimal, z.strictObject({ low: typedDecimal, high: typedDecimal })]).exactOptional(),
  weight: typedDecimal.exactOptional(),
  due: typedDay.exactOptional(),
  supports: goalId.exactOptional(),
  swot: z.array(id).exactOptional(),
  rubric: z.array(z.string().min(1).max(400)).exactOptional(),
  measure: measure.exactOptional(),
  curve: curve.exactOptional(),
  path: z
    .array(z.tuple([day, decimal]))
    .min(1)
    .exactOptional(),
});
export const task = z.strictObject({
  id: goalId,
  unit: id,
  goal: goalId,
  title,
  owner: id.exactOptional(),
  effortDays: typedDecimal.exactOptional(),
  start: typedDay.exactOptional(),
  end: typedDay.exactOptional(),
  after: z.array(goalId).exactOptional(),
  costMinor: typedMinor.exactOptional(),
});
export { computed };
