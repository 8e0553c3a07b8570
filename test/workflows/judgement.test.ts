/** The cycle's own waits: the barrier of calibration, publication, finance, the close. */
import { afterEach, describe, expect, test } from 'vitest';
import { reviewIdOf } from '../../workflows/messages.js';
import { isLive } from './standing.js';
import { chief, headOf, hrOne, hrTwo } from './people.js';
import { createStage, type Stage, stepOf, untilTrue } from './stage.js';

const units = ['sales', 'quality'] as const;
const moneySteps = ['bonus', 'bonus-own', 'budget', 'budget-own'] as const;
let stage: Stage;
const called = (prefix: string): readonly string[] => stage.world.calls.filter((call) => call.startsWith(prefix));
const cycleStep = (step: string) => stepOf(stage.world, null, step);
const byTwo = (step: string, decision: 'approve' | 'return' = 'approve') => [
  { unit: null, step, by: hrOne },
  { unit: null, step, by: hrTwo, decision, reason: 'once more' },
];

afterEach(() => stage.end());

async function untilEvaluation(): Promise<void> {
  stage = await createStage({ from: 'evaluation' });
  await stage.start();
  await stage.until(stage.world.standing.phaseOpensAt('evaluation'));
  await stage.stepIs('sales', 'self-evaluation', 'open');
}

async function evaluate(unit: string): Promise<void> {
  await stage.say({ unit, step: 'self-evaluation', by: headOf(unit) });
  expect(await stage.say({ unit, step: 'evaluation', by: chief })).toBe('applied');
  expect(await stage.say({ unit, step: 'evaluation', by: chief })).toBe('STEP_ENDED');
}

/** All evaluated, calibrated and published in time. */
async function publish(): Promise<void> {
  await untilEvaluation();
  for (const unit of units) await evaluate(unit);
  await stage.stepIs(null, 'calibration', 'open');
  for (const step of ['calibration', 'publication']) {
    for (const saying of byTwo(step)) expect(await stage.say(saying)).toBe('applied');
  }
  await untilTrue(() => stage.world.standing.barriers.has('publication'), 'publication');
}

async function untilMoney(): Promise<void> {
  await publish();
  await stage.until(stage.world.standing.phaseOpensAt('application'));
  await stage.stepIs(null, 'bonus', 'open');
}

describe('calibration waits for all evaluations', { timeout: 60_000 }, () => {
  test('the last one in: scored and opened at once, not with the next sweep of the day', async () => {
    await untilEvaluation();
    await evaluate('sales');
    expect(called('scoreUnits')).toEqual([]);
    await evaluate('quality');
    await stage.stepIs(null, 'calibration', 'open');
    expect(called('pass all:evaluation')).toEqual(['pass all:evaluation met']);
    expect(stage.world.calls.indexOf('scoreUnits')).toBeLessThan(stage.world.calls.indexOf('pass all:evaluation met'));
    expect(await env().currentTimeMs()).toBeLessThan(stage.world.standing.phaseOpensAt('evaluation') + 3_600_000);
  });

  test('one unit late, before the cut-off: calibration opens with it', async () => {
    await untilEvaluation();
    await evaluate('sales');
    await stage.until(stepOf(stage.world, 'quality', 'self-evaluation').dueAt);
    expect(cycleStep('calibration').state).toBe('closed');
    await evaluate('quality');
    await stage.stepIs(null, 'calibration', 'open');
    expect(called('pass all:evaluation')).toEqual(['pass all:evaluation met']);
  });

  test('one unit never: at the cut-off it goes on without it, and how it came is recorded', async () => {
    await untilEvaluation();
    await evaluate('sales');
    const cutOffAt = stage.world.standing.schedule.barriers['all:evaluation']?.cutOffAt ?? 0;
    await stage.until(cutOffAt - 60_000);
    expect(called('pass all:evaluation')).toEqual([]);
    await stage.until(cutOffAt);
    await stage.stepIs(null, 'calibration', 'open');
    expect(called('pass all:evaluation')).toEqual(['pass all:evaluation cut-off']);
    expect(called('scoreUnits')).toHaveLength(1);
  });
});

describe('publication', { timeout: 60_000 }, () => {
  test('by two persons: results are published before anything that waits for it opens', async () => {
    await publish();
    expect(called('publishResults')).toHaveLength(1);
    const { calls } = stage.world;
    expect(calls.indexOf('publishResults')).toBeLessThan(calls.indexOf('pass publication met'));
    await stage.until(stage.world.standing.phaseOpensAt('feedback'));
    await stage.stepIs('sales', 'feedback', 'open');
  });

  test('by one person alone: refused, and nothing is published', async () => {
    await untilEvaluation();
    for (const unit of units) await evaluate(unit);
    await stage.stepIs(null, 'calibration', 'open');
    expect(await stage.say({ unit: null, step: 'calibration', by: hrOne })).toBe('applied');
    expect(await stage.say({ unit: null, step: 'calibration', by: hrOne, decision: 'approve' })).toBe('OWN_WORK');
    expect(called('publishResults')).toEqual([]);
  });

  test('returned: a next attempt; nothing is published before its approval', async () => {
    await untilEvaluation();
    for (const unit of units) await evaluate(unit);
    await stage.stepIs(null, 'calibration', 'open');
    for (const saying of byTwo('calibration', 'return')) await stage.say(saying);
    expect(cycleStep('calibration')).toMatchObject({ state: 'open', attempt: 2 });
    for (const saying of byTwo('calibration')) await stage.say(saying);
    await stage.stepIs(null, 'publication', 'open');
    expect(called('publishResults')).toEqual([]);
  });

  test('never: closed by policy, and the year goes on', async () => {
    await untilEvaluation();
    for (const unit of units) await evaluate(unit);
    await stage.stepIs(null, 'calibration', 'open');
    for (const saying of byTwo('calibration')) await stage.say(saying);
    await stage.until(cycleStep('publication').closesAt);
    await stage.stepIs(null, 'publication', 'done');
    expect(stage.told(null, 'publication').at(-1)).toBe('forwarded');
    await untilTrue(() => called('enter application').length === 1, 'application');
  });
});

describe('rules that come into force', { timeout: 60_000 }, () => {
  const index = (call: string): number => stage.world.calls.indexOf(call);

  test('are taken up at once, while everybody still waits for publication', async () => {
    await untilEvaluation();
    for (const unit of units) await evaluate(unit);
    await stage.stepIs(null, 'calibration', 'open');
    stage.world.newRules(1);
    for (const saying of byTwo('calibration')) expect(await stage.say(saying)).toBe('applied');
    await untilTrue(() => called('takeUpRules').length === 1, 'taking up');
    expect(index('takeUpRules')).toBeGreaterThan(index('scoreUnits'));
    expect(called('publishResults')).toEqual([]);
  });

  test('are taken up before results are published, also where both are found by one sweep', async () => {
    await untilEvaluation();
    for (const unit of units) await evaluate(unit);
    await stage.stepIs(null, 'calibration', 'open');
    for (const saying of byTwo('calibration')) await stage.say(saying);
    await stage.stepIs(null, 'publication', 'open');
    const [submit, approve] = byTwo('publication');
    if (submit === undefined || approve === undefined) throw new Error('two words');
    await stage.say(submit);
    stage.world.newRules(1);
    await stage.say(approve);
    await untilTrue(() => called('publishResults').length === 1, 'publication');
    expect(index('takeUpRules')).toBeLessThan(index('publishResults'));
  });

  test('while money waits for its approval are taken up then; one revision, once', async () => {
    await untilMoney();
    stage.world.newRules(1);
    await stage.say({ unit: null, step: 'bonus', by: hrOne });
    await untilTrue(() => called('takeUpRules').length === 1, 'taking up');
    expect(index('takeUpRules')).toBeGreaterThan(index('proposeMoney budget'));
    await stage.cycle.result();
    expect(called('takeUpRules')).toHaveLength(1);
  });

  test('never: a year without any does not ask for it', async () => {
    await publish();
    expect(called('takeUpRules')).toEqual([]);
  });
});

describe('finance', { timeout: 60_000 }, () => {
  const decide = (step: string, decision: 'approve' | 'return') =>
    stage.say({ unit: null, step, by: step.endsWith('-own') ? 'board' : 'finance', decision, reason: 'why' });

  test('approves in time: proposed before it is asked, posted once after the last approval', async () => {
    await untilMoney();
    expect(called('proposeMoney')).toEqual(['proposeMoney bonus', 'proposeMoney budget']);
    for (const step of moneySteps) {
      // Each kind is posted after its own last approval, and not before.
      expect(called('postMoney budget')).toEqual([]);
      if (step === 'bonus' || step === 'bonus-own') expect(called('postMoney bonus')).toEqual([]);
      await stage.say({ unit: null, step, by: hrOne });
      expect(await decide(step, 'approve')).toBe('applied');
    }
    // At once: whoever approved need not wait for the end of the phase.
    await untilTrue(() => called('postMoney').length === 2, 'posting');
    expect(called('postMoney')).toEqual(['postMoney bonus: POSTED', 'postMoney budget: POSTED']);
    await stage.cycle.result();
    expect(called('postMoney')).toHaveLength(2);
  });

  test('returns, and approves the next attempt late: reminded, and posted', async () => {
    await untilMoney();
    await stage.say({ unit: null, step: 'bonus', by: hrOne });
    await decide('bonus', 'return');
    for (const step of moneySteps) await stage.say({ unit: null, step, by: hrOne });
    const late = stage.world.standing.steps().find((step) => step.id === 'bonus')?.decideDueAt ?? 0;
    await stage.until(late + 4 * 86_400_000);
    expect(stage.told(null, 'bonus')).toContain('reminded');
    for (const step of moneySteps) expect(await decide(step, 'approve')).toBe('applied');
    await untilTrue(() => called('postMoney').length === 2, 'posting');
    expect(called('postMoney bonus')).toEqual(['postMoney bonus: POSTED']);
  });

  test('never decides: closed by policy, nothing is posted, and the cycle comes to its close', async () => {
    await untilMoney();
    await stage.say({ unit: null, step: 'bonus', by: hrOne });
    await stage.cycle.result();
    expect(stage.told(null, 'bonus').at(-1)).toBe('forwarded');
    expect(called('postMoney')).toEqual(['postMoney bonus: NOT_APPROVED', 'postMoney budget: NOT_APPROVED']);
  });
});

describe('the close', { timeout: 60_000 }, () => {
  test('a year in which nobody says a word ends by itself, every step told why', async () => {
    stage = await createStage();
    await stage.start();
    await stage.cycle.result();
    expect(stage.world.standing.steps().filter(isLive)).toEqual([]);
    expect(stage.world.standing.steps().every((step) => stage.told(null, step.id).at(-1) !== 'submitted')).toBe(true);
    expect(stage.world.calls.slice(-3)).toEqual(['closeCycle', 'closeReviews', 'archiveHistories']);
    expect(stage.world.at.state).toBe('closed');
    const phases = called('enter').map((call) => call.slice('enter '.length));
    expect(phases).toEqual([...stage.world.standing.schedule.phases.map((phase) => phase.id)]);
  });

  test('it waits for what somebody opened after the sweep had found nothing left', async () => {
    stage = await createStage({ from: 'closing' });
    let opened = 0;
    stage.world.hooks.closing = async () => {
      if ((opened += 1) > 1) return;
      const wanted = { id: 'correction-1', kind: 'correction', at: await stage.world.now() } as const;
      stage.world.standing.open(reviewIdOf('year', null), wanted);
    };
    await stage.start();
    await stage.cycle.result();
    expect(stage.told(null, 'correction-1').at(-1)).toBe('cancelled');
    expect(called('closeCycle')).toEqual(['closeCycle: not yet', 'closeCycle']);
  });

  test('it waits for its instant, also when all is done long before', async () => {
    await untilMoney();
    for (const step of moneySteps) {
      await stage.say({ unit: null, step, by: hrOne });
      await stage.say({ unit: null, step, by: step.endsWith('-own') ? 'board' : 'finance', decision: 'approve' });
    }
    await stage.cycle.result();
    expect(await env().currentTimeMs()).toBeGreaterThanOrEqual(stage.world.standing.schedule.closesAt);
    expect((await stage.review('sales').describe()).status.name).toBe('COMPLETED');
  });
});

function env() {
  return stage.env;
}
