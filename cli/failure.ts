import { ConfigError } from '../config/index.js';
import { StartError } from '../embedded/start-error.js';
import { unreachable } from './unreachable.js';

/** What is told of an error that no command foresaw: one line where it is known what is amiss, else all of it. */
export function failureOf(error: unknown): string {
  if (error instanceof ConfigError || error instanceof StartError) return error.message;
  return unreachable(error) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
}
