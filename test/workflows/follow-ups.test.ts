/**
 * Whose turn it is: each wait answered in time, late, never. While values are
 * judged, with a deviation or an ask: an action to be named, an action past its
 * date (said with the next report or before), what a report asks of the superior.
 * Afterwards, with what the talk brought: items, development plans, training.
 */
import { afterEach, describe, expect, test } from 'vitest';
import type { WaitKind, WaitReason } from '../../domain/cycle/index.js';
import { createStage, type Stage, type StageOptions, untilTrue } from './stage.js';

type Phase = NonNullable<StageOptions['from']>;
let stage: Stage;
const { watching } = { watching: () => stage.world.watching };

afterEach(() => stage.end());

/** Monitoring has begun, nothing is due for weeks, and somebody's turn begins; the api wakes the cycle, which sleeps longer. */
async function begin(reason: 'no-action' | 'overdue' | 'unanswered'): Promise<readonly number[]> {
  stage = await createStage();
  await stage.start();
  await stage.until(stage.world.standing.phaseOpensAt('monitoring'));
  await untilTrue(() => stage.world.calls.includes('enter monitoring'), 'monitoring begins');
  return waitFor(reason === 'unanswered' ? 'ask' : 'action', reason);
}

/** The same in a phase after the judgement. */
async function beginAfter(phase: Phase, kind: WaitKind, reason: WaitReason): Promise<readonly number[]> {
  stage = await createStage({ from: phase });
  await stage.start();
  // What opens with the phase has done so: nothing is due at the instant of the wake.
  await stage.until(stage.world.standing.phaseOpensAt(phase) + 3_600_000);
  await untilTrue(() => stage.world.calls.includes(`enter ${phase}`), `${phase} begins`);
  return waitFor(kind, reason);
}

/** From this instant on; the api wakes the cycle. */
async function waitFor(kind: WaitKind, reason: WaitReason): Promise<readonly number[]> {
  watching().begin('it', kind, reason, await stage.env.currentTimeMs());
  await stage.world.options.signal('cycle', 'wake');
  return watching().rungsOf('it');
}

const looks = (): number => stage.world.calls.filter((call) => call === 'monitorUnits').length;

async function untilTold(count: number): Promise<void> {
  await untilTrue(() => watching().told.length >= count, `${count} told`);
}

describe.each(['no-action', 'overdue', 'unanswered'] as const)('a wait (%s)', { timeout: 60_000 }, (reason) => {
  test('answered in time: nobody is told', async () => {
    const [first = 0, , last = 0] = await begin(reason);
    await stage.until(first - 1000);
    watching().end('it');
    await stage.until(last + 86_400_000);
    expect(watching().told).toEqual([]);
  });

  test('answered late: whose turn it was is reminded when it is due, not before, and nobody above hears of it', async () => {
    const [first = 0, , last = 0] = await begin(reason);
    await stage.until(first - 1000);
    expect(watching().told).toEqual([]);
    await stage.until(first);
    await untilTold(1);
    watching().end('it');
    await stage.until(last + 86_400_000);
    expect(watching().told).toEqual([`${reason} turn`]);
  });

  test('answered never: reminded, then the head above, then HR, each when it is due and once; the cycle goes on', async () => {
    const [, second = 0, last = 0] = await begin(reason);
    await stage.until(second - 1000);
    await untilTold(1);
    expect(watching().told).toEqual([`${reason} turn`]);
    await stage.until(last);
    await untilTold(3);
    expect(watching().told).toEqual([`${reason} turn`, `${reason} above`, `${reason} hr`]);
    const before = looks();
    await stage.until(stage.world.standing.phaseOpensAt('evaluation'));
    await untilTrue(() => stage.world.calls.includes('enter evaluation'), 'evaluation begins');
    expect(watching().told.length).toBe(3);
    expect(looks()).toBe(before);
  });
});

describe.each([
  ['feedback', 'item', 'unanswered'],
  ['application', 'training', 'unconfirmed'],
  ['application', 'recognition', 'unconfirmed'],
  ['closing', 'development', 'overdue'],
] as const)('in the phase %s a wait (%s, %s)', { timeout: 60_000 }, (phase, kind, reason) => {
  test('answered in time: nobody is told, and the units are not looked at', async () => {
    const [first = 0, , last = 0] = await beginAfter(phase, kind, reason);
    await stage.until(first - 1000);
    watching().end('it');
    await stage.until(last + 86_400_000);
    expect(watching().told).toEqual([]);
    expect(looks()).toBe(0);
  });

  test('answered late: the cycle sleeps to the instant it is due at, and whose turn it was is reminded', async () => {
    const [first = 0, , last = 0] = await beginAfter(phase, kind, reason);
    await stage.until(first - 1000);
    expect(looks()).toBe(0);
    await stage.until(first);
    await untilTold(1);
    watching().end('it');
    await stage.until(last + 86_400_000);
    expect(watching().told).toEqual([`${reason} turn`]);
    expect(looks()).toBe(1);
  });

  test('answered never: the head above, then HR, each once; and the cycle comes to its close all the same', async () => {
    const [, second = 0, last = 0] = await beginAfter(phase, kind, reason);
    await stage.until(second - 1000);
    await untilTold(1);
    expect(watching().told).toEqual([`${reason} turn`]);
    await stage.until(last);
    await untilTold(3);
    await stage.cycle.result();
    expect(watching().told).toEqual([`${reason} turn`, `${reason} above`, `${reason} hr`]);
    expect(looks()).toBe(3);
  });
});

describe('after the judgement', { timeout: 60_000 }, () => {
  test('a deviation that still waits is followed up no more', async () => {
    const [, , last = 0] = await beginAfter('feedback', 'action', 'no-action');
    await stage.until(last + 86_400_000);
    expect(watching().told).toEqual([]);
    expect(looks()).toBe(0);
  });
});
