import { describe, expect, test } from 'vitest';
import { fairnessReport, type RatingRow } from '../../../domain/reports/index.js';
import { behind, counted, figure } from './read-report.js';

describe('fairness', () => {
  const rating = (
    unitId: string,
    role: RatingRow['role'],
    ratedBy: string,
    value: string,
    evidence = 1,
  ): RatingRow => ({
    unitId,
    item: 'teamwork',
    role,
    byUnitId: ratedBy,
    ratedBy,
    value,
    evidence,
  });
  /** STORY.md 4: superior; cooperating. 陈明远 drifts by +1/4 over six subjects, all others are silent. */
  const story = [
    ['sales', '4', ['marketing 4', 'production 3']],
    ['marketing', '4', ['sales 5', 'rnd 4']],
    ['production', '4', ['quality 3', 'sales 3']],
    ['quality', '4', ['production 4', 'rnd 4']],
    ['rnd', '5', ['marketing 4', 'quality 5']],
    ['finance', '4', ['sales 4']],
  ] as const;
  const ratings = story.flatMap(([unit, superior, others]) => [
    rating(unit, 'superior', 'chen', superior),
    ...others.map((each) => rating(unit, 'cooperating', each.split(' ')[0] ?? '', each.split(' ')[1] ?? '', 0)),
  ]);

  test('finds the drift of the story, exactly', () => {
    const report = fairnessReport({ ratings, judged: [] }, new Map(), new Map());
    const drift = report.tables.find(({ id }) => id === 'drift');
    expect(drift?.rows.map((row) => row.map(({ value }) => value))).toEqual([
      [
        { kind: 'named', name: { nameZh: 'chen', nameEn: 'chen' } },
        { kind: 'exact', exact: '0.25' },
        { kind: 'count', count: 6 },
      ],
    ]);
  });

  test('shares out evidence among ratings of others, exactly, and leaves self-ratings out', async () => {
    const report = fairnessReport(
      { ratings: [...ratings, rating('sales', 'self', 'lin', '5')], judged: [] },
      new Map(),
      new Map(),
    );
    expect([counted(report, 'ratings'), await behind(report, 'ratings')]).toEqual([17, 17]);
    expect(counted(report, 'withEvidence')).toBe(6);
    expect(figure(report, 'evidenceShare')).toEqual({ kind: 'percent', exact: '600/17' });
    // Self 5, superior 4.
    expect(figure(report, 'meanGap')).toEqual({ kind: 'exact', exact: '1' });
  });

  test('without evaluation a unit is not waited for; evaluated and not told it is', () => {
    const unit = { unitId: 'sales', grade: 'B', calibratedGrade: null, toldOn: null, untilTold: null };
    const report = fairnessReport(
      {
        ratings: [],
        judged: [
          { ...unit, evaluatedOn: null },
          { ...unit, evaluatedOn: '2028-01-10' },
          {
            ...unit,
            calibratedGrade: 'C',
            evaluatedOn: '2028-01-10',
            toldOn: '2028-01-12',
            untilTold: { workdays: 2, ms: 7 },
          },
        ],
      },
      new Map(),
      new Map(),
    );
    expect([counted(report, 'notTold'), counted(report, 'calibrated')]).toEqual([1, 1]);
    expect(figure(report, 'evidenceShare')).toEqual({ kind: 'none' });
    expect(figure(report, 'untilTold')).toEqual({ kind: 'wait', workdays: '2', ms: '7' });
  });
});
