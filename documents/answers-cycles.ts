import { z } from 'zod';
import { phases } from '../domain/process/index.js';

/** A cycle and what belongs to it as a whole. Instants are epoch ms, days `YYYY-MM-DD`, amounts minor units as text. */
const instant = z.number().meta({ description: 'epoch ms' });
const open = z.record(z.string(), z.unknown());

export const cycle = z
  .object({
    id: z.string(),
    title: z.string(),
    templateId: z.string(),
    templateRevision: z.int(),
    rulesRevision: z.int().meta({ description: "0: the rules are the template's own" }),
    rootUnit: z.string(),
    mode: z.enum(['real', 'rehearsal']),
    book: z.string(),
    state: z.enum(['planned', 'running', 'closed']),
    phase: z.enum(phases),
    periodStart: z.string(),
    periodEnd: z.string(),
    zone: z.string(),
    currency: z.string(),
    subjects: z.array(z.string()),
    player: open,
    startedBy: z.string(),
    closesAt: instant,
    phases: z.array(z.object({ id: z.enum(phases), opensAt: instant })),
    clock: z.object({
      now: instant,
      held: z.boolean(),
      runTo: instant.nullable(),
      rate: z.union([z.number(), z.string()]),
      sweptAt: instant.nullable(),
      nextAt: instant.nullable(),
      undecided: z.boolean(),
      quiet: z.boolean().meta({ description: 'swept, nothing undecided, nothing left to open at this instant' }),
    }),
  })
  .meta({ id: 'Cycle' });

export const preview = z.object({
  subjects: z.array(z.string()),
  dates: open.meta({ description: 'phases, steps, barriers, windows for appeals and the end, as days in the zone' }),
  preflight: z.array(
    z.object({ code: z.string(), severity: z.enum(['error', 'warning', 'advice']), at: z.array(z.string()) }),
  ),
});

export const unitStanding = z.object({
  unitId: z.string().nullable().meta({ description: "null: the cycle's own steps" }),
  open: z.int(),
  submitted: z.int(),
  done: z.int(),
  overdue: z.int(),
  current: z.string().nullable(),
});

export const deviation = z.object({
  unitId: z.string(),
  goalId: z.string(),
  on: z.string(),
  severity: z.enum(['red', 'amber']),
  line: open,
});

export const proposal = z.object({
  kind: z.enum(['bonus', 'budget']),
  attempt: z.int(),
  document: open,
  answer: open,
  correction: z
    .object({ of: z.int(), lines: z.record(z.string(), z.string()), reserveMinor: z.string() })
    .nullable()
    .meta({
      description: 'after the release: what single units get or give, from or to the reserve; null: all is split',
    }),
  digest: z.string(),
  proposedAt: instant,
  postedAt: instant.nullable(),
});

export const ledgerLine = z.object({
  id: z.string(),
  effectKey: z.string(),
  kind: z.enum(['bonus', 'budget', 'reserve']),
  ofKind: z.enum(['bonus', 'budget']).meta({ description: 'what a reserve is kept of; else the kind itself' }),
  unitId: z.string().nullable(),
  attempt: z.int(),
  postedWith: z
    .int()
    .meta({ description: 'the attempt whose posting wrote it: of a reversal the one that came instead' }),
  amountMinor: z.string(),
  currency: z.string(),
  reverses: z.string().nullable(),
  approvedBy: z.string(),
  postedAt: instant,
});

export const journalEntry = z
  .object({
    reviewId: z.string(),
    seq: z.int(),
    cycleId: z.string(),
    at: instant,
    wallAt: instant,
    act: z.string(),
    stepId: z.string().nullable(),
    attempt: z.int().nullable(),
    actorId: z.string().nullable(),
    principalId: z.string().nullable(),
    commandId: z.string().nullable(),
    contentDigest: z.string().nullable(),
    data: open,
    prevHash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'JournalEntry' });
