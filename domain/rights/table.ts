import { acting } from './acting.js';
import { seeing } from './seeing.js';
import type { Line } from './types.js';

export const table: readonly Line[] = [...seeing, ...acting];
