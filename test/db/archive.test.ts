import { WorkflowNotFoundError } from '@temporalio/client';
import { pino } from 'pino';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createArchiveActivities } from '../../activities/archive.js';
import type { Sql } from '../../db/connect.js';
import { readHistories, unarchivedCycles } from '../../db/histories.js';
import { documentDigest } from '../../documents/digest.js';
import { createArchive } from '../../worker/pumps/archive.js';
import { createTestDatabase } from '../setup/database.js';
import { fakeClient, type FakeWorkflows } from '../setup/fake-client.js';
import { asActivity, insertCycle } from './story-cycle.js';

let sql: Sql;
let cycleId: string;
let cycles = 0;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
});

beforeEach(async () => {
  cycles += 1;
  cycleId = `h${cycles}`;
  await insertCycle(sql, cycleId);
  await sql`UPDATE reviews SET born = true WHERE id IN (${`${cycleId}/sales`}, ${`${cycleId}/rnd`})`;
});

/** A history of one event that names the run before it. */
const history = (before?: string) => ({
  events: [
    {
      eventId: 1,
      eventTime: { seconds: before === undefined ? 1 : 2 },
      workflowExecutionStartedEventAttributes: { ...(before !== undefined && { continuedExecutionRunId: before }) },
    },
  ],
});
const ended: FakeWorkflows['describe'] = (workflowId) => ({ runId: `run of ${workflowId}`, status: 'COMPLETED' });
const archiveWith = (play: FakeWorkflows) =>
  asActivity(createArchiveActivities({ sql, client: fakeClient(play) }).archiveHistories, { cycleId });

describe('the archive', () => {
  test('keeps the histories of the conversations that were born, with a digest that can be recomputed', async () => {
    expect(await archiveWith({ describe: ended, history: () => history() })).toEqual({ archived: 2 });
    const [kept] = await readHistories(sql, `review/${cycleId}/sales`);
    expect(kept).toMatchObject({ runId: `run of review/${cycleId}/sales`, cycleId });
    expect(documentDigest(kept?.history)).toBe(kept?.digest);
  });

  test('keeps each run once, whatever comes later', async () => {
    await archiveWith({ describe: ended, history: () => history() });
    await archiveWith({ describe: ended, history: (_, runId) => (runId === 'other' ? history() : history('other')) });
    const kept = await readHistories(sql, `review/${cycleId}/sales`);
    expect(kept.filter((each) => each.runId.startsWith('run of'))).toHaveLength(1);
    expect(JSON.stringify(kept.find((each) => each.runId.startsWith('run of'))?.history)).not.toContain('other');
  });

  test('keeps every run of a workflow that continued as new, in their order', async () => {
    const runs: FakeWorkflows['history'] = (_, runId) => (runId === 'first' ? history() : history('first'));
    await archiveWith({ describe: ended, history: runs });
    const kept = await readHistories(sql, `review/${cycleId}/sales`);
    expect(kept.map((each) => each.runId)).toEqual(['first', `run of review/${cycleId}/sales`]);
  });

  test('keeps what was said before a conversation was ended by somebody and born again', async () => {
    const runs: FakeWorkflows['runs'] = (workflowId) => [`run of ${workflowId}`, `ended run of ${workflowId}`];
    expect(await archiveWith({ describe: ended, history: () => history(), runs })).toEqual({ archived: 4 });
    const kept = await readHistories(sql, `review/${cycleId}/sales`);
    expect(kept.map(({ runId }) => runId).toSorted()).toEqual([
      `ended run of review/${cycleId}/sales`,
      `run of review/${cycleId}/sales`,
    ]);
  });

  test('does not keep half a history: while a conversation has not ended, it fails and is tried again', async () => {
    const running: FakeWorkflows['describe'] = (workflowId) => ({ runId: workflowId, status: 'RUNNING' });
    await expect(archiveWith({ describe: running })).rejects.toThrow('has not ended yet');
    expect(await readHistories(sql, `review/${cycleId}/sales`)).toEqual([]);
  });

  test('passes over a workflow that Temporal does not know any more', async () => {
    const gone = () => {
      throw new WorkflowNotFoundError('gone', 'x', undefined);
    };
    expect(await archiveWith({ describe: gone })).toEqual({ archived: 0 });
  });
});

describe("a closed cycle's own history", () => {
  const pump = (play: FakeWorkflows) =>
    createArchive({ sql, client: fakeClient(play), logger: pino({ level: 'silent' }) })();
  const cycleOnly: FakeWorkflows['describe'] = (workflowId) => ({ runId: workflowId, status: 'COMPLETED' });

  test('is kept by a pump once the workflow has ended, and then left alone', async () => {
    await sql`UPDATE cycles SET state = 'closed' WHERE id = ${cycleId}`;
    await pump({ describe: (workflowId) => ({ runId: workflowId, status: 'RUNNING' }) });
    expect(await unarchivedCycles(sql)).toEqual([cycleId]);
    await pump({ describe: cycleOnly, history: () => history() });
    expect(await unarchivedCycles(sql)).toEqual([]);
    expect(await readHistories(sql, `cycle/${cycleId}`)).toHaveLength(1);
    await pump({});
  });
});
