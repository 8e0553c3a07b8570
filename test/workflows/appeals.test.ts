/** What may follow a result: an appeal, its decision, money once more, the release, and a correction long after it. */
import { afterEach, describe, expect, test } from 'vitest';
import { reviewIdOf } from '../../workflows/messages.js';
import { isLive } from './standing.js';
import { chief, headOf, hrOne, hrTwo } from './people.js';
import { createStage, type Stage, stepOf, untilTrue } from './stage.js';

const units = ['sales', 'quality'] as const;
const moneySteps = ['bonus', 'bonus-own', 'budget', 'budget-own'] as const;
const workdayMs = 86_400_000;
let stage: Stage;
const called = (prefix: string): readonly string[] => stage.world.calls.filter((call) => call.startsWith(prefix));
const stateOf = (step: string, unit: string | null = 'sales') => stepOf(stage.world, unit, step).state;
const file = (step = 'appeal') => stage.say({ unit: 'sales', step, by: headOf('sales') });
const decide = (decision: 'grant' | 'reject', step = 'appeal') =>
  stage.say({ unit: 'sales', step, by: step === 'appeal' ? 'outsider' : 'board', decision, reason: 'looked at' });

afterEach(() => stage.end());

/** Published; each unit was told and has answered: the windows for appeals are open. */
async function untilTold(): Promise<void> {
  stage = await createStage({ from: 'evaluation' });
  await stage.start();
  await stage.until(stage.world.standing.phaseOpensAt('evaluation'));
  await stage.stepIs('sales', 'self-evaluation', 'open');
  for (const unit of units) {
    await stage.say({ unit, step: 'self-evaluation', by: headOf(unit) });
    await stage.say({ unit, step: 'evaluation', by: chief });
  }
  await stage.stepIs(null, 'calibration', 'open');
  for (const step of ['calibration', 'publication']) {
    await stage.say({ unit: null, step, by: hrOne });
    await stage.say({ unit: null, step, by: hrTwo, decision: 'approve' });
  }
  await untilTrue(() => stage.world.standing.barriers.has('publication'), 'publication');
  await stage.until(stage.world.standing.phaseOpensAt('feedback'));
  await stage.stepIs('sales', 'feedback', 'open');
  for (const unit of units) {
    await stage.say({ unit, step: 'feedback', by: chief });
    await stage.say({ unit, step: 'feedback', by: headOf(unit), decision: 'acknowledge' });
  }
  await stage.stepIs('sales', 'appeal', 'open');
}

/** When its decision was due: the window of the second instance reaches into the phase of money. */
async function rejectLate(): Promise<void> {
  expect(await file()).toBe('applied');
  const appeal = stage.world.standing.steps().find(({ id, state }) => id === 'appeal' && state === 'submitted');
  await stage.until(appeal?.decideDueAt ?? 0);
  expect(await decide('reject')).toBe('applied');
}

async function approveMoney(): Promise<void> {
  for (const step of moneySteps) {
    await stage.say({ unit: null, step, by: hrOne });
    const by = step.endsWith('-own') ? 'board' : 'finance';
    expect(await stage.say({ unit: null, step, by, decision: 'approve' })).toBe('applied');
  }
}

async function untilPosted(): Promise<void> {
  await stage.until(stage.world.standing.phaseOpensAt('application'));
  await stage.stepIs(null, 'bonus', 'open');
  await approveMoney();
  await untilTrue(() => called('postMoney').length === 2, 'posting');
}

describe('the window of an appeal', { timeout: 90_000 }, () => {
  test('used: decided at once, computed anew where it is granted', async () => {
    await untilTold();
    expect(await file()).toBe('applied');
    expect(await decide('grant')).toBe('applied');
    await untilTrue(() => called('recalculate').length === 1, 'computing anew');
    expect(stateOf('appeal-2')).toBe('cancelled');
  });

  test('used late: refused, and what would have followed is gone with it', async () => {
    await untilTold();
    await stage.until(stepOf(stage.world, 'sales', 'appeal').closesAt);
    await stage.stepIs('sales', 'appeal', 'cancelled');
    expect(await file()).toBe('STEP_CLOSED');
    expect(stateOf('appeal-2')).toBe('cancelled');
  });

  test('never used: nobody is reminded, and nothing is computed anew', async () => {
    await untilTold();
    await stage.cycle.result();
    expect(stage.told('sales', 'appeal')).toEqual(['opened', 'cancelled']);
    expect(called('recalculate')).toEqual([]);
  });
});

describe('the decision about an appeal', { timeout: 90_000 }, () => {
  test('rejected: the second instance opens, and is another', async () => {
    await untilTold();
    await file();
    expect(await decide('reject')).toBe('applied');
    expect(stateOf('appeal-2')).toBe('open');
    expect(await file('appeal-2')).toBe('applied');
    expect(await decide('grant', 'appeal-2')).toBe('applied');
    await untilTrue(() => called('recalculate').length === 1, 'computing anew');
  });

  test('late, within its window: reminded, and it counts', async () => {
    await untilTold();
    await file();
    const decideDueAt = stage.world.standing
      .steps()
      .find((step) => step.id === 'appeal' && step.state === 'submitted')?.decideDueAt;
    await stage.until((decideDueAt ?? 0) + workdayMs);
    expect(stage.told('sales', 'appeal')).toContain('reminded');
    expect(await decide('grant')).toBe('applied');
    await untilTrue(() => called('recalculate').length === 1, 'computing anew');
  });

  test('never: it goes on to the second instance by itself, and the year comes to its close', async () => {
    await untilTold();
    await file();
    await stage.cycle.result();
    expect(stage.told('sales', 'appeal').at(-1)).toBe('forwarded');
    expect(stage.told('sales', 'appeal-2')).toEqual(['opened', 'cancelled']);
    expect(called('recalculate')).toEqual([]);
  });
});

describe('an appeal granted after the posting', { timeout: 90_000 }, () => {
  test('opens the money again, which is posted once more after its approvals', async () => {
    await untilTold();
    await rejectLate();
    await untilPosted();
    expect(await file('appeal-2')).toBe('applied');
    expect(await decide('grant', 'appeal-2')).toBe('applied');
    await stage.stepIs(null, 'bonus', 'open');
    expect(stateOf('release', null)).toBe('closed');
    expect(called('postMoney')).toHaveLength(2);
    await approveMoney();
    await untilTrue(() => called('postMoney').length === 4, 'posting anew');
    await stage.stepIs(null, 'release', 'open');
  });
});

describe('what is approved and cannot be posted', { timeout: 90_000 }, () => {
  test('is tried again in a while, not without pause, and posted once that is possible', async () => {
    await untilTold();
    await stage.until(stage.world.standing.phaseOpensAt('application'));
    await stage.stepIs(null, 'bonus', 'open');
    stage.world.books.closed = true;
    await approveMoney();
    await untilTrue(() => called('postMoney budget: in vain').length > 0, 'a posting in vain');
    await stage.untilAsleep();
    // At most once per word of the approvals; then it sleeps.
    expect(called('postMoney bonus: in vain').length).toBeLessThan(10);
    stage.world.books.closed = false;
    await stage.until((await stage.world.now()) + 2 * 60_000);
    await untilTrue(() => called('postMoney budget: POSTED').length === 1, 'posting');
    expect(called('postMoney bonus: POSTED')).toHaveLength(1);
  });
});

describe('a posting whose answer is lost', { timeout: 90_000 }, () => {
  test('is not made again, and the cycle goes on at once, without the pause of one in vain', async () => {
    await untilTold();
    await stage.until(stage.world.standing.phaseOpensAt('application'));
    await stage.stepIs(null, 'bonus', 'open');
    const swept = (): number => called('sweep').length;
    let sweptBefore = 0;
    stage.world.hooks.answered = (name) => {
      if (name !== 'postMoney' || sweptBefore > 0) return Promise.resolve();
      sweptBefore = swept();
      return Promise.reject(new Error('the worker was killed'));
    };
    for (const step of ['bonus', 'bonus-own']) {
      await stage.say({ unit: null, step, by: hrOne });
      const by = step.endsWith('-own') ? 'board' : 'finance';
      expect(await stage.say({ unit: null, step, by, decision: 'approve' })).toBe('applied');
    }
    await untilTrue(() => sweptBefore > 0 && swept() > sweptBefore, 'the next sweep');
    expect(called('postMoney bonus')).toEqual(['postMoney bonus: POSTED']);
  });
});

describe('the release', { timeout: 90_000 }, () => {
  async function untilReleasable(): Promise<void> {
    await untilTold();
    await rejectLate();
    await untilPosted();
    expect(stateOf('release', null)).toBe('closed');
    await stage.until(stepOf(stage.world, 'sales', 'appeal-2').closesAt);
    await stage.stepIs(null, 'release', 'open');
  }
  const submit = () => stage.say({ unit: null, step: 'release', by: hrOne });
  const approve = () => stage.say({ unit: null, step: 'release', by: 'finance', decision: 'approve' });

  test('opens once the last window is over and all is posted; approved, it ends the phase', async () => {
    await untilReleasable();
    expect(await submit()).toBe('applied');
    expect(await approve()).toBe('applied');
    await untilTrue(() => called('enter closing').length === 1, 'closing');
  });

  test('is asked for late: reminded, and it counts', async () => {
    await untilReleasable();
    await stage.until(stepOf(stage.world, null, 'release').dueAt + 2 * workdayMs);
    expect(stage.told(null, 'release')).toContain('reminded');
    expect(await submit()).toBe('applied');
    expect(await approve()).toBe('applied');
  });

  test('submitted and never approved: nothing is released either', async () => {
    await untilReleasable();
    expect(await submit()).toBe('applied');
    await stage.cycle.result();
    expect(stage.told(null, 'release').filter((what) => what !== 'reminded' && what !== 'escalated')).toEqual([
      'opened',
      'submitted',
      'cancelled',
    ]);
  });

  test('never: nothing is released because somebody was silent, and the year comes to its close', async () => {
    await untilReleasable();
    await stage.cycle.result();
    expect(stage.told(null, 'release').at(-1)).toBe('cancelled');
    expect(stage.world.standing.steps().filter(isLive)).toEqual([]);
  });
});

describe('a correction, in the phase closing', { timeout: 90_000 }, () => {
  const id = 'correction-1';
  const submit = () => stage.say({ unit: null, step: id, by: hrOne });
  const approve = (by: string) => stage.say({ unit: null, step: id, by, decision: 'approve' });
  const detail = () => stage.world.standing.steps().find((step) => step.id === id);

  /** HR has found a fact to be wrong; the cycle sleeps to its close. */
  async function untilCorrecting(): Promise<void> {
    stage = await createStage({ from: 'closing' });
    await stage.start();
    await stage.until(stage.world.standing.phaseOpensAt('closing') + 3_600_000);
    await untilTrue(() => called('enter closing').length === 1, 'closing');
    const at = await stage.world.now();
    stage.world.standing.open(reviewIdOf('year', null), { id, kind: 'correction', at });
    await stage.world.options.signal('cycle', 'wake');
  }

  test('approved by a second person: computed anew at once, though the cycle sleeps for months', async () => {
    await untilCorrecting();
    expect(await submit()).toBe('applied');
    expect(await approve(hrOne)).not.toBe('applied');
    expect(called('recalculate')).toEqual([]);
    expect(await approve(hrTwo)).toBe('applied');
    await untilTrue(() => called('recalculate').length === 1, 'computing anew');
    expect(await stage.env.currentTimeMs()).toBeLessThan(stage.world.standing.schedule.closesAt - 30 * workdayMs);
  });

  test('approved late: reminded, and it counts, once', async () => {
    await untilCorrecting();
    await submit();
    await stage.until((detail()?.decideDueAt ?? 0) + 2 * workdayMs);
    expect(stage.told(null, id)).toContain('reminded');
    expect(await approve(hrTwo)).toBe('applied');
    await stage.cycle.result();
    expect(called('recalculate')).toHaveLength(1);
  });

  test('never decided about: no result moves because somebody was silent, and the cycle closes', async () => {
    await untilCorrecting();
    await submit();
    await stage.cycle.result();
    expect(detail()?.state).toBe('cancelled');
    expect(called('recalculate')).toEqual([]);
    expect(stage.world.at.state).toBe('closed');
  });
});
