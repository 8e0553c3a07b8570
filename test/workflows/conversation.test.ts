/** A review hears people's words: on a real server, where updates give birth to it. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { messageNames, type StepWord } from '../../workflows/messages.js';
import { startDevServer } from '../setup/dev-server.js';
import { chief, headOf } from './people.js';
import { createStage, sayPlainly, type Stage, stepOf, untilTrue, verdictOf } from './stage.js';

const submitGoals = { unit: 'sales', step: 'goals', by: headOf('sales') };
const approveGoals = { unit: 'sales', step: 'goals', by: chief, decision: 'approve' } as const;
let env: TestWorkflowEnvironment;
let stage: Stage;
let count = 0;

beforeAll(async () => {
  env = await startDevServer();
});
afterAll(() => env.teardown());

/** A held rehearsal whose goals are open; its cycle's workflow is not needed here. */
beforeEach(async () => {
  count += 1;
  stage = await createStage({ env, cycleId: `words-${count}`, clock: { held: true, rate: 0 } });
  await stage.world.sweep();
  expect(stepOf(stage.world, 'sales', 'goals').state).toBe('open');
});
afterEach(() => stage.end());

const goalsTold = () => stage.told('sales', 'goals');
const review = () => stage.review('sales');
const signal = (word: StepWord) => review().signal(word.decision === null ? 'submit' : 'approve', word);
const stateOfReview = () => review().query<Stage['world']['standing']['state']>(messageNames.reviewState);
async function eventsOf(pattern: RegExp): Promise<number> {
  const { events = [] } = await review().fetchHistory();
  return (events ?? []).filter((event) => Object.keys(event).some((key) => pattern.test(key))).length;
}

describe('a conversation', { timeout: 60_000 }, () => {
  test('is born with its first word, with the state of that moment, and has no timers', async () => {
    expect(await stage.say(submitGoals)).toBe('applied');
    expect((await review().describe()).status.name).toBe('RUNNING');
    expect(await stateOfReview()).toEqual(stage.world.standing.state(`words-${count}/sales`));
    expect(await eventsOf(/^timerStarted|^startChildWorkflow/)).toBe(0);
    expect(await eventsOf(/^workflowExecutionUpdateCompleted/)).toBe(1);
  });

  test('goes on with a worker started right after its birth, which replays it', async () => {
    await stage.say(submitGoals);
    await stage.restartWorker();
    expect(await stage.say(approveGoals)).toBe('applied');
    await stage.restartWorker();
    expect(await stateOfReview()).toMatchObject({ steps: { goals: { state: 'done', outcome: 'approved' } } });
    expect(goalsTold()).toEqual(['opened', 'submitted', 'approved']);
  });

  test('hears the same payload as update and as signal', async () => {
    await stage.say(submitGoals);
    await signal(await stage.world.receive({ ...approveGoals, decision: 'return', reason: 'too vague' }));
    await untilTrue(() => goalsTold().includes('returned'), 'returned by signal');
    await signal(await stage.world.receive(submitGoals));
    await untilTrue(() => stepOf(stage.world, 'sales', 'goals').state === 'submitted', 'submitted by signal');
    expect(await stage.say(approveGoals)).toBe('applied');
    expect(goalsTold()).toEqual(['opened', 'submitted', 'returned', 'submitted', 'approved']);
  });

  test('a word said twice is recorded once and gets the same answer', async () => {
    const word = await stage.world.receive(submitGoals);
    const first = await stage.bring(word, 'sales');
    expect(await stage.bring(word, 'sales')).toEqual(first);
    await signal(word);
    expect(await stage.say(approveGoals)).toBe('applied');
    expect(goalsTold()).toEqual(['opened', 'submitted', 'approved']);
  });
});

describe('a refusal', { timeout: 60_000 }, () => {
  test('that the conversation sees by itself fails the update at once and leaves nothing in its history', async () => {
    await stage.say(submitGoals);
    const stale = await stage.world.receive({ ...submitGoals, stepRevision: 1 });
    expect(await sayPlainly(review(), 'submit', stale)).toEqual({ kind: 'refused', code: 'STALE_REVISION' });
    expect(await eventsOf(/^workflowExecutionUpdateAccepted/)).toBe(1);
    expect(stage.world.calls).toEqual(['record goals']);
  });

  test('that only the record sees is the answer of the update', async () => {
    await stage.say(submitGoals);
    expect(await stage.say({ ...approveGoals, by: headOf('sales') })).toBe('NOT_YOUR_STEP');
    const forged: StepWord = { ...(await stage.world.receive(approveGoals)), commandId: 'nobody-wrote-it' };
    expect(verdictOf(await sayPlainly(review(), 'approve', forged))).toBe('COMMAND_UNKNOWN');
    expect(await stage.say(approveGoals)).toBe('applied');
  });

  test('as a signal never ends the conversation: the next word is heard', async () => {
    await stage.say(submitGoals);
    await signal(await stage.world.receive({ ...submitGoals, stepRevision: 1 }));
    await signal(await stage.world.receive({ ...approveGoals, by: headOf('sales') }));
    await untilTrue(() => stage.world.calls.length === 3, 'both signals recorded');
    expect((await review().describe()).status.name).toBe('RUNNING');
    expect(await stage.say(approveGoals)).toBe('applied');
  });
});

describe('words at once', { timeout: 60_000 }, () => {
  /** What the record was busy with; each word is slow, unless another begins before it ends. */
  function watchRecord(): readonly string[] {
    const order: string[] = [];
    let begun = 0;
    stage.world.hooks.record = async ({ commandId }) => {
      order.push(`${commandId} begins`);
      begun += 1;
      const mine = begun;
      for (let left = 50; left > 0 && begun === mine; left -= 1) await new Promise((done) => setTimeout(done, 10));
      order.push(`${commandId} ends`);
    };
    return order;
  }
  const oneAfterTheOther = (ids: readonly string[]) => ids.flatMap((id) => [`${id} begins`, `${id} ends`]);

  test('two updates that meet are recorded one after the other, as the conversation took them', async () => {
    await stage.say(submitGoals);
    const order = watchRecord();
    const words = [
      await stage.world.receive(approveGoals),
      await stage.world.receive({ ...approveGoals, decision: 'return', reason: 'too vague' }),
    ];
    await stage.stopWorker();
    const said = words.map((word) => stage.bring(word, 'sales'));
    await stage.restartWorker();
    const verdicts = (await Promise.all(said)).map(verdictOf);
    expect(verdicts.filter((verdict) => verdict === 'applied')).toHaveLength(1);
    const { events } = await review().fetchHistory();
    const taken = (events ?? []).flatMap(
      (event) => event.workflowExecutionUpdateAcceptedEventAttributes?.protocolInstanceId ?? [],
    );
    expect(order).toEqual(oneAfterTheOther(taken.slice(1)));
    expect(goalsTold()).toHaveLength(3);
  });

  test('two signals are recorded in order of arrival, however slow the first is', async () => {
    await stage.say(submitGoals);
    const order = watchRecord();
    await stage.stopWorker();
    const back = await stage.world.receive({ ...approveGoals, decision: 'return', reason: 'too vague' });
    const { revision } = stepOf(stage.world, 'sales', 'goals');
    const again = await stage.world.receive({ ...submitGoals, stepRevision: revision + 1 });
    for (const word of [back, again]) await signal(word);
    await stage.restartWorker();
    await untilTrue(() => order.length === 4, 'both recorded');
    expect(order).toEqual(oneAfterTheOther([back.commandId, again.commandId]));
    expect(goalsTold()).toEqual(['opened', 'submitted', 'returned', 'submitted']);
  });
});

describe('the database away', { timeout: 60_000 }, () => {
  test('a word is tried some times soon, then as an ordinary activity until it is back, and is recorded once', async () => {
    const tried = { local: 0, ordinary: 0 };
    stage.world.hooks.record = (_word, isLocal) => {
      tried[isLocal ? 'local' : 'ordinary'] += 1;
      return tried.ordinary < 2 ? Promise.reject(new Error('connection refused')) : Promise.resolve();
    };
    expect(await stage.say(submitGoals)).toBe('applied');
    expect(tried).toEqual({ local: 8, ordinary: 2 });
    expect(goalsTold()).toEqual(['opened', 'submitted']);
    expect(await eventsOf(/^activityTaskScheduled/)).toBe(1);
    expect(await stage.say(approveGoals)).toBe('applied');
    expect(await eventsOf(/^activityTaskScheduled/)).toBe(1);
  });

  test('an attempt that hangs is given up after some seconds, and the ordinary activity goes on', async () => {
    let letGo = (): void => {};
    const hangs = new Promise<void>((done) => (letGo = done));
    stage.world.hooks.record = (_word, isLocal) => (isLocal ? hangs : Promise.resolve());
    expect(await stage.say(submitGoals)).toBe('applied');
    // The hanging one comes through after all: its word was recorded already.
    letGo();
    expect(await stage.say(approveGoals)).toBe('applied');
    expect(goalsTold()).toEqual(['opened', 'submitted', 'approved']);
  });
});

describe('after the close', { timeout: 60_000 }, () => {
  test('a word that is being recorded when it comes is answered; only then has the conversation ended', async () => {
    await stage.say(submitGoals);
    let letGo = (): void => {};
    const held = new Promise<void>((done) => (letGo = done));
    let begun = false;
    stage.world.hooks.record = () => {
      begun = true;
      return held;
    };
    const said = stage.say(approveGoals);
    await untilTrue(() => begun, 'the word is being recorded');
    await review().signal(messageNames.close);
    expect((await review().describe()).status.name).toBe('RUNNING');
    letGo();
    expect(await said).toBe('applied');
    await review().result();
    expect((await review().describe()).status.name).toBe('COMPLETED');
  });

  test('the conversation has ended, and a late word is refused and changes nothing', async () => {
    await stage.say(submitGoals);
    stage.world.at.state = 'closed';
    await review().signal(messageNames.close);
    await review().result();
    const before = goalsTold();
    expect(await stage.say(approveGoals)).toBe('CYCLE_CLOSED');
    expect(goalsTold()).toEqual(before);
    await review().result();
    expect((await review().describe()).status.name).toBe('COMPLETED');
  });
});
