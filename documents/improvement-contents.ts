import { z } from 'zod';
import {
  type ImprovementAppealContent,
  type ImprovementContent,
  type ImprovementOutcomeContent,
  type ImprovementTalkContent,
  verdicts,
} from '../domain/improvement/index.js';
import { text, typedDay, words } from './basics.js';

const contents = {
  improvement: z.strictObject({
    goals: z
      .array(
        z.strictObject({
          goal: words.meta({ description: 'what shall be better' }),
          measure: words.meta({ description: 'how it is reached, and by what it is seen' }),
        }),
      )
      .min(1)
      .max(20),
    support: words.meta({ description: 'what the superior gives for it' }),
    firstDay: typedDay.meta({
      description: 'the first day of the plan; it moves to a later one where the notice or an appeal takes longer',
    }),
  }),
  'improvement-appeal': z.strictObject({
    note: words.meta({ description: 'what is disputed' }),
    evidence: z.array(words).max(50).default([]),
  }),
  'improvement-talk': z.strictObject({
    heldOn: typedDay.meta({ description: 'the day of the talk' }),
    progress: words,
    agreed: text.default(''),
  }),
  'improvement-outcome': z
    .strictObject({
      verdict: z.enum(verdicts),
      days: z.int().min(1).max(400).exactOptional().meta({ description: 'of an extension: days until one more talk' }),
      reason: words,
    })
    .superRefine(({ verdict, days }, ctx) => {
      if ((verdict === 'extended') === (days !== undefined)) return;
      const params = { code: verdict === 'extended' ? 'FIELD_MISSING' : 'FIELD_UNKNOWN' };
      ctx.addIssue({
        code: 'custom',
        path: ['days'],
        message: 'an extension, and only one, says how many days',
        params,
      });
    }),
} as const;

/** The bodies of submits in the steps of an improvement plan. */
export const improvementContents: {
  readonly improvement: z.ZodType<ImprovementContent>;
  readonly 'improvement-appeal': z.ZodType<ImprovementAppealContent>;
  readonly 'improvement-talk': z.ZodType<ImprovementTalkContent>;
  readonly 'improvement-outcome': z.ZodType<ImprovementOutcomeContent>;
} = contents;
