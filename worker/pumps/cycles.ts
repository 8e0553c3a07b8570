import type { Client } from '@temporalio/client';
import type { Sql } from '../../db/connect.js';
import { runningCycles } from '../../db/relay.js';
import { startCycle } from './relay.js';

/**
 * Starts the workflow of every running cycle again where it is there no more: ended by somebody, or lost with Temporal's
 * store. It loads where its cycle stands. One that lives is not touched by being started.
 */
export function createCycles({ sql, client }: { readonly sql: Sql; readonly client: Client }): () => Promise<boolean> {
  return async function keep(): Promise<boolean> {
    for (const cycleId of await runningCycles(sql)) await startCycle(client, cycleId);
    return false;
  };
}
