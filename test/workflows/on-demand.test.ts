/** The waits that no template schedules: alignment of goals, its settlement, a change request; each answered, late, never. */
import { afterEach, describe, expect, test } from 'vitest';
import { reviewIdOf } from '../../workflows/messages.js';
import { chief, headOf } from './people.js';
import { createStage, type Stage, stepOf, untilTrue } from './stage.js';

const day = 86_400_000;
const alignment = 'alignment/sales';
const settlement = 'settlement/sales';
const submitted = { unit: 'quality', step: alignment, by: headOf('quality') };
const answered = { unit: 'quality', step: alignment, by: headOf('sales') };
let stage: Stage;
const step = (id: string) => stepOf(stage.world, 'quality', id);
const ended = (id: string) => untilTrue(() => ['done', 'cancelled'].includes(step(id).state), `${id} has ended`);

afterEach(() => stage.end());

/** As `record` and api open it, with the hint that wakes a cycle that sleeps longer. */
async function opened(id: string, kind: 'alignment' | 'change'): Promise<void> {
  stage = await createStage();
  await stage.start();
  await stage.until(stage.world.standing.phaseOpensAt('goal-setting'));
  await stage.stepIs('quality', 'goals', 'open');
  stage.world.standing.open(reviewIdOf('year', 'quality'), { id, kind, at: await stage.world.now() });
  await stage.world.options.signal('cycle', 'wake');
}

describe('an alignment', { timeout: 60_000 }, () => {
  test('answered: said by one head and agreed to by the other, it has ended, and nobody else is asked', async () => {
    await opened(alignment, 'alignment');
    expect(await stage.say({ ...submitted, by: headOf('sales') })).toBe('NOT_YOUR_STEP');
    expect(await stage.say(submitted)).toBe('applied');
    expect(await stage.say({ ...answered, decision: 'agree' })).toBe('applied');
    await stage.until(step('goals').closesAt);
    await ended('goals');
    expect(stage.told('quality', alignment)).toEqual(['opened', 'submitted', 'agreed']);
    expect(stage.told('quality', settlement)).toEqual([]);
  });

  test('late: its author is reminded, then the other head, and both may still speak', async () => {
    await opened(alignment, 'alignment');
    await stage.until(step(alignment).dueAt - day);
    expect(await stage.say(submitted)).toBe('applied');
    const { decideDueAt } = stage.world.standing.steps().find(({ id }) => id === alignment) ?? {};
    await stage.until((decideDueAt ?? 0) - 8 * 3_600_000);
    expect(await stage.say({ ...answered, decision: 'object', reason: 'no' })).toBe('applied');
    const told = stage.told('quality', alignment);
    expect(told.filter((what) => what !== 'reminded')).toEqual(['opened', 'submitted', 'objected']);
    expect(told).toContain('reminded');
  });

  test('never: its clock ends it, the superior of both settles it', async () => {
    await opened(alignment, 'alignment');
    await stage.until(step(alignment).closesAt);
    await ended(alignment);
    expect(step(alignment).outcome).toBe('forwarded');
    expect(step(settlement).state).toBe('open');
    expect(await stage.say({ unit: 'quality', step: settlement, by: headOf('quality') })).toBe('NOT_YOUR_STEP');
    expect(await stage.say({ unit: 'quality', step: settlement, by: chief })).toBe('applied');
    expect(step(settlement)).toMatchObject({ state: 'done', outcome: 'submitted' });
  });

  test('never settled either: that ends by its own clock too, so that the goals can be approved', async () => {
    await opened(alignment, 'alignment');
    await stage.until(step(alignment).closesAt);
    await ended(alignment);
    await stage.until(step(settlement).closesAt);
    await ended(settlement);
    expect(step(settlement).outcome).toBe('forwarded');
    expect(stage.told('quality', settlement)).toContain('reminded');
  });
});

describe('a change request', { timeout: 60_000 }, () => {
  const change = { unit: 'quality', step: 'change-1', by: headOf('quality') };

  test('answered: submitted and approved', async () => {
    await opened('change-1', 'change');
    expect(await stage.say(change)).toBe('applied');
    expect(await stage.say({ ...change, by: chief, decision: 'approve' })).toBe('applied');
    expect(stage.told('quality', 'change-1')).toEqual(['opened', 'submitted', 'approved']);
  });

  test('late: its head is reminded and the superior told, and it is accepted all the same', async () => {
    await opened('change-1', 'change');
    await stage.until(step('change-1').closesAt - day / 2);
    expect(await stage.say(change)).toBe('applied');
    expect(stage.told('quality', 'change-1')).toEqual(['opened', 'reminded', 'reminded', 'escalated', 'submitted']);
  });

  test('never written: cancelled, and what is agreed stays', async () => {
    await opened('change-1', 'change');
    await stage.until(step('change-1').closesAt);
    await ended('change-1');
    expect(step('change-1').state).toBe('cancelled');
    expect(await stage.say(change)).toBe('STEP_CLOSED');
  });

  test('never decided: cancelled as well; silence changes nothing', async () => {
    await opened('change-1', 'change');
    await stage.say(change);
    const { decideClosesAt } = stage.world.standing.steps().find(({ id }) => id === 'change-1') ?? {};
    await stage.until(decideClosesAt ?? 0);
    await ended('change-1');
    expect(step('change-1').state).toBe('cancelled');
  });
});
