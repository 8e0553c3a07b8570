import { z } from 'zod';
import { stepKinds } from '../domain/process/index.js';

/** What the API answers about postings, trials and payroll. Amounts are signed minor units as text. */
const instant = z.number().meta({ description: 'epoch ms' });
const findings = z.array(z.object({ code: z.string(), at: z.array(z.string()).optional() }));
const cell = z.object({ postedMinor: z.string().nullable(), reversedMinor: z.string().nullable() });

export const posting = z
  .object({
    kind: z.enum(['bonus', 'budget']),
    attempt: z.int(),
    postedAt: instant,
    approvedBy: z.array(z.string()),
    cell: cell.meta({ description: "the units' lines of this attempt, and what reversed them later" }),
    reserve: cell,
    linesMinor: z.string().meta({ description: "the units' lines that stand after it" }),
    reserveMinor: z.string(),
    standsMinor: z.string().meta({ description: 'both; equals `wholeMinor`' }),
    wholeMinor: z.string().meta({ description: 'pool with its reserve, or the budgets in all' }),
    correction: z.boolean().meta({ description: 'after the release: from or to the reserve, nothing reversed' }),
    digest: z.string(),
    causes: z
      .object({
        units: z.array(z.string()).meta({ description: 'whose own result moved' }),
        rules: z.boolean().meta({ description: 'rules or bases are other ones' }),
      })
      .nullable()
      .meta({ description: 'why it is other than the posting before; null: the first' }),
    decisions: z
      .array(
        z.object({
          unitId: z.string().nullable().meta({ description: 'null: a correction, which may be about several' }),
          stepId: z.string(),
          kind: z.enum(stepKinds),
          decidedBy: z.string(),
          takenUpAt: instant,
        }),
      )
      .meta({ description: 'appeals granted and corrections approved since the posting before' }),
  })
  .meta({ id: 'Posting' });

export const moneyTried = z.object({
  unfit: z.array(z.string()).meta({ description: 'units that these rules have no answer for' }),
  computed: z
    .object({
      lines: z.array(
        z.object({
          unitId: z.string(),
          proposedMinor: z.string().nullable(),
          whatIfMinor: z.string(),
          differenceMinor: z.string(),
        }),
      ),
      proposedMinor: z.string().nullable(),
      whatIfMinor: z.string(),
      reserveMinor: z.string(),
      findings,
    })
    .nullable(),
});

const exported = z.object({
  number: z.int().meta({ description: '1: all of it; later ones hold the differences since' }),
  book: z.string(),
  currency: z.string(),
  totalMinor: z.string(),
  csvDigest: z.string().meta({ description: 'SHA-256 of the bytes' }),
  xlsxDigest: z.string(),
  madeBy: z.string(),
  madeAt: instant,
  lines: z.array(z.object({ unitId: z.string(), amountMinor: z.string() })),
});
export const madeExport = exported
  .extend({ copy: z.boolean().meta({ description: 'it was there already: nothing new to export' }) })
  .meta({ id: 'PayrollExport' });
export const listedExport = exported.extend({
  downloads: z.array(
    z.object({
      form: z.enum(['csv', 'xlsx']),
      copy: z.int().meta({ description: '0: the original' }),
      person: z.string(),
      at: instant,
    }),
  ),
});
