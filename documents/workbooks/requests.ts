import { z } from 'zod';

/** Bodies and answers about uploads; parsed and described by the same schemas. */
export const applyBody = z.strictObject({
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'the digest of the difference that was seen')
    .meta({ description: 'of the difference that was seen' }),
});
export const uploadParams = z.object({ upload: z.uuid() });

const target = z.union([
  z.object({ of: z.enum(['goals', 'plan']), cycleId: z.string(), unitId: z.string(), stepId: z.string() }),
  z.object({ of: z.enum(['values', 'organization']) }),
]);
const fieldChange = z.object({ column: z.string(), before: z.string().nullable(), after: z.string().nullable() });
const rowChange = z.object({
  kind: z.enum(['added', 'removed', 'changed']),
  key: z.string(),
  title: z.string(),
  fields: z.array(fieldChange),
});
const difference = {
  lists: z.array(
    z.object({
      list: z.string(),
      changes: z.array(rowChange).meta({ description: 'the first 500; the counts are of all' }),
      added: z.int(),
      changed: z.int(),
      removed: z.int(),
      unchanged: z.int(),
      reordered: z.boolean().meta({ description: 'the same rows in another order' }),
    }),
  ),
  behind: z
    .boolean()
    .meta({ description: 'the file was made from rows that have changed since: what others did would be undone' }),
  empty: z.boolean().meta({ description: 'nothing is different' }),
};

/** What an upload would change. */
export const uploadAnswer = z.object({ id: z.uuid(), digest: z.string(), target, ...difference });
export const keptUploadAnswer = uploadAnswer.extend({
  fileName: z.string(),
  createdAt: z.int(),
  expiresAt: z.int(),
  appliedAt: z.int().nullable(),
});
export const appliedAnswer = z.object({
  target,
  draftVersion: z.int().nullable().meta({ description: 'of the draft, where it is one' }),
});
