/** How words reach a conversation; the api and the relay speak alike. Not part of the workflow bundle. */
import {
  type Client,
  WithStartWorkflowOperation,
  WorkflowIdConflictPolicy,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure, type Workflow } from '@temporalio/common';
import type { RefusalCode } from '../domain/errors.js';
import { refusalCodes } from '../domain/errors.js';
import type { RecordOutcome, ReviewState } from '../domain/process/index.js';
import {
  cycleWorkflowId,
  messageNames,
  reviewWorkflowId,
  type StepWord,
  taskQueue,
  workflowTypes,
} from './messages.js';

export interface Address {
  readonly cycleId: string;
  /** null: the cycle's own conversation. */
  readonly unitId: string | null;
  readonly act: 'submit' | 'approve';
  readonly word: StepWord;
  /** The review's present state: what a conversation is born with. */
  readonly state: ReviewState;
}

export type Said =
  | { readonly kind: 'answered'; readonly outcome: RecordOutcome }
  /** Refused by the conversation itself; the caller settles the command before telling. */
  | { readonly kind: 'refused'; readonly code: RefusalCode };

/**
 * Says one word; the update's id is the command's, so a word said twice is one.
 * @throws where Temporal or the worker is away, or the deadline is over: the outcome is unknown.
 */
export async function sayWord(
  client: Client,
  { cycleId, unitId, act, word, state }: Address,
  deadlineMs: number,
): Promise<Said> {
  const options = { args: [word] as [StepWord], updateId: word.commandId };
  try {
    return await client.withDeadline(Date.now() + deadlineMs, async (): Promise<Said> => {
      if (unitId === null) {
        const handle = client.workflow.getHandle(cycleWorkflowId(cycleId));
        const outcome = await handle.executeUpdate<RecordOutcome, [StepWord]>(messageNames[act], options);
        return { kind: 'answered', outcome };
      }
      const start = new WithStartWorkflowOperation(workflowTypes.review, {
        workflowId: reviewWorkflowId(word.reviewId),
        taskQueue,
        args: [{ reviewId: word.reviewId, state }],
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        staticSummary: word.reviewId,
      });
      const outcome = await client.workflow.executeUpdateWithStart<Workflow, RecordOutcome, [StepWord]>(
        messageNames[act],
        {
          ...options,
          startWorkflowOperation: start,
        },
      );
      return { kind: 'answered', outcome };
    });
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
      const { type } = error.cause;
      const code = refusalCodes.find((known) => known === type);
      if (code !== undefined) return { kind: 'refused', code };
    }
    throw error;
  }
}
