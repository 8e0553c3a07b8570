import type { Parsed } from '../../documents/problems.js';

/** Places and codes of all problems, in order of their places. */
export const told = (parsed: Parsed<unknown>): string[] =>
  parsed.ok ? [] : parsed.problems.map(({ pointer, code }) => `${pointer} ${code}`).toSorted();
