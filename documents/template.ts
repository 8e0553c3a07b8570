import { z } from 'zod';
import { phases, scheduledKinds } from '../domain/process/index.js';
import type { Template } from '../domain/template.js';
import { bilingual, decimal, id, minor, uniqueIds } from './basics.js';
import { type Parsed, parseWith } from './problems.js';
import { gradeShares, poolAmount, tie } from './rules/money.js';
import { component, gate, plainCurve, scorecard } from './rules/scorecard.js';
import { checkTemplate } from './template-checks.js';

const when = z.strictObject({
  base: z.enum(['period-start', 'period-end']),
  months: z.int().min(-60).max(60).exactOptional(),
  days: z.int().min(-2000).max(2000).exactOptional(),
  workdays: z.int().min(-1000).max(1000).exactOptional(),
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a local time such as 17:30')
    .exactOptional(),
});
const rule = z.enum(['head', 'parent-head', 'second-head', 'rater-head', 'hr', 'finance', 'board']);
const rungs = z.array(z.int().min(0).max(60)).max(20);
const ladder = z.strictObject({ remindBefore: rungs, remindAfter: rungs, escalateAfter: rungs });
const step = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/, 'a step id: lowercase letters, digits, -'),
  kind: z.enum(scheduledKinds),
  phase: z.enum(phases),
  scope: z.enum(['unit', 'raters', 'cycle']),
  opens: when,
  due: when,
  closeWorkdays: z.int().min(0).max(400),
  after: z.array(z.string()),
  submitter: rule,
  decider: rule.exactOptional(),
  decideWorkdays: z.tuple([z.int().min(0), z.int().min(0)]).exactOptional(),
  againWorkdays: z.int().min(0).exactOptional(),
  onNo: z.enum(['again', 'done']).exactOptional(),
  onClose: z.enum(['forward', 'cancel']).exactOptional(),
  ladder: ladder.exactOptional(),
  cutOff: when.exactOptional(),
});
const kinds = z.array(z.enum(['company', 'division', 'department', 'team', 'person'])).min(1);

/** The sections that are rules, each with its own shape; a running cycle can get others in their place. */
export const ruleSectionSchemas = {
  bounds: z.strictObject({
    goals: z.tuple([z.int().min(0), z.int().min(0)]),
    weight: z.tuple([decimal, decimal]),
    weightTotal: decimal,
  }),
  scorecard,
  guards: z.array(z.strictObject({ unit: id, part: component, gate })),
  monitoring: z.strictObject({ amber: decimal, red: decimal }),
  distribution: z.strictObject({ shares: gradeShares, tie: tie.exactOptional() }),
  bonus: z.strictObject({ kinds, pool: poolAmount, coefficients: z.record(z.string(), decimal), ownUnit: id }),
  budget: z.strictObject({
    kinds,
    envelopeMinor: minor.exactOptional(),
    curve: plainCurve,
    floorPercent: decimal.exactOptional(),
    ceilingPercent: decimal.exactOptional(),
    ownUnit: id,
  }),
} as const;

/** perfcycle/template@1, completely checked: ids, references, circles. */
export const templateSchema: z.ZodType<Template> = z
  .strictObject({
    format: z.literal('perfcycle/template@1'),
    id,
    title: bilingual,
    description: bilingual,
    subjects: z.strictObject({ kinds, units: z.array(id).exactOptional() }),
    phases: z.array(z.strictObject({ id: z.enum(phases), opens: when })).min(1),
    steps: z.array(step),
    closes: when,
    ladder,
    ...ruleSectionSchemas,
    distribution: ruleSectionSchemas.distribution.exactOptional(),
    bonus: ruleSectionSchemas.bonus.exactOptional(),
    budget: ruleSectionSchemas.budget.exactOptional(),
  })
  .superRefine((template, ctx) => {
    uniqueIds(template.steps, ['steps'], ctx);
    uniqueIds(template.phases, ['phases'], ctx);
    checkTemplate(template, (path, code, message) => {
      ctx.addIssue({ code: 'custom', path, message, params: { code } });
    });
  });

export const parseTemplate = (value: unknown): Parsed<Template> => parseWith(templateSchema, value);
