import { z } from 'zod';

/** Answers about the rules of a cycle. */
const instant = z.number().meta({ description: 'epoch ms' });
const open = z.record(z.string(), z.unknown());
const amount = z.string().nullable().meta({ description: 'minor units; null: it cannot be computed' });

const standing = z
  .object({
    total: z.string().nullable().meta({ description: 'exact, as a decimal or a fraction; null: blocked' }),
    grade: z.string().nullable(),
    bonusMinor: amount,
    budgetMinor: amount,
  })
  .meta({ id: 'RulesStanding' });

const totals = z
  .object({
    bonusMinor: amount,
    budgetMinor: amount,
    grades: z.array(z.object({ grade: z.string(), found: z.int(), wanted: z.int().nullable() })),
    unfit: z
      .object({ bonus: z.array(z.string()), budget: z.array(z.string()) })
      .meta({ description: 'units without an answer: while there is one, nothing is computed for anybody' }),
    unscorable: z.array(z.string()),
  })
  .meta({ id: 'RulesTotals' });

export const effects = z
  .object({
    moved: z.int().meta({ description: 'how many units stand elsewhere afterwards' }),
    units: z.array(z.object({ unitId: z.string(), before: standing, after: standing, moved: z.boolean() })),
    before: totals,
    after: totals,
  })
  .meta({ id: 'RulesEffects' });

export const rules = z.object({
  revision: z.int().meta({ description: "0: the template's own" }),
  rules: open.meta({ description: 'all sections, as they are in force' }),
  revisions: z.array(
    z.object({
      revision: z.int(),
      proposal: z
        .int()
        .nullable()
        .meta({ description: 'null: guards that units agreed on, or that were settled for them' }),
      stepId: z.string(),
      unitId: z.string().nullable().meta({ description: "whose review the step is in; null: the cycle's own" }),
      basedOn: z.int(),
      rules: open.meta({ description: 'the sections that this revision replaced' }),
      proposedBy: z.string(),
      approvedBy: z.string(),
      validFrom: instant,
      takenUpAt: instant.nullable().meta({ description: 'null: results and proposals are being computed anew' }),
      reason: z.string().nullable(),
    }),
  ),
});

export const rulesProposal = z.object({
  number: z.int(),
  basedOn: z.int(),
  rules: open,
  effects,
  digest: z.string(),
  proposedBy: z.string(),
  proposedAt: instant,
  stepId: z.string(),
  state: z.enum(['closed', 'open', 'submitted', 'done', 'cancelled']),
  outcome: z.string().nullable(),
});

export const proposedRules = z.object({
  number: z.int(),
  stepId: z.string().meta({ description: "the step of the cycle's own review in which a second person decides" }),
  digest: z.string(),
  effects,
  command: z.string(),
});
