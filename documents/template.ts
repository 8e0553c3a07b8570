import { z } from 'zod';
import { phases, stepKinds } from '../domain/process/index.js';
import { circles } from '../domain/rules/circles.js';
import type { Template } from '../domain/template.js';
import { bilingual, decimal, id, minor, uniqueIds } from './basics.js';
import { type Parsed, parseWith } from './problems.js';
import { component, gate, plainCurve, scorecard } from './rules-schemas.js';

const when = z.strictObject({
  base: z.enum(['period-start', 'period-end']),
  months: z.int().min(-60).max(60).exactOptional(),
  days: z.int().min(-2000).max(2000).exactOptional(),
  workdays: z.int().min(-1000).max(1000).exactOptional(),
});
const rule = z.enum(['head', 'parent-head', 'second-head', 'rater-head', 'hr', 'finance', 'board']);
const rungs = z.array(z.int().min(0).max(60)).max(20);
const ladder = z.strictObject({ remindBefore: rungs, remindAfter: rungs, escalateAfter: rungs });
const step = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/, 'a step id: lowercase letters, digits, -'),
  kind: z.enum(stepKinds),
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
    bounds: z.strictObject({
      goals: z.tuple([z.int().min(0), z.int().min(0)]),
      weight: z.tuple([decimal, decimal]),
      weightTotal: decimal,
    }),
    scorecard,
    guards: z.array(z.strictObject({ unit: id, part: component, gate })),
    monitoring: z.strictObject({ amber: decimal, red: decimal }),
    bonus: z
      .strictObject({ kinds, poolMinor: minor, coefficients: z.record(z.string(), decimal), ownUnit: id })
      .exactOptional(),
    budget: z
      .strictObject({
        kinds,
        envelopeMinor: minor.exactOptional(),
        curve: plainCurve,
        floorPercent: decimal.exactOptional(),
        ceilingPercent: decimal.exactOptional(),
        ownUnit: id,
      })
      .exactOptional(),
  })
  .superRefine((template, ctx) => {
    const tell = (path: PropertyKey[], code: string, message: string): void => {
      ctx.addIssue({ code: 'custom', path, message, params: { code } });
    };
    if (template.steps.length === 0) tell(['steps'], 'TEMPLATE_WITHOUT_STEPS', 'a template has at least one step');
    uniqueIds(template.steps, ['steps'], ctx);
    uniqueIds(template.phases, ['phases'], ctx);
    const known = new Map(template.steps.map((each) => [each.id, each]));
    template.steps.forEach((each, index) => {
      each.after.forEach((other, place) => {
        if (!known.has(other)) tell(['steps', index, 'after', place], 'ID_UNKNOWN', `there is no step ${other}`);
      });
      if ((each.scope === 'raters') !== (each.submitter === 'rater-head')) {
        tell(['steps', index, 'submitter'], 'SUBMITTER_WRONG', 'steps of scope raters are submitted by rater-head');
      }
      if (!template.phases.some((phase) => phase.id === each.phase)) {
        tell(['steps', index, 'phase'], 'ID_UNKNOWN', `the template has no phase ${each.phase}`);
      }
    });
    for (const ring of circles(new Map(template.steps.map((each) => [each.id, each.after])))) {
      tell(['steps'], 'STEPS_IN_CIRCLE', `these steps wait for each other: ${ring.join(', ')}`);
    }
  });

export const parseTemplate = (value: unknown): Parsed<Template> => parseWith(templateSchema, value);
