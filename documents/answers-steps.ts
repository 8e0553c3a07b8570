import { z } from 'zod';
import { refusalCodes } from '../domain/errors.js';
import { phases, stepKinds } from '../domain/process/index.js';

/** Steps, what people say about them, and results. Instants are epoch ms. */
const instant = z.number().meta({ description: 'epoch ms' });
const open = z.record(z.string(), z.unknown());
const stage = z.enum(['closed', 'open', 'submitted', 'done', 'cancelled']);

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
