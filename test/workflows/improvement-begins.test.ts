/** How an improvement plan begins: its proposal and the appeal against it, each answered, late and never. */
import { afterEach, describe, expect, test } from 'vitest';
import { appeal, createPlot, day, head, plan, unit } from './improvement-plot.js';
import { chief, hrOne, outsider } from './people.js';

const plot = createPlot();
const { stage, improving, stateOf, detail, isIn, submit, decide, opened, approved, running, step, ended } = plot;
afterEach(plot.end);

describe('a proposal', { timeout: 120_000 }, () => {
  test('answered: submitted and approved, the unit may appeal; its first day leaves the notice', async () => {
    await approved();
    expect(stateOf().stage).toBe('notice');
    expect(Date.parse(stateOf().firstDay ?? '')).toBeGreaterThan((await stage().world.now()) + 5 * day);
    expect(await decide(plan, 'approve', hrOne)).toBe('STEP_ENDED');
  });

  test('late: reminded and escalated, and it counts all the same', async () => {
    await opened();
    improving().contents.set(plan, { firstDay: '2000-01-01' });
    await stage().until(step(plan).closesAt - day / 2);
    expect(await submit(plan, chief)).toBe('applied');
    expect(stage().told(unit, plan)).toEqual(['opened', 'reminded', 'reminded', 'escalated', 'submitted']);
    expect(await decide(plan, 'approve', hrOne)).toBe('applied');
    await isIn('notice');
  });

  test('never made: the plan ends', async () => {
    await opened();
    await stage().until(step(plan).closesAt);
    await ended('never-proposed');
    expect(await submit(plan, chief)).toBe('STEP_CLOSED');
  });

  test('never decided about: the plan ends; nothing comes of silence', async () => {
    await opened();
    await submit(plan, chief);
    await stage().until(detail(plan)?.decideClosesAt ?? 0);
    await ended('never-approved');
  });
});

describe('the window to appeal', { timeout: 120_000 }, () => {
  test('used, and granted: the plan does not begin', async () => {
    await approved();
    expect(await submit(appeal, head)).toBe('applied');
    expect(await decide(appeal, 'grant', chief)).toBe('NOT_YOUR_STEP');
    expect(await decide(appeal, 'grant', outsider)).toBe('applied');
    await ended('appeal-granted');
    expect(stateOf().talks).toEqual([]);
  });

  test('used at its last moment and decided late: rejected, it begins then, and not on the day that was told', async () => {
    await approved();
    await stage().until(step(appeal).closesAt - 60_000);
    expect(await submit(appeal, head)).toBe('applied');
    const told = stateOf().firstDay ?? '';
    await stage().until((detail(appeal)?.decideDueAt ?? 0) + day);
    expect(await decide(appeal, 'reject', outsider)).toBe('applied');
    await isIn('running');
    expect((stateOf().firstDay ?? '') > told).toBe(true);
  });

  test('never used: it lapses, and the plan begins', async () => {
    await running();
    expect(step(appeal).state).toBe('cancelled');
    expect(stateOf().talks.map(({ days, state }) => [days, state])).toEqual([
      [30, 'planned'],
      [60, 'planned'],
    ]);
    expect(await submit(appeal, head)).toBe('STEP_CLOSED');
  });

  test('used and never decided: whoever appealed does not pay for it', async () => {
    await approved();
    await submit(appeal, head);
    await stage().until(detail(appeal)?.decideClosesAt ?? 0);
    await ended('appeal-undecided');
  });
});
