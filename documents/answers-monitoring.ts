import { z } from 'zod';
import { actionStates, caseOutcomes, caseStates } from '../domain/cycle/index.js';

/** What the API answers about deviations, asks and coaching notes. */
const instant = z.number().meta({ description: 'epoch ms' });
const said = { by: z.string(), principal: z.string().meta({ description: 'on whose behalf' }), at: instant };
const severity = z.enum(['red', 'amber']);

const action = z.object({
  ...said,
  version: z.int(),
  state: z.enum(actionStates),
  action: z.string().nullable().meta({ description: 'null: its words are not for you' }),
  note: z.string().nullable(),
  dueOn: z.string().nullable(),
  stepId: z.string().nullable().meta({ description: 'the report that said so; null: said by itself' }),
});

export const deviationCase = z.object({
  id: z.string(),
  cycleId: z.string(),
  unitId: z.string(),
  goalId: z.string(),
  title: z.string(),
  since: z.string().meta({ description: 'the day of the value that first deviated' }),
  openedAt: instant,
  severity: severity.meta({ description: 'of the newest value that deviates' }),
  seenAt: instant,
  owner: z.string().nullable(),
  state: z.enum(caseStates).meta({
    description: '`open`: wants an action; `acting`: has one; `done`: the next value tells; `closed`: over',
  }),
  action: action.nullable(),
  closedAt: instant.nullable(),
  closedOn: z.string().nullable().meta({ description: 'the day of the value that ended it' }),
  outcome: z.enum(caseOutcomes).nullable(),
  whole: z.boolean().meta({ description: 'the words of its actions are shown to you' }),
});

export const deviationCaseWhole = deviationCase.extend({
  judgements: z
    .array(
      z.object({
        on: z.string(),
        version: z.int(),
        severity: z.enum(['red', 'amber', 'on-track']),
        value: z.string().nullable(),
        line: z.object({ expected: z.string(), made: z.string(), forecast: z.string() }).partial(),
        seenAt: instant,
      }),
    )
    .meta({ description: 'every judgement of the goal that was kept; a correction is a version more' }),
  actions: z.array(action),
  owners: z.array(z.object({ ...said, version: z.int(), owner: z.string() })),
});

export const ask = z.object({
  id: z.string(),
  cycleId: z.string(),
  unitId: z.string(),
  stepId: z.string(),
  text: z.string(),
  by: z.string(),
  at: instant,
  withdrawnAt: instant.nullable(),
  answer: z.object({ ...said, text: z.string() }).nullable(),
});

const entry = z.object({ ...said, id: z.string(), side: z.enum(['head', 'above']), text: z.string() });
export const note = entry.extend({
  reference: z.string().meta({ description: 'as evidence of a rating quotes it: `note/7`' }),
  unitId: z.string(),
  goalId: z.string(),
  title: z.string(),
  answers: z.array(entry),
});
