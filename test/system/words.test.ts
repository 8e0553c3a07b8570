import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createActivities } from '../../activities/index.js';
import { createArchiveActivities } from '../../activities/archive.js';
import { createEngine } from '../../api/engine.js';
import { readCommand, readReviewState, receiveCommand } from '../../db/commands.js';
import { createConnectorReader } from '../../connectors/reader.js';
import type { Sql } from '../../db/connect.js';
import { readHistories } from '../../db/histories.js';
import { listRulesRevisions, rulesToTakeUp } from '../../db/rules.js';
import { verifyChains } from '../../db/verify.js';
import { commandIdOf } from '../../documents/digest.js';
import { type EmbeddedTemporal, startTemporal } from '../../embedded/temporal.js';
import { goalsOf } from '../../players/story/goals.js';
import { buildBundle } from '../../worker/bundle.js';
import { createCycles } from '../../worker/pumps/cycles.js';
import { createRelay } from '../../worker/pumps/relay.js';
import { cycleWorkflowId, reviewWorkflowId, type StepWord, taskQueue } from '../../workflows/messages.js';
import { type Said, sayWord } from '../../workflows/say.js';
import { asActivity, headOf, planCycle } from '../db/story-cycle.js';
import { change, poolOf, templateOf } from '../db/rules-setup.js';
import { createTestDatabase } from '../setup/database.js';
import { startApi, testConfig, testConnectors } from '../setup/http.js';

const cycleId = 'live';
const folder = mkdtempSync(join(tmpdir(), 'perfcycle-words-'));
let sql: Sql;
let temporal: EmbeddedTemporal;
let connection: Connection;
let native: NativeConnection;
let client: Client;
let bundle: { readonly code: string };
let stopWorker: () => Promise<void>;
let relay: () => Promise<boolean>;

async function startWorker(): Promise<() => Promise<void>> {
  const worker = await Worker.create({
    connection: native,
    taskQueue,
    workflowBundle: bundle,
    activities: createActivities({ sql, client, reader: createConnectorReader(testConnectors()) }),
  });
  const running = worker.run();
  return async () => {
    worker.shutdown();
    await running;
  };
}

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  [temporal, bundle] = await Promise.all([startTemporal(folder, () => {}), buildBundle()]);
  connection = await Connection.connect({ address: temporal.address });
  native = await NativeConnection.connect({ address: temporal.address });
  client = new Client({ connection });
  relay = createRelay({ sql, client, logger: pino({ level: 'silent' }) });
  stopWorker = await startWorker();
}, 120_000);

afterAll(async () => {
  await stopWorker();
  await Promise.all([connection.close(), native.close()]);
  await temporal.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function stepOf(unit: string) {
  const { steps } = await readReviewState(sql, `${cycleId}/${unit}`);
  return steps['goals'];
}

/** Writes the command row for the unit's goals; returns the word that names it. */
async function receive(unit: string, key: string, stepRevision?: number): Promise<StepWord> {
  const reviewId = `${cycleId}/${unit}`;
  const actor = headOf(unit);
  const commandId = commandIdOf(actor, key);
  const common = { reviewId, stepId: 'goals', actor, principal: actor, decision: null };
  const seen = stepRevision ?? (await stepOf(unit))?.revision ?? 0;
  const received = await receiveCommand(sql, {
    ...common,
    commandId,
    cycleId,
    act: 'submit',
    body: { goals: goalsOf(unit), answers: [] },
    bodyDigest: key,
    stepRevision: seen,
  });
  if (!('command' in received)) throw new Error(received.kind);
  const { reviewRevision } = received.command;
  return { ...common, commandId, digest: key, stepRevision: seen, reviewRevision };
}

async function say(unit: string, word: StepWord, deadlineMs = 20_000): Promise<Said> {
  const state = await readReviewState(sql, word.reviewId);
  return sayWord(client, { cycleId, unitId: unit, act: 'submit', word, state }, deadlineMs);
}

/** As if the api had given up waiting some time ago. */
const age = () => sql`UPDATE commands SET received_wall = received_wall - interval '10 s', leased_until = NULL`;

describe('with a real Temporal', () => {
  test('the relay starts a cycle that nobody saw start, and its first steps open', { timeout: 60_000 }, async () => {
    await planCycle(sql, cycleId);
    await sql`UPDATE cycles SET started_at = started_at - interval '10 s'`;
    await relay();
    await vi.waitFor(async () => expect((await stepOf('sales'))?.state).toBe('open'), {
      timeout: 30_000,
      interval: 100,
    });
    await relay();
  });

  test('a first word gives birth to the conversation and is answered; said again, it gets the same answer', async () => {
    const word = await receive('sales', 'first');
    const said = await say('sales', word);
    expect(said).toMatchObject({ kind: 'answered', outcome: { outcome: 'applied', code: null } });
    expect((await stepOf('sales'))?.state).toBe('submitted');
    expect(await say('sales', word)).toEqual(said);
  }, 30_000);

  test('a word about what is no more gets its code', async () => {
    const word = await receive('sales', 'stale', 0);
    const said = await say('sales', word);
    expect(said.kind === 'refused' ? said.code : said.outcome.code).toBe('STALE_REVISION');
  }, 30_000);

  test('a word said while no worker runs is not lost: the relay brings it once one runs again', async () => {
    await stopWorker();
    const word = await receive('marketing', 'away');
    await expect(say('marketing', word, 1000)).rejects.toThrow();
    expect(await readCommand(sql, word.commandId)).toMatchObject({ state: 'received', deliveredAt: null });
    stopWorker = await startWorker();
    await age();
    await relay();
    const command = await readCommand(sql, word.commandId);
    expect(command).toMatchObject({ state: 'applied', deliveredAt: expect.any(Number) as unknown });
    const applied = await sql`SELECT FROM journal WHERE command_id = ${word.commandId} AND act = 'submitted'`;
    expect(applied).toHaveLength(1);
  }, 60_000);

  test('rules are proposed and approved through the cycle itself, which then takes them up', async () => {
    const engine = createEngine({
      ...testConfig(''),
      temporal: { address: temporal.address, namespace: 'default', tls: false },
    });
    const api = await startApi(sql, engine);
    const rules = poolOf(await templateOf(sql, cycleId), '330000000');
    // Its step is younger than the running conversation, which does not know it.
    const { number } = await change(api, cycleId, rules);
    expect(number).toBe(1);
    await vi.waitFor(async () => expect(await rulesToTakeUp(sql, cycleId)).toEqual([]), {
      timeout: 20_000,
      interval: 100,
    });
    const [revision] = await listRulesRevisions(sql, cycleId);
    expect(revision).toMatchObject({ revision: 1, approvedBy: 'wu-tong', takenUpAt: expect.any(Number) as unknown });
    await engine.close();
  }, 60_000);

  test('a cycle whose workflow is lost is started again, and stands where it stood', { timeout: 60_000 }, async () => {
    const lost = client.workflow.getHandle(cycleWorkflowId(cycleId));
    const { runId } = await lost.describe();
    const sweptAt = async () =>
      (await sql<{ at: number | null }[]>`SELECT swept_at AS at FROM cycle_clocks WHERE cycle_id = ${cycleId}`)[0]?.at;
    await lost.terminate('the store is gone');
    await sql`UPDATE cycle_clocks SET swept_at = NULL WHERE cycle_id = ${cycleId}`;
    const before = await readReviewState(sql, cycleId);
    const keep = createCycles({ sql, client });
    await keep();
    await vi.waitFor(async () => expect(await sweptAt()).not.toBeNull(), { timeout: 30_000, interval: 100 });
    const again = await lost.describe();
    expect([again.status.name, again.runId === runId]).toEqual(['RUNNING', false]);
    await keep();
    expect((await lost.describe()).runId).toBe(again.runId);
    expect(await readReviewState(sql, cycleId)).toEqual(before);
  });

  test('an ended conversation is archived whole, and can be recomputed', async () => {
    const reviews = createArchiveActivities({ sql, client });
    expect(await asActivity(reviews.closeReviews, { cycleId })).toEqual({ closed: 2 });
    expect(await asActivity(reviews.archiveHistories, { cycleId })).toEqual({ archived: 2 });
    const [kept] = await readHistories(sql, reviewWorkflowId(`${cycleId}/sales`));
    const types = JSON.stringify(kept?.history).match(
      /EVENT_TYPE_WORKFLOW_EXECUTION_(STARTED|COMPLETED|UPDATE_COMPLETED)/g,
    );
    expect(new Set(types).size).toBe(3);
    expect(await verifyChains(sql, cycleId)).toEqual([]);
  }, 60_000);
});
