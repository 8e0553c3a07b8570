import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readDraft } from '../../db/drafts.js';
import type { Sql } from '../../db/connect.js';
import type { Goal } from '../../domain/rules/index.js';
import { goalsOf } from '../../players/story/goals.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, type Ask, problemOf, promptEngine, type Reply, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { madeBook, type MadeCell, rewritten, workbookType } from '../setup/workbook-file.js';
import { insertCycle, insertGoals } from './story-cycle.js';

let sql: Sql;
let owner: Sql;
let api: Api;
let cycle = '';
let cycles = 0;
const head = 'lin-xiao';

beforeAll(async () => {
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

/** The unit has goals in force, and its goals and plan are open again. */
beforeEach(async () => {
  cycle = `w-${(cycles += 1)}`;
  await insertCycle(sql, cycle);
  await insertGoals(sql, cycle);
  await sql`UPDATE steps SET state = 'open', opened_at = opens_at WHERE cycle_id = ${cycle} AND kind IN ('goals', 'plan')`;
});

interface Upload {
  readonly id: string;
  readonly digest: string;
  readonly behind: boolean;
  readonly empty: boolean;
  readonly lists: readonly {
    readonly list: string;
    readonly changes: readonly { readonly kind: string; readonly key: string; readonly fields: readonly object[] }[];
    readonly unchanged: number;
    readonly reordered: boolean;
  }[];
}

const step = (kind = 'goals', unit = 'sales'): string => `/api/v1/cycles/${cycle}/reviews/${unit}/steps/${kind}`;
const download = async (kind = 'goals', as = head, language: 'zh-CN' | 'en' = 'en'): Promise<Buffer> => {
  const reply = await api.ask('GET', `${step(kind)}/workbook.xlsx`, { as, language });
  expect([reply.status, reply.headers.get('content-type')]).toEqual([200, workbookType]);
  return reply.bytes;
};
const upload = (bytes: Buffer | string, kind = 'goals', as = head, ask: Ask = {}): Promise<Reply> =>
  api.post(`${step(kind)}/workbook`, bytes, as, {
    type: typeof bytes === 'string' ? 'text/csv' : workbookType,
    ...ask,
  });
const uploaded = async (bytes: Buffer | string, kind = 'goals'): Promise<Upload> => {
  const reply = await upload(bytes, kind);
  expect(reply.status, reply.text).toBe(201);
  return reply.json as Upload;
};
const apply = ({ id, digest }: Upload, as = head, ask: Ask = {}): Promise<Reply> =>
  api.post(`/api/v1/uploads/${id}/apply`, { digest }, as, ask);
const draft = () => readDraft(sql, `${cycle}/sales`, 'goals');

/** Changes rows below the headings, named as in the English workbook. */
function change(sheet: MadeCell[][], row: number, values: Readonly<Record<string, MadeCell>>): void {
  const cells = (sheet[row] ??= []);
  for (const [title, value] of Object.entries(values)) {
    const column = sheet[0]?.findIndex((cell) => cell === title || cell === `${title} *`) ?? -1;
    if (column < 0) throw new Error(`no column ${title}`);
    while (cells.length < column) cells.push(null);
    cells[column] = value;
  }
}
const edited = async (edit: (rows: MadeCell[][]) => void, kind: 'Goals' | 'Tasks' = 'Goals'): Promise<Buffer> =>
  rewritten(await download(kind === 'Goals' ? 'goals' : 'plan'), (sheets) => edit(sheets.get(kind) ?? []));
const wrong = async (bytes: Buffer | string, kind = 'goals') => {
  const reply = await upload(bytes, kind);
  expect([reply.status, problemOf(reply).code], reply.text).toEqual([400, 'WORKBOOK_INVALID']);
  return (problemOf(reply).errors as readonly { cell?: string | null; column?: string; code?: string }[]).map(
    ({ cell, column, code }) => `${cell ?? column ?? '-'} ${code ?? ''}`,
  );
};

describe("a unit's goals as a workbook", () => {
  test('come back unchanged without any difference, in either language, as workbook or as table', async () => {
    for (const language of ['zh-CN', 'en'] as const) {
      const book = await uploaded(await download('goals', head, language));
      expect([book.empty, book.behind, book.lists[0]?.unchanged]).toEqual([true, false, goalsOf('sales').length]);
      const table = await api.ask('GET', `${step()}/workbook.csv`, { as: head, language });
      expect(table.bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
      expect((await uploaded(table.bytes.toString('utf8'))).empty).toBe(true);
    }
  });

  test('changed in one cell, added and taken away: exactly that is different, and exactly that becomes the draft', async () => {
    const [first, second, ...rest] = goalsOf('sales');
    if (first === undefined || second === undefined) throw new Error('no goals');
    const bytes = await edited((rows) => {
      change(rows, 1, { Weight: { v: '0.285', s: 1 }, Due: '２０２７年6月30日', Kind: 'measured (kpi)' });
      rows.splice(2, 1);
      change(rows, rows.length, {
        Goal: '=Win back customers',
        Weight: { v: '0.10000000000000001' },
        Rubric: 'good\nbetter',
      });
    });
    const seen = await uploaded(bytes);
    const added = `sales/goal-1`;
    expect(seen.lists[0]?.changes).toEqual([
      {
        kind: 'changed',
        key: first.id,
        title: first.title,
        fields: [
          ...(first.kind === 'kpi' ? [] : [{ column: 'kind', before: null, after: 'kpi' }]),
          { column: 'weight', before: first.weight, after: '28.5' },
          { column: 'due', before: first.due, after: '2027-06-30' },
        ],
      },
      {
        kind: 'added',
        key: added,
        title: '=Win back customers',
        fields: [
          { column: 'id', before: null, after: added },
          { column: 'title', before: null, after: '=Win back customers' },
          { column: 'weight', before: null, after: '0.1' },
          { column: 'rubric', before: null, after: 'good\nbetter' },
        ],
      },
      expect.objectContaining({ kind: 'removed', key: second.id }),
    ]);
    expect(await draft()).toBeUndefined();
    const done = await apply(seen);
    expect([done.status, (done.json as { draftVersion: number }).draftVersion]).toEqual([200, 1]);
    expect((await draft())?.content).toEqual({
      goals: [
        { ...first, kind: 'kpi', weight: '28.5', due: '2027-06-30' },
        ...rest,
        { id: added, unit: 'sales', title: '=Win back customers', weight: '0.1', rubric: ['good', 'better'] },
      ],
      answers: [],
    });
    // Nothing is submitted.
    expect(await sql`SELECT state FROM steps WHERE review_id = ${`${cycle}/sales`} AND step_id = 'goals'`).toEqual([
      { state: 'open' },
    ]);
    expect((await uploaded(await download())).empty).toBe(true);
  });

  test('keep what a workbook does not carry: a curve, a path, the reasons that were given', async () => {
    const [first] = goalsOf('sales');
    const goal = { ...first, curve: { type: 'identity' }, path: [['2027-03-31', '1']], title: 'A' } as unknown as Goal;
    const answers = [{ code: 'GOAL_HARDLY_ACHIEVABLE', at: [goal.id], reason: 'we know how' }];
    await api.ask('PUT', `${step()}/draft`, { as: head, body: { version: 0, content: { goals: [goal], answers } } });
    const seen = await uploaded(await edited((rows) => change(rows, 1, { Goal: 'B' })));
    expect(seen.lists[0]?.changes[0]?.fields).toEqual([{ column: 'title', before: 'A', after: 'B' }]);
    expect((await apply(seen)).status).toBe(200);
    expect((await draft())?.content).toEqual({ goals: [{ ...goal, title: 'B' }], answers });
  });

  test('carry every field that the form has', async () => {
    const goal: Goal = {
      id: 'sales/all',
      unit: 'sales',
      title: '+ all "of", them; 全部',
      kind: 'qualitative',
      metric: 'revenue',
      direction: 'in-band',
      baseline: '-0.10',
      target: { low: '12345678901234567.5', high: '99999999999999999999' },
      weight: '33.3333333333333333',
      due: '2027-12-31',
      supports: 'anything-that-stood-there',
      swot: ['S1', 'gone'],
      rubric: ['a; b', '@c'],
      measure: 'excess',
    };
    await api.ask('PUT', `${step()}/draft`, {
      as: head,
      body: { version: 0, content: { goals: [goal], answers: [] } },
    });
    for (const form of ['xlsx', 'csv']) {
      const rows = await api.ask('GET', `${step()}/workbook.${form}`, { as: head });
      const reply = await upload(form === 'csv' ? rows.bytes.toString('utf8') : rows.bytes);
      expect([reply.status, (reply.json as Upload).empty], reply.text).toEqual([201, true]);
    }
  });

  test('name what they mean by id or by a name that only one has; nothing else is taken for known', async () => {
    const [metric] = await sql<
      { id: string; en: string }[]
    >`SELECT id, title_en AS en FROM metrics ORDER BY id LIMIT 1`;
    const [objective] = await sql<
      { id: string; zh: string }[]
    >`SELECT id, title_zh AS zh FROM objectives ORDER BY id LIMIT 1`;
    const seen = await uploaded(
      await edited((rows) =>
        change(rows, 1, { Metric: metric?.en.toUpperCase() ?? '', Supports: objective?.zh ?? '' }),
      ),
    );
    const after = seen.lists[0]?.changes[0]?.fields as { column: string; after: string }[];
    const fields = Object.fromEntries(after.map((each) => [each.column, each.after]));
    const [first] = goalsOf('sales');
    expect(fields['metric'] ?? first?.metric).toBe(metric?.id);
    expect(fields['supports'] ?? first?.supports).toBe(objective?.id);
    await sql`UPDATE objectives SET title_en = 'Twins'`;
    expect(
      await wrong(
        await edited((rows) => change(rows, 1, { Metric: 'happiness', Supports: 'twins', 'Answers SWOT': 'S1; S99' })),
      ),
    ).toEqual(['D2 ID_UNKNOWN', 'K2 NAME_AMBIGUOUS', 'L2 ID_UNKNOWN']);
  });
});

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
    await api.ask('PUT', `${step('plan')}/draft`, { as: head, body: { version: 0, content } });
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

describe('who may', () => {
  test('download is who may see the step; the draft is for those who submit it', async () => {
    const [first] = goalsOf('sales');
    const content = { goals: [{ ...first, title: 'Only a draft' }], answers: [] };
    await api.ask('PUT', `${step()}/draft`, { as: head, body: { version: 0, content } });
    const csvFor = async (as: string) => (await api.ask('GET', `${step()}/workbook.csv`, { as })).text;
    expect(await csvFor(head)).toContain('Only a draft');
    expect(await csvFor('zhou-min')).not.toContain('Only a draft');
    expect(await csvFor('zhou-min')).toContain(first?.title);
    const get = (as: string, kind: string) => (ask: Ask) =>
      api.ask('GET', `${step(kind)}/workbook.xlsx`, { ...ask, as });
    // Plans are nobody's business beside.
    await refused('FORBIDDEN', 403, get('gao-yan', 'plan'));
    await refused('STEP_NOT_FOUND', 404, get(head, 'evaluation'));
    await refused('NOT_SIGNED_IN', 401, (ask) => api.ask('GET', `${step()}/workbook.xlsx`, ask));
  });

  test('upload and apply is who submits the step, themselves, while it is not over', async () => {
    const bytes = await edited((rows) => change(rows, 1, { Goal: 'Mine' }));
    await refused('NOT_YOUR_STEP', 403, (ask) => upload(bytes, 'goals', 'zhou-min', ask));
    await refused('NOT_YOUR_STEP', 403, (ask) => upload(bytes, 'goals', 'su-qing', ask));
    const seen = await uploaded(bytes);
    await refused('NOT_FOUND', 404, (ask) => api.ask('GET', `/api/v1/uploads/${seen.id}`, { ...ask, as: 'zhou-min' }));
    await refused('NOT_FOUND', 404, (ask) => apply(seen, 'zhou-min', ask));
    await refused('UPLOAD_CHANGED', 409, (ask) => apply({ ...seen, digest: 'a'.repeat(64) }, head, ask));
    await sql`UPDATE steps SET state = 'done', outcome = 'approved', ended_at = now() WHERE review_id = ${`${cycle}/sales`} AND step_id = 'goals'`;
    await refused('STEP_ENDED', 409, (ask) => apply(seen, head, ask));
    await refused('STEP_ENDED', 409, (ask) => upload(bytes, 'goals', head, ask));
    expect(await draft()).toBeUndefined();
  });

  test('a workbook of another step, unit or cycle is recognised', async () => {
    const plan = await download('plan');
    await refused('WORKBOOK_OF_ANOTHER', 409, (ask) => upload(plan, 'goals', head, ask));
    const mine = await download();
    cycle = `w-${(cycles += 1)}`;
    await insertCycle(sql, cycle);
    const problem = await refused('WORKBOOK_OF_ANOTHER', 409, (ask) => upload(mine, 'goals', head, ask));
    expect(problem.errors).toEqual([{ madeFor: `goals w-${cycles - 1} sales goals` }]);
  });
});

describe('what is applied', () => {
  test('is exactly what was shown, once, whatever is sent twice', async () => {
    const seen = await uploaded(await edited((rows) => change(rows, 1, { Goal: 'Once' })));
    const replies = await Promise.all([
      apply(seen),
      apply(seen),
      apply(seen, head, { key: 'k' }),
      apply(seen, head, { key: 'k' }),
    ]);
    expect(replies.map(({ status, json }) => [status, (json as { draftVersion: number }).draftVersion])).toEqual(
      Array.from({ length: 4 }, () => [200, 1]),
    );
    expect((await draft())?.version).toBe(1);
    await refused('IDEMPOTENCY_KEY_MISSING', 400, (ask) =>
      api.ask('POST', `/api/v1/uploads/${seen.id}/apply`, { ...ask, as: head, body: { digest: seen.digest } }),
    );
    await refused('BODY_INVALID', 400, (ask) => api.post(`/api/v1/uploads/${seen.id}/apply`, {}, head, ask));
  });

  test('gives way where a draft was saved since, or the goals in force are others; then it is compared anew', async () => {
    const bytes = await edited((rows) => change(rows, 1, { Goal: 'Late' }));
    const seen = await uploaded(bytes);
    const content = { goals: goalsOf('sales').slice(0, 1), answers: [] };
    await api.ask('PUT', `${step()}/draft`, { as: head, body: { version: 0, content } });
    await refused('UPLOAD_STALE', 409, (ask) => apply(seen, head, ask));
    expect((await draft())?.content).toEqual(content);
    const again = await uploaded(bytes);
    expect([again.behind, again.lists[0]?.changes.map(({ kind }) => kind)]).toEqual([
      true,
      ['changed', 'added', 'added'],
    ]);
    await sql`DELETE FROM drafts WHERE review_id = ${`${cycle}/sales`}`;
    await refused('UPLOAD_STALE', 409, (ask) => apply(again, head, ask));
    const third = await uploaded(bytes);
    await sql`UPDATE goals SET valid_to = now() WHERE cycle_id = ${cycle} AND unit_id = 'sales'`;
    await refused('UPLOAD_STALE', 409, (ask) => apply(third, head, ask));
  });

  test('of two uploads at the same moment is one; the other is told', async () => {
    const files = await Promise.all(['A', 'B'].map((title) => edited((rows) => change(rows, 1, { Goal: title }))));
    const seen = await Promise.all(files.map((bytes) => uploaded(bytes)));
    const replies = await Promise.all(seen.map((each) => apply(each)));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect((await draft())?.version).toBe(1);
    const won = replies.findIndex(({ status }) => status === 200);
    expect(((await draft())?.content as { goals: Goal[] }).goals[0]?.title).toBe(['A', 'B'][won]);
  });

  test('is kept for a day, five at a time; the same upload again with its key is the first', async () => {
    const bytes = await edited((rows) => change(rows, 1, { Goal: 'Kept' }));
    const [one, two] = [
      await upload(bytes, 'goals', head, { key: 'same' }),
      await upload(bytes, 'goals', head, { key: 'same' }),
    ];
    expect(one.json).toEqual(two.json);
    for (let n = 0; n < 6; n += 1) await uploaded(bytes);
    expect(await sql`SELECT count(*)::int AS n FROM uploads WHERE owner_id = ${head}`).toEqual([{ n: 5 }]);
    const { id } = await uploaded(bytes);
    expect((await api.get(`/api/v1/uploads/${id}`, head)).status).toBe(200);
    await owner`UPDATE uploads SET created_at = created_at - interval '25 h', expires_at = expires_at - interval '25 h' WHERE id = ${id}`;
    await refused('NOT_FOUND', 404, (ask) => api.ask('GET', `/api/v1/uploads/${id}`, { ...ask, as: head }));
    await uploaded(bytes);
    expect(await sql`SELECT 1 FROM uploads WHERE id = ${id}`).toEqual([]);
    await refused('NOT_FOUND', 404, (ask) => api.ask('GET', '/api/v1/uploads/none', { ...ask, as: head }));
  });
});

/** Encodes by searching the decoder: the tables that Node has only one way. */
function toGb18030(text: string): Buffer {
  const decoder = new TextDecoder('gb18030');
  const known = new Map<string, Buffer>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail === 0x7f) continue;
      const bytes = Buffer.from([lead, trail]);
      const [character, more] = decoder.decode(bytes);
      if (character !== undefined && more === undefined && !known.has(character)) known.set(character, bytes);
    }
  }
  return Buffer.concat([...text].map((each) => known.get(each) ?? Buffer.from(each, 'latin1')));
}
