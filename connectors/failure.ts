import type { ConnectorCode } from '../domain/values/index.js';

/** Why a reading failed. The detail never holds what was sent, nor what a stranger answered. */
export class ReadingFailed extends Error {
  constructor(
    readonly code: ConnectorCode,
    readonly detail: string,
  ) {
    super(code);
  }
}

/** The plain code of a network error or SQLSTATE, where there is one. */
export function codeOfError(error: unknown): string | null {
  const own = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (typeof own === 'string') return own;
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? null : codeOfError(cause);
}
