import { z } from 'zod';
import { actionStates } from '../domain/cycle/index.js';
import type { StepContent, StepKind } from '../domain/process/index.js';
import { parseDecimal } from '../domain/numbers.js';
import {
  goalId,
  id,
  serial,
  text,
  title,
  typedDay,
  typedDecimal,
  typedMinor,
  unique,
  uniqueIds,
  words,
} from './basics.js';
import { improvementContents } from './improvement-contents.js';
import { goalSchema, taskSchema } from './rules/goals.js';

/** Schemas of what people write into steps. What a form leaves empty has a default. */
const note = text.default('');
/** How far something is. */
export const percent = typedDecimal.refine(
  (value) => {
    const said = parseDecimal(value);
    return said === null || (said.compare(0) >= 0 && said.compare(100) <= 0);
  },
  { message: 'a percentage from 0 to 100', params: { code: 'OUT_OF_RANGE' } },
);

const answers = z
  .array(z.strictObject({ code: z.string().max(100), at: z.array(z.string().max(200)).max(200), reason: words }))
  .max(1000)
  .default([]);

const metricEntries = z
  .array(z.strictObject({ metric: id, on: typedDay, value: typedDecimal, reason: words.exactOptional() }))
  .max(1000)
  .superRefine((entries, ctx) => {
    unique(
      entries.map(({ metric, on }) => `${metric} ${on}`),
      (index) => [index],
      ctx,
    );
  })
  .default([]);

const ratingEntries = z
  .array(
    z.strictObject({
      item: z.string().min(1).max(200),
      value: typedDecimal,
      evidence: z.array(words).max(50).default([]).meta({
        description:
          'each one of: `report/<step>` (of the unit), `report/<unit>/<step>`, `note/<number>`, `file/<id>`, an http(s) address',
      }),
      comment: text.exactOptional(),
    }),
  )
  .max(1000)
  .superRefine((entries, ctx) => {
    unique(
      entries.map(({ item }) => item),
      (index) => [index, 'item'],
      ctx,
    );
  })
  .default([]);

const followUps = z
  .array(
    z.strictObject({
      case: serial,
      state: z.enum(actionStates),
      action: text.exactOptional(),
      note: text.exactOptional(),
      dueOn: typedDay.exactOptional(),
    }),
  )
  .max(200)
  .superRefine((all, ctx) => {
    unique(
      all.map((each) => each.case),
      (index) => [index, 'case'],
      ctx,
    );
  });

const typed = { decimal: typedDecimal, minor: typedMinor, day: typedDay, title };
const goals = z
  .array(goalSchema(typed))
  .max(200)
  .superRefine((all, ctx) => uniqueIds(all, [], ctx));
const tasks = z
  .array(taskSchema(typed))
  .max(2000)
  .superRefine((all, ctx) => {
    uniqueIds(all, [], ctx);
    all.forEach(({ start, end }, index) => {
      if (start === undefined || end === undefined || start <= end) return;
      const message = 'a task ends before it starts';
      ctx.addIssue({ code: 'custom', path: [index, 'end'], message, params: { code: 'PERIOD_INVALID' } });
    });
  });

const ratingContent = z.strictObject({
  ratings: ratingEntries,
  text: note,
  evidence: z
    .array(words)
    .max(50)
    .exactOptional()
    .meta({ description: 'what the words rest on, beside the evidence of each rating' }),
});
const digest = z.string().regex(/^[0-9a-f]{64}$/, 'the digest of the proposal that was seen');
const moneyContent = z.strictObject({ proposalDigest: digest, note });
const noteContent = z.strictObject({ note });
const ratingCorrection = z.strictObject({
  item: z.string().min(1).max(200).meta({ description: 'part of the scorecard' }),
  role: z.enum(['superior', 'cooperating']),
  by: id.meta({ description: 'the unit whose head rated' }),
  value: typedDecimal.meta({ description: 'what it should have been' }),
});
/** What a rating should have been is said once. */
const once = <C extends z.infer<typeof ratingCorrection> & { readonly unit?: string }>(
  all: readonly C[],
  ctx: z.RefinementCtx,
): void =>
  unique(
    all.map(({ unit = '', item, role, by }) => [unit, item, role, by].join(' ').trim()),
    (index) => [index, 'item'],
    ctx,
  );
const corrected = {
  values: metricEntries,
  ratings: z.array(ratingCorrection).max(1000).superRefine(once).default([]),
};
const evidence = z.array(words).max(50).default([]);
const appealContent = z.strictObject({
  text: words.meta({ description: 'what is disputed, and why' }),
  ...corrected,
  evidence: evidence.meta({ description: 'on what it rests' }),
});
const alignmentContent = z.strictObject({
  note: words.meta({ description: 'how the goals can stand side by side' }),
  guard: z
    .strictObject({
      hold: goalId.meta({ description: 'the goal that is held down' }),
      metric: id.meta({ description: 'the metric that is watched' }),
      is: z.enum(['<', '<=', '>', '>=']),
      than: typedDecimal,
      atMost: typedDecimal.meta({ description: 'points that the goal earns at most while it is so' }),
    })
    .exactOptional(),
});

type Of<Content, K> = Content extends { readonly kind: infer A; readonly content: infer C }
  ? K extends A
    ? C
    : never
  : never;
/** What is submitted in a step of that kind. */
export type ContentOf<K extends StepKind> = Of<StepContent, K>;

/** The body of a submit, by kind of step; also the source of the OpenAPI document. */
export const stepContentSchemas: { readonly [K in StepKind]: z.ZodType<ContentOf<K>> } = {
  goals: z.strictObject({ goals: goals.min(1), answers }),
  plan: z.strictObject({ tasks, answers }),
  change: z.strictObject({
    goals: goals.min(1).exactOptional(),
    tasks: tasks.exactOptional(),
    answers,
    note: words.meta({ description: 'why' }),
  }),
  alignment: alignmentContent,
  settlement: alignmentContent,
  checkpoint: z.strictObject({
    values: metricEntries,
    progress: z
      .array(z.strictObject({ task: goalId, percent }))
      .max(2000)
      .default([]),
    risks: note,
    asks: note,
    followUps: followUps.exactOptional(),
  }),
  'self-evaluation': z.strictObject({ values: metricEntries, ratings: ratingEntries, text: note }),
  rating: ratingContent,
  evaluation: ratingContent,
  calibration: z.strictObject({
    changes: z
      .array(z.strictObject({ unit: id, grade: z.string().min(1).max(40), reason: words }))
      .max(100_000)
      .superRefine((changes, ctx) => {
        unique(
          changes.map(({ unit }) => unit),
          (index) => [index, 'unit'],
          ctx,
        );
      })
      .default([]),
    note,
    quotaReason: words
      .exactOptional()
      .meta({ description: "why the grades differ from the template's quota; not needed where they match" }),
  }),
  publication: z.strictObject({
    seenDigest: digest.meta({ description: '`seenDigest` of what was looked at: GET /cycles/{id}/calibration' }),
    note,
  }),
  feedback: z.strictObject({ heldOn: typedDay, text: note }),
  appeal: appealContent,
  'appeal-2': appealContent,
  bonus: moneyContent,
  'bonus-own': moneyContent,
  budget: moneyContent,
  'budget-own': moneyContent,
  release: noteContent,
  nomination: z.strictObject({
    person: id.meta({ description: "the unit's head or a member" }),
    position: title.meta({ description: 'to what' }),
    reasons: words,
    evidence: z.array(words).min(1).max(50).meta({ description: 'records, addresses or files; at least one' }),
  }),
  rules: z.strictObject({ proposalDigest: digest, reason: words }),
  correction: z.strictObject({
    values: metricEntries,
    ratings: z
      .array(ratingCorrection.extend({ unit: id }))
      .max(1000)
      .superRefine(once)
      .default([]),
    reason: words,
    evidence,
  }),
  ...improvementContents,
};

const points = z.array(words).max(100).default([]);

/** The body of an approve, whatever the kind; which decisions are offered depends on it. */
export const decisionSchema = z.strictObject({
  decision: z.enum(['approve', 'return', 'agree', 'object', 'acknowledge', 'disagree', 'grant', 'reject']),
  reason: text.default(''),
  comments: z
    .array(z.strictObject({ at: z.string().max(400), text: words }))
    .max(200)
    .default([]),
  difficulties: points,
  suggestions: points,
  answers: z
    .array(z.strictObject({ ask: serial, text: words }))
    .max(200)
    .exactOptional()
    .meta({ description: 'to what reports of the unit ask of the decider; of a checkpoint only' }),
  corrections: z
    .strictObject(corrected)
    .exactOptional()
    .meta({ description: 'of a granted appeal: what is corrected; without it, as it was claimed' }),
});
