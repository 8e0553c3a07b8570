import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Logger } from 'pino';
import { type CommandRow, markDelivered, readReviewState, settleRefused } from '../../db/commands.js';
import type { Sql } from '../../db/connect.js';
import { leaseUndelivered, placeOf, unstartedCycles } from '../../db/relay.js';
import { cycleWorkflowId, taskQueue, workflowTypes } from '../../workflows/messages.js';
import { sayWord } from '../../workflows/say.js';

/** Older than the api's own deadline: whoever received the word has given up waiting for its answer. */
const olderThanMs = 5000;
const deadlineMs = 10_000;
const leaseMs = 20_000;

/** Brings every word whose answer nobody has seen to its conversation again (DESIGN.md 3.3.6). */
export function createRelay(deps: { readonly sql: Sql; readonly client: Client; readonly logger: Logger }) {
  return async function relay(): Promise<boolean> {
    const { sql, client } = deps;
    for (const cycleId of await unstartedCycles(sql, olderThanMs)) await startCycle(client, cycleId);
    const commands = await leaseUndelivered(sql, olderThanMs, leaseMs, 32);
    await Promise.all(commands.map((command) => bring(deps, command)));
    return commands.length > 0;
  };
}

/** The id of a cycle's workflow is never reused: started twice is started once. */
export async function startCycle(client: Client, cycleId: string): Promise<void> {
  try {
    await client.withDeadline(Date.now() + deadlineMs, () =>
      client.workflow.start(workflowTypes.cycle, {
        workflowId: cycleWorkflowId(cycleId),
        taskQueue,
        args: [{ cycleId }],
        staticSummary: cycleId,
      }),
    );
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

async function bring(
  { sql, client, logger }: { readonly sql: Sql; readonly client: Client; readonly logger: Logger },
  command: CommandRow,
): Promise<void> {
  const { id, cycleId, reviewId, stepId, actor, principal, bodyDigest, stepRevision, reviewRevision, decision, act } =
    command;
  const word = {
    commandId: id,
    reviewId,
    stepId,
    actor,
    principal,
    digest: bodyDigest,
    stepRevision,
    reviewRevision,
    decision,
  };
  try {
    const { unitId, cycleState } = await placeOf(sql, reviewId);
    if (cycleState === 'closed') {
      // Nobody is there to say it to; a command that was decided before keeps its verdict.
      await settleRefused(sql, id, 'CYCLE_CLOSED');
      await markDelivered(sql, id);
      return;
    }
    const said = await sayWord(
      client,
      { cycleId, unitId, act, word, state: await readReviewState(sql, reviewId) },
      deadlineMs,
    );
    if (said.kind === 'refused') await settleRefused(sql, id, said.code);
    await markDelivered(sql, id);
  } catch (error) {
    // The lease runs out, and it is brought again.
    logger.warn({ err: error, commandId: id }, 'a word could not be delivered yet');
  }
}
