/** The gate: what runs in this version must be able to take over every run of the versions before. See README.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildBundle } from '../../worker/bundle.js';

const histories = new URL('./histories/', import.meta.url);
const recorded = readdirSync(histories, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .sort();
let present: { readonly code: string };
let changed: { readonly code: string };

// The twins' errors are what is wanted: no news.
Runtime.install({ logger: new DefaultLogger('ERROR', () => {}), telemetryOptions: { logging: { filter: 'OFF' } } });

beforeAll(async () => {
  present = await buildBundle();
  changed = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('./changed/index.ts', import.meta.url)),
    logger: new DefaultLogger('WARN'),
  });
});

const textOf = (file: string): string => readFileSync(new URL(file, histories), 'utf8');

/** What replaying one history with that code comes to; undefined: all is as it was. */
async function replay(workflowBundle: { readonly code: string }, file: string): Promise<Error | undefined> {
  const history = historyFromJSON(JSON.parse(textOf(file)));
  for await (const { error } of Worker.runReplayHistories({ workflowBundle }, [{ workflowId: file, history }])) {
    return error;
  }
  throw new Error(`${file} was not replayed`);
}

describe('histories recorded by every version', { timeout: 60_000 }, () => {
  test('are there for this version, a cycle and several reviews', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      readonly version: string;
    };
    const own = recorded.filter((file) => file.startsWith(`${version}/`));
    expect(
      own.filter((file) => textOf(file).includes('"workflowType":{"name":"performanceCycle"}')).length,
    ).toBeGreaterThan(0);
    expect(own.filter((file) => textOf(file).includes('"workflowType":{"name":"unitReview"}')).length).toBeGreaterThan(
      2,
    );
  });

  test.each(recorded)('%s goes on with the present workflows', async (file) => {
    expect(await replay(present, file)).toBeUndefined();
  });

  test.each(recorded.filter((file) => file.includes('-story')))(
    '%s does not go on with workflows that were changed under it',
    async (file) => {
      expect(await replay(changed, file)).toBeInstanceOf(DeterminismViolationError);
    },
  );
});
