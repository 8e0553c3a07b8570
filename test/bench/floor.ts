/** Runs the bare floor on the same engine, in the same run, with a worker of its own. */
import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client';
import { NativeConnection, Runtime, DefaultLogger, Worker } from '@temporalio/worker';
import { fileURLToPath } from 'node:url';
import type { Call } from './load.js';

export interface Floor {
  /** Starts a new workflow with an update and waits for its answer. */
  readonly first: (run: string) => Call;
  /** Updates a workflow that lives: the one that `first` of the same run and index has started. */
  readonly again: (run: string) => Call;
  readonly stop: () => Promise<void>;
}

const taskQueue = 'perfcycle-bench-floor';

export async function startFloor(engine: { address: string; namespace: string }): Promise<Floor> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const connection = await NativeConnection.connect({ address: engine.address });
  const worker = await Worker.create({
    connection,
    namespace: engine.namespace,
    taskQueue,
    workflowsPath: fileURLToPath(new URL('floor-workflow.ts', import.meta.url)),
    activities: { nothing: () => Promise.resolve() },
    maxCachedWorkflows: 2000,
  });
  const running = worker.run();
  const clientConnection = await Connection.connect({ address: engine.address });
  const client = new Client({ connection: clientConnection, namespace: engine.namespace });
  const salt = Date.now().toString(36);
  const idOf = (run: string, index: number): string => `bench-floor/${salt}/${run}/${String(index)}`;
  const started: string[] = [];
  return {
    first: (run) => async (index) => {
      const workflowId = idOf(run, index);
      started.push(workflowId);
      await client.workflow.executeUpdateWithStart('touch', {
        startWorkflowOperation: new WithStartWorkflowOperation('floor', {
          workflowId,
          taskQueue,
          args: [],
          workflowIdConflictPolicy: 'USE_EXISTING',
        }),
      });
    },
    again: (run) => (index) => client.workflow.getHandle(idOf(run, index)).executeUpdate('touch'),
    stop: async () => {
      for (const id of started)
        await client.workflow
          .getHandle(id)
          .terminate('measured')
          .catch(() => undefined);
      worker.shutdown();
      await running;
      await connection.close();
      await clientConnection.close();
    },
  };
}
