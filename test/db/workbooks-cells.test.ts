import { describe, expect, test } from 'vitest';
import { readDraft } from '../../db/drafts.js';
import { goalsOf } from '../../players/story/goals.js';
import { toGb18030 } from '../setup/gb18030.js';
import { problemOf } from '../setup/http.js';
import { madeBook } from '../setup/workbook-file.js';
import {
  api,
  apply,
  change,
  cycle,
  download,
  draft,
  edited,
  head,
  sql,
  step,
  type Upload,
  upload,
  uploaded,
  wrong,
} from './workbook-desk.js';

describe('cells that are not right', () => {
  test('are all told at once, each with its address, column, value and a sentence in the language of the reader', async () => {
    const bytes = await edited((rows) => {
      change(rows, 1, {
        Goal: null,
        Baseline: { xml: '<c><f>SUM(A1:A9)</f><v>1</v></c>' },
        Target: 'many',
        Weight: { v: '0.30000000000000004' },
      });
      change(rows, 2, { Kind: 'secret', Due: { v: '46477.5', s: 2 }, 'Band from': '1' });
      change(rows, 3, { Id: 'sales/unheard-of', Due: { v: '46477' }, Baseline: { xml: '<c t="e"><v>#N/A</v></c>' } });
    });
    expect(await wrong(bytes)).toEqual([
      'B2 FIELD_MISSING',
      'E2 CELL_FORMULA',
      'F2 NUMBER_INVALID',
      'I2 NUMBER_INEXACT',
      'C3 VALUE_UNKNOWN',
      'J3 DAY_INVALID',
      'E4 CELL_ERROR',
      'J4 DAY_INVALID',
      'F3 TARGET_AND_BAND',
      'H3 FIELD_MISSING',
      'A4 GOAL_UNKNOWN',
    ]);
    const of = async (language: 'zh-CN' | 'en') =>
      problemOf(await upload(bytes, 'goals', head, { language })).errors as readonly {
        detail: string;
        sheet: string;
        column: string;
      }[];
    const [chinese, english] = [await of('zh-CN'), await of('en')];
    expect([chinese[2]?.detail, chinese[2]?.sheet, chinese[2]?.column]).toEqual([
      '请填数字，例如 12.5：many',
      'Goals',
      'Target',
    ]);
    expect(english[2]?.detail).toBe('a number, such as 12.5: many');
    expect(chinese.every(({ detail }) => /\p{Script=Han}/u.test(detail))).toBe(true);
    expect(english.every(({ detail }) => !/\p{Script=Han}/u.test(detail))).toBe(true);
    expect(await draft()).toBeUndefined();
    expect(await sql`SELECT 1 FROM uploads WHERE target ->> 'cycleId' = ${cycle}`).toEqual([]);
  });

  test('in the headings: missing, unknown, twice, merged; then no row is judged', async () => {
    expect(
      await wrong(
        await edited((rows) => {
          rows[0] = ['Id', 'Goal', 'Goal', 'Metric', 'Baseline', 'My notes'];
        }),
      ),
    ).toEqual([
      'C1 COLUMN_TWICE',
      'F1 COLUMN_UNKNOWN',
      ...[
        '类型 / Kind',
        '目标值 / Target',
        '区间下限 / Band from',
        '区间上限 / Band to',
        '权重 / Weight',
        '完成日 / Due',
      ].map((title) => `${title} COLUMN_MISSING`),
      ...[
        '支撑 / Supports',
        '呼应 SWOT / Answers SWOT',
        '评价标准 / Rubric',
        '按什么计分 / Measured as',
        '方向 / Direction',
      ].map((title) => `${title} COLUMN_MISSING`),
    ]);
    const merged = madeBook({
      sheets: [
        {
          name: '目标',
          rows: [['年度目标'], ['编号', '目标']],
          after: '<mergeCells><mergeCell ref="A1:O1"/></mergeCells>',
        },
      ],
    });
    expect((await wrong(merged)).slice(0, 2)).toEqual(['A1 COLUMN_UNKNOWN', '编号 / Id COLUMN_MISSING']);
    expect(await wrong(merged)).toContain('A1 CELL_MERGED');
  });

  test('under no heading, in merged rows, twice the same, and percents where nothing is in percent', async () => {
    const titles = [
      'Id',
      'Goal',
      'Kind',
      'Metric',
      'Baseline',
      'Target',
      'Band from',
      'Band to',
      'Weight',
      'Due',
      'Supports',
    ];
    const headings = [...titles, 'Answers SWOT', 'Rubric', 'Measured as', 'Direction'];
    const row = [null, 'A goal', null, null, { v: '0.5', s: 1 }];
    const bytes = madeBook({
      sheets: [
        { name: 'Other', rows: [['x']] },
        {
          name: 'Goals',
          rows: [headings, row, [], row, [...Array<null>(15).fill(null), 'a remark']],
          after: '<mergeCells><mergeCell ref="B2:B3"/></mergeCells>',
        },
      ],
    });
    expect(await wrong(bytes)).toEqual(['B2 CELL_MERGED']);
    const apart = madeBook({
      sheets: [{ name: 'Goals', rows: [headings, row, [], row, [...Array<null>(15).fill(null), 'a remark']] }],
    });
    expect(await wrong(apart)).toEqual(['P5 CELL_OUTSIDE', 'E2 PERCENT_HERE', 'E4 PERCENT_HERE', '- ROW_TWICE']);
  });

  test('of ids that stand twice, and of a sheet that is not there', async () => {
    const twice = await edited((rows) => {
      change(rows, 2, { Id: rows[1]?.[0] ?? null });
    });
    expect(await wrong(twice)).toEqual(['A3 ID_DUPLICATE']);
    const without = madeBook({
      sheets: [
        { name: 'A', rows: [['x']] },
        { name: 'B', rows: [['y']] },
      ],
    });
    expect(await wrong(without)).toEqual(['- SHEET_MISSING']);
  });

  test('in GB18030 from a Chinese spreadsheet are read like any other', async () => {
    const table = (await api.ask('GET', `${step()}/workbook.csv`, { as: head, language: 'zh-CN' })).bytes.toString(
      'utf8',
    );
    const gb18030 = toGb18030(table.replace('\ufeff', ''));
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(gb18030)).toThrow();
    const reply = await upload(gb18030, 'goals', head, { type: 'text/csv' });
    expect([reply.status, (reply.json as Upload).empty], reply.text).toEqual([201, true]);
  });
});

describe("a unit's plan as a workbook", () => {
  const task = {
    id: 'task-1',
    unit: 'sales',
    goal: '',
    title: 'Visit customers',
    owner: head,
    effortDays: '12.5',
    costMinor: '30000050',
  };

  test('comes back unchanged, takes amounts as people write them, and names new tasks by ids of their own', async () => {
    const goal = goalsOf('sales')[0]?.id ?? '';
    const content = { tasks: [{ ...task, goal, start: '2027-01-04', end: '2027-03-31' }], answers: [] };
    await api.ask('PUT', `${step('plan')}/draft`, { as: head, headers: { 'if-none-match': '*' }, body: { content } });
    expect((await uploaded(await download('plan'), 'plan')).empty).toBe(true);
    const seen = await uploaded(
      await edited((rows) => {
        change(rows, 1, { Cost: '３００，０００.5' });
        change(rows, 2, {
          Id: 'contract',
          Task: 'Sign',
          'For the goal': goal,
          Owner: 'Lin Xiao',
          'After the tasks': 'task-1',
        });
        change(rows, 3, {
          Task: 'Celebrate',
          'For the goal': goal,
          'After the tasks': 'contract，task-1',
          Cost: { v: '0.01' },
        });
      }, 'Tasks'),
      'plan',
    );
    expect((await apply(seen)).status).toBe(200);
    expect((await readDraft(sql, `${cycle}/sales`, 'plan'))?.content).toEqual({
      tasks: [
        content.tasks[0],
        { id: 'contract', unit: 'sales', goal, title: 'Sign', owner: head, after: ['task-1'] },
        { id: 'task-2', unit: 'sales', goal, title: 'Celebrate', costMinor: '1', after: ['contract', 'task-1'] },
      ],
      answers: [],
    });
    expect(seen.lists[0]?.changes.map(({ kind, key }) => [kind, key])).toEqual([
      ['added', 'contract'],
      ['added', 'task-2'],
    ]);
  });

  test('knows its goals and its people; amounts have two decimals; a task ends after it starts', async () => {
    const goal = goalsOf('sales')[0]?.id ?? '';
    const bytes = await edited((rows) => {
      change(rows, 1, { Task: 'A', 'For the goal': 'marketing/none', Owner: 'nobody', Cost: { v: '1.005' } });
      change(rows, 2, {
        Task: 'B',
        'For the goal': goal,
        Start: '2027-03-01',
        End: '2027/2/1',
        Cost: '-5',
        'Person-days': '1e3',
      });
      change(rows, 3, { Task: 'C' });
    }, 'Tasks');
    expect(await wrong(bytes, 'plan')).toEqual([
      'C2 ID_UNKNOWN',
      'D2 ID_UNKNOWN',
      'I2 AMOUNT_INVALID',
      'E3 NUMBER_INVALID',
      'I3 AMOUNT_INVALID',
      'C4 FIELD_MISSING',
      'G3 PERIOD_INVALID',
    ]);
  });
});
