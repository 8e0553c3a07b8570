import { describe, expect, test } from 'vitest';
import { type ReportWord, repeatsReport } from '../../../domain/reports/index.js';
import { counted } from './read-report.js';

describe('what is asked twice', () => {
  test('a metric asked of two goals and a text typed into three steps are one line each', () => {
    const asked = { metricId: 'revenue', nameZh: '收入', nameEn: 'Revenue', source: 'manual', title: 'g' } as const;
    const typed = {
      digest: 'd',
      text: '继续努力，保持现有节奏',
      kind: 'checkpoint',
      raterUnitId: null,
      by: 'lin',
    } as const;
    const report = repeatsReport(
      {
        asked: [
          { ...asked, unitId: 'sales', goalId: 'a' },
          { ...asked, unitId: 'marketing', goalId: 'b' },
        ],
        typed: ['checkpoint-1', 'checkpoint-2', 'checkpoint-3'].map((stepId) => ({
          ...typed,
          unitId: 'sales',
          stepId,
        })),
      },
      new Map(),
      new Map(),
    );
    expect(
      ['metricsAskedTwice', 'asks', 'textsTypedTwice', 'typings'].map((id) => counted(report, id as ReportWord)),
    ).toEqual([1, 2, 1, 3]);
  });
});
