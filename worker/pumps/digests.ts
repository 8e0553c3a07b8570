import type { Sql } from '../../db/connect.js';
import { digestWaiting } from '../../db/notices.js';

/** Mails are made by sweeps; between two that lie far apart, by this. */
export function createDigests({ sql }: { readonly sql: Sql }): () => Promise<boolean> {
  return async function digest(): Promise<boolean> {
    await digestWaiting(sql);
    return false;
  };
}
