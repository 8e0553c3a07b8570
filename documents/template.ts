import { z } from 'zod';
import { phases } from '../domain/process/index.js';
import type { Template } from '../domain/template.js';
import { bilingual, decimal, id, minor, uniqueIds } from './basics.js';
import { type Parsed, parseWith } from './problems.js';
import { gradeShares, poolAmount, tie } from './rules/money.js';
import { component, gate, plainCurve, scorecard } from './rules/scorecard.js';
import { checkTemplate } from './template-checks.js';
import { count, ladder, personRule, step, when } from './template-steps.js';

const kinds = z.array(z.enum(['company', 'division', 'department', 'team', 'person'])).min(1);
const ownUnit = id.exactOptional().meta({
  description:
    "finance's own unit: its line is decided in the -own step. Without it: the lines that pay the persons of the role finance (their unit's, else the nearest above that has one)",
});
const curve = plainCurve.meta({ title: 'curve', description: 'a curve of scorecard@1 that looks at one number' });

const bounds = z
  .strictObject({
    goals: z.tuple([z.int().min(0), z.int().min(0)]).meta({ description: 'how many goals a unit has: least, most' }),
    weight: z.tuple([decimal, decimal]).meta({ description: 'weight of one goal: least, most' }),
    weightTotal: decimal.meta({ description: "what a unit's weights sum to" }),
  })
  .meta({ description: 'checked before a unit submits its goals' });

const monitoring = z
  .strictObject({
    amber: decimal.meta({ description: 'amber where less than so many percent of the way expected are made' }),
    red: decimal.meta({ description: 'red likewise; not more than amber' }),
  })
  .meta({ description: 'when a goal is told as deviating at a checkpoint' });

const distribution = z
  .strictObject({
    shares: gradeShares.meta({
      title: 'list of {grade, percent}',
      description: 'percent of the units per grade; together 100',
    }),
    tie: tie
      .exactOptional()
      .meta({ description: 'who gets the unit left over on equal remainders: the first (default) or last share' }),
  })
  .meta({
    description: 'how many of each grade calibration aims at: advice beside what was found, never a forced rank',
  });

const bonus = z
  .strictObject({
    kinds: kinds.meta({ description: 'kinds of units that have a line of their own' }),
    pool: poolAmount.meta({
      title: 'pool',
      description:
        'pool of pool@1: `{amountMinor}`, or `{baseMinor, ratePercent, reservePercent}`; the reserve is posted beside the lines. Amounts are minor units of the currency',
    }),
    coefficients: z.record(z.string(), decimal).meta({ description: 'for every grade of the scorecard, 0 or more' }),
    ownUnit,
  })
  .meta({
    description:
      'how the bonus pool is split: in proportion to coefficient × payroll base; with steps bonus and bonus-own',
  });

const budget = z
  .strictObject({
    kinds: kinds.meta({ description: 'kinds of units that have a line of their own' }),
    envelopeMinor: minor
      .exactOptional()
      .meta({ description: 'the lines are scaled to this sum; without it each stands for itself' }),
    curve: curve.meta({ title: 'curve', description: 'score → percent that the budget base grows or shrinks by' }),
    floorPercent: decimal
      .exactOptional()
      .meta({ description: 'told where a line is below so many percent of its base' }),
    ceilingPercent: decimal.exactOptional().meta({ description: 'told where a line is above' }),
    ownUnit,
  })
  .meta({ description: "next period's budget; with steps budget and budget-own" });

const appeal = z
  .strictObject({
    workdays: count(1, 250).meta({
      description:
        'working days to file an appeal: after the result was told, and after the instance before has decided',
    }),
    decideWorkdays: count(1, 250).meta({ description: 'working days of each instance to decide' }),
    instances: z.array(personRule).min(1).max(2).meta({
      description: "who decides, instance after instance; never the unit's own head, the head above, or a rater",
    }),
  })
  .meta({
    description:
      'windows for appeals, shown with their days in preview and explanation; the end of the cycle must leave room for them. The steps of an appeal itself (filing, deciding) are not part of template@1 yet: no step opens from this field',
  });

/** perfcycle/template@1, completely checked: ids, references, circles. Its descriptions are docs/template.md. */
export const templateSchema: z.ZodType<Template> = z
  .strictObject({
    format: z.literal('perfcycle/template@1').meta({ description: 'names this format' }),
    id: id.meta({ description: 'the same in every revision' }),
    title: bilingual.meta({ title: 'text', description: 'in both languages' }),
    description: bilingual.meta({ title: 'text', description: 'what it is for, in both languages' }),
    subjects: z
      .strictObject({
        kinds: kinds.meta({ description: 'units of these kinds are reviewed' }),
        units: z.array(id).exactOptional().meta({ description: 'these units instead' }),
      })
      .meta({ description: 'who is reviewed, at and below the root unit of a cycle' }),
    phases: z
      .array(
        z.strictObject({
          id: z.enum(phases).meta({ description: 'each at most once, in this order' }),
          opens: when.meta({ description: 'when the cycle enters it' }),
        }),
      )
      .min(1)
      .meta({ description: 'the phases of the cycle' }),
    steps: z.array(step).meta({ description: 'what is submitted and decided, by whom, when' }),
    closes: when.meta({ description: 'the end of the cycle: the last day, inclusive; after all windows for appeals' }),
    ladder: ladder.meta({ description: 'reminders and escalation of steps without a ladder of their own' }),
    bounds,
    scorecard: scorecard.meta({
      title: 'scorecard@1',
      description:
        "how a unit is scored; a part `{id, fromGoals}` becomes one part per goal of the unit. A part that is no goal's reads the metric of its own id; a factor reads the metric `<of>.<unit>`, else `<of>`; rated parts stand in the forms of self-evaluation, rating and evaluation",
    }),
    guards: z
      .array(
        z.strictObject({
          unit: id.meta({ description: 'whose scorecard' }),
          part: component.meta({ title: 'component', description: 'a part of scorecard@1, added to the root' }),
          gate: gate.meta({ title: 'gate', description: 'a gate of scorecard@1' }),
        }),
      )
      .meta({ description: "what cannot be said per goal: a part and a gate added to one unit's scorecard" }),
    monitoring,
    distribution: distribution.exactOptional(),
    bonus: bonus.exactOptional(),
    budget: budget.exactOptional(),
    appeal: appeal.exactOptional(),
  })
  .superRefine((template, ctx) => {
    uniqueIds(template.steps, ['steps'], ctx);
    uniqueIds(template.phases, ['phases'], ctx);
    checkTemplate(template, (path, code, message) => {
      ctx.addIssue({ code: 'custom', path, message, params: { code } });
    });
  });

export const parseTemplate = (value: unknown): Parsed<Template> => parseWith(templateSchema, value);
