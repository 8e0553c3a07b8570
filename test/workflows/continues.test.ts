/** Long histories: a workflow continues as new between two looks, and nobody's words or wake-ups are lost. On a real server. */
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startDevServer } from '../setup/dev-server.js';
import { createPlot, usual } from './improvement-plot.js';
import { hrOne, hrTwo } from './people.js';
import { createStage, type Stage, stepOf } from './stage.js';

const suggestContinueAsNewAfter = 60;
let env: TestWorkflowEnvironment;
let stage: Stage | undefined;
let count = 0;

// One for each test: what an ended cycle leaves in a server's queues is given to nobody else.
beforeEach(async () => {
  env = await startDevServer({ suggestContinueAsNewAfter });
});
afterEach(async () => {
  await stage?.end();
  stage = undefined;
  await env.teardown();
});

const nextId = (): string => `long-${(count += 1)}`;
const runOf = async (workflow: WorkflowHandle): Promise<string> => (await workflow.describe()).runId;
const isAnother = (workflow: WorkflowHandle, run: string) =>
  expect.poll(() => runOf(workflow), { timeout: 30_000 }).not.toBe(run);
const lengthOf = async (workflow: WorkflowHandle): Promise<number> => (await workflow.describe()).historyLength;

/** Until its history is so long that the server suggests another. */
async function wakeUntilLong(workflow: WorkflowHandle, wake: () => Promise<unknown>): Promise<void> {
  const run = await runOf(workflow);
  while ((await runOf(workflow)) === run && (await lengthOf(workflow)) < 2 * suggestContinueAsNewAfter) await wake();
}

describe('a cycle', { timeout: 120_000 }, () => {
  test('plays a year in several runs, and every step is opened and ended once', async () => {
    stage = await createStage({ env, cycleId: nextId(), clock: { held: true, rate: 0 } });
    const { world, cycle } = stage;
    await stage.start();
    await stage.stepIs('sales', 'goals', 'open');
    const first = await runOf(cycle);
    await world.clockTo({ hold: false });
    await expect.poll(() => world.at.state, { timeout: 100_000 }).toBe('closed');
    expect(await runOf(cycle)).not.toBe(first);
    expect(stage.told('sales', 'goals')).toEqual(['opened', 'reminded', 'reminded', 'escalated', 'forwarded']);
    for (const { id } of world.standing.steps())
      expect(stage.told('sales', id).filter((what) => what === 'opened').length, id).toBeLessThan(2);
  });

  test('waits for a word that is being recorded, and hears what woke it meanwhile', async () => {
    stage = await createStage({ env, cycleId: nextId(), from: 'evaluation', clock: { held: true, rate: 0 } });
    const { world, cycle } = stage;
    await stage.start();
    await stage.stepIs('sales', 'self-evaluation', 'open');
    world.standing.pass('all:evaluation', 'cut-off');
    await world.options.signal('cycle', 'wake');
    await stage.stepIs(null, 'calibration', 'open');
    let letGo = (): void => {};
    const held = new Promise<void>((done) => (letGo = done));
    world.hooks.record = () => held;
    const said = stage.say({ unit: null, step: 'calibration', by: hrOne });
    const first = await runOf(cycle);
    await wakeUntilLong(cycle, () => world.options.signal('cycle', 'wake'));
    expect(await runOf(cycle)).toBe(first);
    letGo();
    expect(await said).toBe('applied');
    await isAnother(cycle, first);
    // The next run stands where the last one did, and is heard.
    expect(await stage.say({ unit: null, step: 'calibration', by: hrTwo, decision: 'approve' })).toBe('applied');
    expect(stepOf(world, null, 'calibration')).toMatchObject({ state: 'done', outcome: 'approved' });
  });
});

describe('the clock of a plan', { timeout: 120_000 }, () => {
  test('goes on in another run where it was looked at very often, and does nothing twice', async () => {
    const plot = createPlot();
    await plot.play({ env, cycleId: nextId(), clock: { held: true, rate: 0 } });
    stage = plot.stage();
    await plot.open(usual);
    const workflow = stage.plan(plot.planId());
    const first = await runOf(workflow);
    await wakeUntilLong(workflow, () => plot.stage().world.options.signal({ plan: plot.planId() }, 'wake'));
    await isAnother(workflow, first);
    await plot.approve();
    expect(plot.kinds()).toEqual(['approved']);
  });
});
