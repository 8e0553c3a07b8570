import type { z } from 'zod';
import { id } from '../documents/basics.js';
import { parseWith } from '../documents/problems.js';
import { Refused } from './refused.js';

/** @throws Refused BODY_INVALID with all problems */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = parseWith(schema, body);
  if (!parsed.ok) throw new Refused('BODY_INVALID', parsed.problems);
  return parsed.value;
}

/** An id from an address; what cannot be one is not found. @throws Refused NOT_FOUND */
export function idOr404(value: unknown): string {
  const parsed = id.safeParse(value);
  if (!parsed.success) throw new Refused('NOT_FOUND');
  return parsed.data;
}
