import { z } from 'zod';
import { cadences, connectorCodes, freshnesses } from '../domain/values/index.js';
import { connectorSchema } from './connector.js';

/** What the API answers about values and connectors. Instants are epoch ms, days `YYYY-MM-DD`. */
const instant = z.number().meta({ description: 'epoch ms' });

export const written = z.object({
  written: z.int().meta({ description: 'new versions of values' }),
  unchanged: z.int().meta({ description: 'rows that say what is known already' }),
});

export const metricValue = z.object({
  on: z.string(),
  version: z.int(),
  value: z.string(),
  source: z.enum(['typed', 'imported', 'pushed', 'collected']),
  by: z.string().nullable().meta({ description: 'null: a connector brought it' }),
  connector: z.string().nullable(),
  at: instant,
  reason: z.string().nullable(),
});

export const metricState = z.object({
  id: z.string(),
  unit: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  measuredIn: z.string().nullable(),
  source: z.enum(['manual', 'collected']),
  cadence: z.enum(cadences).nullable(),
  latest: metricValue.nullable(),
  freshness: z.enum(freshnesses),
  dueFrom: z.string().nullable().meta({ description: 'from that day on a newer value is expected' }),
});

const problem = z.object({ row: z.int(), column: z.string(), code: z.string(), value: z.string().optional() });
const code = z.enum(connectorCodes).nullable();

export const connectorTry = z.object({
  id: z.string(),
  version: z.int(),
  on: z.string(),
  code: code.meta({ description: 'how it failed; null: it went well' }),
  detail: z.string().nullable(),
  found: z.int().meta({ description: 'rows that would be taken' }),
  shown: z.array(z.object({ metric: z.string(), on: z.string(), value: z.string() })),
  problems: z.array(problem),
  by: z.string(),
  at: instant,
});

const version = z.object({
  version: z.int(),
  definition: connectorSchema,
  writtenBy: z.string(),
  writtenAt: instant,
});
export const connector = version.extend({
  id: z.string(),
  onVersion: z.int().nullable().meta({ description: 'the version that runs; null: switched off' }),
  switchedBy: z.string().nullable(),
  switchedAt: instant.nullable(),
});
export const connectorDetail = connector.extend({ versions: z.array(version), tries: z.array(connectorTry) });

export const connectorRun = z.object({
  id: z.string(),
  book: z.string().meta({ description: '`real`, or the rehearsal' }),
  version: z.int(),
  slot: z.string().meta({ description: 'the working day it was planned for' }),
  on: z.string().meta({ description: 'the day asked for' }),
  state: z.enum(['open', 'taken', 'failed']),
  nextTryAt: instant.nullable(),
  attempts: z.array(
    z.object({
      attempt: z.int(),
      at: instant,
      code,
      detail: z.string().nullable(),
      problems: z.array(problem),
      written: z.int(),
      unchanged: z.int(),
    }),
  ),
});
