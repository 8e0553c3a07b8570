import { WorkflowExecutionAlreadyStartedError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { pino } from 'pino';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CommandRow, readCommand, receiveCommand } from '../../db/commands.js';
import type { Sql } from '../../db/connect.js';
import { commandIdOf } from '../../documents/digest.js';
import type { StepWord } from '../../workflows/messages.js';
import { createCycles } from '../../worker/pumps/cycles.js';
import { createRelay } from '../../worker/pumps/relay.js';
import { createTestDatabase } from '../setup/database.js';
import { fakeClient, type FakeWorkflows } from '../setup/fake-client.js';
import { insertCycle } from './story-cycle.js';

const logger = pino({ level: 'silent' });
let sql: Sql;
let cycleId: string;
let cycles = 0;
let said: string[];

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
});

beforeEach(async () => {
  cycles += 1;
  cycleId = `r${cycles}`;
  said = [];
  await sql`UPDATE commands SET delivered_at = clock_timestamp() WHERE delivered_at IS NULL`;
  await insertCycle(sql, cycleId);
});

/** Receives words of one unit in this order, some seconds ago. */
async function receive(unit: string | null, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    const received = await receiveCommand(sql, {
      commandId: idOf(key),
      cycleId,
      reviewId: unit === null ? cycleId : `${cycleId}/${unit}`,
      stepId: unit === null ? 'calibration' : 'goals',
      act: 'submit',
      decision: null,
      actor: 'lin-xiao',
      principal: 'lin-xiao',
      body: {},
      bodyDigest: key,
      stepRevision: 0,
    });
    expect(received.kind).toBe('received');
  }
  await age();
}
const idOf = (key: string): string => commandIdOf('lin-xiao', `${cycleId}-${key}`);
const age = () =>
  sql`UPDATE commands SET received_wall = received_wall - interval '10 s' WHERE cycle_id = ${cycleId} AND delivered_at IS NULL`;

async function commandOf(key: string): Promise<CommandRow> {
  const command = await readCommand(sql, idOf(key));
  if (command === undefined) throw new Error(`no command ${key}`);
  return command;
}

const answered = { outcome: 'applied', code: null, state: { revision: 1, steps: {} } };
const hear: FakeWorkflows['update'] = (workflowId, name, word) => {
  said.push(`${workflowId} ${name} ${(word as StepWord).digest}`);
  return Promise.resolve(answered);
};
const relayWith = (play: FakeWorkflows) => createRelay({ sql, client: fakeClient(play), logger });

async function drain(relay: () => Promise<boolean>): Promise<void> {
  while (await relay()) continue;
}

describe('the relay', () => {
  test('brings what nobody saw delivered, in order of receipt per review, to the right conversation', async () => {
    await receive('sales', 'a', 'b', 'c');
    await receive(null, 'x');
    await drain(relayWith({ update: hear }));
    expect(said.filter((line) => line.startsWith('review'))).toEqual(
      ['a', 'b', 'c'].map((key) => `review/${cycleId}/sales submit ${key}`),
    );
    expect(said).toContain(`cycle/${cycleId} submit x`);
    expect((await commandOf('a')).deliveredAt).not.toBeNull();
    await drain(relayWith({ update: hear }));
    expect(said).toHaveLength(4);
  });

  test('leaves the api its time', async () => {
    await receive('sales', 'a');
    await sql`UPDATE commands SET received_wall = clock_timestamp() WHERE cycle_id = ${cycleId}`;
    await drain(relayWith({ update: hear }));
    expect(said).toEqual([]);
  });

  test('of two brings each word once', async () => {
    for (const unit of ['sales', 'rnd', 'quality']) await receive(unit, `1-${unit}`, `2-${unit}`);
    await Promise.all([drain(relayWith({ update: hear })), drain(relayWith({ update: hear }))]);
    expect(said).toHaveLength(6);
    expect(new Set(said).size).toBe(6);
  });

  test('lets nothing overtake a word that could not be delivered, and brings it again after its lease', async () => {
    await receive('sales', 'a', 'b');
    const away = relayWith({ update: () => Promise.reject(new Error('unavailable')) });
    await drain(away);
    await drain(relayWith({ update: hear }));
    expect(said).toEqual([]);
    await sql`UPDATE commands SET leased_until = clock_timestamp() WHERE cycle_id = ${cycleId}`;
    await drain(relayWith({ update: hear }));
    expect(said).toEqual(['a', 'b'].map((key) => `review/${cycleId}/sales submit ${key}`));
  });

  test('settles a refusal of the conversation itself, but never a verdict that was given', async () => {
    await receive('sales', 'a', 'b');
    await sql`UPDATE commands SET state = 'applied', settled_at = clock_timestamp() WHERE id = ${idOf('b')}`;
    const failure = ApplicationFailure.create({ type: 'STALE_REVISION' });
    await drain(relayWith({ update: () => Promise.reject(new WorkflowUpdateFailedError('refused', failure)) }));
    expect(await commandOf('a')).toMatchObject({ state: 'refused', code: 'STALE_REVISION' });
    expect(await commandOf('b')).toMatchObject({ state: 'applied', code: null });
    expect((await commandOf('b')).deliveredAt).not.toBeNull();
  });

  test('does not talk to the conversations of a closed cycle', async () => {
    await receive('sales', 'a');
    await sql`UPDATE cycles SET state = 'closed' WHERE id = ${cycleId}`;
    await drain(relayWith({ update: hear }));
    expect(said).toEqual([]);
    expect(await commandOf('a')).toMatchObject({ state: 'refused', code: 'CYCLE_CLOSED' });
  });
});

describe('a planned cycle', () => {
  const started: string[] = [];
  const start: FakeWorkflows['start'] = (workflowId, args) => {
    started.push(`${workflowId} ${JSON.stringify(args)}`);
    return Promise.resolve();
  };

  test('whose workflow nobody saw start is started, not before the api had its time', async () => {
    await sql`UPDATE cycles SET state = 'planned' WHERE id = ${cycleId}`;
    await drain(relayWith({ start }));
    expect(started).toEqual([]);
    await sql`UPDATE cycles SET started_at = started_at - interval '10 s' WHERE id = ${cycleId}`;
    await drain(relayWith({ start }));
    expect(started).toEqual([`cycle/${cycleId} [{"cycleId":"${cycleId}"}]`]);
  });

  test('that runs already is left alone, and does not hold up the words', async () => {
    await receive('sales', 'a');
    await sql`UPDATE cycles SET state = 'planned', started_at = started_at - interval '10 s' WHERE id = ${cycleId}`;
    const running = () => Promise.reject(new WorkflowExecutionAlreadyStartedError('runs', 'x', 'performanceCycle'));
    await drain(relayWith({ start: running, update: hear }));
    expect(said).toHaveLength(1);
  });
});

describe('the keeper of cycles', () => {
  test('starts each running cycle, one that lives stays as it is, and no other', async () => {
    await sql`UPDATE cycles SET state = 'closed' WHERE id <> ${cycleId}`;
    const started: string[] = [];
    const start: FakeWorkflows['start'] = (workflowId) => {
      started.push(workflowId);
      return started.length > 1
        ? Promise.reject(new WorkflowExecutionAlreadyStartedError('it runs', workflowId, 'performanceCycle'))
        : Promise.resolve();
    };
    const keep = createCycles({ sql, client: fakeClient({ start }) });
    expect([await keep(), await keep()]).toEqual([false, false]);
    expect(started).toEqual([`cycle/${cycleId}`, `cycle/${cycleId}`]);
  });
});
