/** How an improvement plan runs and ends: its talks and the judgement, each answered, late and never. */
import { afterEach, describe, expect, test } from 'vitest';
import { createPlot, day, outcome, talk, unit } from './improvement-plot.js';
import { chief, hrOne } from './people.js';
import { untilTrue } from './stage.js';

const plot = createPlot();
const {
  stage,
  improving,
  stateOf,
  detail,
  isIn,
  isOpen,
  submit,
  decide,
  running,
  due,
  talked,
  step,
  kinds,
  ended,
  judging,
} = plot;
afterEach(plot.end);

describe('a talk', { timeout: 120_000 }, () => {
  test('answered: it opens at its instant, not before, and is held', async () => {
    await running();
    const opensAt = stateOf().talks[0]?.opensAt ?? 0;
    await stage().until(opensAt - 3_600_000);
    expect(detail(talk(30))).toBeUndefined();
    await talked(30);
    await untilTrue(() => kinds().includes('talk-held'), 'the talk is held');
    expect(detail(talk(30))?.opensAt).toBeGreaterThanOrEqual(opensAt);
  });

  test('late: reminded, told after its due day, and kept as late; never answered by the head, it stays so', async () => {
    await running();
    await due(30);
    await stage().until(step(talk(30)).dueAt + day / 2);
    expect(await submit(talk(30), chief)).toBe('applied');
    await stage().until(detail(talk(30))?.decideClosesAt ?? 0);
    await untilTrue(() => kinds().includes('talk-late'), 'the talk is late');
    expect(stage().told(unit, talk(30))).toContain('reminded');
    expect(step(talk(30)).outcome).toBe('forwarded');
  });

  test('never: forwarded and kept as never; the next one opens at its own instant', async () => {
    await running();
    await due(30);
    await stage().until(step(talk(30)).closesAt);
    await untilTrue(() => kinds().includes('talk-never'), 'the talk was never held');
    await talked(60);
    await isIn('judging');
    expect(stateOf().talks.map(({ state }) => state)).toEqual(['never', 'held']);
  });
});

describe('the judgement', { timeout: 120_000 }, () => {
  test('answered: passed, and the clock has run its course', async () => {
    await judging();
    improving().contents.set(outcome, { verdict: 'passed' });
    expect(await submit(outcome, chief)).toBe('applied');
    expect(await decide(outcome, 'return', hrOne)).toBe('applied');
    expect(await submit(outcome, chief)).toBe('applied');
    expect(await decide(outcome, 'approve', hrOne)).toBe('applied');
    await ended('passed');
    expect(kinds().filter((kind) => kind === 'talk-held')).toHaveLength(2);
  });

  test('extended twice: each time one more talk, so many days after the decision, and another judgement', async () => {
    await judging();
    for (const [nth, days] of [
      [1, 30],
      [2, 14],
    ] as const) {
      const id = nth === 1 ? outcome : `${outcome}-${nth}`;
      improving().contents.set(id, { verdict: 'extended', days });
      await submit(id, chief);
      const decidedAt = await stage().world.now();
      await decide(id, 'approve', hrOne);
      await isIn('running');
      const next = stateOf().talks.at(-1);
      // On the opening of that day, or of the next working day.
      const ahead = ((next?.opensAt ?? 0) - decidedAt) / day;
      expect(ahead).toBeGreaterThan(days - 1);
      expect(ahead).toBeLessThan(days + 3);
      await talked(next?.days ?? 0);
      await isOpen(`${outcome}-${nth + 1}`);
    }
    improving().contents.set(`${outcome}-3`, { verdict: 'ended' });
    await submit(`${outcome}-3`, chief);
    await decide(`${outcome}-3`, 'approve', hrOne);
    await ended('ended');
    expect(kinds().filter((kind) => kind === 'extended')).toHaveLength(2);
  });

  test('late: escalated, and it counts', async () => {
    await judging();
    improving().contents.set(outcome, { verdict: 'passed' });
    await stage().until(step(outcome).closesAt - day / 2);
    await submit(outcome, chief);
    expect(stage().told(unit, outcome)).toContain('escalated');
    await decide(outcome, 'approve', hrOne);
    await ended('passed');
  });

  test('never made: the plan ends without one', async () => {
    await judging();
    await stage().until(step(outcome).closesAt);
    await ended('never-judged');
  });

  test('never decided about: what was proposed does not count', async () => {
    await judging();
    improving().contents.set(outcome, { verdict: 'ended' });
    await submit(outcome, chief);
    await stage().until(detail(outcome)?.decideClosesAt ?? 0);
    await ended('never-judged');
  });
});
