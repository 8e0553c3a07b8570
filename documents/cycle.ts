import { IANAZone } from 'luxon';
import { z } from 'zod';
import { id, title, typedDay } from './basics.js';
import { type Parsed, parseWith } from './problems.js';

/** Who plays the people of a rehearsal. */
export const playerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('people') }),
  z.strictObject({ kind: z.literal('script'), name: z.string().min(1).max(100) }),
  z.strictObject({ kind: z.literal('policy'), policy: z.enum(['punctual', 'late', 'silent']) }),
]);

const zone = z.string().refine((name) => IANAZone.isValidZone(name), {
  message: 'a time zone such as Asia/Shanghai',
  params: { code: 'ZONE_UNKNOWN' },
});

/** A cycle to be previewed or started: the body of `POST /cycles`. */
export const newCycleSchema = z
  .strictObject({
    id,
    title,
    templateId: id,
    /** The newest where absent. */
    templateRevision: z.int().min(1).max(1_000_000).exactOptional(),
    rootUnit: id,
    /** Those that the template names below the root, where absent. */
    subjects: z.array(id).min(1).max(100_000).exactOptional(),
    mode: z.enum(['real', 'rehearsal']).default('real'),
    periodStart: typedDay,
    periodEnd: typedDay,
    zone: zone.default('Asia/Shanghai'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'a currency such as CNY')
      .default('CNY'),
    player: playerSchema.default({ kind: 'people' }),
    /** Pace of a rehearsal: cycle ms per wall ms; 0: as fast as it goes. */
    rate: z.int().min(0).max(1_000_000_000).default(0),
    held: z.boolean().default(false),
  })
  .superRefine((cycle, ctx) => {
    const tell = (path: string, code: string, message: string): void => {
      ctx.addIssue({ code: 'custom', path: [path], message, params: { code } });
    };
    if (cycle.periodEnd <= cycle.periodStart) {
      tell('periodEnd', 'PERIOD_INVALID', 'the period ends before it starts, or on the same day');
    }
    if (cycle.mode === 'rehearsal') {
      // A rehearsal's books have its id, the real ones are called real.
      if (cycle.id === 'real') tell('id', 'ID_RESERVED', 'no rehearsal has this id');
      return;
    }
    if (cycle.player.kind !== 'people') tell('player', 'NOT_A_REHEARSAL', 'only a rehearsal has players');
    if (cycle.rate !== 0) tell('rate', 'NOT_A_REHEARSAL', 'only a rehearsal has a pace');
    if (cycle.held) tell('held', 'NOT_A_REHEARSAL', 'only a rehearsal can be held');
  });
export type CycleRequest = z.output<typeof newCycleSchema>;

export const parseNewCycle = (value: unknown): Parsed<CycleRequest> => parseWith(newCycleSchema, value);
