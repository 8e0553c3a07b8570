import { z } from 'zod';

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
