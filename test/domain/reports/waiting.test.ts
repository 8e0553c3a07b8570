import { describe, expect, test } from 'vitest';
import { waitingReport, type WaitingRow } from '../../../domain/reports/index.js';
import { rankedOf } from '../../../domain/reports/waits.js';
import { counted, figure } from './read-report.js';

const hour = 3_600_000;
const submit = rankedOf([
  { workdays: 2, ms: 49 * hour },
  { workdays: 5, ms: 169 * hour },
]);
const decide = rankedOf([
  { workdays: 1, ms: 24 * hour },
  { workdays: 0, ms: 2 * hour },
]);
const goals: WaitingRow = {
  ...{ kind: 'goals', attempts: 4, reminders: 2, escalations: 1, forwarded: 1, stillWaiting: 1 },
  ...{ submit, decide },
};
const bonus: WaitingRow = {
  ...{ kind: 'bonus', attempts: 1, reminders: 3, escalations: 0, forwarded: 0, stillWaiting: 0 },
  ...{ submit: null, decide: null },
};
const all: WaitingRow = { ...goals, kind: null, attempts: 5, reminders: 5 };

describe('waiting time', () => {
  const report = waitingReport([all, bonus, goals]);

  test('is told by kind in the order of the process, of those that were submitted and decided', () => {
    const rows = (report.tables[0]?.rows ?? []).map((row) => row.map(({ value }) => value));
    expect(rows.map(([kind]) => kind)).toMatchObject([{ term: { id: 'goals' } }, { term: { id: 'bonus' } }]);
    expect(rows[0]?.slice(1, 8)).toEqual([
      { kind: 'count', count: 4 },
      // 2 working days (49 h) and 5 (169 h): their middle.
      { kind: 'wait', workdays: '3.5', ms: String(109 * hour) },
      { kind: 'wait', workdays: '5', ms: String(169 * hour) },
      { kind: 'wait', workdays: '5', ms: String(169 * hour) },
      // 1 day (24 h) and the same day (2 h).
      { kind: 'wait', workdays: '0.5', ms: String(13 * hour) },
      { kind: 'wait', workdays: '1', ms: String(24 * hour) },
      { kind: 'wait', workdays: '1', ms: String(24 * hour) },
    ]);
    expect(rows[0]?.slice(8)).toEqual([2, 1, 1, 1].map((count) => ({ kind: 'count', count })));
    expect(rows[1]?.[2]).toEqual({ kind: 'none' });
  });

  test('has figures of all kinds together; reminders lead to reminders, not to the steps they were about', () => {
    expect([counted(report, 'attempts'), counted(report, 'reminders')]).toEqual([5, 5]);
    expect(figure(report, 'submitMedian')).toMatchObject({ workdays: '3.5' });
    expect(report.figures.find(({ id }) => id === 'reminders')?.target).toEqual({
      to: 'list',
      list: 'rungs',
      filter: { act: 'reminded' },
    });
  });

  test('has boxes of the kinds that were waited for, and no figure of none', () => {
    expect(report.charts.map((chart) => (chart.kind === 'box' ? chart.boxes.length : null))).toEqual([1, 1]);
    expect(counted(waitingReport([]), 'attempts')).toBe(0);
    expect(figure(waitingReport([]), 'decideMedian')).toEqual({ kind: 'none' });
  });
});
