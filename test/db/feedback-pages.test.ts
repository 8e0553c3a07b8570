import { beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { developmentPage, itemPage, resultPage } from '../../messages/pages.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, itemsOf, promptEngine, startApi } from '../setup/http.js';
import { type Desk, feedbackDesk } from './feedback-setup.js';

let sql: Sql;
let api: Api;
let desk: Desk;
let item: string;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
  desk = await feedbackDesk(sql, api, 'year');
  await desk.talk('sales-new', { heldOn: '2028-01-26', text: 'told' }, 'lin-xiao');
  const words = { decision: 'acknowledge', reason: '', difficulties: ['不熟悉<合同>'], suggestions: ['共享范本'] };
  await desk.answerTalk('sales-new', 'jiang-tao', words);
  const items = itemsOf<{ id: string; kind: string }>(await api.get('/api/v1/cycles/year/feedback-items', 'jiang-tao'));
  item = items.find((it) => it.kind === 'difficulty')?.id ?? '0';
});

const form = (to: string, fields: Record<string, string>, as: string) =>
  api.ask('POST', to, { as, body: new URLSearchParams(fields).toString(), type: 'application/x-www-form-urlencoded' });
const page = async (path: string, as: string): Promise<string> => (await api.get(path, as)).text;

describe('pages after the talk', () => {
  test('an item waits in the inbox of whoever is to answer it, and of nobody else', async () => {
    expect(await page('/inbox', 'lin-xiao')).toContain(itemPage.mine.en);
    for (const as of ['jiang-tao', 'chen-mingyuan', 'he-jing', 'zhou-min'])
      expect([as, (await page('/inbox', as)).includes(itemPage.mine.en)]).toEqual([as, false]);
  });

  test('a form that is refused comes back with what was typed and the problem at its field; then it is answered', async () => {
    const at = `/cycles/year/feedback-items/${item}`;
    const answer = { intent: 'answer', version: '0', text: '请法务讲一次', dueOn: '2028-01-01', idempotencyKey: 'a' };
    const refused = await form(at, answer, 'lin-xiao');
    expect([refused.status, refused.text.includes('请法务讲一次'), refused.text.includes('aria-invalid')]).toEqual([
      422,
      true,
      true,
    ]);
    const done = await form(at, { ...answer, dueOn: '2028-02-28', idempotencyKey: 'b' }, 'lin-xiao');
    expect([done.status, done.headers.get('location')]).toEqual([303, `${at}?done=done`]);
    expect((await form(at, { ...answer, dueOn: '2028-02-28', idempotencyKey: 'b' }, 'lin-xiao')).status).toBe(303);
    const whole = await page(at, 'jiang-tao');
    expect(whole).toContain('不熟悉&lt;合同>');
    expect(whole).toContain('2028-02-28');
    await form(
      at,
      { intent: 'outcome', version: '1', outcome: 'done', words: '已讲', idempotencyKey: 'c' },
      'lin-xiao',
    );
    expect(await page('/inbox', 'jiang-tao')).toContain(itemPage.toConfirm.en);
    await form(
      at,
      { intent: 'verdict', version: '2', verdict: 'confirmed', text: '', idempotencyKey: 'd' },
      'jiang-tao',
    );
    expect(await page('/cycles/year/feedback-items?state=closed', 'zhou-min')).toContain(`feedback-items/${item}`);
    expect((await api.get(at, 'he-jing')).status).toBe(403);
  });

  test('a head opens an entry and assigns a training by forms; the member sees both and says that it is done', async () => {
    const training = {
      intent: 'write',
      version: '0',
      id: 'contracts',
      titleZh: '合同',
      titleEn: 'Contracts',
      hours: '８',
      cost: '1,000.50',
    };
    const written = await form('/cycles/year/trainings', { ...training, currency: 'CNY', active: 'true' }, 'zhou-min');
    expect(written.status).toBe(303);
    const set = { unit: 'sales-new', version: '0', 'amount-sales-new': '1500', 'note-sales-new': '上半年' };
    expect((await form('/cycles/year/training-budgets', set, 'gao-yan')).status).toBe(303);
    const { items: budgets } = (await api.get('/api/v1/cycles/year/training-budgets', 'gao-yan')).json as {
      items: { amountMinor: string }[];
    };
    expect(budgets.map(({ amountMinor }) => amountMinor)).toEqual(['150000']);
    // What is shown and what is typed are the same amount.
    expect(await page('/cycles/year/training-budgets', 'gao-yan')).toContain('value="1,500.00"');
    expect(await page('/cycles/year/trainings?change=contracts', 'zhou-min')).toContain('value="1,000.50"');
    const at = '/cycles/year/units/sales-new/development';
    const entry = {
      intent: 'open',
      origin: `item:${item}`,
      person: 'p-new-1',
      learn: '合同',
      why: '面谈',
      how: '跟随',
      untilOn: '2028-03-31',
    };
    expect((await form(at, entry, 'jiang-tao')).status).toBe(303);
    const assign = { intent: 'assign', training: 'contracts', trainee: 'p-new-1', dueOn: '2028-03-31', answers: item };
    expect((await form(at, assign, 'jiang-tao')).status).toBe(303);
    const over = await form(at, { ...assign, trainee: 'p-new-2' }, 'jiang-tao');
    expect([over.status, over.text.includes('aria-invalid')]).toEqual([409, true]);
    const mine = await page('/my-development', 'p-new-1');
    for (const text of ['合同', 'Contracts', developmentPage.saidDone.en]) expect(mine).toContain(text);
    const [assigned] = itemsOf<{ id: string }>(await api.get('/api/v1/cycles/year/training-assignments', 'p-new-1'));
    const said = { intent: 'training', assignment: assigned?.id ?? '', act: 'done', field: 'x' };
    expect((await form('/my-development', said, 'p-new-1')).status).toBe(303);
    expect((await form('/my-development', said, 'p-new-2')).status).toBe(404);
    expect(await page('/inbox', 'jiang-tao')).toContain(developmentPage.toConfirm.en);
    expect(await page(at, 'jiang-tao')).toContain('CNY 1,000.50');
    expect(await page(at, 'jiang-tao')).toContain('上半年');
    for (const text of ['CNY 1,000.50', '上半年']) expect(await page(at, 'p-new-2')).not.toContain(text);
    expect((await api.get(at, 'he-jing')).status).toBe(403);
    expect((await api.get('/cycles/year/training-budgets', 'p-new-1')).status).toBe(403);
  });

  test('a result explains each part by its rule, who rated it on what evidence, and where to appeal', async () => {
    await sql`
      UPDATE steps SET state = 'open', opens_at = to_timestamp(1706000000), opened_at = to_timestamp(1706000000),
             due_at = to_timestamp(1832000000), closes_at = to_timestamp(1832000000)
       WHERE review_id = 'year/sales' AND step_id = 'appeal'`;
    await desk.talk('sales', { heldOn: '2028-01-26', text: 'told' });
    const head = await page('/cycles/year/units/sales', 'lin-xiao');
    for (const text of [
      resultPage.rule.en,
      'Rated from 1 to 5',
      resultPage.ratings.en,
      'Chen Mingyuan',
      'minutes',
      resultPage.appealHere.en,
    ])
      expect(head).toContain(text);
    expect(head).toContain(resultPage.develop.en);
    const member = await page('/cycles/year/units/sales-new', 'p-new-1');
    expect(member).toContain(resultPage.rule.en);
    for (const text of [resultPage.ratings.en, resultPage.develop.en, 'You can appeal until'])
      expect(member).not.toContain(text);
    expect(await page('/cycles/year/units/sales', 'gao-yan')).not.toContain(resultPage.rule.en);
  });
});
