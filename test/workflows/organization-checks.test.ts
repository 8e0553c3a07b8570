/** HR's list of findings, in each of its ways: answered before anybody must be reminded, late, never. */
import { afterEach, describe, expect, test } from 'vitest';
import { createStage, type Stage, untilTrue } from './stage.js';

const finding = 'OBJECTIVE_UNCOVERED O3';
let stage: Stage;
const opensAt = (phase: 'goal-setting' | 'planning' | 'monitoring') => stage.world.standing.phaseOpensAt(phase);
const called = (prefix: string) => stage.world.calls.filter((call) => call.startsWith(prefix));

afterEach(() => stage.end());

/** Goals are being set, and one objective is served by nobody. */
async function begin(): Promise<void> {
  stage = await createStage();
  stage.world.findings.open.add(finding);
  await stage.start();
  await stage.until(opensAt('goal-setting'));
  await untilTrue(() => stage.world.findings.told.length > 0, 'the finding is told');
}

async function untilPhase(phase: 'planning' | 'monitoring'): Promise<void> {
  await stage.until(opensAt(phase));
  await untilTrue(() => stage.world.calls.includes(`enter ${phase}`), `${phase} begins`);
}

describe('a finding of the goal checks', { timeout: 60_000 }, () => {
  test('settled in time: told once, and nobody hears of it again', async () => {
    await begin();
    stage.world.findings.open.clear();
    await untilPhase('planning');
    expect(stage.world.findings.told).toEqual([`new ${finding}`]);
  });

  test('settled late: HR is reminded on the working day before the phase ends, and the phase ends in silence', async () => {
    await begin();
    const remindAt = stage.world.remindAt() ?? 0;
    await stage.until(remindAt - 1000);
    expect(stage.world.findings.told).toEqual([`new ${finding}`]);
    await stage.until(remindAt);
    await untilTrue(() => stage.world.findings.told.length > 1, 'the reminder');
    stage.world.findings.open.clear();
    await untilPhase('planning');
    expect(stage.world.findings.told).toEqual([`new ${finding}`, 'reminded in goal-setting']);
  });

  test('settled never: each phase that it outlives says so, and none waits for it', async () => {
    await begin();
    await untilPhase('planning');
    const planned = await stage.env.currentTimeMs();
    expect(planned - opensAt('planning')).toBeLessThan(60_000);
    await untilPhase('monitoring');
    expect(stage.world.findings.told).toEqual([
      `new ${finding}`,
      'reminded in goal-setting',
      'left open by goal-setting',
      'reminded in planning',
      'left open by planning',
    ]);
  });

  test('is looked for while goals are set and planned, and no more afterwards; each phase reports once, before the next', async () => {
    await begin();
    await untilPhase('monitoring');
    const { calls } = stage.world;
    expect(called('reportOpenFindings')).toEqual(['reportOpenFindings goal-setting', 'reportOpenFindings planning']);
    expect(calls.indexOf('reportOpenFindings goal-setting')).toBeLessThan(calls.indexOf('enter planning'));
    expect(calls.indexOf('reportOpenFindings planning')).toBeLessThan(calls.indexOf('enter monitoring'));
    await stage.until(opensAt('monitoring') + 200 * 86_400_000);
    expect(new Set(called('checkOrganization'))).toEqual(
      new Set(['checkOrganization in goal-setting', 'checkOrganization in planning']),
    );
  });
});
