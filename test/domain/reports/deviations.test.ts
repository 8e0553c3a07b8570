import { describe, expect, test } from 'vitest';
import { deviationsReport } from '../../../domain/reports/index.js';
import { behind, counted } from './read-report.js';

describe('deviations and what became of them', () => {
  test('are counted by their outcome', async () => {
    const row = {
      unitId: 'sales',
      goalId: 'sales/growth',
      title: 'growth',
      since: '2027-03-31',
      ownerId: null,
      closedOn: null,
      overdue: false,
      untilEnd: null,
    };
    const acted = { action: { state: 'planned', dueOn: '2027-04-30' }, untilAction: { workdays: 2, ms: 5 } } as const;
    const report = deviationsReport(
      [
        { ...row, id: '1', severity: 'red', state: 'closed', outcome: 'recovered', ...acted },
        { ...row, id: '2', severity: 'red', state: 'open', outcome: null, action: null, untilAction: null },
        {
          ...row,
          id: '3',
          severity: 'amber',
          state: 'acting',
          outcome: null,
          ...acted,
          overdue: true,
          since: '2027-06-30',
        },
      ],
      new Map(),
      new Map(),
    );
    for (const [id, wanted] of [
      ['deviations', 3],
      ['red', 2],
      ['amber', 1],
      ['stillOpen', 2],
      ['withoutAction', 1],
      ['overdueActions', 1],
    ] as const) {
      expect([id, counted(report, id), await behind(report, id)]).toEqual([id, wanted, wanted]);
    }
    const [months] = report.charts;
    expect(months?.kind === 'distribution' ? months.bars.map(({ values }) => values) : []).toEqual([
      ['2', '0'],
      // Nothing began in April and May.
      ['0', '0'],
      ['0', '0'],
      ['0', '1'],
    ]);
  });
});
