/** What may happen to the clock of an improvement plan, and what drives it in a rehearsal. */
import { afterEach, describe, expect, test } from 'vitest';
import { appeal, createPlot, day, head, plan, talk, usual } from './improvement-plot.js';
import { chief, hrOne } from './people.js';
import { isLive } from './standing.js';
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
  status,
  play,
  open,
  approve,
  opened,
  running,
  due,
  talked,
  planId,
  step,
  kinds,
  ended,
  asleep,
} = plot;
afterEach(plot.end);

/** The worker's, once all that is under way has ended: what it drops the server would give to the next one 10 s later. */
async function restarted(): Promise<void> {
  await asleep();
  await stage().restartWorker();
}

describe('the clock of a plan', { timeout: 120_000 }, () => {
  test('ends it where the result no longer meets the criterion, with the steps that are open', async () => {
    await running();
    await due(30);
    improving().criterion.met = false;
    await stage().world.options.signal({ plan: planId() }, 'wake');
    await ended('criterion-lifted');
    expect(step(talk(30)).state).toBe('cancelled');
  });

  test('goes on where it was when its worker comes back, and replays', async () => {
    await running(usual, { caches: false });
    await restarted();
    await talked(30);
    await restarted();
    await talked(60);
    await isIn('judging');
    expect(kinds().filter((kind) => kind === 'begun')).toHaveLength(1);
  });

  test('does nothing twice when its answer is lost, nor gives up while the database is away', async () => {
    let lost = 0;
    await opened();
    stage().world.hooks.answered = (name) => {
      lost += name === 'advancePlan' ? 1 : 0;
      return name === 'advancePlan' && lost <= 2
        ? Promise.reject(new Error('the worker was killed'))
        : Promise.resolve();
    };
    let away = 2;
    stage().world.hooks.plan = () => {
      away -= 1;
      return away >= 0 ? Promise.reject(new Error('the database is away')) : Promise.resolve();
    };
    improving().contents.set(plan, { firstDay: '2000-01-01' });
    await submit(plan, chief);
    await decide(plan, 'approve', hrOne);
    await stage().env.sleep('5 minutes');
    await isOpen(appeal);
    expect(kinds()).toEqual(['approved']);
    expect(lost).toBeGreaterThan(2);
  });

  test("lost altogether, is born again by the cycle's next sweep, from where the plan stands", async () => {
    await running();
    await asleep();
    await stage().plan(planId()).terminate('the store is gone');
    // The cycle's own sweep finds what nobody looked at.
    await talked(30);
    await untilTrue(() => kinds().includes('talk-held'), 'the talk is held');
    expect(await status()).toBe('RUNNING');
  });

  test('keeps its cycle from closing until it has ended', async () => {
    await running({ ...usual, days: [30, 700] });
    // Where nobody says a word, what is due late ends after the day of the close; then only the plan is left.
    await stage().until(stage().world.standing.schedule.closesAt + 300 * day);
    const { phase, state } = stage().world.at;
    expect([stateOf().stage, phase, state]).toEqual(['running', 'closing', 'running']);
    expect(stage().world.standing.steps().filter(isLive)).toEqual([]);
    improving().criterion.met = false;
    await stage().world.options.signal({ plan: planId() }, 'wake');
    await isIn('ended');
    await untilTrue(() => stage().world.at.state === 'closed', 'the cycle is closed');
  });
});

describe("in a rehearsal, by the cycle's clock alone", { timeout: 120_000 }, () => {
  const clockIs = (to: number): Promise<void> =>
    untilTrue(() => stage().world.clock()?.nowAt === to && stage().world.clock()?.held === true, 'the clock is there');
  async function runTo(to: number): Promise<void> {
    await stage().world.clockTo({ runTo: to });
    // A plan that is due is waited for, a little longer each time.
    for (let left = 200; left > 0 && stage().world.clock()?.nowAt !== to; left -= 1)
      await stage().env.sleep('2 seconds');
    await clockIs(to);
  }

  test('it opens each talk at its instant: the clock neither jumps over one nor waits for the wall', async () => {
    await play({ clock: { held: true, rate: 0 } });
    await open();
    await approve();
    await runTo(step(appeal).closesAt + day);
    await isIn('running');
    const [first, second] = stateOf().talks.map(({ opensAt }) => opensAt);
    await runTo((first ?? 0) + day / 2);
    expect(detail(talk(30))?.opensAt).toBe(first);
    await submit(talk(30), chief);
    await decide(talk(30), 'acknowledge', head);
    await runTo((second ?? 0) + 40 * day);
    expect(stateOf().talks.map(({ state }) => state)).toEqual(['held', 'never']);
    expect(detail(talk(60))?.opensAt).toBe(second);
    await isIn('ended');
    expect(stateOf().end).toBe('never-judged');
  });
});
