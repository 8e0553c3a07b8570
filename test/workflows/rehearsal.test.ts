/** A rehearsal's clock steps: hold, run to, rate; and no wake-up is lost. */
import { afterEach, describe, expect, test } from 'vitest';
import { headOf, hrOne, hrTwo } from './people.js';
import { createStage, type Stage, stepOf, untilTrue } from './stage.js';

const day = 86_400_000;
const minute = 60_000;
let stage: Stage;
afterEach(() => stage.end());

async function start(clock: { held: boolean; rate: number }, from: 'goal-setting' | 'evaluation' = 'goal-setting') {
  stage = await createStage({ clock, from });
  await stage.start();
}
const now = () => stage.world.now();
const sweeps = (): number => stage.world.calls.filter((call) => call === 'sweep').length;
const goals = () => stepOf(stage.world, 'sales', 'goals');
/** Nothing is under way any more, after so many sweeps. */
async function asleep(after: number): Promise<void> {
  await stage.untilAsleep();
  expect(sweeps()).toBe(after);
}

describe("a rehearsal's clock", { timeout: 60_000 }, () => {
  test('held: the first steps open, and it stays at its instant whatever the wall clock says', async () => {
    await start({ held: true, rate: 0 });
    await stage.stepIs('sales', 'goals', 'open');
    await asleep(1);
    await stage.env.sleep('90 days');
    expect(await now()).toBe(goalSetting());
    expect(sweeps()).toBe(1);
  });

  test('run to: passes every instant that matters on its way, and holds at the one named', async () => {
    await start({ held: true, rate: 0 });
    await stage.stepIs('sales', 'goals', 'open');
    const to = goals().dueAt + day;
    await stage.world.clockTo({ runTo: to });
    await untilTrue(() => stage.world.clock()?.held === true && stage.world.clock()?.runTo === null, 'held again');
    expect(await now()).toBe(to);
    expect(stage.told('sales', 'goals')).toEqual(['opened', 'reminded', 'reminded']);
    const reminded = stage.world.standing.lines.filter((line) => line.what === 'reminded').map((line) => line.at);
    expect(reminded.every((at) => at < to && at > goalSetting())).toBe(true);
  });

  test('let go with rate 0: the whole year in no time at all', async () => {
    await start({ held: true, rate: 0 });
    await stage.stepIs('sales', 'goals', 'open');
    const before = await stage.env.currentTimeMs();
    await stage.world.clockTo({ hold: false });
    await untilTrue(() => stage.world.at.state === 'closed', 'the close');
    expect((await stage.env.currentTimeMs()) - before).toBeLessThan(5 * minute);
    expect(stage.told('sales', 'goals')).toEqual(['opened', 'reminded', 'reminded', 'escalated', 'forwarded']);
  });

  test('a rate paces it: a day a minute', async () => {
    await start({ held: true, rate: 0 });
    await stage.stepIs('sales', 'goals', 'open');
    const first = goalSetting();
    await stage.world.clockTo({ rate: day / minute });
    await stage.world.clockTo({ hold: false });
    // The first reminder is due in 10 days.
    await stage.env.sleep('8 minutes');
    expect(await now()).toBe(first);
    await stage.env.sleep('3 minutes');
    await untilTrue(() => stage.told('sales', 'goals').includes('reminded'), 'the reminder');
    expect(await now()).toBeGreaterThan(first);
    expect(await now()).toBeLessThan(first + 13 * day);
  });

  test('held in the middle of its pace, it stops there', async () => {
    await start({ held: false, rate: day / minute });
    await stage.stepIs('sales', 'goals', 'open');
    await stage.env.sleep('9 minutes');
    await untilTrue(() => stage.told('sales', 'goals').includes('reminded'), 'the reminder');
    await stage.world.clockTo({ hold: true });
    const held = await now();
    await stage.env.sleep('1 day');
    expect(await now()).toBe(held);
  });

  test('does not move while a word is received and not yet judged', async () => {
    await start({ held: true, rate: 0 });
    await stage.stepIs('sales', 'goals', 'open');
    const word = await stage.world.receive({ unit: 'sales', step: 'goals', by: headOf('sales') });
    await stage.world.clockTo({ runTo: goals().closesAt });
    const before = sweeps();
    await stage.env.sleep('1 hour');
    expect(await now()).toBe(goalSetting());
    // Looked at after 1, 2, 4 … seconds, then every 15.
    expect(sweeps() - before).toBeGreaterThan(200);
    expect(sweeps() - before).toBeLessThan(300);
    await stage.bring(word, 'sales');
    await stage.env.sleep('1 minute');
    await untilTrue(() => stage.world.clock()?.held === true, 'held again');
    expect(stage.told('sales', 'goals').slice(0, 2)).toEqual(['opened', 'submitted']);
  }, 180_000);
});

describe('a wake-up', { timeout: 60_000 }, () => {
  test.each(['sweep', 'monitorUnits'])('that comes while %s is under way is not lost', async (activity) => {
    stage = await createStage({ clock: { held: true, rate: 0 }, from: 'evaluation' });
    stage.world.watching.fresh = activity === 'monitorUnits';
    let woken = false;
    stage.world.hooks.answered = async (name) => {
      if (name !== activity || woken) return;
      woken = true;
      await stage.world.options.signal('cycle', 'wake');
    };
    await stage.start();
    await untilTrue(() => sweeps() === 2, 'a second sweep');
    await asleep(2);
    expect((await stage.status()).changes).toBe(1);
  });

  test("by the cycle's own steps: a word that is applied is followed by a sweep, without any hint", async () => {
    await start({ held: true, rate: 0 }, 'evaluation');
    await stage.stepIs('sales', 'self-evaluation', 'open');
    await asleep(1);
    // Calibration is open, as after its barrier.
    stage.world.standing.pass('all:evaluation', 'cut-off');
    await stage.world.options.signal('cycle', 'wake');
    await stage.stepIs(null, 'calibration', 'open');
    const before = sweeps();
    await stage.say({ unit: null, step: 'calibration', by: hrOne });
    await untilTrue(() => sweeps() > before, 'a sweep after the submit');
    expect(await stage.say({ unit: null, step: 'calibration', by: hrTwo, decision: 'approve' })).toBe('applied');
    await untilTrue(() => sweeps() > before + 1, 'a sweep after the approval');
  });
});

const goalSetting = (): number => stage.world.standing.phaseOpensAt('goal-setting');
