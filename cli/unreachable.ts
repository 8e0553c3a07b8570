const codes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ENOTFOUND: 'the name is not known',
  EHOSTUNREACH: 'no way leads there',
  ENOENT: 'there is no such socket',
  CONNECT_TIMEOUT: 'it does not answer',
  '28P01': 'the password is wrong',
  '28000': 'the user may not sign in',
  '3D000': 'there is no such database',
};

/** A server that cannot be used, in one line for people; null for every other error. */
export function unreachable(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const advice = 'perfcycle doctor says what is reachable';
  if (error.name === 'TransportError') return `Temporal cannot be reached; is TEMPORAL_ADDRESS right? ${advice}`;
  const why = 'code' in error && typeof error.code === 'string' ? codes[error.code] : undefined;
  return why === undefined ? null : `the database cannot be used: ${why} (${error.message}); ${advice}`;
}
