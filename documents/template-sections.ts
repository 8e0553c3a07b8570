import { z } from 'zod';
import { decimal, id, minor } from './basics.js';
import { gradeShares, poolAmount, tie } from './rules/money.js';
import { component, gate, plainCurve, scorecard } from './rules/scorecard.js';

export const kinds = z.array(z.enum(['company', 'division', 'department', 'team', 'person'])).min(1);
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
    mode: z.enum(['guide', 'quota']).exactOptional().meta({
      description:
        'guide (default): shown beside what was found; quota: calibration is refused unless the counts match exactly or HR says why not. Neither is ever the ground of a sanction',
    }),
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

const guards = z
  .array(
    z.strictObject({
      unit: id.meta({ description: 'whose scorecard' }),
      part: component.meta({ title: 'component', description: 'a part of scorecard@1, added to the root' }),
      gate: gate.meta({ title: 'gate', description: 'a gate of scorecard@1' }),
    }),
  )
  .meta({ description: "what cannot be said per goal: a part and a gate added to one unit's scorecard" });

/** No rule that a running cycle can get another of: who is recognized is known from the start. */
export const recognitionSection = z
  .strictObject({
    kinds: kinds.meta({ description: 'kinds of units that can be recognized, and their people' }),
    grades: z
      .array(z.string().min(1).max(40))
      .min(1)
      .meta({ description: 'grades of the scorecard whose published result is ground for a recognition' }),
  })
  .meta({
    description:
      'who can be recognized: by an absolute criterion, never by rank. HR gives it with words, a second person of HR confirms; it is taken back where a correction moves the result below',
  });

/** The sections of a template that are rules, each with its own shape; a running cycle can get others in their place. */
export const ruleSectionSchemas = {
  bounds,
  scorecard: scorecard.meta({
    title: 'scorecard@1',
    description:
      "how a unit is scored; a part `{id, fromGoals}` becomes one part per goal of the unit. A part that is no goal's reads the metric of its own id; a factor reads the metric `<of>.<unit>`, else `<of>`; rated parts stand in the forms of self-evaluation, rating and evaluation",
  }),
  guards,
  monitoring,
  distribution,
  bonus,
  budget,
} as const;
