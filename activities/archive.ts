import { Context } from '@temporalio/activity';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Sql } from '../db/connect.js';
import { saveHistory } from '../db/histories.js';
import { livingReviews } from '../db/sweep.js';
import { sha256Hex } from '../documents/digest.js';
import { cycleWorkflowId, messageNames, reviewWorkflowId } from '../workflows/messages.js';

const pageSize = 100;

/** Ends the conversations of a closed cycle and keeps their histories before Temporal's retention ends. */
export function createArchiveActivities({ sql, client }: { readonly sql: Sql; readonly client: Client }) {
  async function eachLiving(cycleId: string, act: (reviewId: string) => Promise<void>): Promise<number> {
    let cursor = '';
    let count = 0;
    for (;;) {
      const ids = await livingReviews(sql, cycleId, cursor, pageSize);
      const last = ids.at(-1);
      if (last === undefined) return count;
      for (const id of ids) await act(id);
      count += ids.length;
      cursor = last;
      Context.current().heartbeat(cursor);
    }
  }

  async function closeReviews({ cycleId }: { readonly cycleId: string }): Promise<{ readonly closed: number }> {
    const closed = await eachLiving(cycleId, async (reviewId) => {
      try {
        await client.workflow.getHandle(reviewWorkflowId(reviewId)).signal(messageNames.close);
      } catch (error) {
        // Never born, or ended before: nothing to close.
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    });
    return { closed };
  }

  async function archiveHistories({ cycleId }: { readonly cycleId: string }): Promise<{ readonly archived: number }> {
    await archive(cycleId, cycleWorkflowId(cycleId));
    const archived = await eachLiving(cycleId, (reviewId) => archive(cycleId, reviewWorkflowId(reviewId)));
    return { archived: archived + 1 };
  }

  async function archive(cycleId: string, workflowId: string): Promise<void> {
    try {
      const handle = client.workflow.getHandle(workflowId);
      const { runId } = await handle.describe();
      const text = historyToJSON(await handle.fetchHistory());
      await saveHistory(sql, { workflowId, runId, cycleId, text, digest: sha256Hex(text) });
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }

  return { closeReviews, archiveHistories };
}
