/**
 * Records the histories that `replay.test.ts` replays: the sample organization's
 * year, played through the public API on servers of its own.
 *
 *     npx tsx test/replay/record.ts
 *
 * writes `histories/<version of package.json>/`. Run it once per release, before
 * the release; folders of earlier releases are never written again.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { startStack } from '../../embedded/launcher.js';
import { runStory } from '../../players/story/main.js';
import { scrubbed } from './scrub.js';

const cycleId = 'story';
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};
const folder = fileURLToPath(new URL(`./histories/${version}/`, import.meta.url));
const say = (line: string): void => void process.stderr.write(`${line}\n`);

export async function recordStory(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'perfcycle-record-'));
  const env = { ...process.env, PERFCYCLE_DATA: data, PERFCYCLE_PORT: '0', LOG_LEVEL: 'warn' };
  const stack = await startStack({ say, demo: false, env });
  try {
    if ((await runStory({ baseUrl: stack.url, say }, ['--cycle', cycleId])) !== 0)
      throw new Error('the story went wrong');
    const connection = await Connection.connect({ address: stack.config.temporal.address });
    await keepAll(new Client({ connection }));
    await connection.close();
  } finally {
    await stack.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

/** The cycle has ended, and so has every review before it. */
async function keepAll(client: Client): Promise<void> {
  await client.workflow.getHandle(`cycle/${cycleId}`).result();
  for await (const { workflowId, runId } of client.workflow.list()) {
    // The next cycle, which the story begins, is still going on.
    const ofStory = workflowId === `cycle/${cycleId}` || /^(review|improvement)\/story\//.test(workflowId);
    if (!ofStory) continue;
    await keep(client, workflowId, runId);
  }
}

async function keep(client: Client, workflowId: string, runId: string): Promise<void> {
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const name = workflowId.replaceAll('/', '-');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), scrubbed(history));
  say(`${name}: ${history.events?.length ?? 0} events`);
}

await recordStory();
