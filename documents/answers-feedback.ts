import { z } from 'zod';
import {
  developmentOrigins,
  developmentStates,
  itemActs,
  itemKinds,
  itemStates,
  trainingActs,
  trainingStates,
} from '../domain/cycle/index.js';

/** What the API answers about items of talks, development plans and training. */
const instant = z.number().meta({ description: 'epoch ms' });
const minor = z.string().meta({ description: 'minor units' });
const said = { by: z.string(), principal: z.string().meta({ description: 'on whose behalf' }), at: instant };

const itemWord = z.object({
  ...said,
  act: z.enum(itemActs),
  text: z.string(),
  dueOn: z.string().nullable().meta({ description: 'of an answer: until when it is seen to' }),
});

export const feedbackItem = z.object({
  ...said,
  id: z.string(),
  cycleId: z.string(),
  unitId: z.string(),
  stepId: z.string(),
  kind: z.enum(itemKinds),
  text: z.string(),
  version: z.int().meta({ description: 'how often something was said of it; 0: never' }),
  owners: z.array(z.string()).meta({ description: 'whose it is to answer; none: nobody, an open incident' }),
  assigned: z.boolean().meta({ description: 'false: its owner is the superior, whoever that is' }),
  state: z.enum(itemStates).meta({
    description:
      '`open`: wants an answer; `promised`: is seen to; `settled`: the unit says whether it is; `closed`: over',
  }),
  answer: itemWord.nullable().meta({ description: 'the last answer, or what came of it' }),
});
export const feedbackItemCounts = z.object({
  open: z.int(),
  promised: z.int(),
  settled: z.int(),
  closed: z.int(),
});
export const feedbackItemWhole = feedbackItem.extend({
  events: z.array(itemWord.extend({ version: z.int(), owner: z.string().nullable() })),
});

const development = {
  ...said,
  version: z.int(),
  state: z.enum(developmentStates),
  learn: z.string(),
  why: z.string(),
  how: z.string(),
  untilOn: z.string(),
  supporter: z.string().nullable(),
  outcome: z.string(),
};
export const developmentEntry = z.object({
  ...development,
  id: z.string(),
  cycleId: z.string(),
  unitId: z.string(),
  person: z.string().nullable().meta({ description: 'null: the unit as a whole' }),
  origin: z.enum(developmentOrigins),
  line: z.string().nullable(),
  item: z.string().nullable(),
  openedAt: instant,
});
export const developmentWhole = developmentEntry.extend({ versions: z.array(z.object(development)) });

export const training = z.object({
  id: z.string(),
  book: z.string().meta({ description: '`real`, or the rehearsal whose own it is' }),
  version: z.int(),
  title: z.object({ 'zh-CN': z.string(), en: z.string() }),
  description: z.string(),
  hours: z.string(),
  costMinor: minor,
  currency: z.string(),
  active: z.boolean(),
  by: z.string(),
  at: instant,
});

export const assignment = z.object({
  ...said,
  id: z.string(),
  cycleId: z.string(),
  unitId: z.string(),
  person: z.string(),
  training: z.string(),
  title: z.object({ 'zh-CN': z.string(), en: z.string() }),
  hours: z.string(),
  costMinor: minor.nullable().meta({ description: 'null: not for you' }),
  dueOn: z.string(),
  entry: z.string().nullable(),
  item: z.string().nullable(),
  state: z.enum(trainingStates),
  version: z.int(),
  last: z.object({ act: z.enum(trainingActs), text: z.string(), by: z.string(), at: instant }).nullable(),
});
export const assignmentWhole = assignment.extend({
  events: z.array(z.object({ ...said, version: z.int(), act: z.enum(trainingActs), text: z.string() })),
});

export const trainingBudget = z.object({
  unitId: z.string(),
  version: z.int(),
  amountMinor: minor,
  spentMinor: minor,
  leftMinor: minor,
});
export const trainingBudgets = z.object({
  currency: z.string(),
  items: z.array(trainingBudget),
  total: z.object({ amountMinor: minor, spentMinor: minor, leftMinor: minor }),
});
