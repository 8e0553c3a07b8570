import { z } from 'zod';
import { phases, stepKinds } from '../domain/process/index.js';
import { refusalCodes } from '../domain/errors.js';

/** What the API answers. Instants are epoch ms, days `YYYY-MM-DD`, amounts minor units as text. */
const instant = z.number().meta({ description: 'epoch ms' });
const open = z.record(z.string(), z.unknown());
const name = { nameZh: z.string(), nameEn: z.string() };

export const problem = z
  .object({
    type: z.string(),
    title: z.string().meta({ description: "the sentence in the reader's language: what happened and what to do" }),
    status: z.int(),
    code: z.enum(refusalCodes),
    requestId: z.string(),
    errors: z.array(
      z.looseObject({
        code: z.string().optional(),
        pointer: z.string().optional().meta({ description: 'JSON pointer into the body' }),
        row: z.int().optional().meta({ description: 'line of a table; the header is line 1' }),
        column: z.string().nullable().optional(),
        detail: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'Problem', description: 'RFC 9457, application/problem+json' });

/** `{items, next}`: `next` is the cursor of the next page, null on the last. */
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

export const person = z
  .object({
    id: z.string(),
    ...name,
    roles: z.array(z.string()),
    heads: z.array(z.string()),
    memberOf: z.array(z.string()),
  })
  .meta({ id: 'Person' });

export const organization = z.object({
  units: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      parent: z.string().nullable(),
      ...name,
      head: z.string().nullable(),
    }),
  ),
  persons: z.array(person),
});

export const strategy = z.object({
  objectives: z.array(open),
  swot: z.array(open),
  metrics: z.array(open),
  capacity: z.array(open),
});

export const metricValue = z.object({
  on: z.string(),
  version: z.int(),
  value: z.string(),
  source: z.enum(['typed', 'imported', 'pushed', 'collected']),
  by: z.string().nullable().meta({ description: 'null: a connector brought it' }),
  connector: z.string().nullable(),
  at: instant,
  reason: z.string().nullable(),
});

export const templateRevision = z.object({ id: z.string(), revision: z.int(), document: open });

export const templateExplanation = z.object({
  id: z.string(),
  revision: z.int(),
  language: z.enum(['zh-CN', 'en']),
  sections: z.array(z.object({ id: z.string(), title: z.string(), sentences: z.array(z.string()) })),
});

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

export const task = z.object({
  cycleId: z.string(),
  cycleTitle: z.string(),
  mode: z.enum(['real', 'rehearsal']),
  unitId: z.string().nullable(),
  unitZh: z.string().nullable(),
  unitEn: z.string().nullable(),
  otherZh: z.string().nullable().meta({ description: 'the other unit that the step is about' }),
  otherEn: z.string().nullable(),
  stepId: z.string(),
  kind: z.enum(stepKinds),
  act: z.enum(['submit', 'approve']),
  principal: z.string().meta({ description: 'for whom it is done: oneself, or the one whom one stands in for' }),
  principalZh: z.string(),
  principalEn: z.string(),
  revision: z.int(),
  attempt: z.int(),
  opensAt: instant,
  dueAt: instant,
  now: instant,
});

const stage = z.enum(['closed', 'open', 'submitted', 'done', 'cancelled']);
export const step = z
  .object({
    cycleId: z.string(),
    reviewId: z.string(),
    unitId: z.string().nullable(),
    raterUnitId: z.string().nullable(),
    id: z.string(),
    planId: z.string(),
    kind: z.enum(stepKinds),
    phase: z.enum(phases),
    state: stage,
    outcome: z.string().nullable(),
    attempt: z.int(),
    revision: z.int(),
    opensAt: instant,
    dueAt: instant,
    closesAt: instant,
    submitterRule: z.string(),
    deciderRule: z.string().nullable(),
  })
  .meta({ id: 'Step' });
export const steps = z.object({ steps: z.array(step) });
export const stepWithContent = step.extend({
  versions: z.array(
    z.object({ version: z.int(), attempt: z.int(), content: z.unknown(), writtenAt: instant, by: z.string() }),
  ),
  draft: z
    .object({ version: z.int(), content: z.unknown(), savedBy: z.string(), savedAt: instant })
    .nullable()
    .meta({ description: 'only for those who will submit it' }),
});

export const applied = z.object({
  command: z.string(),
  status: z.literal('applied'),
  state: z.object({ revision: z.int(), steps: open }),
});
export const received = z.object({ command: z.string(), status: z.literal('received') });
export const command = z.object({
  id: z.string(),
  state: z.enum(['received', 'applied', 'refused']),
  code: z.enum(refusalCodes).nullable(),
  receivedAt: instant,
  stepId: z.string(),
  cycleId: z.string(),
  act: z.enum(['submit', 'approve']),
  bodyDigest: z.string(),
});

export const result = z.object({
  unitId: z.string(),
  version: z.int(),
  status: z.enum(['scored', 'blocked']),
  total: z.string().nullable(),
  grade: z.string().nullable(),
  calibratedGrade: z.string().nullable(),
  calibrationReason: z.string().nullable(),
  scorecard: open,
  facts: open,
  result: open.meta({ description: 'result@1: the trace of the whole calculation' }),
  lines: open,
  findings: z.array(open),
  explanation: z.array(z.string()).meta({ description: 'the calculation in sentences, in the language asked for' }),
  change: z
    .array(z.string())
    .meta({ description: 'why it is another result than the one before; empty for the first' }),
  scoredAt: instant,
  publishedAt: instant.nullable(),
});

export const history = z.object({ workflowId: z.string(), events: z.array(open), archived: z.array(open) });
export const empty = z.undefined();
export const counts = z.record(z.string(), z.int());

export const openedStep = z.object({ stepId: z.string() });

const compared = z.object({
  added: z.array(z.record(z.string(), z.unknown())),
  removed: z.array(z.record(z.string(), z.unknown())),
  changed: z.array(z.record(z.string(), z.unknown())),
  unchanged: z.array(z.record(z.string(), z.unknown())),
});
export const changeEffects = z.object({
  goals: compared,
  tasks: compared.extend({ moved: z.array(z.record(z.string(), z.unknown())) }),
  weights: z.array(
    z.object({ goal: z.string(), title: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
  load: z.array(z.object({ before: z.record(z.string(), z.unknown()), after: z.record(z.string(), z.unknown()) })),
  score: z.object({ before: z.string().nullable(), after: z.string().nullable() }),
});
