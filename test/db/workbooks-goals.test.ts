import { describe, expect, test } from 'vitest';
import type { Goal } from '../../domain/rules/index.js';
import { goalsOf } from '../../players/story/goals.js';
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
    await api.ask('PUT', `${step()}/draft`, {
      as: head,
      headers: { 'if-none-match': '*' },
      body: { content: { goals: [goal], answers } },
    });
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
      headers: { 'if-none-match': '*' },
      body: { content: { goals: [goal], answers: [] } },
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
