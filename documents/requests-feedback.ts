import { z } from 'zod';
import {
  developmentOrigins,
  developmentStates,
  itemKinds,
  itemStates,
  trainingActs,
  trainingStates,
} from '../domain/cycle/index.js';
import { id, serial, text, title, typedDay, typedDecimal, typedMinor } from './basics.js';
import { pageQuery } from './requests.js';

/** Bodies and queries about items of talks, development plans and training. */
const version = z.int().min(0).max(2_147_483_647).meta({ description: 'the version that was seen; 0: there was none' });
const blank = 'must not be blank';

/** Which items; with the page's own parameters. */
export const itemsFilter = pageQuery.extend({
  unit: id.optional(),
  kind: z.enum(itemKinds).optional(),
  state: z.enum(itemStates).optional(),
});
export const itemParams = z.object({ id, item: serial });
export const itemOwnerBody = z.strictObject({ version, owner: id });
export const itemAnswerBody = z.strictObject({
  version,
  text: text.meta({ description: blank }),
  dueOn: typedDay
    .exactOptional()
    .meta({ description: 'until when it is seen to; must be there, and not before today' }),
});
export const itemOutcomeBody = z.strictObject({
  version,
  outcome: z.enum(['done', 'not-done']),
  text: text.meta({ description: blank }),
});
export const itemVerdictBody = z.strictObject({
  version,
  verdict: z.enum(['confirmed', 'reopened']),
  text: text.default('').meta({ description: 'must not be blank where it is reopened' }),
});

export const developmentFilter = pageQuery.extend({
  unit: id.optional(),
  person: id.optional(),
  state: z.enum(developmentStates).optional(),
  item: serial.optional().meta({ description: 'entries that answer this difficulty or suggestion' }),
});
export const developmentParams = z.object({ id, entry: serial });
const developmentWords = {
  learn: text.meta({ description: `what is to be learnt; ${blank}` }),
  why: text.meta({ description: blank }),
  how: text.meta({ description: blank }),
  untilOn: typedDay.meta({ description: 'the last day; not before today' }),
  supporter: id.exactOptional().meta({ description: 'who helps: an active person' }),
};
export const developmentOpenBody = z.strictObject({
  unit: id,
  person: id.exactOptional().meta({ description: 'a member or the head; absent: the unit as a whole' }),
  origin: z.enum(developmentOrigins),
  line: z.string().min(1).max(200).exactOptional().meta({ description: 'of `result`: the part of the result' }),
  item: serial.exactOptional().meta({ description: 'of `item`: the difficulty or suggestion' }),
  ...developmentWords,
});
export const developmentBody = z.strictObject({
  version,
  state: z.enum(developmentStates),
  ...developmentWords,
  outcome: text.default('').meta({ description: 'how it ended; of what is done or dropped' }),
});

export const trainingParams = z.object({ training: id });
export const cycleTrainingParams = z.object({ id, training: id });
export const trainingBody = z.strictObject({
  version,
  title: z.strictObject({ 'zh-CN': title, en: title }),
  description: text.default(''),
  hours: typedDecimal
    .refine((hours) => /^\d/.test(hours) && Number(hours) > 0 && Number(hours) <= 10_000, {
      message: 'hours: more than 0, at most 10000',
      params: { code: 'OUT_OF_RANGE' },
    })
    .meta({ description: 'more than 0' }),
  costMinor: typedMinor.meta({ description: 'per person, minor units' }),
  currency: z.string().regex(/^[A-Z]{3}$/, 'a currency such as CNY'),
  active: z.boolean().default(true),
});

export const assignmentsFilter = pageQuery.extend({
  unit: id.optional(),
  person: id.optional(),
  state: z.enum(trainingStates).optional(),
  item: serial.optional().meta({ description: 'trainings that answer this difficulty or suggestion' }),
});
export const assignmentParams = z.object({ id, assignment: serial });
export const assignBody = z.strictObject({
  unit: id.meta({ description: 'whose training budget pays' }),
  person: id.meta({ description: 'a member or the head of the unit' }),
  training: id,
  dueOn: typedDay.meta({ description: 'not before today' }),
  entry: serial.exactOptional().meta({ description: 'the development entry that it serves' }),
  item: serial.exactOptional().meta({ description: 'the difficulty or suggestion that it answers' }),
});
export const assignmentActBody = z.strictObject({
  act: z.enum(trainingActs).meta({ description: '`done` by the person; the others by the head, heads above, HR' }),
  text: text.default('').meta({ description: 'must not be blank where it is returned or cancelled' }),
});

export const budgetParams = z.object({ id, unit: id });
export const trainingBudgetBody = z.strictObject({
  version,
  amountMinor: typedMinor,
  note: text.default(''),
});
