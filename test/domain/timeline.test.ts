import { describe, expect, test } from 'vitest';
import { scaleOf } from '../../api/pages/timeline/scale.js';

describe('a scale of days', () => {
  const year = scaleOf('2027-01-01', '2027-12-31');

  test('begins with the first day and ends after the last', () => {
    expect([year.at('2027-01-01'), year.after('2027-12-31'), year.after('2027-01-01')]).toEqual([0, 100, 0.27]);
  });

  test('has what lies outside at its nearer end, and no place for what is no day', () => {
    expect([year.at('2026-05-01'), year.after('2029-05-01'), year.at('soon')]).toEqual([0, 100, null]);
  });

  test('names the month it begins in and those that begin within it', () => {
    const quarter = scaleOf('2026-12-15', '2027-02-10');
    expect(quarter.months.map(({ month }) => month)).toEqual(['2026-12', '2027-01', '2027-02']);
    expect(quarter.months.map(({ at }) => at)).toEqual([0, 29.31, 82.76]);
  });

  test('is refused where there are no days', () => {
    expect(() => scaleOf('2027-02-01', '2027-01-31')).toThrow(RangeError);
  });
});
