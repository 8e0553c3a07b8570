import { z } from 'zod';
import { pageQuery } from './requests.js';

/** One way into the API. Paths stand below /api/v1. */
export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly path: `/${string}`;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly key?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly table?: z.ZodType;
  /** A file instead: the body itself, or the one file of a form. */
  readonly file?: true;
  /** By status; null: without a body. */
  readonly answers: Readonly<Record<string, z.ZodType | null>>;
  /** Answers 200 with a file of that media type. */
  readonly sends?: string;
  /** Without being signed in. */
  readonly nobody?: true;
}

/** Every acting request names its act. */
export const key = z.object({
  'Idempotency-Key': z.string().min(1).max(200).meta({
    description: 'names the act: the same key and body get the first answer, another body is refused (422)',
  }),
});
export const page = { query: pageQuery };

const binary = z.string().meta({ format: 'binary' });
const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What an upload may come as. */
export const fileContent = {
  'multipart/form-data': { schema: z.object({ file: binary }) },
  [workbook]: { schema: binary },
  'text/csv': { schema: z.string() },
};
export const sentFile = (type: string) => ({ description: 'the file', content: { [type]: { schema: binary } } });
