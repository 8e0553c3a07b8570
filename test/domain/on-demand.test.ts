import { describe, expect, test } from 'vitest';
import {
  next,
  onDemandPlans,
  openOnDemand,
  planById,
  proposalOfStep,
  rulesStepId,
  scheduledKinds,
  stepKinds,
} from '../../domain/process/index.js';
import { aStep, day, plan, times } from './a-step.js';

const rules = planById([], 'rules');
if (rules === undefined) throw new Error('no plan of rules');

describe('a step that no template schedules', () => {
  test('has a plan in every cycle, beside those that the template schedules', () => {
    expect(planById([plan], 'goals')).toBe(plan);
    expect(planById([plan], 'moon')).toBeUndefined();
    const bySections = /^(appeal|improvement)/;
    // A nomination is both: a template may schedule it, and a head opens it when it is wanted.
    const onlyOnDemand = onDemandPlans.map(({ kind }) => kind).filter((kind) => kind !== 'nomination');
    const ofTemplates = stepKinds.filter(
      (kind) => !bySections.test(kind) && !onlyOnDemand.some((each) => each === kind),
    );
    expect(scheduledKinds).toEqual(ofTemplates);
  });

  test('is looked at for its first reminder, not only when it is due; what lies behind reminds nobody', () => {
    const on = {
      times,
      rungs: (_ladder: unknown, dueAt: number) => [
        { at: dueAt - day(1), kind: 'remind' as const },
        { at: dueAt + day(1), kind: 'remind' as const },
      ],
    };
    const change = openOnDemand({ id: 'change-1', kind: 'change', at: day(1) }, on);
    expect(change).toMatchObject({ dueAt: day(11), rung: 0, nextAt: day(10) });
    const short = openOnDemand({ id: 'rules-1', kind: 'rules', at: day(1) }, on);
    expect(short).toMatchObject({ dueAt: day(2), rung: 1, nextAt: day(3) });
    // Nobody is reminded of a right that they need not use.
    const right = openOnDemand({ id: 'improvement-appeal-1', kind: 'improvement-appeal', at: day(1) }, on);
    expect(right.nextAt).toBe(right.closesAt);
  });

  test('of a change of rules bears the number of its proposal', () => {
    expect(proposalOfStep(rulesStepId(12))).toBe(12);
    for (const id of ['rules', 'rules-0', 'rules-1/sales', 'rating/rules-1', 'calibration'])
      expect(proposalOfStep(id)).toBeNull();
  });

  test('ends when it is returned, and is no one’s who proposed it', () => {
    const submitted = aStep({ kind: 'rules', planId: 'rules', state: 'submitted', revision: 2, submittedBy: ['zhou'] });
    const word = { act: 'approve', decision: 'return', receivedAt: day(1), stepRevision: 2, hasReason: true } as const;
    const who = { entitled: ['zhou', 'wu'], headsOfUnit: [], tookPart: [], mayActForPrincipal: true };
    const said = (by: string) => next(submitted, rules, { ...word, actor: by, principal: by }, who, times);
    expect(said('wu')).toMatchObject({ ok: true, step: { state: 'done', outcome: 'returned', decidedBy: 'wu' } });
    expect(said('zhou')).toEqual({ ok: false, code: 'OWN_WORK' });
  });

  test('that nobody decides is cancelled: silence puts nothing in force', () => {
    expect(rules).toMatchObject({ onClose: 'cancel', onNo: 'done', submitter: 'hr', decider: 'hr' });
  });
});
