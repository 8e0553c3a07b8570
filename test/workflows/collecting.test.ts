/** A planned reading of another system, in each of its ways: answered, late, never. */
import { afterEach, describe, expect, test } from 'vitest';
import { mostAttempts, retryAt } from '../../domain/values/index.js';
import { createStage, type Stage, untilTrue } from './stage.js';

let stage: Stage;
const collected = () => stage.world.calls.filter((call) => call.startsWith('collectMetrics'));
const judged = () => stage.world.calls.filter((call) => call === 'monitorUnits').length;

afterEach(() => stage.end());

/** Monitoring has begun, and a reading is planned an hour later. */
async function begin(answers: boolean): Promise<number> {
  stage = await createStage();
  stage.world.collecting.answers = answers;
  const opensAt = stage.world.standing.phaseOpensAt('monitoring');
  const plannedAt = opensAt + 3_600_000;
  stage.world.collecting.at = plannedAt;
  await stage.start();
  await stage.until(opensAt);
  await untilTrue(() => stage.world.calls.includes('enter monitoring'), 'monitoring begins');
  return plannedAt;
}

describe('a planned reading', { timeout: 60_000 }, () => {
  test('answered: is done at its instant and not before, and what it brought is judged at once', async () => {
    const plannedAt = await begin(true);
    await stage.until(plannedAt - 1000);
    expect(collected()).toEqual([]);
    await stage.until(plannedAt);
    await untilTrue(() => judged() > 0, 'its values are judged');
    expect(collected()).toEqual(['collectMetrics: taken']);
    const { calls } = stage.world;
    expect(calls.indexOf('collectMetrics: taken')).toBeLessThan(calls.indexOf('monitorUnits'));
  });

  test('late: is tried again after growing pauses, while the cycle goes on', async () => {
    let at = await begin(false);
    for (const failed of [1, 2]) {
      await stage.until(at);
      await untilTrue(() => collected().length === failed, `attempt ${failed}`);
      at = retryAt(failed, await stage.env.currentTimeMs()) ?? 0;
      await stage.untilAsleep();
      expect((await stage.status()).phase).toBe('monitoring');
    }
    stage.world.collecting.answers = true;
    await stage.until(at);
    await untilTrue(() => judged() > 0, 'its values are judged');
    expect(collected()).toEqual(['collectMetrics: failed', 'collectMetrics: failed', 'collectMetrics: taken']);
  });

  test('never: is given up after so many attempts, and the phases pass without it', async () => {
    await begin(false);
    await stage.until(stage.world.standing.phaseOpensAt('evaluation'));
    await untilTrue(() => stage.world.calls.includes('enter evaluation'), 'evaluation begins');
    expect(collected()).toEqual(Array.from({ length: mostAttempts }, () => 'collectMetrics: failed'));
    expect(judged()).toBe(0);
  });
});
