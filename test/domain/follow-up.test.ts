import { describe, expect, test } from 'vitest';
import {
  type ActionState,
  type CaseStanding,
  climb,
  keptWord,
  nextRungAt,
  stateOfCase,
  waitOfCase,
  wrongWithWord,
} from '../../domain/cycle/index.js';
import { makeOpenings } from '../../documents/schedule.js';

const zone = 'Asia/Shanghai';
const at = makeOpenings({ holidays: ['2027-04-05'], workdays: [] }, zone);
const opening = (day: string): number => Date.parse(`${day}T09:00:00+08:00`);

const standing = (state: ActionState | null, more: Partial<CaseStanding> = {}): CaseStanding => ({
  closed: false,
  openedDay: '2027-04-02',
  seenDay: '2027-04-02',
  seenAt: opening('2027-04-02'),
  action:
    state === null
      ? null
      : {
          state,
          dueOn: state === 'planned' || state === 'going-on' ? '2027-04-30' : null,
          writtenAt: opening('2027-04-07'),
          writtenDay: '2027-04-07',
        },
  ...more,
});

describe('a deviation waits', () => {
  test('for an action, from the day it was seen', () => {
    expect(waitOfCase(standing(null))).toEqual({ reason: 'no-action', fromDay: '2027-04-02' });
    expect(stateOfCase(standing(null))).toBe('open');
  });

  test('for the due date of its action, also of one that goes on', () => {
    for (const state of ['planned', 'going-on'] as const) {
      expect(waitOfCase(standing(state))).toEqual({ reason: 'overdue', fromDay: '2027-04-30' });
      expect(stateOfCase(standing(state))).toBe('acting');
    }
  });

  test('for another action, where the last one did not help', () => {
    expect(waitOfCase(standing('not-effective'))).toEqual({ reason: 'no-action', fromDay: '2027-04-07' });
    expect(stateOfCase(standing('not-effective'))).toBe('open');
  });

  test('for nobody, once its action is done; for another action, once the next value is still behind', () => {
    expect(waitOfCase(standing('done'))).toBeNull();
    expect(stateOfCase(standing('done'))).toBe('done');
    const again = standing('done', { seenDay: '2027-07-02', seenAt: opening('2027-07-02') });
    expect(waitOfCase(again)).toEqual({ reason: 'no-action', fromDay: '2027-07-02' });
    expect(stateOfCase(again)).toBe('open');
  });

  test('for nothing, once it is over', () => {
    expect(waitOfCase(standing(null, { closed: true }))).toBeNull();
  });
});

describe('a deviation that is ignored', () => {
  const wait = { reason: 'no-action', fromDay: '2027-04-02' } as const;

  test('is told to its owner, the head above and HR, at the opening of working days: holidays do not count', () => {
    expect([0, 1, 2, 3].map((climbed) => nextRungAt(wait, climbed, at))).toEqual([
      opening('2027-04-12'),
      opening('2027-04-14'),
      opening('2027-04-19'),
      null,
    ]);
  });

  test('is told to nobody before', () => {
    const before = climb({ ...wait, rung: 0 }, opening('2027-04-12') - 1, at);
    expect(before).toEqual({ told: [], rung: 0, nextAt: opening('2027-04-12') });
  });

  test('is told to each once, and late to all who were missed', () => {
    const first = climb({ ...wait, rung: 0 }, opening('2027-04-12'), at);
    expect(first.told.map((each) => each.tell)).toEqual(['turn']);
    expect(climb({ ...wait, rung: first.rung }, opening('2027-04-12'), at).told).toEqual([]);
    const late = climb({ ...wait, rung: first.rung }, opening('2027-05-31'), at);
    expect(late.told.map((each) => each.tell)).toEqual(['above', 'hr']);
    expect([late.rung, late.nextAt]).toEqual([3, null]);
  });

  test('with an action past its due date, is reminded on the next working day', () => {
    expect(nextRungAt({ reason: 'overdue', fromDay: '2027-04-30' }, 0, at)).toBe(opening('2027-05-03'));
  });
});

describe('a word on an action', () => {
  const today = '2027-04-02';
  const word = { state: 'planned', action: 'x', note: '', dueOn: '2027-04-30' } as const;
  const under = { state: 'planned', action: 'call all clients' } as const;

  test('names one, with a date that is not before today', () => {
    expect(wrongWithWord(word, null, today)).toBeNull();
    expect(wrongWithWord({ ...word, dueOn: today }, null, today)).toBeNull();
    expect(wrongWithWord({ ...word, action: ' ' }, null, today)).toEqual({ code: 'TEXT_MISSING', field: 'action' });
    for (const dueOn of [null, '2027-04-01']) {
      expect(wrongWithWord({ ...word, dueOn }, null, today)).toEqual({ code: 'DUE_NOT_AHEAD', field: 'dueOn' });
      expect(wrongWithWord({ ...word, state: 'going-on', dueOn }, under, today)?.code).toBe('DUE_NOT_AHEAD');
    }
  });

  test('tells how one stands that is under way', () => {
    for (const state of ['going-on', 'done', 'not-effective'] as const) {
      expect(wrongWithWord({ ...word, state }, under, today)).toBeNull();
      for (const standing of [null, { ...under, state: 'done' }, { ...under, state: 'not-effective' }] as const) {
        expect(wrongWithWord({ ...word, state }, standing, today)).toEqual({ code: 'ACTION_MISSING', field: 'state' });
      }
    }
  });

  test('is kept with the action that it is about; what ends it has no date', () => {
    const done = keptWord({ ...word, state: 'done', note: ' all called ' }, under);
    expect(done).toEqual({ state: 'done', action: 'call all clients', note: 'all called', dueOn: null });
    expect(keptWord({ ...word, state: 'going-on' }, under)).toMatchObject({ action: under.action, dueOn: word.dueOn });
    expect(keptWord({ ...word, action: ' y ' }, under).action).toBe('y');
  });
});
