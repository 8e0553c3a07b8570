import { describe, expect, test } from 'vitest';
import { dayOf, workingDays } from '../../../domain/dates.js';
import { summaryOf, type Wait, waitBetween } from '../../../domain/reports/waits.js';
import { hoursAndMinutes, hoursOf, percentOf } from '../../../domain/reports/values.js';

const days = workingDays({ holidays: ['2027-01-01'], workdays: ['2027-01-09'] });
const moment = (local: string) => ({ at: Date.parse(`${local}:00+08:00`), day: dayOf(local.slice(0, 10)) });
const between = (from: string, to: string): Wait => waitBetween(days, moment(from), moment(to));
const hour = 3_600_000;
const waits = (...each: readonly number[]): readonly Wait[] =>
  each.map((workdays) => ({ workdays, ms: workdays * 24 * hour }));

describe('a wait', () => {
  test('counts the working days after the day it began on, by the calendar, and the hours that passed', () => {
    // Monday the 4th to Thursday the 7th.
    expect(between('2027-01-04T09:00', '2027-01-07T11:30')).toEqual({ workdays: 3, ms: 74.5 * hour });
    expect(between('2027-01-04T09:00', '2027-01-04T17:00')).toEqual({ workdays: 0, ms: 8 * hour });
  });

  test('passes over weekends and holidays, and counts the Saturday that is worked', () => {
    expect(between('2026-12-31T09:00', '2027-01-04T09:00').workdays).toBe(1);
    expect(between('2027-01-08T09:00', '2027-01-11T09:00').workdays).toBe(2);
    expect(between('2027-01-15T09:00', '2027-01-17T23:00')).toEqual({ workdays: 0, ms: 62 * hour });
  });
});

describe('the summary of waits', () => {
  test('of an odd number has the middle one as its median, and the nearest rank at 90 percent', () => {
    const { count, median, ninth, longest, spread } = summaryOf(waits(9, 1, 3, 2, 10, 4, 5, 8, 7, 6, 30));
    expect(count).toBe(11);
    expect(median).toEqual({ kind: 'wait', workdays: '6', ms: String(6 * 24 * hour) });
    // ceil(0.9 · 11) = the 10th of eleven.
    expect(ninth).toMatchObject({ workdays: '10' });
    expect(longest).toMatchObject({ workdays: '30' });
    // ceil(0.25 · 11) = the 3rd, ceil(0.75 · 11) = the 9th.
    expect(spread).toEqual({ least: '1', lower: '3', median: '6', upper: '9', ninth: '10', most: '30' });
  });

  test('of an even number has the exact middle between two', () => {
    expect(summaryOf(waits(1, 2, 5, 9)).median).toEqual({ kind: 'wait', workdays: '3.5', ms: String(84 * hour) });
  });

  test('sorts by working days first: a long weekend is a short wait', () => {
    const weekend = { workdays: 0, ms: 62 * hour };
    const night = { workdays: 1, ms: 14 * hour };
    expect(summaryOf([night, weekend]).longest).toMatchObject({ workdays: '1', ms: String(14 * hour) });
  });

  test('of nothing is no data, never zero', () => {
    const nothing = { kind: 'none' };
    expect(summaryOf([])).toEqual({ count: 0, median: nothing, ninth: nothing, longest: nothing, spread: null });
    expect(percentOf(0, 0)).toEqual(nothing);
  });
});

describe('percents and hours', () => {
  test('are exact: two of three is 200/3 percent', () => {
    expect(percentOf(2, 3)).toEqual({ kind: 'percent', exact: '200/3' });
    expect(percentOf(1, 4)).toEqual({ kind: 'percent', exact: '25' });
  });

  test('are shown in hours and whole minutes, and in hours with two places', () => {
    expect(hoursAndMinutes(String(74.5 * hour + 59_000))).toEqual({ hours: '74', minutes: '30' });
    expect(hoursAndMinutes('1000/3')).toEqual({ hours: '0', minutes: '0' });
    expect(hoursOf(String(hour / 3))).toBe('0.33');
  });
});
