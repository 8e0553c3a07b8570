import { z } from 'zod';
import { actionStates, caseStates, findingStates } from '../domain/cycle/index.js';
import { goalFindingCodes } from '../domain/rules/index.js';
import { day, goalId, id, serial, text, typedDay, typedDecimal } from './basics.js';
import { percent } from './step-contents.js';

/** Bodies and queries of the API that are no documents of their own; parsed and described by the same schemas. */
const revision = z.int().min(0).max(2_147_483_647);

export const signInBody = z.union([
  z.strictObject({ persona: z.string().max(64) }),
  z.strictObject({ login: z.string().max(200), password: z.string().max(1000) }),
]);

/** As long as a sentence: a password that is hard to guess and easy to keep in mind. */
export const password = z.string().min(12).max(1000);
export const login = z
  .string()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,99}$/u, 'a login: letters, digits, . _ - + @ (at most 100)');
export const accountBody = z.strictObject({ person: id, password });
export const accountParams = z.object({ login });

export const valueBody = z.strictObject({ on: typedDay, value: typedDecimal, reason: text.exactOptional() });

export const submitBody = z.strictObject({
  /** The step's revision that was seen: if the step has moved on, nothing is overwritten. */
  stepRevision: revision,
  content: z.unknown(),
});
export const approveBody = z.looseObject({ stepRevision: revision });
export const draftBody = z.strictObject({ content: z.looseObject({}) });

/** An owner's word on how far a task is. */
export const progressBody = z.strictObject({
  percent,
  note: z.string().max(2000).default(''),
  version: z.int().min(1).max(2_147_483_647).exactOptional().meta({
    description: 'the version of the task that was seen: if a newer plan has changed it, nothing is recorded',
  }),
});

const instant = z
  .union([z.iso.datetime({ offset: true }), z.int().min(0).max(8_640_000_000_000_000)])
  .transform((at) => (typeof at === 'number' ? at : Date.parse(at)));
export const clockBody = z.union([
  z.strictObject({ hold: z.boolean() }),
  z.strictObject({ runTo: instant }),
  z.strictObject({ rate: z.int().min(0).max(1_000_000_000) }),
]);

/** Lists come page by page: `next` of one answer is the `cursor` of the next question. */
export const pageQuery = z.object({
  limit: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'a number from 1 to 1000')
    .transform(Number)
    .pipe(z.int().max(1000))
    .optional(),
  cursor: z.string().min(1).max(1000).optional(),
});

/** A template in words: in which language (else the reader's), of which revision (else the newest). */
export const explanationQuery = z.strictObject({
  lang: z.enum(['zh-CN', 'en']).optional(),
  revision: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'a revision: a number')
    .transform(Number)
    .optional(),
});

/** Which findings of the organization; with the page's own parameters. */
export const findingsFilter = pageQuery.extend({
  state: z.enum(findingStates).optional(),
  code: z.enum(goalFindingCodes).optional(),
  unit: id.optional().meta({ description: 'findings that concern this unit' }),
  drafts: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: 'true: as if everybody submitted what they are writing' }),
});
export const settleBody = z.strictObject({
  code: z.enum(goalFindingCodes),
  at: z.array(goalId).min(1).max(200).meta({ description: 'the ids of the finding, in any order' }),
  reason: text.default('').meta({ description: 'why it may stay, or what is done about it; must not be blank' }),
});

/** Which deviations; with the page's own parameters. */
export const casesFilter = pageQuery.extend({
  state: z.enum(caseStates).optional(),
  unit: id.optional(),
  owner: id.optional(),
});
export const actionBody = z.strictObject({
  version: revision.meta({ description: 'the version of the action that was seen; 0: there was none' }),
  state: z
    .enum(actionStates)
    .meta({ description: '`planned`: this action; the others tell how the standing one does' }),
  action: text.default('').meta({ description: 'what is done; must not be blank where it is planned' }),
  note: text.default(''),
  dueOn: typedDay.exactOptional().meta({ description: 'of an action that is planned or goes on; not before today' }),
});
export const ownerBody = z.strictObject({ owner: id });
export const caseParams = z.object({ id, case: serial });

export const unitFilter = pageQuery.extend({ unit: id });
export const askParams = z.object({ id, ask: serial });
export const wordsBody = z.strictObject({ text: text.meta({ description: 'must not be blank' }) });

export const notesFilter = unitFilter.extend({ goal: goalId.optional() });
export const noteParams = z.object({ id, note: serial });
export const noteBody = z.strictObject({ goal: goalId, text: text.meta({ description: 'must not be blank' }) });

export const cycleParams = z.object({ id });
export const metricParams = z.object({ id });
/** `-` is the cycle's own conversation: calibration, publication, bonus, budget. */
export const reviewParams = z.object({ id, unit: z.union([z.literal('-'), id]) });
export const stepId = z.string().regex(/^[a-z0-9-]{1,40}(\/[A-Za-z0-9._-]{1,64})?$/, 'a step id: goals, rating/sales');
export const stepParams = reviewParams.extend({ step: stepId });
/** What a unit has versions of. */
export const versionedPart = z.enum(['goals', 'plan']);
const versionNumber = z
  .string()
  .regex(/^[1-9]\d{0,5}$/, 'the number of a version')
  .transform(Number);
export const compareQuery = z.strictObject({ from: versionNumber, to: versionNumber });
export const versionsParams = z.object({ id, unit: id, part: versionedPart });
export const goalParams = z.object({ id, goal: goalId });
/** The id of a task, which may hold one `/`. */
export const taskParams = reviewParams.extend({ task: goalId });
export { day };
