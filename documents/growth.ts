import { z } from 'zod';
import { id, text, words } from './basics.js';

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
