import type { Client } from '@temporalio/client';

/** What the pumps use of a Temporal client, played by the test. */
export interface FakeWorkflows {
  readonly signal?: (workflowId: string, name: string, payload: unknown) => Promise<void>;
  readonly update?: (workflowId: string, name: string, word: unknown) => Promise<unknown>;
  readonly start?: (workflowId: string, args: readonly unknown[]) => Promise<void>;
  readonly stir?: (workflowId: string, signal: string, args: readonly unknown[]) => Promise<void>;
  /** All runs of a workflow id; none but the last unless a test says so. */
  readonly runs?: (workflowId: string) => readonly string[];
  readonly describe?: (workflowId: string) => { readonly runId: string; readonly status: string };
  readonly history?: (workflowId: string, runId: string | undefined) => unknown;
}

interface StartOptions {
  readonly workflowId: string;
  readonly args: readonly unknown[];
}
interface UpdateOptions {
  readonly args: readonly unknown[];
  readonly startWorkflowOperation: { readonly options: { readonly workflowId: string } };
}

const unexpected = (): never => {
  throw new Error('the test did not expect this call');
};

export function fakeClient(play: FakeWorkflows): Client {
  const { signal = unexpected, update = unexpected, start = unexpected, stir = unexpected } = play;
  const { describe = unexpected, history = unexpected, runs = () => [] } = play;
  const listed = async function* (query: string) {
    await Promise.resolve();
    for (const runId of runs(/^WorkflowId = '(.*)'$/.exec(query)?.[1] ?? '')) yield { runId };
  };
  const workflow = {
    getHandle: (workflowId: string, runId?: string) => ({
      signal: (name: string, payload: unknown) => signal(workflowId, name, payload),
      executeUpdate: (name: string, options: { readonly args: readonly unknown[] }) =>
        update(workflowId, name, options.args[0]),
      describe: () => {
        const { status, ...rest } = describe(workflowId);
        return Promise.resolve({ ...rest, status: { name: status } });
      },
      result: () => Promise.resolve(),
      fetchHistory: () => Promise.resolve(history(workflowId, runId)),
    }),
    executeUpdateWithStart: (name: string, options: UpdateOptions) =>
      update(options.startWorkflowOperation.options.workflowId, name, options.args[0]),
    signalWithStart: (_type: string, it: StartOptions & { readonly signal: string }) =>
      stir(it.workflowId, it.signal, it.args),
    list: ({ query }: { readonly query: string }) => listed(query),
    start: (_type: string, { workflowId, args }: StartOptions) => start(workflowId, args),
  };
  return {
    workflow,
    withDeadline: <T>(_deadline: number, act: () => Promise<T>) => act(),
  } as unknown as Client;
}
