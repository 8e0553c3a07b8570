import { z } from 'zod';
import type { StrategyContents, StrategyKind } from '../domain/strategy.js';
import { strategyKinds } from '../domain/strategy.js';
import { id } from './basics.js';
import { type Parsed, parseWith } from './problems.js';
import { pageQuery } from './requests.js';
import { metricContent, objectiveContent, swotContent } from './strategy.js';

const reason = z
  .string()
  .max(20_000)
  .default('')
  .meta({ description: 'why it is changed; must not be blank' });

/** Units whose heads rate the cooperation; an entry without any is taken out instead. */
const cooperationContent = z.strictObject({ raters: z.array(id).min(1).max(200) });

const contents = {
  objectives: objectiveContent,
  swot: swotContent,
  metrics: metricContent,
  cooperation: cooperationContent,
} as const;

/** An entry as it is sent: its content, and why. */
export interface SentEntry<K extends StrategyKind = StrategyKind> {
  readonly content: StrategyContents[K];
  readonly reason: string;
}

const bodies = {
  objectives: z.strictObject({ content: contents.objectives, reason }),
  swot: z.strictObject({ content: contents.swot, reason }),
  metrics: z.strictObject({ content: contents.metrics, reason }),
  cooperation: z.strictObject({ content: contents.cooperation, reason }),
} as const;

/** For the description of the API: one of the four. */
export const entryBody = z.union([bodies.objectives, bodies.swot, bodies.metrics, bodies.cooperation]);

/** By the kind of the address, so that what is wrong is told of that kind alone. */
export function parseEntry(kind: StrategyKind, body: unknown): Parsed<SentEntry> {
  return parseWith<SentEntry>(bodies[kind] as z.ZodType<SentEntry>, body);
}

export const strategyKind = z.enum(strategyKinds);
export const kindParams = z.object({ kind: strategyKind });
export const entryParams = z.object({ kind: strategyKind, id });
/** Whose copy: a rehearsal's own where its id is given, else the real one. */
const cycle = id.optional().meta({ description: "a cycle: a rehearsal's own copy, else what the cycle reads" });
export const bookQuery = z.object({ cycle });
export const entriesQuery = pageQuery.extend({ cycle });
export const removeQuery = z.object({ cycle, reason });
export const importQuery = z.object({ reason: z.string().max(20_000).optional() });
const etag = z.string().min(1).max(200);
/** `If-Match`: the version that was seen. `If-None-Match: *`: there must be none yet. */
export const preconditions = { 'If-Match': etag.optional(), 'If-None-Match': z.literal('*').optional() };
