import { z } from 'zod';
import { id } from './basics.js';

/** The unit's n-th plan of a cycle. */
export const planNumber = z
  .string()
  .regex(/^[1-9]\d{0,5}$/, 'the number of a plan')
  .transform(Number);
export const planParams = z.object({ id, unit: id, n: planNumber });
export const unitParams = z.object({ id, unit: id });
