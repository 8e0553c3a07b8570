/** The wait for a person's words, in each of its ways: answered, late, never. */
import { afterEach, describe, expect, test } from 'vitest';
import { chief, headOf } from './people.js';
import { createStage, type Stage, stepOf } from './stage.js';

const day = 86_400_000;
const submitGoals = { unit: 'sales', step: 'goals', by: headOf('sales') };
const approveGoals = { unit: 'sales', step: 'goals', by: chief, decision: 'approve' } as const;
let stage: Stage;
const goals = () => stepOf(stage.world, 'sales', 'goals');

afterEach(() => stage.end());

async function openGoals(): Promise<void> {
  stage = await createStage();
  await stage.start();
  await stage.until(stage.world.standing.phaseOpensAt('goal-setting'));
  await stage.stepIs('sales', 'goals', 'open');
}

describe('goals', { timeout: 60_000 }, () => {
  test('submitted and approved in time: nobody is reminded, and the plan opens at its instant', async () => {
    await openGoals();
    expect(await stage.say(submitGoals)).toBe('applied');
    expect(await stage.say(approveGoals)).toBe('applied');
    await stage.until(stage.world.standing.phaseOpensAt('planning'));
    await stage.stepIs('sales', 'plan', 'open');
    expect(stage.told('sales', 'goals')).toEqual(['opened', 'submitted', 'approved']);
    expect(stage.told('sales', 'plan')).toEqual(['opened']);
  });

  test('submitted late: reminded and escalated before, accepted all the same', async () => {
    await openGoals();
    const { dueAt } = goals();
    await stage.until(dueAt + 7 * day);
    expect(await stage.say(submitGoals)).toBe('applied');
    expect(stage.told('sales', 'goals')).toEqual(['opened', 'reminded', 'reminded', 'escalated', 'submitted']);
    const reminded = stage.world.standing.lines.find((line) => line.stepId === 'goals' && line.what === 'reminded');
    expect(reminded?.at).toBeLessThan(dueAt);
  });

  test('never submitted: closed by policy at its instant, the plan opens, and a word that comes later is refused', async () => {
    await openGoals();
    const { closesAt } = goals();
    await stage.until(closesAt);
    await stage.stepIs('sales', 'plan', 'open');
    expect(goals()).toMatchObject({ state: 'done', outcome: 'forwarded' });
    const forwarded = stage.world.standing.lines.find((line) => line.what === 'forwarded');
    expect(Math.abs((forwarded?.at ?? 0) - closesAt)).toBeLessThan(60_000);
    expect(await stage.say(submitGoals)).toBe('STEP_CLOSED');
  });

  test('decided late: the decider is reminded by a ladder of their own', async () => {
    await openGoals();
    await stage.say(submitGoals);
    const { decideDueAt } = submitted();
    const dayAfter = { remindBefore: [], remindAfter: [1], escalateAfter: [] };
    // The opening of the next working day, whatever day of the week it was due on.
    const [second] = stage.world.standing.rungs(dayAfter, decideDueAt ?? 0);
    await stage.until((second?.at ?? 0) + 3_600_000);
    await stage.say(approveGoals);
    expect(stage.told('sales', 'goals')).toEqual(['opened', 'submitted', 'reminded', 'reminded', 'approved']);
  });

  test('never decided: what was submitted is forwarded when the time of the decider is over', async () => {
    await openGoals();
    await stage.say(submitGoals);
    const { decideClosesAt } = submitted();
    await stage.until(decideClosesAt ?? 0);
    await stage.stepIs('sales', 'goals', 'done');
    expect(goals().outcome).toBe('forwarded');
    expect(await stage.say(approveGoals)).toBe('STEP_CLOSED');
  });

  test('returned: a next attempt; what was said of the old one is stale', async () => {
    await openGoals();
    await stage.say(submitGoals);
    const late = await stage.world.receive(approveGoals);
    expect(await stage.say({ ...approveGoals, decision: 'return', reason: 'too vague' })).toBe('applied');
    expect(goals()).toMatchObject({ state: 'open', attempt: 2 });
    expect(await stage.bring(late, 'sales')).toEqual({ kind: 'refused', code: 'STALE_REVISION' });
    await stage.say(submitGoals);
    await stage.say(approveGoals);
    expect(stage.told('sales', 'goals')).toEqual(['opened', 'submitted', 'returned', 'submitted', 'approved']);
  });

  test('one slow unit holds no other', async () => {
    await openGoals();
    await stage.say(submitGoals);
    await stage.say(approveGoals);
    await stage.until(stage.world.standing.phaseOpensAt('planning') + day);
    await stage.stepIs('sales', 'plan', 'open');
    expect(stepOf(stage.world, 'quality', 'goals').state).toBe('open');
    expect(stepOf(stage.world, 'quality', 'plan').state).toBe('closed');
  });
});

function submitted() {
  const step = stage.world.standing.steps().find((each) => each.id === 'goals' && each.state === 'submitted');
  if (step === undefined) throw new Error('nothing is submitted');
  return step;
}
