import { describe, expect, test } from 'vitest';
import {
  approvalsReport,
  approvingOutcomes,
  type DeciderRow,
  judgedKinds,
  neverReturned,
  outcomesOfNo,
} from '../../../domain/reports/index.js';
import { behind, counted, figure } from './read-report.js';

const none = { unread: 0, hasty: 0, read: 0, unknown: 0 };
const decider = (id: string, over: Partial<DeciderRow> = {}): DeciderRow => ({
  ...{ id, decisions: 5, judged: 5, returned: 0, judgedNo: 0, readings: { ...none, read: 5 }, wait: null },
  ...over,
});

describe('idle approvals', () => {
  test('are summed over deciders; the share of unread ones is of those of which it is known', () => {
    const report = approvalsReport(
      [
        decider('chen', { decisions: 6, judged: 6, readings: { unread: 2, hasty: 1, read: 1, unknown: 1 } }),
        decider('wu', { decisions: 1, judged: 1, returned: 1, judgedNo: 1, readings: none }),
      ],
      new Map(),
    );
    expect(
      (['decisions', 'approved', 'unread', 'hasty', 'returned'] as const).map((id) => counted(report, id)),
    ).toEqual([7, 5, 2, 1, 1]);
    expect(figure(report, 'unreadShare')).toEqual({ kind: 'percent', exact: '50' });
  });

  test('name those who never said no, once they had decided five times about the work of others', async () => {
    const careful = decider('careful', { decisions: 6, judged: 6, returned: 1, judgedNo: 1 });
    const report = approvalsReport(
      [decider('always'), decider('seldom', { decisions: 4, judged: 4 }), careful],
      new Map(),
    );
    expect([counted(report, 'neverReturned'), await behind(report, 'neverReturned')]).toEqual([1, 1]);
  });

  test('who only acknowledges what was told is no decider who never returns anything', () => {
    expect(neverReturned(decider('head', { decisions: 9, judged: 4, readings: { ...none, read: 4 } }))).toBe(false);
    // A talk that was disagreed with does not make an approver careful either.
    expect(neverReturned(decider('both', { decisions: 9, judged: 5, returned: 1 }))).toBe(true);
  });

  test('answers are no approvals, and every "no" has its name', () => {
    expect(approvingOutcomes.toSorted()).toEqual(['approved', 'granted']);
    expect(judgedKinds).not.toContain('feedback');
    expect(judgedKinds).toContain('appeal');
    expect(outcomesOfNo).toEqual(expect.arrayContaining(['goals returned', 'feedback disagreed', 'appeal rejected']));
    expect(outcomesOfNo).not.toContain('rating returned');
  });
});
