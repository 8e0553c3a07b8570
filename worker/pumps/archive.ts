import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { archiveWorkflow } from '../../activities/archive.js';
import type { Sql } from '../../db/connect.js';
import { unarchivedCycles } from '../../db/histories.js';
import { cycleWorkflowId } from '../../workflows/messages.js';

const deadlineMs = 60_000;

/** Keeps the histories of the cycles' own workflows, which no workflow can do for itself. */
export function createArchive(deps: { readonly sql: Sql; readonly client: Client; readonly logger: Logger }) {
  return async function archive(): Promise<boolean> {
    for (const cycleId of await unarchivedCycles(deps.sql)) {
      try {
        await deps.client.withDeadline(Date.now() + deadlineMs, () =>
          archiveWorkflow(deps, cycleId, cycleWorkflowId(cycleId), 0),
        );
      } catch (error) {
        // It is closed in Postgres a moment before it ends in Temporal.
        deps.logger.debug({ err: error, cycleId }, 'the history of a cycle cannot be kept yet');
      }
    }
    return false;
  };
}
