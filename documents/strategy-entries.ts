import { z } from 'zod';
import { type KindOfContent, type StrategyKind, strategyKinds } from '../domain/strategy.js';
import { id } from './basics.js';
import { type Parsed, parseWith } from './problems.js';
import { pageQuery } from './requests.js';
import { metricContent, objectiveContent, swotContent } from './strategy.js';

const reason = z.string().max(20_000).default('').meta({ description: 'why it is changed; must not be blank' });

/** Units whose heads rate the cooperation; an entry without any is taken out instead. */
const cooperationContent = z.strictObject({ raters: z.array(id).min(1).max(200) });

const bodies = {
  objectives: z.strictObject({ content: objectiveContent, reason }),
  swot: z.strictObject({ content: swotContent, reason }),
  metrics: z.strictObject({ content: metricContent, reason }),
  cooperation: z.strictObject({ content: cooperationContent, reason }),
} as const;

/** For the description of the API: one of the four. */
export const entryBody = z.union([bodies.objectives, bodies.swot, bodies.metrics, bodies.cooperation]);

/** An entry as it is sent: its content, and why. */
export type SentEntry = KindOfContent & { readonly reason: string };

/** By the kind of the address, so that what is wrong is told of that kind alone. */
export function parseEntry(kind: StrategyKind, body: unknown): Parsed<SentEntry> {
  switch (kind) {
    case 'objectives':
      return ofKind(kind, parseWith(bodies.objectives, body));
    case 'swot':
      return ofKind(kind, parseWith(bodies.swot, body));
    case 'metrics':
      return ofKind(kind, parseWith(bodies.metrics, body));
    case 'cooperation':
      return ofKind(kind, parseWith(bodies.cooperation, body));
  }
}

const ofKind = <K, T extends object>(kind: K, parsed: Parsed<T>): Parsed<T & { readonly kind: K }> =>
  parsed.ok ? { ok: true, value: { ...parsed.value, kind } } : parsed;

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
