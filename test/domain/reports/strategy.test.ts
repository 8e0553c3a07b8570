import { describe, expect, test } from 'vitest';
import { strategyReport } from '../../../domain/reports/index.js';
import { behind, counted } from './read-report.js';

describe('what the strategy became', () => {
  const goal = { unitId: 'sales', weight: '50', direct: true, swot: [], points: null };
  const report = strategyReport(
    {
      objectives: ['O1', 'O2'].map((id) => ({ id, nameZh: id, nameEn: id })),
      swot: [
        { id: 'S1', kind: 'strength', key: true, nameZh: 'S1', nameEn: 'S1' },
        { id: 'OP1', kind: 'opportunity', key: true, nameZh: 'OP1', nameEn: 'OP1' },
        { id: 'T1', kind: 'threat', key: false, nameZh: 'T1', nameEn: 'T1' },
      ],
      goals: [
        { ...goal, goalId: 'a', title: 'a', objective: 'O1', points: '90', swot: ['OP1'] },
        { ...goal, goalId: 'b', title: 'b', objective: 'O1', points: '320/3', direct: false, unitId: 'sales-new' },
        { ...goal, goalId: 'c', title: 'c', objective: null },
      ],
    },
    new Map(),
  );

  test('counts goals and units by objective, with the exact mean of their points', async () => {
    const [first, second] = report.tables[0]?.rows ?? [];
    expect(first?.slice(1).map(({ value }) => value)).toEqual([
      { kind: 'count', count: 2 },
      { kind: 'count', count: 1 },
      { kind: 'count', count: 2 },
      { kind: 'count', count: 2 },
      // (90 + 320/3) / 2
      { kind: 'exact', exact: '295/3' },
    ]);
    expect(second?.at(-1)?.value).toEqual({ kind: 'none' });
    expect([counted(report, 'uncovered'), await behind(report, 'uncovered')]).toEqual([1, 1]);
    expect([counted(report, 'loose'), await behind(report, 'loose')]).toEqual([1, 1]);
  });

  test('names the key entries that no goal uses', async () => {
    expect([counted(report, 'swotUnused'), await behind(report, 'swotUnused')]).toEqual([1, 1]);
    const uses = report.lists.find(({ id }) => id === 'swotUses');
    expect(uses?.count({ swotEntry: 'OP1' })).toBe(1);
  });
});
