import { z } from 'zod';
import { refusalCodes } from '../domain/errors.js';

/** What the API answers, whatever it is asked; the other `answers-…` say it by topic. */
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

export const counts = z.record(z.string(), z.int());
