/** How the clock of an improvement plan is woken, and born where nobody keeps it. */
import type { Client } from '@temporalio/client';
import {
  improvementWorkflowId,
  messageNames,
  type PlanInput,
  taskQueue,
  workflowTypes,
} from '../../workflows/messages.js';

/**
 * One signal-with-start: a living clock looks at its plan again, one that was never started, or was lost, begins from
 * where Postgres says that the plan stands. Idempotent by the workflow's id.
 */
export async function stirPlan(client: Client, planId: string): Promise<void> {
  await client.workflow.signalWithStart<(input: PlanInput) => Promise<void>>(workflowTypes.improvement, {
    workflowId: improvementWorkflowId(planId),
    taskQueue,
    args: [{ planId }],
    signal: messageNames.wake,
    staticSummary: planId,
  });
}
