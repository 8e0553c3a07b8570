import { describe, expect, test } from 'vitest';
import {
  decisionsOf,
  isAppeal,
  isAnswer,
  needsReason,
  next,
  outcomeOf,
  refusesAtOnce,
  reopen,
  type StepKind,
  stepKinds,
} from '../../domain/process/index.js';
import { aStep, day, plan, times } from './a-step.js';

const message = {
  act: 'submit',
  decision: null,
  actor: 'lin',
  principal: 'lin',
  receivedAt: day(5),
  stepRevision: 1,
  hasReason: false,
} as const;
const who = { entitled: ['lin', 'chen'], headsOfUnit: ['lin'], tookPart: [], mayActForPrincipal: true };
const open = aStep({ state: 'open', revision: 1 });
const submitted = aStep({
  state: 'submitted',
  revision: 2,
  submittedBy: ['lin'],
  decideDueAt: day(8),
  decideClosesAt: day(10),
});
const approve = {
  ...message,
  act: 'approve',
  decision: 'approve',
  actor: 'chen',
  principal: 'chen',
  stepRevision: 2,
} as const;

const judged = (...[step, its, word, acting]: Partial<Parameters<typeof next>>) => {
  const result = next(step ?? open, its ?? plan, word ?? message, acting ?? who, times);
  return result.ok ? result.step : result.code;
};

describe('a submit', () => {
  test('waits for the decider, who has working days of their own', () => {
    expect(judged()).toMatchObject({
      state: 'submitted',
      revision: 2,
      submittedBy: ['lin'],
      decideDueAt: day(7),
      decideClosesAt: day(9),
      rung: 0,
    });
  });
  test('is done where nobody decides', () => {
    expect(judged(open, { ...plan, decider: null })).toMatchObject({
      state: 'done',
      outcome: 'submitted',
      nextAt: null,
    });
  });
  test('by a stand-in names both, and counts as the work of both', () => {
    expect(judged(open, plan, { ...message, actor: 'wu' })).toMatchObject({ submittedBy: ['wu', 'lin'] });
    const step = { ...submitted, submittedBy: ['wu', 'lin'] };
    expect(judged(step, plan, { ...approve, actor: 'wu', principal: 'chen' })).toBe('OWN_WORK');
    expect(judged(step, plan, { ...approve, actor: 'chen', principal: 'lin' })).toBe('OWN_WORK');
  });
  test('counts by the instant it was received: the window is half open', () => {
    const at = (receivedAt: number) => judged(open, plan, { ...message, receivedAt });
    expect(at(open.opensAt - 1)).toBe('STEP_NOT_OPEN');
    expect(at(open.opensAt)).toMatchObject({ state: 'submitted' });
    expect(at(open.closesAt - 1)).toMatchObject({ state: 'submitted' });
    expect(at(open.closesAt)).toBe('STEP_CLOSED');
  });
  test('is refused to a stranger, and to one whom the principal has not named', () => {
    expect(judged(open, plan, { ...message, principal: 'wu' })).toBe('NOT_YOUR_STEP');
    expect(judged(open, plan, message, { ...who, mayActForPrincipal: false })).toBe('NOT_YOUR_STEP');
  });
  test('is refused on what has moved on, each with its own code', () => {
    expect(judged(open, plan, { ...message, stepRevision: 0 })).toBe('STALE_REVISION');
    expect(judged(aStep({ state: 'closed' }))).toBe('STEP_NOT_OPEN');
    expect(judged({ ...submitted, revision: 1 })).toBe('STEP_NOT_OPEN');
    expect(judged(aStep({ state: 'done', outcome: 'approved', revision: 1 }))).toBe('STEP_ENDED');
    expect(judged(aStep({ state: 'done', outcome: 'forwarded', revision: 1 }))).toBe('STEP_CLOSED');
    expect(judged(aStep({ state: 'cancelled', revision: 1 }))).toBe('STEP_CLOSED');
  });
});

describe('a decision', () => {
  test('ends the step, in the name of the principal', () => {
    expect(judged(submitted, plan, approve)).toMatchObject({
      state: 'done',
      outcome: 'approved',
      decidedBy: 'chen',
      revision: 3,
      nextAt: null,
    });
  });
  test('that returns the work begins another attempt with time enough', () => {
    const returned = judged(submitted, plan, { ...approve, decision: 'return', hasReason: true });
    expect(returned).toMatchObject({
      state: 'open',
      outcome: null,
      attempt: 2,
      submittedBy: [],
      decidedBy: null,
      decideDueAt: null,
      rung: 0,
    });
    expect(returned).toMatchObject({ dueAt: Math.max(submitted.dueAt, day(8)) });
    const late = judged({ ...submitted, decideClosesAt: day(40) }, plan, {
      ...approve,
      decision: 'return',
      hasReason: true,
      receivedAt: day(30),
    });
    expect(late).toMatchObject({ dueAt: day(33), closesAt: day(33) + (plan.closesAt - plan.dueAt) });
  });
  test('that says no is final where the template says so', () => {
    const final = judged(submitted, { ...plan, onNo: 'done' }, { ...approve, decision: 'return', hasReason: true });
    expect(final).toMatchObject({ state: 'done', outcome: 'returned' });
  });
  test('is refused without a reason, on own work, on the own unit, too late, too early', () => {
    expect(judged(submitted, plan, { ...approve, decision: 'return' })).toBe('REASON_MISSING');
    expect(judged(submitted, plan, { ...approve, actor: 'lin', principal: 'lin' })).toBe('OWN_WORK');
    expect(judged({ ...submitted, submittedBy: ['wu'] }, plan, { ...approve, actor: 'lin', principal: 'lin' })).toBe(
      'OWN_UNIT',
    );
    expect(judged(submitted, plan, { ...approve, receivedAt: day(10) })).toBe('STEP_CLOSED');
    expect(judged(open, plan, { ...approve, stepRevision: 1 })).toBe('STEP_NOT_SUBMITTED');
    expect(judged(submitted, plan, { ...approve, stepRevision: 1 })).toBe('STALE_REVISION');
    expect(judged(aStep({ state: 'done', outcome: 'approved', revision: 2 }), plan, approve)).toBe('STEP_ENDED');
    expect(judged(aStep({ state: 'done', outcome: 'forwarded', revision: 2 }), plan, approve)).toBe('STEP_CLOSED');
  });
  test('that the kind does not offer is refused', () => {
    expect(judged(submitted, plan, { ...approve, decision: 'agree' })).toBe('DECISION_NOT_OFFERED');
    expect(judged(submitted, plan, { ...approve, decision: null })).toBe('DECISION_NOT_OFFERED');
    expect(judged(submitted, { ...plan, decider: null }, approve)).toBe('DECISION_NOT_OFFERED');
    expect(judged({ ...submitted, kind: 'rating' }, plan, approve)).toBe('DECISION_NOT_OFFERED');
  });
  test('about a result talk may be the own unit head: an answer is no judgement', () => {
    const talk = { ...submitted, kind: 'feedback' as StepKind, submittedBy: ['chen'] };
    const answer = { ...approve, decision: 'acknowledge', actor: 'lin', principal: 'lin' } as const;
    expect(judged(talk, { ...plan, kind: 'feedback', onNo: 'done' }, answer)).toMatchObject({
      state: 'done',
      outcome: 'acknowledged',
    });
    expect(judged(talk, { ...plan, kind: 'feedback', onNo: 'done' }, { ...answer, decision: 'disagree' })).toBe(
      'REASON_MISSING',
    );
  });
  test('has a yes without and a no with a reason, for every kind', () => {
    for (const kind of stepKinds) {
      const pair = decisionsOf(kind);
      if (pair === null) continue;
      expect(pair.map(needsReason), kind).toEqual([false, pair[1] !== 'reject' || isAppeal(kind)]);
      expect(new Set(pair.map(outcomeOf)).size).toBe(2);
      expect(new Set(pair.map(isAnswer)).size).toBe(1);
    }
  });
});

describe('a step whose ground has changed', () => {
  test('is wanted once more, by anybody entitled: what was decided is no longer in it', () => {
    const decided = aStep({ state: 'done', outcome: 'approved', revision: 3, submittedBy: ['lin'], decidedBy: 'chen' });
    const { step, event } = reopen(decided, plan, day(20), times);
    expect(event).toEqual({ type: 'reopened', stepId: decided.id });
    expect(step).toMatchObject({
      state: 'open',
      outcome: null,
      attempt: 2,
      revision: 4,
      submittedBy: [],
      decidedBy: null,
    });
    expect([step.dueAt, step.closesAt]).toEqual([day(23), day(25)]);
  });
});

describe('an appeal', () => {
  test('is decided by none who took part, neither for themselves nor for another', () => {
    const filed = { ...submitted, kind: 'appeal' as const };
    const outside = { entitled: ['chen', 'he'], headsOfUnit: ['lin'], tookPart: ['he'], mayActForPrincipal: true };
    const word = { ...message, act: 'approve', decision: 'grant', stepRevision: 2 } as const;
    const judgedBy = (actor: string, principal: string) => {
      const judgedSo = next(filed, { ...plan, kind: 'appeal' }, { ...word, actor, principal }, outside, times);
      return judgedSo.ok ? judgedSo.step.outcome : judgedSo.code;
    };
    expect(judgedBy('chen', 'chen')).toBe('granted');
    expect(judgedBy('he', 'he')).toBe('TOOK_PART');
    expect(judgedBy('he', 'chen')).toBe('TOOK_PART');
    expect(judgedBy('chen', 'he')).toBe('TOOK_PART');
  });
});

describe('what a conversation refuses from memory', () => {
  const word = { stepId: 's', stepRevision: 3, decision: null };
  const at = (state: object, revision = 3, stepRevision = revision) =>
    refusesAtOnce(
      { revision: 9, steps: { s: { outcome: null, attempt: 1, dueAt: 0, closesAt: 0, revision, ...state } } as never },
      { ...word, stepRevision },
    );
  test('is what can never be right again', () => {
    expect(refusesAtOnce({ revision: 1, steps: {} }, word)).toBe('STEP_NOT_FOUND');
    expect(at({ state: 'closed' })).toBe('STEP_NOT_OPEN');
    expect(at({ state: 'cancelled' })).toBe('STEP_CLOSED');
    expect(at({ state: 'done', outcome: 'forwarded' })).toBe('STEP_CLOSED');
    expect(at({ state: 'done', outcome: 'approved' })).toBe('STEP_ENDED');
    expect(at({ state: 'open' }, 3, 2)).toBe('STALE_REVISION');
  });
  test('is nothing that Postgres may know better', () => {
    expect(at({ state: 'open' })).toBeNull();
    expect(at({ state: 'submitted' })).toBeNull();
    for (const state of ['closed', 'open', 'submitted', 'done', 'cancelled'])
      expect(at({ state }, 3, 4), state).toBeNull();
  });
});
