import { homedir } from 'node:os';
import { join } from 'node:path';

/** One cache per user, not per checkout, so that a fresh clone starts at once. */
export function cacheFolder(...parts: readonly string[]): string {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'perfcycle', ...parts);
}
