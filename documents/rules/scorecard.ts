import { z } from 'zod';
import type { Component, Condition, Curve, Scorecard } from '../../domain/rules/index.js';
import { bilingual, decimal } from '../basics.js';

/** scorecard@1 (RULES.md): its shape; what must fit together is in `scorecard-checks`. */
export const measure = z.enum(['actual', 'attainment', 'excess', 'change', 'progress']);
const direction = z.enum(['higher', 'lower']);
/** Ids of components, facts, gates, roles and grades: any words, within reason. */
export const name = z.string().min(1).max(200);
const places = z.int().min(0).max(30);
const many = 1000;
const point = z.tuple([decimal, decimal]);
const side = z.strictObject({ every: decimal, points: decimal, max: decimal.exactOptional() });
const edge = z.union([z.literal('hold'), z.literal('extend'), decimal]);
const axis = z.strictObject({
  of: name,
  measure: measure.exactOptional(),
  direction: direction.exactOptional(),
  from: z.array(decimal).min(1).max(many),
});

const plainCurves = [
  z.strictObject({ type: z.literal('identity') }),
  z.strictObject({
    type: z.literal('line'),
    points: z.array(point).min(2).max(many),
    below: edge.exactOptional(),
    above: edge.exactOptional(),
  }),
  z.strictObject({ type: z.literal('steps'), from: z.array(point).min(1).max(many), below: decimal }),
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
/** Curves of one number, as ratings and budgets have them. */
export const plainCurve = z.discriminatedUnion('type', [...plainCurves]);
/** Any curve, also those that look at facts. */
export const curve: z.ZodType<Curve> = z.lazy(() =>
  z.discriminatedUnion('type', [
    ...plainCurves,
    z.strictObject({
      type: z.literal('grid'),
      rows: axis,
      columns: axis,
      values: z.array(z.array(decimal).max(many)).max(many),
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
        .min(1)
        .max(many),
    }),
  ]),
);

const ratingRule = z.strictObject({
  scale: z.strictObject({ min: decimal, max: decimal }),
  requireEvidence: z.boolean().exactOptional(),
  by: z
    .array(z.strictObject({ role: name, weight: decimal }))
    .min(1)
    .max(many),
});
const missing = z.enum(['block', 'exclude', 'zero']);
const bounded = z.strictObject({ of: name, min: decimal.exactOptional(), max: decimal.exactOptional() });
const common = {
  id: name,
  title: bilingual.exactOptional(),
  weight: decimal.exactOptional(),
  factor: bounded.exactOptional(),
  add: bounded.exactOptional(),
  scale: z.strictObject({ from: point, to: point }).exactOptional(),
  min: decimal.exactOptional(),
  max: decimal.exactOptional(),
  round: places.exactOptional(),
};
const rated = z.strictObject({
  ...common,
  rating: ratingRule,
  curve: curve.exactOptional(),
  missing: missing.exactOptional(),
});
/** What other components have: else zod takes a group with one wrong part for a measured one with unknown fields. */
const notHere = z.never().exactOptional();
const measured = z.strictObject({
  ...common,
  parts: notHere,
  rating: notHere,
  fromGoals: notHere,
  measure: measure.exactOptional(),
  direction: direction.exactOptional(),
  curve: curve.exactOptional(),
  missing: missing.exactOptional(),
});
const fromGoals = z.strictObject({
  id: name,
  fromGoals: z.strictObject({
    measure: measure.exactOptional(),
    curve: curve.exactOptional(),
    rating: ratingRule.exactOptional(),
    ratingCurve: curve.exactOptional(),
    perUnit: decimal.exactOptional(),
  }),
});
/** A group or a leaf; its kind shows in its fields. */
export const component: z.ZodType<Component> = z.lazy(() =>
  z.union([
    z.strictObject({
      ...common,
      parts: z.array(component).min(1).max(many),
      combine: z.enum(['weighted-mean', 'weighted-sum', 'sum', 'mean', 'min', 'max']),
    }),
    rated,
    fromGoals,
    measured,
  ]),
);
const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ any: z.array(condition).min(1).max(many) }),
    z.strictObject({ all: z.array(condition).min(1).max(many) }),
    z.strictObject({
      component: name,
      value: z.enum(['points', 'x']).exactOptional(),
      is: z.enum(['<', '<=', '>', '>=', '=']),
      than: decimal,
    }),
  ]),
);
/** A condition and exactly one effect. */
export const gate = z.strictObject({
  id: name,
  when: condition,
  then: z
    .strictObject({
      set: z.record(name, decimal).exactOptional(),
      atMost: z.record(name, decimal).exactOptional(),
      totalAtMost: decimal.exactOptional(),
      grade: name.exactOptional(),
    })
    .refine((then) => Object.keys(then).length === 1, {
      message: 'exactly one effect',
      params: { code: 'GATE_EFFECT' },
    }),
  reason: z.union([z.string().max(2000), bilingual]).exactOptional(),
});
/** The whole card, of a template too. */
export const scorecard: z.ZodType<Scorecard> = z.strictObject({
  format: z.literal('perfcycle/scorecard@1'),
  root: component,
  gates: z.array(gate).max(many).exactOptional(),
  grades: z
    .strictObject({
      round: places.exactOptional(),
      bands: z
        .array(z.strictObject({ from: decimal, grade: name }))
        .min(1)
        .max(many),
      below: name,
    })
    .exactOptional(),
});
