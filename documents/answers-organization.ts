import { z } from 'zod';

/** Who and what there is: persons, units, the strategy, templates. */
const open = z.record(z.string(), z.unknown());
const name = { nameZh: z.string(), nameEn: z.string() };

export const person = z
  .object({
    id: z.string(),
    ...name,
    roles: z.array(z.string()),
    heads: z.array(z.string()),
    memberOf: z.array(z.string()),
  })
  .meta({ id: 'Person' });

export const organization = z.object({
  units: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      parent: z.string().nullable(),
      ...name,
      head: z.string().nullable(),
    }),
  ),
  persons: z.array(person),
});

export const strategy = z.object({
  objectives: z.array(open),
  swot: z.array(open),
  metrics: z.array(open),
  capacity: z.array(open),
});

export const templateRevision = z.object({ id: z.string(), revision: z.int(), document: open });

export const templateExplanation = z.object({
  id: z.string(),
  revision: z.int(),
  language: z.enum(['zh-CN', 'en']),
  sections: z.array(z.object({ id: z.string(), title: z.string(), sentences: z.array(z.string()) })),
});
