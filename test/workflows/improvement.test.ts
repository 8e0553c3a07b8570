/** The clock of an improvement plan: each of its waits answered, late and never; and what may happen to the clock itself. */
import { afterEach, describe, expect, test } from 'vitest';
import type { Decision } from '../../domain/process/index.js';
import { chief, headOf, hrOne, outsider } from './people.js';
import { isLive } from './standing.js';
import { createStage, type Stage, type StageOptions, stepOf, untilTrue } from './stage.js';

const day = 86_400_000;
const unit = 'quality';
const head = headOf(unit);
const plan = 'improvement-1';
const appeal = 'improvement-appeal-1';
const outcome = 'improvement-outcome-1';
const talk = (days: number): string => `improvement-talk-1-${days}`;
const usual = { days: [30, 60], noticeWorkdays: 5, objectWorkdays: 5 };
let stage: Stage;
let planId = '';
afterEach(() => stage.end());

const improving = () => stage.world.improving;
const stateOf = () => improving().plan();
const step = (id: string) => stepOf(stage.world, unit, id);
const detail = (id: string) => stage.world.standing.steps().find((each) => each.id === id);
const kinds = () => improving().events.map(({ kind }) => kind);
const isIn = (wanted: string): Promise<void> => untilTrue(() => stateOf().stage === wanted, `the plan is ${wanted}`);
const isOpen = (id: string): Promise<void> => untilTrue(() => detail(id)?.state === 'open', `${id} is open`);
const submit = (id: string, by: string) => stage.say({ unit, step: id, by });
const decide = (id: string, decision: Decision, by: string) =>
  stage.say({ unit, step: id, by, decision, reason: 'looked at' });
const status = async (): Promise<string> => (await stage.plan(planId).describe()).status.name;
const ended = async (how: string): Promise<void> => {
  await isIn('ended');
  expect(stateOf().end).toBe(how);
  await stage.plan(planId).result();
  expect(await status()).toBe('COMPLETED');
};

/** The judging has begun; HR or the head above opens a plan. */
async function opened(terms = usual, options: StageOptions = {}): Promise<void> {
  stage = await createStage({ from: 'evaluation', ...options });
  await stage.start();
  await stage.until(stage.world.standing.phaseOpensAt('evaluation') + 7_200_000);
  await stage.stepIs(unit, 'self-evaluation', 'open');
  planId = await improving().open(unit, terms);
  await isOpen(plan);
}

async function approved(terms = usual, options: StageOptions = {}): Promise<void> {
  await opened(terms, options);
  improving().contents.set(plan, { firstDay: '2000-01-01' });
  expect(await submit(plan, chief)).toBe('applied');
  expect(await decide(plan, 'approve', hrOne)).toBe('applied');
  await isOpen(appeal);
}

/** Nobody objected. */
async function running(terms = usual, options: StageOptions = {}): Promise<void> {
  await approved(terms, options);
  await stage.until(step(appeal).closesAt);
  await isIn('running');
}

/** Its instant has come; the clock's timer began a moment after the plan was looked at. */
async function due(days: number): Promise<void> {
  await stage.until((stateOf().talks.find((each) => each.days === days)?.opensAt ?? 0) + 3_600_000);
  await isOpen(talk(days));
}

async function talked(days: number): Promise<void> {
  await due(days);
  expect(await submit(talk(days), chief)).toBe('applied');
  expect(await decide(talk(days), 'acknowledge', head)).toBe('applied');
}

async function judging(): Promise<void> {
  await running();
  await talked(30);
  await talked(60);
  await isOpen(outcome);
}

/** The worker's, once all that is under way has ended: what it drops the server would give to the next one 10 s later. */
async function restarted(): Promise<void> {
  await asleep();
  await stage.restartWorker();
}

async function asleep(): Promise<void> {
  for (const workflow of [stage.cycle, stage.plan(planId)]) await stage.untilAsleep(workflow);
}

describe('a proposal', { timeout: 120_000 }, () => {
  test('answered: submitted and approved, the unit may appeal; its first day leaves the notice', async () => {
    await approved();
    expect(stateOf().stage).toBe('notice');
    expect(Date.parse(stateOf().firstDay ?? '')).toBeGreaterThan((await stage.world.now()) + 5 * day);
    expect(await decide(plan, 'approve', hrOne)).toBe('STEP_ENDED');
  });

  test('late: reminded and escalated, and it counts all the same', async () => {
    await opened();
    improving().contents.set(plan, { firstDay: '2000-01-01' });
    await stage.until(step(plan).closesAt - day / 2);
    expect(await submit(plan, chief)).toBe('applied');
    expect(stage.told(unit, plan)).toEqual(['opened', 'reminded', 'reminded', 'escalated', 'submitted']);
    expect(await decide(plan, 'approve', hrOne)).toBe('applied');
    await isIn('notice');
  });

  test('never made: the plan ends', async () => {
    await opened();
    await stage.until(step(plan).closesAt);
    await ended('never-proposed');
    expect(await submit(plan, chief)).toBe('STEP_CLOSED');
  });

  test('never decided about: the plan ends; nothing comes of silence', async () => {
    await opened();
    await submit(plan, chief);
    await stage.until(detail(plan)?.decideClosesAt ?? 0);
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
    await stage.until(step(appeal).closesAt - 60_000);
    expect(await submit(appeal, head)).toBe('applied');
    const told = stateOf().firstDay ?? '';
    await stage.until((detail(appeal)?.decideDueAt ?? 0) + day);
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
    await stage.until(detail(appeal)?.decideClosesAt ?? 0);
    await ended('appeal-undecided');
  });
});

describe('a talk', { timeout: 120_000 }, () => {
  test('answered: it opens at its instant, not before, and is held', async () => {
    await running();
    const opensAt = stateOf().talks[0]?.opensAt ?? 0;
    await stage.until(opensAt - 3_600_000);
    expect(detail(talk(30))).toBeUndefined();
    await talked(30);
    await untilTrue(() => kinds().includes('talk-held'), 'the talk is held');
    expect(detail(talk(30))?.opensAt).toBeGreaterThanOrEqual(opensAt);
  });

  test('late: reminded, told after its due day, and kept as late; never answered by the head, it stays so', async () => {
    await running();
    await due(30);
    await stage.until(step(talk(30)).dueAt + day / 2);
    expect(await submit(talk(30), chief)).toBe('applied');
    await stage.until(detail(talk(30))?.decideClosesAt ?? 0);
    await untilTrue(() => kinds().includes('talk-late'), 'the talk is late');
    expect(stage.told(unit, talk(30))).toContain('reminded');
    expect(step(talk(30)).outcome).toBe('forwarded');
  });

  test('never: forwarded and kept as never; the next one opens at its own instant', async () => {
    await running();
    await due(30);
    await stage.until(step(talk(30)).closesAt);
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

  test('extended: one more talk at its instant, and another judgement', async () => {
    await judging();
    improving().contents.set(outcome, { verdict: 'extended', days: 30 });
    await submit(outcome, chief);
    await decide(outcome, 'approve', hrOne);
    await isIn('running');
    await talked(90);
    await isOpen(`${outcome}-2`);
    improving().contents.set(`${outcome}-2`, { verdict: 'ended' });
    await submit(`${outcome}-2`, chief);
    await decide(`${outcome}-2`, 'approve', hrOne);
    await ended('ended');
  });

  test('late: escalated, and it counts', async () => {
    await judging();
    improving().contents.set(outcome, { verdict: 'passed' });
    await stage.until(step(outcome).closesAt - day / 2);
    await submit(outcome, chief);
    expect(stage.told(unit, outcome)).toContain('escalated');
    await decide(outcome, 'approve', hrOne);
    await ended('passed');
  });

  test('never made: the plan ends without one', async () => {
    await judging();
    await stage.until(step(outcome).closesAt);
    await ended('never-judged');
  });

  test('never decided about: what was proposed does not count', async () => {
    await judging();
    improving().contents.set(outcome, { verdict: 'ended' });
    await submit(outcome, chief);
    await stage.until(detail(outcome)?.decideClosesAt ?? 0);
    await ended('never-judged');
  });
});

describe('the clock of a plan', { timeout: 120_000 }, () => {
  test('ends it where the result no longer meets the criterion, with the steps that are open', async () => {
    await running();
    await due(30);
    improving().criterion.met = false;
    await stage.world.options.signal({ plan: planId }, 'wake');
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
    stage.world.hooks.answered = (name) => {
      lost += name === 'advancePlan' ? 1 : 0;
      return name === 'advancePlan' && lost <= 2
        ? Promise.reject(new Error('the worker was killed'))
        : Promise.resolve();
    };
    let away = 2;
    stage.world.hooks.plan = () => {
      away -= 1;
      return away >= 0 ? Promise.reject(new Error('the database is away')) : Promise.resolve();
    };
    improving().contents.set(plan, { firstDay: '2000-01-01' });
    await submit(plan, chief);
    await decide(plan, 'approve', hrOne);
    await stage.env.sleep('5 minutes');
    await isOpen(appeal);
    expect(kinds()).toEqual(['approved']);
    expect(lost).toBeGreaterThan(2);
  });

  test("lost altogether, is born again by the cycle's next sweep, from where the plan stands", async () => {
    await running();
    await asleep();
    await stage.plan(planId).terminate('the store is gone');
    // The cycle's own sweep finds what nobody looked at.
    await talked(30);
    await untilTrue(() => kinds().includes('talk-held'), 'the talk is held');
    expect(await status()).toBe('RUNNING');
  });

  test('keeps its cycle from closing until it has ended', async () => {
    await running({ ...usual, days: [30, 700] });
    // Where nobody says a word, what is due late ends after the day of the close; then only the plan is left.
    await stage.until(stage.world.standing.schedule.closesAt + 300 * day);
    const { phase, state } = stage.world.at;
    expect([stateOf().stage, phase, state]).toEqual(['running', 'closing', 'running']);
    expect(stage.world.standing.steps().filter(isLive)).toEqual([]);
    improving().criterion.met = false;
    await stage.world.options.signal({ plan: planId }, 'wake');
    await isIn('ended');
    await untilTrue(() => stage.world.at.state === 'closed', 'the cycle is closed');
  });
});

describe("in a rehearsal, by the cycle's clock alone", { timeout: 120_000 }, () => {
  const clockIs = (to: number): Promise<void> =>
    untilTrue(() => stage.world.clock()?.nowAt === to && stage.world.clock()?.held === true, 'the clock is there');
  async function runTo(to: number): Promise<void> {
    await stage.world.clockTo({ runTo: to });
    // A plan that is due is waited for, a second at a time.
    for (let left = 200; left > 0 && stage.world.clock()?.nowAt !== to; left -= 1) await stage.env.sleep('2 seconds');
    await clockIs(to);
  }

  test('it opens each talk at its instant: the clock neither jumps over one nor waits for the wall', async () => {
    stage = await createStage({ from: 'evaluation', clock: { held: true, rate: 0 } });
    await stage.start();
    await stage.stepIs(unit, 'self-evaluation', 'open');
    planId = await improving().open(unit, usual);
    improving().contents.set(plan, { firstDay: '2000-01-01' });
    await submit(plan, chief);
    await decide(plan, 'approve', hrOne);
    await isOpen(appeal);
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
