import { describe, expect, test } from 'vitest';
import { cycleReport } from '../../../domain/reports/index.js';
import { makeList } from '../../../domain/reports/list.js';
import { counted, figure } from './read-report.js';

describe('the cycle at a glance', () => {
  const unit = { phase: null, status: 'scored', calibratedGrade: null, published: true } as const;
  const units = [
    { ...unit, unitId: 'rnd', total: '105', grade: 'A' },
    { ...unit, unitId: 'sales', total: '91.25', grade: 'B' },
    { ...unit, unitId: 'quality', total: '763/13', grade: 'D', calibratedGrade: 'C' },
    { ...unit, unitId: 'hr', phase: 'evaluation', status: 'blocked', total: null, grade: null, published: false },
  ] as const;
  const money = [
    { unitId: 'sales', kind: 'bonus', postedMinor: '147518791', reversedMinor: '-77827321' },
    { unitId: null, kind: 'reserve', postedMinor: '5000', reversedMinor: '0' },
  ] as const;
  const shares = [
    { grade: 'A', percent: '20' },
    { grade: 'B', percent: '80' },
  ];
  const names = { units: new Map(), grades: ['A', 'B', 'C', 'D'], distribution: { shares } };
  const steps = [
    { kind: 'goals', state: 'done', forwarded: false, late: false, steps: 5 },
    { kind: 'goals', state: 'done', forwarded: true, late: false, steps: 2 },
    { kind: 'plan', state: 'open', forwarded: false, late: true, steps: 3 },
    { kind: 'plan', state: 'open', forwarded: false, late: false, steps: 4 },
  ] as const;
  const stepList = makeList({ id: 'steps', facets: {}, columns: [] }, []);
  const work = { units, steps, stepList };
  const report = cycleReport({ work, money }, names);

  test('has means exactly, grades after calibration beside what is aimed at, and classes of totals', () => {
    // (105 + 365/4 + 763/13) / 3 = 13257/156 = 4419/52
    expect(figure(report, 'meanTotal')).toEqual({ kind: 'exact', exact: '4419/52' });
    const grades = report.tables.find(({ id }) => id === 'grades');
    expect(grades?.rows.map((row) => row.map(({ value }) => ('count' in value ? value.count : value.kind)))).toEqual([
      ['text', 1, 1],
      ['text', 1, 2],
      ['text', 1, 'none'],
      ['text', 0, 'none'],
    ]);
    const classes = report.tables.find(({ id }) => id === 'scores');
    expect(classes?.rows.map(([, count]) => count?.value)).toEqual(
      [1, 0, 0, 0, 1, 1].map((count) => ({ kind: 'count', count })),
    );
  });

  test('sums money by kind: posted, taken back, and what stands', () => {
    expect(figure(report, 'bonus')).toEqual({ kind: 'amount', minor: '69691470' });
    expect(figure(report, 'reserve')).toEqual({ kind: 'amount', minor: '5000' });
  });

  test('sums where steps stand, by kind, each sum leading to exactly those steps', () => {
    expect((['steps', 'forwarded', 'late'] as const).map((id) => counted(report, id))).toEqual([14, 2, 3]);
    const table = report.tables.find(({ id }) => id === 'stepsByKind');
    // Closed, open, submitted, done, cancelled, forwarded, late.
    expect(table?.rows.map((row) => row.slice(1).map(({ value }) => ('count' in value ? value.count : null)))).toEqual([
      [0, 0, 0, 7, 0, 2, 0],
      [0, 7, 0, 0, 0, 0, 3],
    ]);
    expect(table?.rows[0]?.[6]?.target).toEqual({
      to: 'list',
      list: 'steps',
      filter: { step: 'goals', outcome: 'forwarded' },
    });
  });

  test('is for some the money only, and for some all but the money', () => {
    const amounts = cycleReport({ work: null, money }, names);
    expect(amounts.figures.map(({ id }) => id)).toEqual(['bonus', 'reserve']);
    expect(amounts.lists.map(({ id }) => id)).toEqual(['money']);
    const whole = cycleReport({ work, money: [] }, names);
    expect(whole.lists.map(({ id }) => id)).toEqual(['units', 'steps']);
  });
});
