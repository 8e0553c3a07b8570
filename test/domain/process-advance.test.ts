import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advance, type AdvanceContext, type Rung, type Step, stepClock } from '../../domain/process/index.js';
import { aStep, day, plan, times } from './a-step.js';

interface Drawn {
  readonly state: string;
  readonly opens: number;
  readonly lasts: number;
  readonly planId: string;
  readonly waits: number | null;
  readonly barrier: string | null;
}

const rungs: AdvanceContext['rungs'] = (ladder, dueAt) =>
  [
    ...ladder.remindBefore.map((days): Rung => ({ at: dueAt - day(days), kind: 'remind' })),
    ...ladder.remindAfter.map((days): Rung => ({ at: dueAt + day(days), kind: 'remind' })),
    ...ladder.escalateAfter.map((days): Rung => ({ at: dueAt + day(days), kind: 'escalate' })),
  ].toSorted((a, b) => a.at - b.at);
const cancelling = { ...plan, id: 'talk', onClose: 'cancel' as const };
const context = (now: number, more: Partial<AdvanceContext> = {}): AdvanceContext => ({
  now,
  plans: new Map([
    ['goals', plan],
    ['talk', cancelling],
  ]),
  barriersMet: new Set(),
  undecided: new Map(),
  times,
  rungs,
  ...more,
});
const one = (step: Step, now: number, more: Partial<AdvanceContext> = {}) => {
  const { steps, events } = advance([step], context(now, more));
  return { step: steps[0], events: events.map((event) => event.type) };
};
const open = aStep({ state: 'open', revision: 1 });
const submitted = aStep({ state: 'submitted', revision: 2, decideDueAt: day(8), decideClosesAt: day(9) });

describe('a right that may be used', () => {
  const appeal = { ...plan, id: 'appeal', onClose: 'lapse' as const };
  const second = {
    ...appeal,
    id: 'second',
    onlyAfter: { step: 'appeal', outcomes: ['rejected', 'forwarded'] as const },
  };
  const plans = new Map([
    ['appeal', appeal],
    ['second', second],
  ]);
  const first = (more: Partial<Step>) => aStep({ id: 'appeal', planId: 'appeal', revision: 1, ...more });
  const then = aStep({ id: 'second', planId: 'second', waitsFor: ['appeal'] });
  const after = (step: Step, now: number) => advance([step, then], context(now, { plans }));
  const states = (step: Step, now: number) => after(step, now).steps.map(({ state, outcome }) => [state, outcome]);

  test('is no duty: nobody is reminded, and what nobody used is cancelled with what would follow', () => {
    expect(after(first({ state: 'open' }), day(12) - 1).events).toEqual([]);
    expect(states(first({ state: 'open' }), day(12))).toEqual([
      ['cancelled', null],
      ['cancelled', null],
    ]);
  });
  test('once used reminds whoever decides, and goes on where nobody does', () => {
    const filed = first({ state: 'submitted', decideDueAt: day(8), decideClosesAt: day(9) });
    expect(after(filed, day(8)).events.map(({ type }) => type)).toEqual(['reminded', 'reminded']);
    expect(states(filed, day(9))).toEqual([
      ['done', 'forwarded'],
      ['open', null],
    ]);
  });
  test.each([
    ['granted', 'cancelled'],
    ['rejected', 'open'],
  ] as const)('that was %s leaves what follows %s', (outcome, state) => {
    expect(states(first({ state: 'done', outcome }), day(5))[1]?.[0]).toBe(state);
  });
});

describe('time alone', () => {
  test('opens a step at its instant, not before', () => {
    expect(one(aStep(), day(1) - 1)).toMatchObject({ step: { state: 'closed', nextAt: day(1) }, events: [] });
    expect(one(aStep(), day(1))).toMatchObject({
      step: { state: 'open', revision: 1, dueAt: day(10), closesAt: day(12), nextAt: day(8) },
      events: ['opened'],
    });
  });
  test('gives a step that opens late the time of a new attempt', () => {
    expect(one(aStep(), day(9)).step).toMatchObject({ dueAt: day(12), closesAt: day(14) });
    expect(one(aStep(), day(3)).step).toMatchObject({ dueAt: day(10), closesAt: day(12) });
  });
  test('opens what waits once what it waits for has ended, however it ended', () => {
    const waiting = aStep({ id: 'talk', planId: 'talk', waitsFor: ['goals'] });
    const ends: Partial<Step>[] = [
      { state: 'done', outcome: 'approved' },
      { state: 'done', outcome: 'forwarded' },
      { state: 'cancelled' },
    ];
    for (const end of ends)
      expect(advance([aStep(end), waiting], context(day(2))).steps[1]).toMatchObject({ state: 'open' });
    expect(advance([open, waiting], context(day(2))).steps[1]).toMatchObject({ state: 'closed', nextAt: null });
  });
  test('opens what waits at a barrier only once the barrier is passed', () => {
    const waiting = aStep({ barrier: 'all' });
    expect(one(waiting, day(2)).step).toMatchObject({ state: 'closed', nextAt: null });
    expect(one(waiting, day(2), { barriersMet: new Set(['all']) }).step).toMatchObject({ state: 'open' });
  });
  test('climbs the ladder rung by rung, those overslept too, and tells whom it is about', () => {
    expect(one(open, day(8)).events).toEqual(['reminded']);
    const overslept = one(open, day(11));
    expect(overslept.events).toEqual(['reminded', 'reminded', 'escalated']);
    expect(overslept.step).toMatchObject({ rung: 3, nextAt: day(12) });
    expect(advance([{ ...submitted, decideClosesAt: day(20) }], context(day(8))).events).toEqual([
      { type: 'reminded', stepId: 'goals', rung: 1, of: 'decider' },
      { type: 'reminded', stepId: 'goals', rung: 2, of: 'decider' },
    ]);
  });
  test('closes by policy: forwarded or cancelled, open or submitted', () => {
    expect(one({ ...open, rung: 3 }, day(12))).toMatchObject({
      step: { state: 'done', outcome: 'forwarded', revision: 2, nextAt: null },
      events: ['forwarded'],
    });
    expect(one({ ...open, planId: 'talk', rung: 3 }, day(12))).toMatchObject({
      step: { state: 'cancelled', outcome: null },
      events: ['cancelled'],
    });
    expect(advance([{ ...submitted, rung: 3 }], context(day(9))).events).toEqual([
      { type: 'forwarded', stepId: 'goals', from: 'submitted' },
    ]);
  });
  test('waits with closing for a word that came in time and is not yet judged', () => {
    const inTime = one({ ...open, rung: 3 }, day(12), { undecided: new Map([['goals', day(12) - 1]]) });
    expect(inTime.step).toMatchObject({ state: 'open' });
    const late = one({ ...open, rung: 3 }, day(12), { undecided: new Map([['goals', day(12)]]) });
    expect(late.step).toMatchObject({ state: 'done', outcome: 'forwarded' });
  });
  test('leaves alone what has ended, and a step without a plan is a fault', () => {
    const done = aStep({ state: 'done', outcome: 'approved' });
    expect(advance([done], context(day(50)))).toEqual({ steps: [done], changed: new Set(), events: [] });
    expect(() => advance([aStep({ planId: 'none', state: 'open' })], context(day(50)))).toThrow('no plan none');
  });

  const steps = fc.array(
    fc.record({
      state: fc.constantFrom('closed', 'open', 'submitted', 'done', 'cancelled'),
      opens: fc.integer({ min: 0, max: 20 }),
      lasts: fc.integer({ min: 1, max: 20 }),
      planId: fc.constantFrom('goals', 'talk'),
      waits: fc.option(fc.integer({ min: 0, max: 5 })),
      barrier: fc.option(fc.constant('all')),
    }),
    { minLength: 1, maxLength: 6 },
  );
  const made = (drawn: readonly Drawn[]): Step[] =>
    drawn.map(({ state, opens, lasts, planId, waits, barrier }, index) =>
      aStep({
        id: `s${index}`,
        planId,
        barrier,
        state: state as Step['state'],
        outcome: state === 'done' ? 'approved' : null,
        opensAt: day(opens),
        dueAt: day(opens + lasts),
        closesAt: day(opens + lasts + 2),
        ...(state === 'submitted' && { decideDueAt: day(opens + lasts + 1), decideClosesAt: day(opens + lasts + 3) }),
        // Only on earlier ones: templates have no circles.
        waitsFor: waits !== null && waits < index ? [`s${waits}`] : [],
      }),
    );
  const order: Record<Step['state'], number> = { closed: 0, open: 1, submitted: 2, done: 3, cancelled: 3 };

  test('never goes back, ends each attempt at most once, and has nothing left to do at the same instant', () => {
    fc.assert(
      fc.property(steps, fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 8 }), (drawn, days) => {
        let all: readonly Step[] = made(drawn);
        const ended = new Map<string, number>();
        for (const now of days.toSorted((a, b) => a - b).map(day)) {
          const ctx = context(now, { barriersMet: new Set(now > day(30) ? ['all'] : []) });
          const moved = advance(all, ctx);
          moved.steps.forEach((step, index) => {
            const before = all[index];
            expect(order[step.state]).toBeGreaterThanOrEqual(order[before?.state ?? 'closed']);
            expect(step.revision >= (before?.revision ?? 0)).toBe(true);
            if (step.nextAt !== null) expect(step.nextAt).toBeGreaterThan(now);
          });
          for (const event of moved.events) {
            if (event.type === 'forwarded' || event.type === 'cancelled')
              ended.set(event.stepId, (ended.get(event.stepId) ?? 0) + 1);
          }
          expect(advance(moved.steps, ctx)).toEqual({ steps: moved.steps, changed: new Set(), events: [] });
          all = moved.steps;
        }
        for (const count of ended.values()) expect(count).toBe(1);
      }),
    );
  });

  test('does the same in whatever order the steps stand', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 60 }), (drawn, now) => {
        const all = made(drawn);
        const byId = (list: readonly Step[]) => list.toSorted((a, b) => a.id.localeCompare(b.id));
        const forth = advance(all, context(day(now)));
        const back = advance(all.toReversed(), context(day(now)));
        expect(byId(back.steps)).toEqual(byId(forth.steps));
        expect(back.changed).toEqual(forth.changed);
      }),
    );
  });

  test('comes to the same end whether it is looked at daily or seldom', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 60 }), (drawn, last) => {
        const states = (list: readonly Step[]) => list.map(({ state, outcome }) => [state, outcome]);
        let daily: readonly Step[] = made(drawn).filter(
          ({ waitsFor, barrier }) => waitsFor.length === 0 && barrier === null,
        );
        const seldom = advance(advance(daily, context(0)).steps, context(day(last))).steps;
        const late = daily.some(({ state, opensAt }) => state === 'closed' && opensAt < day(last));
        for (let now = 0; now <= last; now += 1) daily = advance(daily, context(day(now))).steps;
        // A step that was opened late gets more time; the others end alike.
        if (!late) expect(states(daily)).toEqual(states(seldom));
      }),
    );
  });
});

describe("a rehearsal's clock", () => {
  const clock = { nowAt: day(1), held: false, runTo: null, rate: 0, pacedFromWall: 0, pacedFromCycle: null, wall: 0 };
  test('steps to the next instant that matters, and waits where none does', () => {
    expect(stepClock(clock, day(5))).toEqual({ kind: 'moved', nowAt: day(5), runTo: null, held: false });
    expect(stepClock(clock, null)).toEqual({ kind: 'waits' });
    expect(stepClock(clock, day(0))).toEqual({ kind: 'moved', nowAt: day(1), runTo: null, held: false });
  });
  test('held, it waits; told to run to a day, it stops at what lies between, ends there, and is held', () => {
    const held = { ...clock, held: true };
    expect(stepClock(held, day(5))).toEqual({ kind: 'waits' });
    expect(stepClock({ ...held, runTo: day(9) }, day(5))).toMatchObject({ nowAt: day(5), runTo: day(9) });
    expect(stepClock({ ...held, runTo: day(4) }, day(5))).toMatchObject({ nowAt: day(4), runTo: day(4) });
    expect(stepClock({ ...held, runTo: day(4) }, null)).toMatchObject({ nowAt: day(4) });
    expect(stepClock({ ...clock, nowAt: day(4), runTo: day(4) }, day(5))).toEqual({
      kind: 'moved',
      nowAt: day(4),
      runTo: null,
      held: true,
    });
  });
  test('at a rate, it sleeps until the wall has come as far, within a second', () => {
    const paced = { ...clock, rate: 86_400, pacedFromWall: 1000, pacedFromCycle: day(1), wall: 1000 };
    expect(stepClock(paced, day(5))).toEqual({ kind: 'paces', waitMs: 4000 });
    expect(stepClock({ ...paced, wall: 4001 }, day(5))).toMatchObject({ kind: 'moved', nowAt: day(5) });
    expect(stepClock({ ...paced, wall: 3999 }, day(5))).toEqual({ kind: 'paces', waitMs: 1001 });
    expect(stepClock({ ...paced, pacedFromCycle: null }, day(5))).toEqual({ kind: 'paces', waitMs: 4000 });
    expect(stepClock({ ...paced, runTo: day(9) }, day(5))).toMatchObject({ kind: 'moved' });
  });
});
