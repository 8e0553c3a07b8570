/** The part of the API's answers that players read. Instants are parsed to epoch ms. */
import { z } from 'zod';

const instant = z.union([z.number(), z.string().transform((text) => Date.parse(text))]);

export const PlayerConfig = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('script'), name: z.string() }),
  z.object({ kind: z.literal('policy'), policy: z.enum(['punctual', 'late', 'silent']) }),
  z.object({ kind: z.literal('people') }),
]);
export type PlayerConfig = z.infer<typeof PlayerConfig>;

export const CycleView = z.object({
  id: z.string(),
  mode: z.enum(['real', 'rehearsal']),
  state: z.enum(['planned', 'running', 'closed']),
  phase: z.string(),
  templateId: z.string(),
  templateRevision: z.number(),
  periodEnd: z.string(),
  zone: z.string(),
  player: PlayerConfig,
  closesAt: instant,
  clock: z.object({
    now: instant,
    held: z.boolean(),
    runTo: instant.nullable(),
    rate: z.coerce.number(),
    nextAt: instant.nullable(),
    /** Swept, nothing undecided, nothing left to open at this instant. */
    quiet: z.boolean(),
  }),
});
export type CycleView = z.infer<typeof CycleView>;

export const StepView = z.object({
  state: z.enum(['closed', 'open', 'submitted', 'done', 'cancelled']),
  attempt: z.number(),
  revision: z.number(),
});
export type StepView = z.infer<typeof StepView>;

export const TaskView = z.object({
  cycleId: z.string(),
  unitId: z.string().nullable(),
  stepId: z.string(),
  kind: z.string(),
  act: z.enum(['submit', 'approve']),
  revision: z.number(),
  attempt: z.number(),
  opensAt: instant,
  dueAt: instant,
});
export type TaskView = z.infer<typeof TaskView>;

const rating = z.object({ scale: z.object({ min: z.string(), max: z.string() }) });

/** A part of a template's scorecard, as far as players rate it. */
export interface TemplatePart {
  readonly id: string;
  readonly rating?: z.infer<typeof rating> | undefined;
  readonly fromGoals?: { readonly rating?: z.infer<typeof rating> | undefined } | undefined;
  readonly parts?: readonly TemplatePart[] | undefined;
}
const templatePart: z.ZodType<TemplatePart> = z.lazy(() =>
  z.object({
    id: z.string(),
    rating: rating.optional(),
    fromGoals: z.object({ rating: rating.optional() }).optional(),
    parts: z.array(templatePart).optional(),
  }),
);
export const TemplateView = z.object({
  revision: z.number(),
  document: z.object({ scorecard: z.object({ root: templatePart }) }),
});
export type TemplateView = z.infer<typeof TemplateView>;

/** A finding in the `errors` of a refused submit. */
export const FindingError = z.object({
  code: z.string(),
  /** What it is about; a refusal that is no finding names a place in the content instead. */
  at: z.array(z.string()).default([]),
  severity: z.string().optional(),
  data: z.record(z.string(), z.coerce.string()).optional(),
});
/** A corrective action that a report left out. */
export const FollowUpError = z.object({ case: z.string() });

export const CaseView = z.object({
  id: z.string(),
  goalId: z.string(),
  since: z.string(),
  severity: z.enum(['red', 'amber']),
  owner: z.string().nullable(),
  state: z.string(),
  outcome: z.string().nullable(),
  action: z.object({ version: z.number(), dueOn: z.string().nullable() }).nullable(),
});
export type CaseView = z.infer<typeof CaseView>;

export const NoteView = z.object({
  id: z.string(),
  goalId: z.string(),
  answers: z.array(z.object({ text: z.string() })),
});
export type NoteView = z.infer<typeof NoteView>;

export const JournalLine = z.object({ act: z.string(), stepId: z.string().nullable() });

export const FindingView = FindingError.extend({ state: z.string() });
export type FindingView = z.infer<typeof FindingView>;

/** Which steps brought the rules in force, beside the template. */
export const RulesView = z.object({
  revisions: z.array(z.object({ stepId: z.string(), unitId: z.string().nullable() })),
});

/** The tasks of what was submitted in a step, newest first. */
const dated = z.object({ id: z.string(), start: z.string(), end: z.string() });
export type DatedTask = z.infer<typeof dated>;
export const TaskVersions = z.object({
  versions: z.array(z.object({ content: z.object({ tasks: z.array(dated).default([]) }) })),
});

const scored = z.object({ total: z.string(), grade: z.string().nullable() }).nullable();

export const BeforePublicationView = z.object({
  seenDigest: z.string(),
  /** `drift` null: too few items. */
  raters: z.array(z.object({ by: z.string(), items: z.number(), drift: z.string().nullable() })),
  gaps: z.array(
    z.object({
      unitId: z.string(),
      self: scored,
      superior: scored,
      gap: z.string().nullable(),
      calibrated: z.string().nullable(),
    }),
  ),
  odd: z.array(z.object({ code: z.string(), unitId: z.string().nullable() })),
});
export type BeforePublicationView = z.infer<typeof BeforePublicationView>;

export const ResultView = z.object({
  total: z.string().nullable(),
  grade: z.string().nullable(),
  lines: z.record(z.string(), z.object({ points: z.string().nullable().optional() })),
});
export type ResultView = z.infer<typeof ResultView>;

export const ProposalView = z.object({
  kind: z.enum(['bonus', 'budget']),
  attempt: z.number(),
  digest: z.string(),
  answer: z.object({ lines: z.record(z.string(), z.string()) }).loose(),
});
export type ProposalView = z.infer<typeof ProposalView>;

export const LedgerEntry = z.object({
  kind: z.string(),
  unitId: z.string().nullable(),
  amountMinor: z.coerce.string(),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

export const ItemView = z.object({
  id: z.string(),
  kind: z.enum(['difficulty', 'suggestion']),
  text: z.string(),
  version: z.number(),
  state: z.enum(['open', 'promised', 'settled', 'closed']),
});
export type ItemView = z.infer<typeof ItemView>;

export const TrainingAssignmentView = z.object({ id: z.string(), unitId: z.string(), state: z.string() });
export type TrainingAssignmentView = z.infer<typeof TrainingAssignmentView>;

const recognition = z.object({ number: z.number(), unitId: z.string(), state: z.string() });
export type RecognitionView = z.infer<typeof recognition>;
export const RecognitionView = z.object({ items: z.array(recognition) });

export const PlanView = z.object({
  unitId: z.string(),
  stage: z.string(),
  end: z.string().nullable(),
  talks: z.array(z.object({ days: z.number(), state: z.string() })),
});
export type PlanView = z.infer<typeof PlanView>;

export const PostingView = z.object({
  kind: z.enum(['bonus', 'budget']),
  attempt: z.number(),
  standsMinor: z.string(),
  wholeMinor: z.string(),
  causes: z.object({ units: z.array(z.string()) }).nullable(),
});
export type PostingView = z.infer<typeof PostingView>;

export const PayrollView = z.object({ number: z.number(), totalMinor: z.string(), copy: z.boolean() });
export type PayrollView = z.infer<typeof PayrollView>;

export const NextCycleView = z.object({
  goals: z.array(
    z.object({
      goal: z.object({ id: z.string(), baseline: z.string().optional(), target: z.unknown().optional() }),
      source: z.object({ origin: z.string() }),
    }),
  ),
  bases: z.array(z.object({ unitId: z.string(), baseMinor: z.string() })),
  learnt: z.object({ items: z.array(z.object({ code: z.string() })) }),
});
export type NextCycleView = z.infer<typeof NextCycleView>;

export const VerificationView = z.object({
  verification: z.object({ results: z.number(), problems: z.array(z.unknown()) }),
});
export type VerificationView = z.infer<typeof VerificationView>;

/** Lists come as `{ items, next }` pages. */
export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable().optional() });
