import { z } from 'zod';
import { targetChoices } from '../domain/cycle/index.js';
import { id, text, title, typedDay, words } from './basics.js';
import { playerSchema } from './cycle.js';

/** Bodies of recognition and nomination; parsed and described by the same schemas. */
export const recognitionBody = z.strictObject({
  unit: id.meta({ description: 'a unit whose published result meets the criterion' }),
  person: id.exactOptional().meta({ description: "the unit's head or a member; absent: the unit as a whole" }),
  words: words.meta({ description: 'what for' }),
});
export const recognitionAnswerBody = z.strictObject({
  words: text.default('').meta({ description: 'why; must not be blank where it is declined' }),
});
/** The number of a recognition in its cycle. */
export const recognitionNumber = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'the number of a recognition')
  .transform(Number);
export const recognitionParams = z.object({ id, number: recognitionNumber });

/** What the next cycle is to be; what is absent follows from the cycle it comes from. */
export const nextCycleBody = z.strictObject({
  targets: z
    .enum(targetChoices)
    .default('trend')
    .meta({ description: "trend: the year's change once more where it went the goal's way; empty: left to the units" }),
  cycle: z.strictObject({
    id: id.exactOptional(),
    title: title.exactOptional(),
    templateId: id.exactOptional(),
    templateRevision: z.int().min(1).max(1_000_000).exactOptional().meta({ description: 'the newest where absent' }),
    periodStart: typedDay.exactOptional().meta({ description: 'the day after the end where absent' }),
    periodEnd: typedDay.exactOptional(),
    mode: z.enum(['real', 'rehearsal']).exactOptional().meta({ description: 'as the cycle it comes from' }),
    player: playerSchema.exactOptional(),
    rate: z.int().min(0).max(1_000_000_000).exactOptional(),
    held: z.boolean().exactOptional(),
  }),
});
export const nextCycleQuery = z.strictObject({ targets: z.enum(targetChoices).default('trend') });
