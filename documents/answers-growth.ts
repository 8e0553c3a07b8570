import { z } from 'zod';
import { targetChoices, targetOrigins } from '../domain/cycle/index.js';
import { newCycleSchema } from './cycle.js';

/** Answers about recognition, nomination and the next cycle. */
const instant = z.number().meta({ description: 'epoch ms, cycle time' });

export const recognition = z
  .object({
    number: z.int(),
    unitId: z.string(),
    personId: z.string().nullable().meta({ description: 'null: the unit as a whole' }),
    words: z.string(),
    grade: z.string().meta({ description: 'as published when it was given' }),
    resultVersion: z.int(),
    state: z.enum(['given', 'confirmed', 'declined', 'taken-back']),
    givenBy: z.string(),
    givenAt: instant,
    confirmedBy: z.string().nullable(),
    movedAt: instant.nullable().meta({ description: 'when it was confirmed, declined or taken back' }),
  })
  .meta({ id: 'Recognition' });

export const recognitions = z.object({
  criterion: z
    .object({ kinds: z.array(z.string()), grades: z.array(z.string()) })
    .nullable()
    .meta({ description: 'null: the template names none' }),
  proposals: z.array(
    z.object({
      unitId: z.string(),
      version: z.int(),
      total: z.string(),
      grade: z.string(),
      named: z.boolean().meta({ description: 'a recognition of the unit as a whole stands or waits' }),
    }),
  ),
  items: z.array(recognition),
});

export const nominationOpened = z.object({ stepId: z.string() });

const hours = z.int().nullable().meta({ description: 'mean, whole hours; null: there was none' });
const count = z.int();
const learnt = z
  .object({
    counts: z.object({
      steps: z.array(
        z.object({
          planId: z.string(),
          kind: z.string(),
          ended: count,
          unanswered: count.meta({ description: 'of the ended, those that nobody had submitted' }),
          decided: count,
          returned: count,
          reminders: count,
          escalations: count,
          submitHours: hours,
          decideHours: hours,
        }),
      ),
      askedTwice: z.array(z.object({ metric: z.string(), goals: count })),
      typedAgain: count.meta({ description: 'values that were typed although the same day’s value was known' }),
    }),
    items: z
      .array(z.looseObject({ code: z.string() }))
      .meta({ description: 'what to simplify: code, with step or metric and what was counted' }),
    history: z.array(z.object({ metric: z.string(), value: z.string() })),
  })
  .meta({ id: 'Learnt' });

export const nextCycle = z.object({
  request: newCycleSchema.meta({ description: 'the new cycle, as POST /cycles takes it' }),
  targets: z.enum(targetChoices),
  goals: z.array(
    z.object({
      goal: z.looseObject({ id: z.string(), unit: z.string() }).meta({ description: 'a goal of goals@1' }),
      source: z.object({
        baseline: z.string().nullable(),
        target: z.string().nullable(),
        actual: z.string().nullable().meta({ description: "the year's value; null: no data" }),
        origin: z.enum(targetOrigins).meta({ description: 'how the new target came about' }),
      }),
    }),
  ),
  bases: z
    .array(z.object({ unitId: z.string(), baseMinor: z.string() }))
    .meta({ description: 'what stands on the books, less what was reversed' }),
  history: z.array(z.object({ metric: z.string(), value: z.string(), history: z.array(z.string()) })),
  learnt,
});

export const cycleSeed = z.object({
  fromCycle: z.string(),
  targets: z.enum(targetChoices),
  learnt,
  seededBy: z.string(),
  seededAt: instant,
});
