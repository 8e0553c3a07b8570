import { describe, expect, test } from 'vitest';
import { type AttemptRow, unitReport } from '../../../domain/reports/index.js';
import { days, figure, moment } from './read-report.js';

const context = { units: new Map(), persons: new Map(), days };
const attempt: AttemptRow = {
  unitId: 'marketing',
  stepId: 'goals',
  kind: 'goals',
  raterUnitId: null,
  attempt: 1,
  opened: moment('2027-01-04T09:00'),
  submitted: moment('2027-01-06T10:00'),
  decided: moment('2027-01-07T10:00'),
  ended: moment('2027-01-07T10:00'),
  outcome: 'approved',
  deciderId: 'chen',
  reminders: 0,
  escalations: 0,
  forwarded: false,
};

describe("a unit's year", () => {
  test('shows its newest result, and its steps only to those who may see them', () => {
    const name = { nameZh: '市场部', nameEn: 'Marketing' };
    const result = { status: 'scored', calibratedGrade: null, scoredAt: 1 } as const;
    const rows = {
      unitId: 'marketing',
      name,
      head: null,
      goals: [],
      results: [
        { ...result, version: 1, total: '83.6', grade: 'C', publishedOn: '2028-01-28' },
        { ...result, version: 2, total: '98.6', grade: 'A', publishedOn: '2028-03-01' },
      ],
      checkpoints: [],
      money: [],
    };
    const whole = unitReport({ ...rows, attempts: [attempt] }, context);
    expect(figure(whole, 'total')).toEqual({ kind: 'exact', exact: '98.6' });
    expect(whole.charts.find(({ kind }) => kind === 'line')).toMatchObject({
      points: [
        { on: '2028-01-28', value: '83.6' },
        { on: '2028-03-01', value: '98.6' },
      ],
    });
    expect(whole.lists.map(({ id }) => id)).toEqual(['goals', 'attempts']);
    expect(unitReport({ ...rows, attempts: null }, context).lists.map(({ id }) => id)).toEqual(['goals']);
  });
});
