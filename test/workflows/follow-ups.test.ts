/**
 * Whose turn it is with a deviation or an ask: each wait answered in time, late,
 * never. An action to be named, an action past its date (said with the next
 * report or before), what a report asks of the superior.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { createStage, type Stage, untilTrue } from './stage.js';

let stage: Stage;
const { watching } = { watching: () => stage.world.watching };

afterEach(() => stage.end());

/** Monitoring has begun, nothing is due for weeks, and somebody's turn begins; the api wakes the cycle, which sleeps longer. */
async function begin(reason: 'no-action' | 'overdue' | 'unanswered'): Promise<readonly number[]> {
  stage = await createStage();
  await stage.start();
  await stage.until(stage.world.standing.phaseOpensAt('monitoring'));
  await untilTrue(() => stage.world.calls.includes('enter monitoring'), 'monitoring begins');
  watching().begin('it', reason, await stage.env.currentTimeMs());
  await stage.world.options.signal('cycle', 'wake');
  return watching().rungsOf('it');
}

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
    const looks = stage.world.calls.filter((call) => call === 'monitorUnits').length;
    await stage.until(stage.world.standing.phaseOpensAt('evaluation'));
    await untilTrue(() => stage.world.calls.includes('enter evaluation'), 'evaluation begins');
    expect(watching().told.length).toBe(3);
    expect(stage.world.calls.filter((call) => call === 'monitorUnits').length).toBe(looks);
  });
});
