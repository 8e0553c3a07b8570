import { describe, expect, test } from 'vitest';
import { dayOf, workingDays } from '../../domain/dates.js';
import {
  type ApprovalRow,
  approvalsReport,
  cycleReport,
  deviationsReport,
  fairnessReport,
  type RatingRow,
  type Report,
  type ReportWord,
  repeatsReport,
  strategyReport,
  unitReport,
  waitingReport,
} from '../../domain/reports/index.js';

const context = { units: new Map(), persons: new Map(), days: workingDays({ holidays: [], workdays: [] }) };
const figure = (report: Report, id: ReportWord) => report.figures.find((each) => each.id === id)?.value;
const counted = (report: Report, id: ReportWord): number | undefined => {
  const value = figure(report, id);
  return value?.kind === 'count' ? value.count : undefined;
};
/** The rows that a figure leads to, as it is a count of them. */
function behind(report: Report, id: ReportWord): number {
  const target = report.figures.find((each) => each.id === id)?.target;
  if (target?.to !== 'list') throw new Error(`${id} leads to no list`);
  const list = report.lists.find((each) => each.id === target.list);
  return list?.rows(target.filter).length ?? -1;
}
const moment = (local: string) => ({ at: Date.parse(`${local}:00+08:00`), day: dayOf(local.slice(0, 10)) });

function attempt(over: Partial<ApprovalRow> = {}): ApprovalRow {
  return {
    unitId: 'sales',
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
    principalId: 'chen',
    reminders: 0,
    escalations: 0,
    forwarded: false,
    lookedWall: 1_000_000,
    decidedWall: 1_060_000,
    looksKept: true,
    ...over,
  };
}

describe('waiting time', () => {
  const open = { submitted: null, decided: null, ended: null, outcome: null, deciderId: null, principalId: null };
  const report = waitingReport(
    [
      attempt(),
      attempt({ unitId: 'marketing', submitted: moment('2027-01-11T10:00'), decided: moment('2027-01-11T12:00') }),
      attempt({ unitId: 'rnd', ...open, reminders: 2, escalations: 1 }),
      attempt({ unitId: 'quality', ...open, ended: moment('2027-02-01T00:00'), outcome: 'forwarded', forwarded: true }),
      attempt({ unitId: null, stepId: 'bonus', kind: 'bonus', reminders: 3 }),
    ],
    context,
  );

  test('is told by kind, of those that were submitted and decided', () => {
    const [goals, bonus] = report.tables[0]?.rows ?? [];
    const cells = (row: typeof goals) => row?.map(({ value }) => value);
    expect(cells(goals)?.slice(0, 6)).toEqual([
      { kind: 'term', term: { of: 'step', id: 'goals' } },
      { kind: 'count', count: 4 },
      // 2 working days (49 h) and 5 (169 h): their middle.
      { kind: 'wait', workdays: '3.5', ms: String(109 * 3_600_000) },
      { kind: 'wait', workdays: '5', ms: String(169 * 3_600_000) },
      { kind: 'wait', workdays: '5', ms: String(169 * 3_600_000) },
      // 1 day (24 h) and the same day (2 h).
      { kind: 'wait', workdays: '0.5', ms: String(13 * 3_600_000) },
    ]);
    expect(cells(goals)?.slice(8)).toEqual([2, 1, 1, 1].map((count) => ({ kind: 'count', count })));
    expect(cells(bonus)?.[1]).toEqual({ kind: 'count', count: 1 });
  });

  test('counts what still waits and what was forwarded, each leading to its rows', () => {
    expect([counted(report, 'stillWaiting'), behind(report, 'stillWaiting')]).toEqual([1, 1]);
    expect([counted(report, 'forwarded'), behind(report, 'forwarded')]).toEqual([1, 1]);
    expect(counted(report, 'reminders')).toBe(5);
    // Of two steps: reminders are counted, steps are listed.
    expect(behind(report, 'reminders')).toBe(2);
  });
});

describe('idle approvals', () => {
  const unread = attempt({ lookedWall: null });
  const late = attempt({ lookedWall: 2_000_000, decidedWall: 1_060_000 });
  const hasty = attempt({ lookedWall: 1_000_000, decidedWall: 1_009_999 });
  const read = attempt({ lookedWall: 1_000_000, decidedWall: 1_010_000 });
  const before = attempt({ looksKept: false, lookedWall: null });
  const returned = attempt({ outcome: 'returned', lookedWall: null, deciderId: 'wu' });
  const answered = attempt({ kind: 'feedback', stepId: 'feedback', outcome: 'acknowledged', lookedWall: null });

  test('are those that nobody opened before, or only seconds before, by the clock on the wall', () => {
    const report = approvalsReport([unread, late, hasty, read, before, returned, answered], context);
    for (const [id, wanted] of [
      ['decisions', 7],
      ['approved', 5],
      ['unread', 2],
      ['hasty', 1],
      ['returned', 1],
    ] as const) {
      expect([id, counted(report, id), behind(report, id)]).toEqual([id, wanted, wanted]);
    }
    // Of the four of which it is known.
    expect(figure(report, 'unreadShare')).toEqual({ kind: 'percent', exact: '50' });
  });

  test('and of a decider who never said no, once there were five decisions', () => {
    const many = (count: number, over: Partial<ApprovalRow>) => Array.from({ length: count }, () => attempt(over));
    const report = approvalsReport(
      [
        ...many(5, { deciderId: 'always' }),
        ...many(4, { deciderId: 'seldom' }),
        ...many(5, { deciderId: 'careful' }),
        attempt({ deciderId: 'careful', outcome: 'returned' }),
      ],
      context,
    );
    expect(counted(report, 'neverReturned')).toBe(1);
    expect(behind(report, 'neverReturned')).toBe(1);
  });
});

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

  test('shares out evidence among ratings of others, exactly, and leaves self-ratings out', () => {
    const report = fairnessReport(
      { ratings: [...ratings, rating('sales', 'self', 'lin', '5')], judged: [] },
      new Map(),
      new Map(),
    );
    expect([counted(report, 'ratings'), behind(report, 'ratings')]).toEqual([17, 17]);
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
  const report = cycleReport({ work: { units, steps: [] }, money }, names);

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

  test('is for some the money only, and for some all but the money', () => {
    const amounts = cycleReport({ work: null, money }, names);
    expect(amounts.figures.map(({ id }) => id)).toEqual(['bonus', 'reserve']);
    expect(amounts.lists.map(({ id }) => id)).toEqual(['money']);
    const work = cycleReport({ work: { units, steps: [] }, money: [] }, names);
    expect(work.lists.map(({ id }) => id)).toEqual(['units', 'steps']);
  });
});

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

  test('counts goals and units by objective, with the exact mean of their points', () => {
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
    expect([counted(report, 'uncovered'), behind(report, 'uncovered')]).toEqual([1, 1]);
    expect([counted(report, 'loose'), behind(report, 'loose')]).toEqual([1, 1]);
  });

  test('names the key entries that no goal uses', () => {
    expect([counted(report, 'swotUnused'), behind(report, 'swotUnused')]).toEqual([1, 1]);
    const uses = report.lists.find(({ id }) => id === 'swotUses');
    expect(uses?.count({ swotEntry: 'OP1' })).toBe(1);
  });
});

describe('deviations, repeats and a unit', () => {
  test('deviations are counted by what became of them', () => {
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
      expect([id, counted(report, id), behind(report, id)]).toEqual([id, wanted, wanted]);
    }
    const [months] = report.charts;
    expect(months?.kind === 'distribution' ? months.bars.map(({ values }) => values) : []).toEqual([
      ['2', '0'],
      ['0', '1'],
    ]);
  });

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

  test("a unit's year shows its newest result, and its steps only to those who may see them", () => {
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
    const whole = unitReport({ ...rows, attempts: [attempt()] }, context);
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
