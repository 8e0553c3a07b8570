import { describe, expect, test } from 'vitest';
import { workingDays } from '../../domain/dates.js';
import {
  cadences,
  expectedAfter,
  freshnessOf,
  freshnessRuleOf,
  nextSlot,
  periodEnd,
  slotsBetween,
  slotsToPlan,
  slotToCome,
} from '../../domain/values/index.js';

const days = workingDays({ holidays: ['2027-01-01', '2027-10-01', '2027-10-04', '2027-10-05'], workdays: [] });
const quarter = { cadence: 'quarter', freshDays: null } as const;

describe('the end of a period', () => {
  test.each([
    ['2027-02-14', ['2027-02-14', '2027-02-14', '2027-02-28', '2027-03-31', '2027-06-30', '2027-12-31']],
    ['2027-02-15', ['2027-02-15', '2027-02-21', '2027-02-28', '2027-03-31', '2027-06-30', '2027-12-31']],
    ['2028-02-29', ['2028-02-29', '2028-03-05', '2028-02-29', '2028-03-31', '2028-06-30', '2028-12-31']],
    ['2027-12-31', ['2027-12-31', '2028-01-02', '2027-12-31', '2027-12-31', '2027-12-31', '2027-12-31']],
  ])('of %s, by day, week, month, quarter, half-year, year', (day, ends) => {
    expect(cadences.map((cadence) => periodEnd(day, cadence))).toEqual(ends);
  });
});

describe('freshness', () => {
  test('a quarter is fresh until the next one ends, then due, and stale after five working days', () => {
    const on = '2027-03-31';
    expect(expectedAfter(on, quarter, days)).toEqual({ dueFrom: '2027-07-01', staleFrom: '2027-07-08' });
    expect(freshnessOf(on, '2027-06-30', quarter, days)).toBe('fresh');
    expect(freshnessOf(on, '2027-07-01', quarter, days)).toBe('due');
    expect(freshnessOf(on, '2027-07-07', quarter, days)).toBe('due');
    expect(freshnessOf(on, '2027-07-08', quarter, days)).toBe('METRIC_STALE');
  });

  test('holidays make nothing stale', () => {
    const on = '2027-06-30';
    // 1, 4 and 5 October are free: the fifth working day is the 12th.
    expect(expectedAfter(on, quarter, days)).toEqual({ dueFrom: '2027-10-01', staleFrom: '2027-10-13' });
    const daily = { cadence: 'day', freshDays: null } as const;
    expect(freshnessOf('2027-09-30', '2027-10-06', daily, days)).toBe('due');
    expect(freshnessOf('2027-09-30', '2027-10-07', daily, days)).toBe('METRIC_STALE');
  });

  test("a connector's own days count before the metric's cadence, and how often it is read where there is neither", () => {
    expect(freshnessRuleOf('year', { schedule: 'day', freshDays: 10 })).toEqual({ cadence: 'year', freshDays: 10 });
    const ten = { cadence: 'year', freshDays: 10 } as const;
    expect(freshnessOf('2027-03-01', '2027-03-11', ten, days)).toBe('fresh');
    expect(freshnessOf('2027-03-01', '2027-03-12', ten, days)).toBe('due');
    expect(freshnessOf('2027-03-01', '2027-03-13', ten, days)).toBe('METRIC_STALE');
    expect(freshnessRuleOf(null, { schedule: 'month-end' })).toEqual({ cadence: 'month', freshDays: null });
  });

  test('without any value it is no data, and without a rule a value never gets old', () => {
    const none = { cadence: null, freshDays: null };
    expect(freshnessOf(null, '2027-03-01', none, days)).toBe('no-data');
    expect(freshnessOf('1999-01-01', '2027-03-01', none, days)).toBe('fresh');
  });
});

describe('planned readings', () => {
  test('of quarters: the first working day after each, asking for its last day', () => {
    expect(slotsBetween('quarter-end', '2027-01-01', '2028-01-31', days)).toEqual([
      { day: '2027-01-04', on: '2026-12-31' },
      { day: '2027-04-01', on: '2027-03-31' },
      { day: '2027-07-01', on: '2027-06-30' },
      { day: '2027-10-06', on: '2027-09-30' },
      { day: '2028-01-03', on: '2027-12-31' },
    ]);
  });

  test('at most one a working day: after days off it asks for the latest', () => {
    expect(slotsBetween('day', '2027-09-29', '2027-10-07', days)).toEqual([
      { day: '2027-09-30', on: '2027-09-29' },
      { day: '2027-10-06', on: '2027-10-05' },
      { day: '2027-10-07', on: '2027-10-06' },
    ]);
    expect(slotsBetween('week', '2027-09-30', '2027-10-12', days)).toEqual([
      { day: '2027-10-06', on: '2027-10-03' },
      { day: '2027-10-11', on: '2027-10-10' },
    ]);
  });

  test.each(['day', 'week', 'month-end', 'quarter-end'] as const)(
    'the next of %s is the first of those planned, from whatever day one looks',
    (schedule) => {
      const all = slotsBetween(schedule, '2027-01-01', '2028-12-31', days);
      for (let day = '2027-01-02'; day < '2028-01-01'; day = periodEnd(nextDay(day), 'day')) {
        expect(nextSlot(schedule, day, days)).toEqual(all.find((slot) => slot.day > day));
      }
    },
  );

  const term = { today: '2027-07-02', monitoringFrom: '2027-02-01', periodStart: '2027-01-01', lastOn: '2027-12-31' };
  const connector = { schedule: 'quarter-end', since: null, lastSlot: null } as const;

  test('begin with monitoring, or with the day after the connector was switched on, and go on after the last', () => {
    const planned = (more: object) => slotsToPlan({ ...connector, ...more }, term, days).map((slot) => slot.on);
    expect(planned({})).toEqual(['2027-03-31', '2027-06-30']);
    expect(planned({ since: '2027-04-01' })).toEqual(['2027-06-30']);
    expect(planned({ lastSlot: '2027-07-01' })).toEqual([]);
  });

  test('after a long stillness only the newest are made up for', () => {
    const slots = slotsToPlan({ ...connector, schedule: 'day' }, term, days);
    expect(slots).toHaveLength(31);
    expect(slots.at(-1)).toEqual({ day: '2027-07-02', on: '2027-07-01' });
  });

  test('end with the period where no other cycle follows on the same book', () => {
    expect(slotToCome(connector, { ...term, today: '2027-12-31' }, days)).toEqual({
      day: '2028-01-03',
      on: '2027-12-31',
    });
    expect(slotToCome(connector, { ...term, today: '2028-01-03' }, days)).toBeNull();
    expect(slotToCome(connector, { ...term, today: '2028-01-03', lastOn: null }, days)?.on).toBe('2028-03-31');
  });
});

function nextDay(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}
