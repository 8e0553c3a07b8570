import { z } from 'zod';
import { collectingSchedules, type Connector } from '../domain/values/index.js';
import { bilingual, id, uniqueIds } from './basics.js';
import { type Parsed, parseWith } from './problems.js';

const code = (of: string) => ({ params: { code: of } });
const pointer = z
  .string()
  .max(400)
  .regex(/^(\/([^~/]|~[01])*)*$/, 'a JSON pointer such as /data/value');
const place = pointer.min(1);

/** The host stands there as it is: nothing is put into it. */
const address = z
  .string()
  .max(2000)
  .refine((text) => /^https?:\/\/[^/?#{}@\s]+([/?#]\S*)?$/.test(text) && URL.canParse(text.replaceAll('{on}', 'on')), {
    message: 'an address that begins with http:// or https://, without a user; {on} stands for the day',
    ...code('ADDRESS_INVALID'),
  });

const secret = z.strictObject({
  env: z
    .string()
    .regex(/^PERFCYCLE_SECRET_[A-Z0-9_]{1,60}$/, 'the name of a variable that begins with PERFCYCLE_SECRET_'),
  header: z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,60}$/, 'the name of a header'),
  prefix: z
    .string()
    .max(40)
    .regex(/^[\x20-\x7e]*$/, 'plain letters')
    .optional(),
});

const single = z.strictObject({ metric: id, value: pointer, on: place.optional() });
const many = z.strictObject({
  rows: pointer,
  metric: z.union([id, place]),
  on: place,
  value: place,
});

const common = {
  title: bilingual,
  schedule: z.enum(collectingSchedules),
  freshDays: z.int().min(0).max(1000).optional(),
};

/** A query and nothing after it; what it may do, the source's own transaction decides. */
const statement = z
  .string()
  .trim()
  .min(1)
  .max(20_000)
  .refine((text) => /^(select|with|values|table)\b/i.test(text), {
    message: 'one statement that reads: SELECT, WITH, VALUES or TABLE',
    ...code('STATEMENT_NOT_READING'),
  });

/** perfcycle connector: what is read where, and when. Secrets stand in it by name only. */
export const connectorSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('http-json'),
    ...common,
    url: address,
    secret: secret.optional(),
    take: z.union([many, single]),
  }),
  z.strictObject({
    kind: z.literal('sql'),
    ...common,
    source: z.string().regex(/^[A-Z0-9_]{1,60}$/, 'the name of a source: capital letters, digits, _'),
    statement,
    metric: id.optional(),
  }),
]);

/** Connectors to be there from the beginning, each under its id; none is switched on. */
const connectorsSchema = z
  .array(z.strictObject({ id, definition: connectorSchema }))
  .superRefine((all, ctx) => uniqueIds(all, [], ctx));
export const parseConnectors = (
  value: unknown,
): Parsed<readonly { readonly id: string; readonly definition: Connector }[]> => parseWith(connectorsSchema, value);

export const parseConnector = (value: unknown): Parsed<Connector> => parseWith(connectorSchema, value);
