import { z } from 'zod';
import { findingStates } from '../domain/cycle/index.js';
import { goalFindingCodes } from '../domain/rules/index.js';

/** What the API answers about findings of the goal checks. */
const instant = z.number().meta({ description: 'epoch ms' });
const foundBy = {
  code: z.enum(goalFindingCodes),
  severity: z.enum(['error', 'warning', 'advice']),
  at: z.array(z.string()).meta({ description: 'ids, sorted' }),
  data: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
};
export const finding = z.object({
  ...foundBy,
  scope: z
    .enum(['unit', 'units', 'organization'])
    .meta({ description: "whose it is; a unit's own is answered by its head" }),
  state: z.enum(findingStates).meta({ description: '`advice`: shown, nothing must be done' }),
  units: z.array(z.string()),
  about: z.array(z.object({ id: z.string(), unit: z.string().nullable(), titleZh: z.string(), titleEn: z.string() })),
  answers: z.array(
    z.object({
      unit: z.string(),
      code: z.string(),
      at: z.array(z.string()),
      reason: z.string(),
      by: z.string(),
      principal: z.string(),
      saidAt: instant,
    }),
  ),
  settled: z.object({ reason: z.string(), by: z.string(), settledAt: instant }).nullable(),
});

const load = z.object({
  need: z.string(),
  have: z.string().optional().meta({ description: 'absent: the row does not say' }),
  over: z.boolean(),
});
export const savedDraft = z.object({
  version: z.int().meta({ description: 'also the ETag' }),
  findings: z.array(
    z.object({
      ...foundBy,
      atSubmit: z.enum(['stops', 'asks', 'informs']).meta({
        description: 'what it does to the submit: it must be mended, wants a reason, or is only shown',
      }),
    }),
  ),
  problems: z
    .array(z.object({ pointer: z.string(), code: z.string() }))
    .meta({ description: 'what was typed and cannot be; what is still missing is no problem of a draft' }),
  load: z
    .array(z.object({ unit: z.string(), from: z.string(), to: z.string(), personDays: load, budgetMinor: load }))
    .meta({ description: "of a plan: what its tasks take of each row of the unit's capacity" }),
});

const draftBase = { version: z.int(), content: z.unknown(), savedBy: z.string(), savedAt: instant };
export const draft = z.object(draftBase);
export const keptDraft = z.object({
  ...draftBase,
  id: z.string(),
  how: z.enum(['replaced', 'ended', 'beside']).meta({
    description: 'saved over; discarded or submitted; or written over a version that somebody else had replaced',
  }),
});
