import { describe, expect, test } from 'vitest';
import {
  canGuard,
  guardOf,
  sameTouches,
  type TouchingFacts,
  wantedAlignments,
  withGuard,
} from '../../domain/cycle/index.js';
import { advance, next, openOnDemand, planById, reopenOnDemand, type StepPlan } from '../../domain/process/index.js';
import type { Goal, Metric } from '../../domain/rules/index.js';
import { day, times } from './a-step.js';

const goal = (unit: string, name: string, metric: string, more: Partial<Goal> = {}): Goal => ({
  id: `${unit}/${name}`,
  unit,
  title: name,
  metric,
  baseline: '1',
  target: '2',
  ...more,
});
const metric = (id: string, unit: string, more: Partial<Metric> = {}): Metric => ({
  id,
  unit,
  better: 'higher',
  ...more,
});
const facts = (it: Partial<TouchingFacts>): TouchingFacts => ({
  unit: 'quality',
  period: { start: '2027-01-01', end: '2027-12-31' },
  own: [],
  others: [],
  metrics: [],
  units: [
    { id: 'hq' },
    ...['quality', 'production', 'sales', 'lab'].map((id) => ({ id, parent: id === 'lab' ? 'quality' : 'hq' })),
  ],
  ...it,
});

describe('goals that touch', () => {
  test('are aligned with the unit whose metric is in tension with an own one', () => {
    const found = wantedAlignments(
      facts({
        own: [goal('quality', 'pass', 'pass-rate')],
        others: [goal('production', 'cost', 'unit-cost', { baseline: '2', target: '1' })],
        metrics: [
          metric('pass-rate', 'quality'),
          metric('unit-cost', 'production', { better: 'lower', tension: ['pass-rate'] }),
        ],
      }),
    );
    expect(found).toEqual([
      { unit: 'production', touches: [{ code: 'CONFLICT_TENSION', at: ['production/cost', 'quality/pass'] }] },
    ]);
  });

  test('are aligned with whoever wants the opposite of the same metric, also in the own line', () => {
    const found = wantedAlignments(
      facts({
        own: [goal('quality', 'up', 'tests', { direction: 'higher' })],
        others: [goal('lab', 'down', 'tests', { direction: 'lower' })],
        metrics: [metric('tests', 'sales')],
      }),
    );
    expect(found).toEqual([{ unit: 'lab', touches: [{ code: 'CONFLICT_DIRECTION', at: ['lab/down', 'quality/up'] }] }]);
  });

  test('on a shared metric are aligned with its owner only, and by the owner with everybody', () => {
    const others = ['production', 'sales'].map((unit) => goal(unit, 'share', 'revenue'));
    const shared = (owner: string) =>
      wantedAlignments(
        facts({ own: [goal('quality', 'share', 'revenue')], others, metrics: [metric('revenue', owner)] }),
      ).map(({ unit }) => unit);
    expect(shared('sales')).toEqual(['sales']);
    expect(shared('quality')).toEqual(['production', 'sales']);
    expect(shared('hq')).toEqual([]);
  });

  test('on a metric that cascades down the line are no matter of alignment', () => {
    const found = wantedAlignments(
      facts({
        own: [goal('quality', 'pass', 'pass-rate')],
        others: [goal('lab', 'pass', 'pass-rate')],
        metrics: [metric('pass-rate', 'quality')],
      }),
    );
    expect(found).toEqual([]);
  });

  test('are the same whatever order they are found in, and others as soon as one is', () => {
    const [a, b] = ['a', 'b'].map((id) => ({ code: 'SHARED_METRIC' as const, at: [id, 'z'] }));
    if (a === undefined || b === undefined) throw new Error('two');
    expect(sameTouches([a], [a])).toBe(true);
    expect(sameTouches([a], [a, b])).toBe(false);
  });
});

describe('a guard', () => {
  const terms = { hold: 'production/cost', metric: 'pass-rate', is: '<', than: '99', atMost: '60' } as const;
  const guard = guardOf(terms, goal('production', 'cost', 'unit-cost'));

  test('is a part of weight 0 that reads the metric, and a gate that holds the goal down', () => {
    expect(guard).toEqual({
      unit: 'production',
      part: { id: 'pass-rate', weight: '0', measure: 'actual', curve: { type: 'identity' } },
      gate: {
        id: 'pass-rate-guards-unit-cost',
        when: { component: 'pass-rate', value: 'x', is: '<', than: '99' },
        then: { atMost: { 'unit-cost': '60' } },
      },
    });
  });

  test('takes the place of one on the same goal by the same metric', () => {
    const stricter = guardOf({ ...terms, than: '99.5' }, goal('production', 'cost', 'unit-cost'));
    const other = guardOf({ ...terms, metric: 'complaints' }, goal('production', 'cost', 'unit-cost'));
    expect(withGuard([guard, other], stricter)).toEqual([other, stricter]);
  });

  test('has no place on a card whose parts count without weights', () => {
    const card = (combine: 'weighted-mean' | 'min') => ({
      scorecard: { format: 'perfcycle/scorecard@1' as const, root: { id: 'total', combine, parts: [] } },
    });
    expect(canGuard(card('weighted-mean'))).toBe(true);
    expect(canGuard(card('min'))).toBe(false);
  });
});

function planOf(id: string): StepPlan {
  const plan = planById([], id);
  if (plan === undefined) throw new Error(`no plan ${id}`);
  return plan;
}

describe('a step of alignment', () => {
  const on = { times, rungs: () => [] };
  const opened = openOnDemand({ id: 'alignment/production', kind: 'alignment', at: day(1) }, on);
  const plan = planOf('alignment');
  const who = { entitled: ['he'], headsOfUnit: ['he'], tookPart: [], mayActForPrincipal: true };
  const word = {
    act: 'submit',
    decision: null,
    actor: 'he',
    principal: 'he',
    receivedAt: day(1),
    hasReason: true,
  } as const;

  test('is open at once, and answered by the other head, also about their own unit', () => {
    const submitted = next(opened, plan, { ...word, stepRevision: 1 }, who, times);
    expect(submitted).toMatchObject({ ok: true, step: { state: 'submitted' } });
    if (!submitted.ok) return;
    const answer = { ...word, act: 'approve', actor: 'fang', principal: 'fang', stepRevision: 2 } as const;
    const other = { entitled: ['fang'], headsOfUnit: ['he'], tookPart: [], mayActForPrincipal: true };
    const agreed = next(submitted.step, plan, { ...answer, decision: 'agree' }, other, times);
    expect(agreed).toMatchObject({ ok: true, step: { state: 'done', outcome: 'agreed' } });
    const objected = next(submitted.step, plan, { ...answer, decision: 'object' }, other, times);
    expect(objected).toMatchObject({ ok: true, step: { state: 'done', outcome: 'objected' } });
  });

  test('that nobody answers ends by its clock, and leaves the matter open', () => {
    const context = {
      now: opened.closesAt,
      plans: new Map([['alignment', plan]]),
      barriersMet: new Set<string>(),
      undecided: new Map<string, number>(),
      times,
      rungs: () => [],
    };
    expect(advance([opened], context).steps[0]).toMatchObject({ state: 'done', outcome: 'forwarded' });
  });

  test('about something else is its next attempt, with time of its own', () => {
    const again = reopenOnDemand({ ...opened, state: 'done', outcome: 'agreed', revision: 3 }, 'alignment', day(9), on);
    expect(again).toMatchObject({ state: 'open', outcome: null, attempt: 2, revision: 4, opensAt: day(9) });
    expect(again.dueAt).toBeGreaterThan(day(9));
  });
});
