/** What was rated is told by its title in the reader's language, never by its id. */
import { beforeAll, describe, expect, test } from 'vitest';
import { json, type Sql } from '../../db/connect.js';
import { partNames } from '../../db/part-names.js';
import { goalsOf } from '../../players/story/goals.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, promptEngine, startApi } from '../setup/http.js';
import { feedbackDesk } from './feedback-setup.js';

const cycle = 'names';
const title = goalsOf('sales').find(({ id }) => id === 'sales/teamwork')?.title ?? '';
let sql: Sql;
let api: Api;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
  await feedbackDesk(sql, api, cycle);
});

const page = async (path: string, as: string): Promise<string> => (await api.get(`/cycles/${cycle}${path}`, as)).text;
/** As text, not in the name or value of a field, nor in an address. */
const rawIds = (html: string): readonly string[] =>
  html
    .replace(/<[^>]*>/g, '\n')
    .split('\n')
    .filter((text) => /\bteamwork\b/.test(text));

describe('names of parts of results', () => {
  test('are the titles of goals, in force or ended, of the scorecard, or of metrics', async () => {
    const places = [
      ['sales', 'teamwork'],
      ['sales', 'new-customers'],
      ['production', 'material-pass-rate'],
      ['sales', 'nothing'],
    ].map(([unitId = '', item = '']) => ({ unitId, item }));
    const ofGoal = (id: string) => goalsOf('sales').find((goal) => goal.id === id || goal.metric === id)?.title;
    const named = async () =>
      Object.fromEntries(
        [...(await partNames(sql, cycle, places))].map(([key, name]) => [key, [name.nameZh, name.nameEn]]),
      );
    const before = await named();
    const customers = ofGoal('new-customers');
    expect(before).toEqual({
      'sales teamwork': [title, title],
      'sales new-customers': [customers, customers],
      'production material-pass-rate': ['原材料合格率', 'Material pass rate'],
    });
    await sql`UPDATE goals SET valid_to = now() WHERE cycle_id = ${cycle} AND goal_id = 'sales/teamwork'`;
    expect(await named()).toEqual(before);
    await sql`UPDATE goals SET valid_to = NULL WHERE cycle_id = ${cycle} AND goal_id = 'sales/teamwork'`;
  });

  test('are the scorecard’s own in both languages', async () => {
    const part = {
      id: 'manner',
      title: { 'zh-CN': '工作作风', en: 'Manner of work' },
      weight: '10',
      curve: { type: 'identity' },
    };
    const [row] = await sql<{ document: { scorecard: { root: { parts: object[] } } } }[]>`
      SELECT document FROM rules_in_force WHERE cycle_id = ${cycle}`;
    const parts = [...(row?.document.scorecard.root.parts ?? []), part];
    await sql`UPDATE templates SET document = jsonb_set(document, '{scorecard,root,parts}', ${json(sql, parts)}) WHERE id = 'balanced-year'`;
    const found = await partNames(sql, cycle, [{ unitId: 'sales', item: 'manner' }]);
    expect([...found]).toEqual([['sales manner', { nameZh: '工作作风', nameEn: 'Manner of work' }]]);
    await sql`
      UPDATE templates SET document = jsonb_set(document, '{scorecard,root,parts}', ${json(sql, parts.slice(0, -1))}) WHERE id = 'balanced-year'`;
  });

  test('stand on the pages of fairness: its lists, and the files made of them', async () => {
    for (const list of ['', '/lists/ratings', '/lists/gaps']) {
      const html = await page(`/reports/fairness${list}`, 'zhou-min');
      expect([list, rawIds(html)]).toEqual([list, []]);
      expect(html).toContain(title);
    }
    const file = await api.get(`/api/v1/cycles/${cycle}/reports/fairness/lists/ratings/rows.csv`, 'zhou-min');
    expect([file.status, file.text.includes(title), file.text.includes('teamwork')]).toEqual([200, true, false]);
  });

  test('stand in an appeal, where it is written and where it is decided', async () => {
    await sql`
      UPDATE steps SET state = 'open', revision = 1, opens_at = to_timestamp(1706000000), opened_at = to_timestamp(1706000000),
             due_at = to_timestamp(1840000000), closes_at = to_timestamp(1840000000)
       WHERE review_id = ${`${cycle}/sales`} AND step_id = 'appeal'`;
    const form = await page('/units/sales/steps/appeal', 'lin-xiao');
    expect([rawIds(form), form.includes(title)]).toEqual([[], true]);
    const ratings = [{ item: 'teamwork', role: 'superior', by: 'hq', value: '5' }];
    const content = { text: '协作评价偏低', values: [], ratings, evidence: ['https://minutes.example/1'] };
    const path = `/api/v1/cycles/${cycle}/reviews/sales/steps/appeal/submit`;
    expect((await api.post(path, { stepRevision: 1, content }, 'lin-xiao')).status).toBe(200);
    const shown = await page('/units/sales/steps/appeal', 'zhou-min');
    expect([rawIds(shown), shown.includes(title)]).toEqual([[], true]);
  });

  test('stand in a correction, with the units and metrics that it is about', async () => {
    expect((await api.post(`/api/v1/cycles/${cycle}/corrections`, {}, 'zhou-min')).status).toBe(201);
    const content = {
      values: [{ metric: 'brand-awareness', on: '2027-12-31', value: '18.9' }],
      ratings: [{ unit: 'sales', item: 'teamwork', role: 'superior', by: 'hq', value: '5' }],
      reason: '复核',
      evidence: ['https://minutes.example/1'],
    };
    const path = `/api/v1/cycles/${cycle}/reviews/-/steps/correction-1/submit`;
    expect((await api.post(path, { stepRevision: 1, content }, 'zhou-min')).status).toBe(200);
    const shown = await page('/units/-/steps/correction-1', 'wu-tong');
    expect(rawIds(shown)).toEqual([]);
    expect(shown).toContain(`Sales: ${title} (rated by`);
    expect(shown).toContain('Brand awareness');
    expect(shown.replace(/<[^>]*>/g, '\n')).not.toContain('brand-awareness');
  });

  test('stand with a development entry, also when its goal is not in force any more', async () => {
    const entry = {
      ...{ unit: 'sales', origin: 'result', line: 'teamwork', learn: '跨部门沟通', why: '协作评价', how: '轮岗' },
      untilOn: '2028-03-31',
    };
    const { id } = (await api.post(`/api/v1/cycles/${cycle}/development`, entry, 'lin-xiao')).json as { id: string };
    await sql`UPDATE goals SET valid_to = now() WHERE cycle_id = ${cycle} AND goal_id = 'sales/teamwork'`;
    for (const path of ['/development', `/development/${id}`, '/units/sales/development']) {
      const html = await page(path, 'lin-xiao');
      expect([path, rawIds(html), html.includes(title)]).toEqual([path, [], true]);
    }
    await sql`UPDATE goals SET valid_to = NULL WHERE cycle_id = ${cycle} AND goal_id = 'sales/teamwork'`;
  });
});
