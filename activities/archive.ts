import { Context } from '@temporalio/activity';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Sql } from '../db/connect.js';
import { saveHistory } from '../db/histories.js';
import { plansOfCycle } from '../db/improvement-clock.js';
import { livingReviews } from '../db/sweep.js';
import { documentDigest } from '../documents/digest.js';
import { improvementWorkflowId, messageNames, reviewWorkflowId } from '../workflows/messages.js';

const pageSize = 100;
const atOnce = 10;
/** A review that was told to close ends with its next workflow task. */
const endsWithinMs = 20_000;

interface Deps {
  readonly sql: Sql;
  readonly client: Client;
}

/** Ends the conversations of a closed cycle and keeps their histories before Temporal's retention ends. */
export function createArchiveActivities(deps: Deps) {
  const { sql, client } = deps;

  async function eachLiving(cycleId: string, act: (reviewId: string) => Promise<void>): Promise<number> {
    let cursor = '';
    let count = 0;
    for (;;) {
      const ids = await livingReviews(sql, cycleId, cursor, pageSize);
      const last = ids.at(-1);
      if (last === undefined) return count;
      for (let from = 0; from < ids.length; from += atOnce) {
        await Promise.all(ids.slice(from, from + atOnce).map(act));
        Context.current().heartbeat(ids[from]);
      }
      count += ids.length;
      cursor = last;
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

  /** The reviews' histories and those of improvement plans. The cycle's own still grows while this runs: a pump keeps it once it has ended. */
  async function archiveHistories({ cycleId }: { readonly cycleId: string }): Promise<{ readonly archived: number }> {
    let archived = 0;
    await eachLiving(cycleId, async (reviewId) => {
      const runs = await archiveWorkflow(deps, cycleId, reviewWorkflowId(reviewId), endsWithinMs);
      archived += runs;
    });
    for (const planId of await plansOfCycle(sql, cycleId)) {
      archived += await archiveWorkflow(deps, cycleId, improvementWorkflowId(planId), endsWithinMs);
      Context.current().heartbeat(planId);
    }
    return { archived };
  }

  return { closeReviews, archiveHistories };
}

/**
 * Keeps the whole history of an ended workflow, all its runs; returns how many.
 * A run knows the one that it continues; one that was born anew, because the one
 * before had ended, knows nothing of it, and is found in Temporal's list.
 * A workflow that Temporal does not know (any more) has none.
 * @throws while it has not ended within `waitMs`.
 */
export async function archiveWorkflow(
  { sql, client }: Deps,
  cycleId: string,
  workflowId: string,
  waitMs: number,
): Promise<number> {
  const kept = new Set<string>();
  async function keep(runId: string): Promise<void> {
    if (kept.has(runId)) return;
    const history: History = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const plain: unknown = JSON.parse(historyToJSON(history));
    await saveHistory(sql, { workflowId, runId, cycleId, history: plain, digest: documentDigest(plain) });
    kept.add(runId);
    const began = history.events?.[0]?.workflowExecutionStartedEventAttributes;
    if (began?.continuedExecutionRunId) await keep(began.continuedExecutionRunId);
  }
  try {
    await keep(await endedRun(client, workflowId, waitMs));
    for await (const { runId } of client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) await keep(runId);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
  return kept.size;
}

async function endedRun(client: Client, workflowId: string, waitMs: number): Promise<string> {
  const handle = client.workflow.getHandle(workflowId);
  const before = await handle.describe();
  if (before.status.name !== 'RUNNING') return before.runId;
  // However it ends, its history is kept; only the deadline matters here, and describe tells.
  await client.withDeadline(Date.now() + waitMs, () => handle.result()).catch(() => undefined);
  const { runId, status } = await handle.describe();
  if (status.name === 'RUNNING') throw new Error(`${workflowId} has not ended yet`);
  return runId;
}
