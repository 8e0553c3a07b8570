import type { z } from 'zod';
import { parseWith } from '../documents/problems.js';
import { Refused } from './refused.js';

/** @throws Refused BODY_INVALID with all problems */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = parseWith(schema, body);
  if (!parsed.ok) throw new Refused('BODY_INVALID', parsed.problems);
  return parsed.value;
}
