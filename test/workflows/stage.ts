/** A server, a worker and one cycle in its world: what every test of the workflows plays on. */
import { type WorkflowHandle, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { addDays, addMonths } from '../../domain/dates.js';
import { type RefusalCode, refusalCodes } from '../../domain/errors.js';
import type { RecordOutcome, Stage as StepState } from '../../domain/process/index.js';
import { buildBundle } from '../../worker/bundle.js';
import {
  cycleWorkflowId,
  type CycleStatus,
  improvementWorkflowId,
  messageNames,
  reviewIdOf,
  reviewWorkflowId,
  type StepWord,
  taskQueue,
  workflowTypes,
} from '../../workflows/messages.js';
import { type Said, sayWord } from '../../workflows/say.js';
import { stirPlan } from '../../worker/pumps/stir.js';
import { startTimeSkipping } from '../setup/time-skipping.js';
import { activitiesOf } from './activities.js';
import { fail, yearFrom } from './standing.js';
import { createWorld, type Saying, type World, type WorldOptions } from './world.js';

const deadlineMs = 20_000;
const day0 = 2027;
/** After so many years a calendar comes again, until 2100. */
const calendarYears = 28;
let bundle: ReturnType<typeof buildBundle> | undefined;

export type Stage = Awaited<ReturnType<typeof createStage>>;

// Errors that tests provoke are no news.
Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'OFF' } } });

export type StageOptions = Partial<WorldOptions> & {
  readonly env?: TestWorkflowEnvironment;
  /** Resumed there: the phases before it lie behind. */
  readonly from?: 'goal-setting' | Judging;
  /**
   * False: the worker keeps no workflows, and replays each from its history whenever it goes on. For a worker that
   * is restarted: what waits in the queue of a worker that is gone, the time-skipping server never gives to another.
   */
  readonly caches?: boolean;
};
type Judging = 'evaluation' | 'feedback' | 'application' | 'closing';

/**
 * A cycle whose period begins (or ends) a week after the server's present day; not yet
 * started. It has its server for itself: time is one for a whole server, and a
 * workflow ended in the middle of an activity would stop it for the next test.
 */
export async function createStage({ from = 'goal-setting', caches = true, ...options }: StageOptions = {}) {
  const env = options.env ?? (await startTimeSkipping());
  const { client } = env;
  const wall = () => env.currentTimeMs();
  if (env.supportsTimeSkipping) await toFirstDay(env);
  const nextWeek = addDays(new Date(await wall()).toISOString().slice(0, 10), 7);
  const world = createWorld({
    cycleId: 'year',
    units: ['sales', 'quality'],
    schedule: yearFrom(addMonths(nextWeek, from === 'goal-setting' ? 0 : -12)),
    begin: from,
    wall,
    signal: async (to, name) => {
      if (to !== 'cycle' && 'plan' in to) return stirPlan(client, to.plan);
      const id = to === 'cycle' ? cycleWorkflowId(world.options.cycleId) : reviewWorkflowId(to.review);
      const payload = { wake: { phase: world.at.phase }, sync: { revision: 0 }, close: undefined }[name];
      try {
        await client.workflow.getHandle(id).signal(name, ...(payload === undefined ? [] : [payload]));
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },
    ...options,
  });
  const { cycleId } = world.options;
  const cycle = client.workflow.getHandle(cycleWorkflowId(cycleId));

  async function startWorker(): Promise<() => Promise<void>> {
    bundle ??= buildBundle();
    const worker = await Worker.create({
      connection: env.nativeConnection,
      taskQueue,
      workflowBundle: await bundle,
      activities: activitiesOf(world),
      ...(!caches && { maxCachedWorkflows: 0 }),
    });
    const running = worker.run();
    let stopped: Promise<void> | undefined;
    return () => {
      if (stopped === undefined) worker.shutdown();
      stopped ??= running;
      return stopped;
    };
  }
  let stopWorker = await startWorker();

  /** Brings a word that was received before, as api and relay do. */
  async function bring(word: StepWord, unit: string | null): Promise<Said> {
    const act = word.decision === null ? 'submit' : 'approve';
    const state = world.standing.state(word.reviewId);
    if (unit === null || !env.supportsTimeSkipping) {
      return sayWord(client, { cycleId, unitId: unit, act, word, state }, deadlineMs);
    }
    // The time-skipping server now and then loses the answer of a refused update-with-start: two calls there.
    const handle = await client.workflow.start(workflowTypes.review, {
      workflowId: reviewWorkflowId(word.reviewId),
      taskQueue,
      args: [{ reviewId: word.reviewId, state }],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    return sayPlainly(handle, act, word);
  }

  return {
    env,
    world,
    cycle,
    bring,
    review: (unit: string) => client.workflow.getHandle(reviewWorkflowId(reviewIdOf(cycleId, unit))),
    start: () =>
      client.workflow.start(workflowTypes.cycle, {
        workflowId: cycleWorkflowId(cycleId),
        taskQueue,
        args: [{ cycleId }],
      }),
    /** A person's word, as api and relay bring it, and its verdict. */
    say: async (saying: Saying): Promise<Verdict> => verdictOf(await bring(await world.receive(saying), saying.unit)),
    status: () => cycle.query<CycleStatus>(messageNames.cycleStatus),
    plan: (planId: string) => client.workflow.getHandle(improvementWorkflowId(planId)),
    /** Lets the server's time go on to that instant. */
    until: async (instant: number): Promise<void> => {
      const ms = instant - (await wall());
      if (ms > 0) await env.sleep(ms);
    },
    /** Waits for a sweep or a word to bring the step there. */
    stepIs: (unit: string | null, step: string, state: StepState): Promise<void> =>
      untilTrue(() => stepOf(world, unit, step).state === state, `${unit ?? 'cycle'} ${step} ${state}`),
    /** Until it does nothing: it waits for a message, or for a timer. */
    untilAsleep: async (workflow: WorkflowHandle = cycle): Promise<void> => {
      const ended = /^(workflowTaskCompleted|timerStarted)/;
      for (let last = ''; !ended.test(last);) {
        const { events } = await workflow.fetchHistory();
        last = Object.keys(events?.at(-1) ?? {}).find((key) => key.endsWith('Attributes')) ?? '';
      }
    },
    /** What happened to a step, in order. */
    told: (unit: string | null, step: string): readonly string[] =>
      world.standing.lines
        .filter((line) => line.reviewId === reviewIdOf(cycleId, unit) && line.stepId === step)
        .map((line) => line.what),
    /** A word can be said meanwhile; it waits at the server. */
    stopWorker: () => stopWorker(),
    restartWorker: async (): Promise<void> => {
      await stopWorker();
      stopWorker = await startWorker();
    },
    end: async (): Promise<void> => {
      await stopWorker();
      if (options.env === undefined) await env.teardown();
    },
  };
}

/** Tests play on the same days of the week, and between the same weekends, whenever they are run. */
async function toFirstDay(env: TestWorkflowEnvironment): Promise<void> {
  const now = await env.currentTimeMs();
  let year = day0;
  while (Date.UTC(year, 0, 1) <= now) year += calendarYears;
  await env.sleep(Date.UTC(year, 0, 1) - now);
}

/** One word to a living conversation; what it refuses by itself fails the update. */
export async function sayPlainly(handle: WorkflowHandle, act: 'submit' | 'approve', word: StepWord): Promise<Said> {
  try {
    const options = { args: [word] as [StepWord], updateId: word.commandId };
    return { kind: 'answered', outcome: await handle.executeUpdate<RecordOutcome, [StepWord]>(act, options) };
  } catch (error) {
    if (!(error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)) throw error;
    const { type } = error.cause;
    return { kind: 'refused', code: refusalCodes.find((code) => code === type) ?? fail(String(type)) };
  }
}

export type Verdict = 'applied' | RefusalCode | null;

/** Refused by the conversation itself or by the record: for whoever spoke it is the same. */
export function verdictOf(said: Said): Verdict {
  if (said.kind === 'refused') return said.code;
  return said.outcome.outcome === 'applied' ? 'applied' : said.outcome.code;
}

export function stepOf(world: World, unit: string | null, step: string) {
  const id = reviewIdOf(world.options.cycleId, unit);
  return world.standing.state(id).steps[step] ?? fail(`no step ${step}`);
}

/** Looks until it is so; fails by name when it does not come true. */
export async function untilTrue(check: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!check()) {
    if (Date.now() > deadline) fail(`waited in vain: ${what}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}
