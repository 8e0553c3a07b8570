/** Improvement plans: what opens one, and how it goes on by what became of its steps. */
import { describe, expect, test } from 'vitest';
import { makePlanTimes } from '../../documents/improvement-times.js';
import {
  advancePlan,
  meetsCriterion,
  type PlanContext,
  planNumberOf,
  planOutcomeId,
  type PlanStanding,
  type PlanStep,
  planStepId,
  planTalkId,
  talkDaysOf,
} from '../../domain/improvement/index.js';

const times = makePlanTimes({ holidays: ['2028-03-22'], workdays: [] }, 'Asia/Shanghai');
const at = (text: string): number => Date.parse(`${text}:00+08:00`);
const open: PlanStep = {
  state: 'open',
  outcome: null,
  dueAt: at('2028-03-01T00:00'),
  submittedAt: null,
  endedAt: null,
  firstDay: null,
  verdict: null,
  days: null,
};
const done = (more: Partial<PlanStep>): PlanStep => ({ ...open, state: 'done', outcome: 'approved', ...more });
const begun: PlanStanding = {
  number: 1,
  terms: { days: [30, 60], noticeWorkdays: 5, objectWorkdays: 3 },
  stage: 'proposed',
  firstDay: null,
  talks: [],
  judgements: 0,
  end: null,
};
const context = (now: string, steps: Record<string, PlanStep>, more: Partial<PlanContext> = {}): PlanContext => ({
  now: at(now),
  criterionMet: true,
  steps: new Map(Object.entries(steps)),
  times,
  ...more,
});

describe('the criterion', () => {
  test.each([
    [{ totalBelow: '70' }, { total: '69.25', grade: 'D' }, true],
    [{ totalBelow: '70' }, { total: '763/13', grade: 'D' }, true],
    [{ totalBelow: '70' }, { total: '70', grade: 'C' }, false],
    [{ totalBelow: '70' }, { total: '2099999/30000', grade: 'C' }, true],
    [{ grades: ['D'] }, { total: '71', grade: 'D' }, true],
    [{ grades: ['D'] }, { total: '10', grade: 'C' }, false],
    [{ totalBelow: '70', grades: ['D'] }, { total: '80', grade: 'D' }, true],
    [{ totalBelow: '70', grades: ['D'] }, { total: null, grade: null }, false],
    [{}, { total: '0', grade: 'D' }, false],
  ])('%j is met by %j: %s', (criterion, result, met) => {
    expect(meetsCriterion(criterion, result)).toBe(met);
  });

  test('knows nothing but the own result: whatever others have, the answer is the same', () => {
    const own = { total: '83.6', grade: 'C' };
    for (const others of [
      ['100', '99'],
      ['1', '2'],
    ])
      expect([others, meetsCriterion({ totalBelow: '70' }, own)]).toEqual([others, false]);
  });
});

describe('a plan', () => {
  test('approved, takes the later of the day that was asked for and the notice', () => {
    const approved = (firstDay: string) => done({ endedAt: at('2028-02-14T10:00'), submittedAt: 1, firstDay });
    const early = advancePlan(begun, context('2028-02-14T10:00', { [planStepId(1)]: approved('2028-02-15') }));
    expect(early.plan).toMatchObject({ stage: 'notice', firstDay: '2028-02-21' });
    expect(early.opens).toEqual([{ id: 'improvement-appeal-1', kind: 'improvement-appeal', workdays: 3 }]);
    const late = advancePlan(begun, context('2028-02-14T10:00', { [planStepId(1)]: approved('2028-03-01') }));
    expect(late.plan.firstDay).toBe('2028-03-01');
  });

  test('approved while the worker was away: its notice begins when the unit is told', () => {
    const approved = done({ endedAt: at('2028-02-14T10:00'), submittedAt: 1, firstDay: '2028-02-21' });
    const { plan } = advancePlan(begun, context('2028-02-17T10:00', { [planStepId(1)]: approved }));
    expect(plan.firstDay).toBe('2028-02-24');
  });

  test('begins when the window lapses; talks fall on the next working day where theirs is none', () => {
    const told: PlanStanding = { ...begun, stage: 'notice', firstDay: '2028-02-21' };
    const lapsed = { ...open, state: 'cancelled', endedAt: at('2028-02-18T00:00') } as const;
    const { plan, nextAt } = advancePlan(told, context('2028-02-18T00:00', { 'improvement-appeal-1': lapsed }));
    // 22 March is a holiday here, 21 April a Friday.
    expect(plan.talks.map(({ opensAt }) => new Date(opensAt).toISOString())).toEqual([
      '2028-03-23T01:00:00.000Z',
      '2028-04-21T01:00:00.000Z',
    ]);
    expect(nextAt).toBe(plan.talks[0]?.opensAt);
  });

  const running: PlanStanding = {
    ...begun,
    stage: 'running',
    firstDay: '2028-02-21',
    talks: [{ days: 30, opensAt: at('2028-03-23T09:00'), state: 'open' }],
  };
  test.each([
    ['held', done({ outcome: 'acknowledged', submittedAt: open.dueAt - 1 })],
    ['late', done({ outcome: 'disagreed', submittedAt: open.dueAt })],
    ['held', done({ outcome: 'forwarded', submittedAt: open.dueAt - 1 })],
    ['never', done({ outcome: 'forwarded' })],
  ] as const)('keeps a talk as %s, and asks for the outcome after the last', (state, step) => {
    const moves = advancePlan(running, context('2028-04-10T09:00', { [planTalkId(1, 30)]: step }));
    expect(moves.plan).toMatchObject({ stage: 'judging', judgements: 1, talks: [{ state }] });
    expect(moves.events).toEqual([{ kind: `talk-${state}`, days: 30 }, { kind: 'judgement-opened' }]);
    expect(moves.opens).toEqual([{ id: 'improvement-outcome-1', kind: 'improvement-outcome' }]);
  });

  test('extended twice, each time meets once more so many days after the decision, however long that took', () => {
    const talks = [{ days: 30, opensAt: at('2028-03-23T09:00'), state: 'held' as const }];
    const judging: PlanStanding = { ...running, stage: 'judging', judgements: 1, talks };
    const extended = (endedAt: string, days: number) =>
      done({ submittedAt: 1, verdict: 'extended', days, endedAt: at(endedAt) });
    // 44 days after 21 February, and 10 more.
    const once = advancePlan(
      judging,
      context('2028-04-05T10:00', { [planOutcomeId(1, 1)]: extended('2028-04-05T10:00', 10) }),
    );
    expect(once.events).toEqual([{ kind: 'extended', days: 54 }]);
    expect(new Date(once.plan.talks[1]?.opensAt ?? 0).toISOString()).toBe('2028-04-17T01:00:00.000Z');
    const held = once.plan.talks.map((each) => ({ ...each, state: 'held' as const }));
    const again: PlanStanding = { ...once.plan, stage: 'judging', judgements: 2, talks: held };
    const twice = advancePlan(
      again,
      context('2028-05-02T10:00', { [planOutcomeId(1, 2)]: extended('2028-05-02T10:00', 14) }),
    );
    expect(twice.plan.talks.map(({ days }) => days)).toEqual([30, 54, 85]);
    expect(twice.nextAt).toBe(Date.parse('2028-05-16T01:00:00Z'));
  });

  test('is lifted by a better result at any stage, with all its live steps and nothing opened', () => {
    const stages: readonly PlanStanding[] = [begun, running, { ...running, stage: 'judging', judgements: 1 }];
    for (const plan of stages) {
      const steps = { [planStepId(1)]: open, [planTalkId(1, 30)]: done({}) };
      const moves = advancePlan(plan, context('2028-06-01T09:00', steps, { criterionMet: false }));
      expect([moves.plan.end, moves.cancels, moves.opens]).toEqual(['criterion-lifted', [planStepId(1)], []]);
    }
  });

  test('moved once, does not move again at the same instant', () => {
    const talked = context('2028-04-10T09:00', { [planTalkId(1, 30)]: done({ submittedAt: 1 }) });
    const first = advancePlan(running, talked);
    const again = advancePlan(first.plan, talked);
    expect([again.plan, again.events, again.opens, again.cancels]).toEqual([first.plan, [], [], []]);
  });

  test('passes nobody and fails nobody by silence', () => {
    const judging: PlanStanding = { ...running, stage: 'judging', judgements: 1, talks: [] };
    for (const silent of [
      { ...open, state: 'cancelled' } as const,
      done({ outcome: 'forwarded', verdict: 'ended', submittedAt: 1 }),
    ])
      expect(advancePlan(judging, context('2028-06-01T09:00', { [planOutcomeId(1, 1)]: silent })).plan.end).toBe(
        'never-judged',
      );
  });
});

test('the ids of its steps say which plan and talk they belong to, and fit the schema', () => {
  const ids = [planStepId(2), 'improvement-appeal-2', planTalkId(2, 30), planOutcomeId(2, 1), planOutcomeId(2, 3)];
  for (const id of ids) expect([planNumberOf(id), /^[a-z0-9-]{1,40}$/.test(id)]).toEqual([2, true]);
  expect(talkDaysOf(planTalkId(2, 30))).toBe(30);
  for (const other of ['improvement', 'improvement-0', 'checkpoint-1', 'improvement-rest-1'])
    expect(planNumberOf(other)).toBeNull();
});
