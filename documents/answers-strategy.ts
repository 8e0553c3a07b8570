import { z } from 'zod';
import { strategyKinds } from '../domain/strategy.js';

/** What the API answers about entries of the strategy. */
const content = z
  .record(z.string(), z.unknown())
  .meta({ description: 'as in perfcycle/strategy@1, without the id; of cooperation: `raters`' });
const book = z.string().meta({ description: '`real`, or the rehearsal whose own version it is' });

export const entry = z
  .object({
    kind: z.enum(strategyKinds),
    id: z.string(),
    version: z.int(),
    book,
    content,
    etag: z.string().meta({ description: 'for If-Match' }),
  })
  .meta({ id: 'StrategyEntry' });

export const entryVersion = z.object({
  book,
  version: z.int(),
  content: content.nullable().meta({ description: 'null: taken out' }),
  way: z.enum(['before', 'import', 'edit']).meta({ description: 'before: it was there when versions began' }),
  by: z.string().nullable(),
  at: z.number().meta({ description: 'epoch ms; cycle time where edited in a rehearsal' }),
  reason: z.string().nullable(),
});

export const dropped = z.object({ kind: z.enum(strategyKinds), id: z.string() });
