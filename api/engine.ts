import { Client, Connection } from '@temporalio/client';
import type { Config } from '../config/index.js';
import { cycleWorkflowId, messageNames, taskQueue, type StepWord, workflowTypes } from '../workflows/messages.js';
import { type Said, sayWord } from '../workflows/say.js';
import type { ReviewState } from '../domain/process/index.js';

/** Longer nobody waits at a form; what was received is carried out later. */
const deadlineMs = 3000;

export interface Engine {
  /** 'late': Temporal or the worker is away, or slow; the outcome is unknown, the relay will bring it. */
  readonly say: (it: {
    readonly cycleId: string;
    readonly unitId: string | null;
    readonly act: 'submit' | 'approve';
    readonly word: StepWord;
    readonly state: ReviewState;
  }) => Promise<Said | 'late'>;
  readonly startCycle: (cycleId: string) => Promise<'started' | 'late'>;
  readonly wake: (cycleId: string, phase: string) => Promise<void>;
  /** Is somebody polling the task queue? */
  readonly workerPolls: () => Promise<boolean>;
  readonly history: (workflowId: string) => Promise<readonly HistoryEvent[] | null>;
  readonly close: () => Promise<void>;
}

export interface HistoryEvent {
  readonly id: number;
  readonly at: number;
  readonly type: string;
  /** The words of messages that this event carries. */
  readonly words: readonly StepWord[];
}

/** The connection is made when first needed: the api starts and reads without Temporal. */
export function createEngine(config: Config): Engine {
  let connecting: Promise<Connection> | null = null;
  async function client(): Promise<Client> {
    connecting ??= Connection.connect({
      address: config.temporal.address,
      tls: config.temporal.tls,
      connectTimeout: '2s',
      ...(config.temporal.apiKey !== undefined && { apiKey: config.temporal.apiKey }),
    });
    try {
      return new Client({ connection: await connecting, namespace: config.temporal.namespace });
    } catch (error) {
      connecting = null;
      throw error;
    }
  }
  const soon = <T>(act: (client: Client) => Promise<T>): Promise<T> =>
    withinDeadline(async (until) => {
      const connected = await client();
      return connected.withDeadline(until, () => act(connected));
    });
  return {
    say: async (it) => {
      try {
        return await withinDeadline(async (until) => sayWord(await client(), it, until - Date.now()));
      } catch {
        return 'late';
      }
    },
    startCycle: async (cycleId) => {
      try {
        await soon((it) =>
          it.workflow.start(workflowTypes.cycle, {
            workflowId: cycleWorkflowId(cycleId),
            taskQueue,
            args: [{ cycleId }],
            workflowIdConflictPolicy: 'USE_EXISTING',
            staticSummary: cycleId,
          }),
        );
        return 'started';
      } catch {
        return 'late';
      }
    },
    wake: async (cycleId, phase) => {
      // Only a hint; the outbox holds another.
      await soon((it) => it.workflow.getHandle(cycleWorkflowId(cycleId)).signal(messageNames.wake, { phase })).catch(
        () => {},
      );
    },
    workerPolls: async () => {
      const answer = await soon((it) =>
        it.workflowService.describeTaskQueue({
          namespace: config.temporal.namespace,
          taskQueue: { name: taskQueue },
          taskQueueType: 1,
        }),
      );
      return (answer.pollers ?? []).length > 0;
    },
    history: async (workflowId) => {
      try {
        const history = await soon((it) => it.workflow.getHandle(workflowId).fetchHistory());
        return (history.events ?? []).map(eventOf);
      } catch {
        return null;
      }
    },
    close: async () => {
      const connection = await connecting?.catch(() => null);
      await connection?.close();
    },
  };
}

/** Connecting and asking together take no longer than anybody waits. @throws when the time is over */
async function withinDeadline<T>(act: (until: number) => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), deadlineMs);
  });
  try {
    return await Promise.race([act(Date.now() + deadlineMs), late]);
  } finally {
    clearTimeout(timer);
  }
}

interface RawEvent {
  readonly eventId?: unknown;
  readonly eventTime?: { readonly seconds?: unknown; readonly nanos?: number | null } | null;
  readonly workflowExecutionUpdateAcceptedEventAttributes?: {
    readonly acceptedRequest?: { readonly input?: { readonly args?: Payloads } | null } | null;
  } | null;
  readonly workflowExecutionSignaledEventAttributes?: { readonly input?: Payloads } | null;
}
type Payloads = { readonly payloads?: readonly { readonly data?: Uint8Array | null }[] | null } | null;

function eventOf(event: object): HistoryEvent {
  const raw = event as RawEvent;
  const payloads =
    raw.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.args ??
    raw.workflowExecutionSignaledEventAttributes?.input;
  const words = (payloads?.payloads ?? []).flatMap((payload): StepWord[] => {
    try {
      const value = JSON.parse(Buffer.from(payload.data ?? []).toString('utf8')) as Partial<StepWord>;
      return typeof value.commandId === 'string' ? [value as StepWord] : [];
    } catch {
      return [];
    }
  });
  const attributes = Object.entries(event).find(
    ([name, value]) => name.endsWith('Attributes') && value !== null && value !== undefined,
  );
  return {
    id: Number(raw.eventId),
    at: Number(raw.eventTime?.seconds ?? 0) * 1000 + Math.floor((raw.eventTime?.nanos ?? 0) / 1e6),
    type: (attributes?.[0] ?? '').replace(/EventAttributes$/, ''),
    words,
  };
}
