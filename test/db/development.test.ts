import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { developmentPage } from '../../messages/pages.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, itemsOf, promptEngine, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { chainsHold, type Desk, feedbackDesk } from './feedback-setup.js';

let sql: Sql;
let owner: Sql;
let api: Api;
let desk: Desk;
let cycles = 0;
let keys = 0;

beforeAll(async () => {
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

beforeEach(async () => {
  cycles += 1;
  desk = await feedbackDesk(sql, api, `d${cycles}`);
});

const at = (path: string): string => `/api/v1/cycles/${desk.cycle}/${path}`;
const put = (path: string, body: object, as: string, ask: object = {}) =>
  api.ask('PUT', path, { as, body, key: `put-${(keys += 1)}`, ...ask });

/** Sales-new answers its talk and names a difficulty; returns its number. */
async function difficulty(): Promise<string> {
  await desk.talk('sales-new', { heldOn: '2028-01-26', text: 'told' }, 'lin-xiao');
  const words = { decision: 'acknowledge', reason: '', difficulties: ['不熟悉渠道合同'], suggestions: [] };
  expect((await desk.answerTalk('sales-new', 'jiang-tao', words)).status).toBe(200);
  return itemsOf<{ id: string }>(await api.get(at('feedback-items?unit=sales-new'), 'jiang-tao'))[0]?.id ?? '0';
}

const plan = {
  unit: 'sales-new',
  person: 'p-new-1',
  origin: 'hand',
  learn: '渠道合同',
  why: '面谈中提出',
  how: '跟随法务做三份合同',
  untilOn: '2028-03-31',
};
const open = (body: object, as = 'jiang-tao', ask: object = {}) => api.post(at('development'), body, as, ask);
const opened = async (body: object = plan, as = 'jiang-tao') =>
  (await open(body, as)).json as { id: string; version: number };
const writeOn = (id: string, body: object, as: string, ask: object = {}) =>
  api.post(at(`development/${id}`), { ...word, ...body }, as, ask);
const word = { version: 1, state: 'under-way', learn: '渠道合同', why: '面谈', how: '三份合同', untilOn: '2028-03-31' };

describe('a development entry', () => {
  test('is opened by hand, from a named difficulty or from the result; its person is told, and sees it', async () => {
    const item = await difficulty();
    await opened();
    const answering = await opened(
      { ...plan, origin: 'item', item, person: 'p-new-2', supporter: 'lin-xiao' },
      'zhou-min',
    );
    const fromResult = (
      await open({ ...plan, origin: 'result', line: 'markets-opened', person: undefined }, 'lin-xiao')
    ).json;
    expect(fromResult).toMatchObject({ person: null, origin: 'result', line: 'markets-opened', state: 'planned' });
    expect((await desk.told('DEVELOPMENT_OPENED')).toSorted()).toEqual(['jiang-tao', 'lin-xiao', 'p-new-1', 'p-new-2']);
    const seen = async (as: string) => itemsOf<{ id: string }>(await api.get(at('development'), as)).length;
    expect([await seen('p-new-1'), await seen('p-new-2'), await seen('p-new-3')]).toEqual([2, 2, 1]);
    expect([
      await seen('jiang-tao'),
      await seen('chen-mingyuan'),
      await seen('wu-tong'),
      await seen('yan-zheng'),
    ]).toEqual([3, 3, 3, 3]);
    expect([await seen('he-jing'), await seen('gao-yan'), await seen('guan-li')]).toEqual([0, 0, 0]);
    expect((await api.get(at(`development/${answering.id}`), 'p-new-1')).status).toBe(403);
    const answers = itemsOf(await api.get(at(`development?item=${item}`), 'zhou-min'));
    expect(answers.length).toBe(1);
    expect(await chainsHold(api, desk.cycle)).toEqual([]);
  });

  test('is seen by whoever helps with it, as long as they do', async () => {
    const { id } = await opened({ ...plan, supporter: 'he-jing' });
    expect(await desk.told('DEVELOPMENT_OPENED')).toEqual(['he-jing', 'p-new-1']);
    const seen = async () => [
      (await api.get(at(`development/${id}`), 'he-jing')).status,
      (await api.get(`/cycles/${desk.cycle}/development/${id}`, 'he-jing')).status,
      itemsOf(await api.get(at('development'), 'he-jing')).length,
    ];
    expect(await seen()).toEqual([200, 200, 1]);
    await refused('DEVELOPMENT_NOT_YOURS', 403, (ask) => writeOn(id, {}, 'he-jing', ask));
    await writeOn(id, { supporter: 'lin-xiao' }, 'jiang-tao');
    expect(await seen()).toEqual([403, 403, 0]);
  });

  test('is refused where somebody, something or a day is not as it must be', async () => {
    await refused('DEVELOPMENT_NOT_YOURS', 403, (ask) => open(plan, 'he-jing', ask));
    await refused('DEVELOPMENT_NOT_YOURS', 403, (ask) => open(plan, 'p-new-1', ask));
    await refused('PERSON_NOT_IN_UNIT', 422, (ask) => open({ ...plan, person: 'lv-hang' }, 'jiang-tao', ask));
    await refused('SUPPORTER_UNKNOWN', 422, (ask) => open({ ...plan, supporter: 'nobody' }, 'jiang-tao', ask));
    await refused('DUE_NOT_AHEAD', 422, (ask) => open({ ...plan, untilOn: '2028-01-25' }, 'jiang-tao', ask));
    await refused('TEXT_MISSING', 400, (ask) => open({ ...plan, why: ' ' }, 'jiang-tao', ask));
    await refused('ITEM_UNKNOWN', 422, (ask) => open({ ...plan, origin: 'item', item: '999' }, 'jiang-tao', ask));
    await refused('LINE_UNKNOWN', 422, (ask) => open({ ...plan, origin: 'result', line: 'leads' }, 'jiang-tao', ask));
    await refused('NOT_FOUND', 404, (ask) => open({ ...plan, unit: 'sales-east', person: undefined }, 'zhou-min', ask));
  });

  test('in time: goes on and ends with its outcome, and what is over stays as it ended', async () => {
    const { id } = await opened();
    expect((await writeOn(id, {}, 'jiang-tao')).status).toBe(200);
    await refused('DEVELOPMENT_CHANGED', 409, (ask) => writeOn(id, {}, 'lin-xiao', ask));
    await refused('TEXT_MISSING', 400, (ask) => writeOn(id, { version: 2, state: 'done' }, 'lin-xiao', ask));
    expect((await writeOn(id, { version: 2, state: 'done', outcome: '独立完成两份' }, 'lin-xiao')).status).toBe(200);
    await refused('DEVELOPMENT_OVER', 409, (ask) => writeOn(id, { version: 3 }, 'lin-xiao', ask));
    await expect(sql`
      INSERT INTO development_versions SELECT entry_id, 4, 'planned', learn, why, how, until_on, supporter_id, '', written_by, principal_id, written_at
        FROM development_versions WHERE entry_id = ${id} AND version = 1`).rejects.toThrow();
    await desk.follow('2028-05-10');
    expect(await desk.told('DEVELOPMENT_OVERDUE')).toEqual([]);
    const whole = (await api.get(at(`development/${id}`), 'p-new-1')).json as { versions: { state: string }[] };
    expect(whole.versions.map((it) => it.state)).toEqual(['planned', 'under-way', 'done']);
  });

  test('late: the head is reminded on the next working day, the superior later; a new day is a new beginning', async () => {
    const { id } = await opened();
    await desk.follow('2028-04-04');
    expect(await desk.told('DEVELOPMENT_OVERDUE')).toEqual(['jiang-tao']);
    await desk.follow('2028-04-10');
    expect(await desk.told('DEVELOPMENT_STALLED')).toEqual(['lin-xiao']);
    expect((await writeOn(id, { untilOn: '2028-05-31' }, 'jiang-tao')).status).toBe(200);
    await desk.follow('2028-05-01');
    expect((await desk.told('DEVELOPMENT_STALLED')).length).toBe(1);
  });

  test('never: head, superior and HR are told once each, and it stays planned', async () => {
    const { id } = await opened();
    await desk.follow('2028-06-30');
    await desk.follow('2028-07-30');
    expect((await desk.told('DEVELOPMENT_STALLED')).toSorted()).toEqual(['lin-xiao', 'wu-tong', 'zhou-min']);
    expect((await api.get(at(`development/${id}`), 'jiang-tao')).json).toMatchObject({ state: 'planned' });
  });
});

const contract = {
  version: 0,
  title: { 'zh-CN': '渠道合同实务', en: 'Channel contracts' },
  description: '',
  hours: '12',
  costMinor: '30000',
  currency: 'CNY',
  active: true,
};
const offer = (body: object = contract, as = 'zhou-min', ask: object = {}) =>
  put(at('trainings/contracts'), body, as, ask);
const budget = (unit: string, body: object, as = 'gao-yan', ask: object = {}) =>
  put(at(`training-budgets/${unit}`), body, as, ask);
const give = (person: string, body: object = {}, as = 'jiang-tao', ask: object = {}) =>
  api.post(
    at('training-assignments'),
    { unit: 'sales-new', person, training: 'contracts', dueOn: '2028-03-31', ...body },
    as,
    ask,
  );
const act = (id: string, body: object, as: string, ask: object = {}) =>
  api.post(at(`training-assignments/${id}`), body, as, ask);
const given = async (person: string, body: object = {}) => ((await give(person, body)).json as { id: string }).id;
const money = async (as = 'gao-yan') =>
  (await api.get(at('training-budgets'), as)).json as { items: object[]; total: object };

describe('the catalogue of trainings', () => {
  test('is HR’s, over the version that was seen; a rehearsal’s own stays in it', async () => {
    await refused('FORBIDDEN', 403, (ask) => offer(contract, 'jiang-tao', ask));
    expect((await offer()).json).toMatchObject({ id: 'contracts', version: 1, book: desk.cycle });
    await refused('TRAINING_CHANGED', 409, (ask) => offer({ ...contract, hours: '8' }, 'wu-tong', ask));
    expect((await offer({ ...contract, version: 1, hours: '8' })).json).toMatchObject({ version: 2, hours: '8' });
    expect(itemsOf(await api.get('/api/v1/trainings', 'zhou-min'))).toEqual([]);
    const bad = await offer({ ...contract, version: 2, hours: '-1', costMinor: '1.5' });
    expect([bad.status, JSON.stringify(bad.json)]).toEqual([400, expect.stringContaining('/costMinor')]);
    await expect(sql`UPDATE training_versions SET cost_minor = 0`).rejects.toThrow();
  });
});

describe('a training', () => {
  beforeEach(async () => {
    await offer();
    await budget('sales-new', { version: 0, amountMinor: '60000' });
  });

  test('is assigned within the budget, done by the person, confirmed by the head; the sums follow', async () => {
    const item = await difficulty();
    const id = await given('p-new-1', { item });
    expect(await money()).toMatchObject({ total: { amountMinor: '60000', spentMinor: '30000', leftMinor: '30000' } });
    expect(await desk.told('TRAINING_GIVEN')).toEqual(['p-new-1']);
    await refused('TRAINING_NOT_DONE', 409, (ask) => act(id, { act: 'confirmed' }, 'jiang-tao', ask));
    await refused('TRAINING_OWN', 403, (ask) => act(id, { act: 'done' }, 'jiang-tao', ask));
    expect((await act(id, { act: 'done' }, 'p-new-1')).json).toMatchObject({ state: 'done', costMinor: null });
    expect(await desk.told('TRAINING_TO_CONFIRM')).toEqual(['jiang-tao']);
    await refused('TEXT_MISSING', 400, (ask) => act(id, { act: 'returned' }, 'jiang-tao', ask));
    await act(id, { act: 'returned', text: '还差一份' }, 'jiang-tao');
    await act(id, { act: 'done' }, 'p-new-1');
    expect((await act(id, { act: 'confirmed' }, 'jiang-tao')).json).toMatchObject({ state: 'confirmed' });
    await refused('TRAINING_OVER', 409, (ask) => act(id, { act: 'cancelled', text: 'x' }, 'zhou-min', ask));
    expect(itemsOf(await api.get(at(`training-assignments?item=${item}`), 'p-new-1')).length).toBe(1);
    expect(itemsOf(await api.get(at('training-assignments'), 'p-new-2'))).toEqual([]);
    expect(await chainsHold(api, desk.cycle)).toEqual([]);
  });

  test('beyond the budget is refused; cancelling gives back; less than is spent cannot be set', async () => {
    const first = await given('p-new-1');
    await given('p-new-2');
    const problem = await refused('TRAINING_OVER_BUDGET', 409, (ask) => give('p-new-3', {}, 'jiang-tao', ask));
    expect(problem.errors).toMatchObject([{ pointer: '/training', costMinor: '30000', leftMinor: '0' }]);
    await refused('TRAINING_BUDGET_SPENT', 409, (ask) =>
      budget('sales-new', { version: 1, amountMinor: '59999' }, 'gao-yan', ask),
    );
    await act(first, { act: 'cancelled', text: '离岗' }, 'jiang-tao');
    expect((await give('p-new-3')).status).toBe(201);
    await refused('TRAINING_OVER_BUDGET', 409, (ask) => give('jiang-tao', {}, 'zhou-min', ask));
    // Nobody has given sales a budget: nothing that costs can be assigned there.
    await refused('TRAINING_OVER_BUDGET', 409, (ask) => give('lin-xiao', { unit: 'sales' }, 'zhou-min', ask));
  });

  test('two at the same moment cannot spend more than there is, nor can the program where it is wrong', async () => {
    await given('p-new-4');
    const replies = await Promise.all(['p-new-1', 'p-new-2', 'p-new-3'].map((person) => give(person)));
    expect(replies.map((it) => it.status).toSorted()).toEqual([201, 409, 409]);
    expect(await money()).toMatchObject({ total: { spentMinor: '60000', leftMinor: '0' } });
    await expect(sql`
      INSERT INTO training_assignments (cycle_id, unit_id, person_id, book, training_id, training_version, cost_minor, due_on, assigned_by, principal_id, assigned_at)
      SELECT cycle_id, unit_id, 'jiang-tao', book, training_id, training_version, 1, due_on, assigned_by, principal_id, assigned_at
        FROM training_assignments WHERE cycle_id = ${desk.cycle} LIMIT 1`).rejects.toThrow(/training_within_budget/);
  });

  test('what is spent is what was assigned and not cancelled, to the cent, whoever acts at the same moment', async () => {
    const first = await given('p-new-1');
    const replies = await Promise.all([
      give('p-new-2'),
      give('p-new-3', {}, 'zhou-min'),
      act(first, { act: 'cancelled', text: '改期' }, 'jiang-tao'),
      budget('sales-new', { version: 1, amountMinor: '30000' }, 'gao-yan'),
      budget('sales-new', { version: 1, amountMinor: '90000' }, 'tang-li'),
    ]);
    expect(replies.every(({ status }) => [200, 201, 409].includes(status))).toBe(true);
    expect(replies.slice(3).filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    const [row] = await sql<{ spent: string; assigned: string; within: boolean; kept: boolean }[]>`
      SELECT b.spent_minor::text AS spent, b.spent_minor <= b.amount_minor AS within, v.amount_minor = b.amount_minor AS kept,
             (SELECT coalesce(sum(cost_minor), 0)::text FROM training_assignments a
               WHERE a.cycle_id = b.cycle_id AND a.unit_id = b.unit_id AND a.state <> 'cancelled') AS assigned
        FROM training_budgets b JOIN training_budget_versions v USING (cycle_id, unit_id, version)
       WHERE b.cycle_id = ${desk.cycle} AND b.unit_id = 'sales-new'`;
    expect(row).toEqual({ spent: row?.assigned, assigned: row?.assigned, within: true, kept: true });
    // Given once, cancelled once: a second word gives nothing back again.
    await refused('TRAINING_OVER', 409, (ask) => act(first, { act: 'cancelled', text: '再次' }, 'jiang-tao', ask));
  });

  test('of a unit whose head has left is confirmed by the head above, who finds it in the inbox', async () => {
    const id = await given('p-new-1');
    await act(id, { act: 'done' }, 'p-new-1');
    const waits = async (as: string) => (await api.get('/inbox', as)).text.includes(developmentPage.toConfirm.en);
    expect([await waits('jiang-tao'), await waits('lin-xiao')]).toEqual([true, false]);
    await owner`UPDATE persons SET active = false WHERE id = 'jiang-tao'`;
    try {
      expect(await waits('lin-xiao')).toBe(true);
      await act(id, { act: 'returned', text: '还差一份' }, 'lin-xiao');
      await act(id, { act: 'done' }, 'p-new-1');
      expect((await desk.told('TRAINING_TO_CONFIRM')).at(-1)).toBe('lin-xiao');
      expect((await act(id, { act: 'confirmed' }, 'lin-xiao')).status).toBe(200);
    } finally {
      await owner`UPDATE persons SET active = true WHERE id = 'jiang-tao'`;
    }
  });

  test('of a person who has left is HR’s to see to, not nobody’s', async () => {
    await given('p-new-2');
    await owner`UPDATE persons SET active = false WHERE id = 'p-new-2'`;
    try {
      await desk.follow('2028-04-04');
      expect(await desk.told('TRAINING_OVERDUE')).toEqual([]);
      expect(await desk.told('NOBODY_ACTS')).toEqual(['wu-tong', 'zhou-min']);
    } finally {
      await owner`UPDATE persons SET active = true WHERE id = 'p-new-2'`;
    }
  });

  test('is refused where it is not offered, in another currency, or given already', async () => {
    await given('p-new-1');
    await refused('TRAINING_ASSIGNED', 409, (ask) => give('p-new-1', {}, 'jiang-tao', ask));
    await refused('TRAINING_NOT_OFFERED', 422, (ask) => give('p-new-2', { training: 'nothing' }, 'jiang-tao', ask));
    await refused('PERSON_NOT_IN_UNIT', 422, (ask) => give('he-jing', {}, 'jiang-tao', ask));
    await offer({ ...contract, version: 1, currency: 'EUR' });
    await refused('TRAINING_CURRENCY', 422, (ask) => give('p-new-2', {}, 'jiang-tao', ask));
    await offer({ ...contract, version: 2, active: false });
    await refused('TRAINING_NOT_OFFERED', 422, (ask) => give('p-new-2', {}, 'jiang-tao', ask));
  });

  test('of the head is confirmed by the superior, never by themselves', async () => {
    const id = await given('jiang-tao');
    await act(id, { act: 'done' }, 'jiang-tao');
    expect(await desk.told('TRAINING_TO_CONFIRM')).toEqual(['lin-xiao']);
    await refused('TRAINING_OWN', 403, (ask) => act(id, { act: 'confirmed' }, 'jiang-tao', ask));
    await expect(sql`
      INSERT INTO training_events (assignment_id, version, act, written_by, principal_id, written_at)
      VALUES (${id}, 2, 'confirmed', 'jiang-tao', 'jiang-tao', now())`).rejects.toThrow();
    expect((await act(id, { act: 'confirmed' }, 'lin-xiao')).status).toBe(200);
  });

  test('late and never: the person is reminded, then the head, then HR; one that nobody confirms comes to HR too', async () => {
    const [late, unheard] = [await given('p-new-1'), await given('p-new-2')];
    await act(unheard, { act: 'done' }, 'p-new-2');
    await desk.follow('2028-06-30');
    expect(await desk.told('TRAINING_OVERDUE')).toEqual(['p-new-1']);
    expect((await desk.told('TRAINING_STALLED')).toSorted()).toEqual(['jiang-tao', 'wu-tong', 'zhou-min']);
    expect(await desk.told('TRAINING_UNCONFIRMED')).toEqual(['jiang-tao']);
    expect((await desk.told('TRAINING_UNHEARD')).toSorted()).toEqual(['lin-xiao', 'wu-tong', 'zhou-min']);
    expect((await act(late, { act: 'done' }, 'p-new-1')).status).toBe(200);
  });

  test('budgets are set by HR or finance, who see amounts and nobody’s training; that of their own unit by the other', async () => {
    await refused('FORBIDDEN', 403, (ask) => budget('sales', { version: 0, amountMinor: '1' }, 'lin-xiao', ask));
    await refused('OWN_UNIT', 403, (ask) => budget('finance', { version: 0, amountMinor: '1' }, 'gao-yan', ask));
    const own = 'name="amount-finance"';
    expect((await api.get(`/cycles/${desk.cycle}/training-budgets`, 'gao-yan')).text).not.toContain(own);
    expect((await api.get(`/cycles/${desk.cycle}/training-budgets`, 'zhou-min')).text).toContain(own);
    expect((await budget('finance', { version: 0, amountMinor: '1' }, 'zhou-min')).status).toBe(200);
    await refused('TRAINING_BUDGET_CHANGED', 409, (ask) =>
      budget('sales-new', { version: 0, amountMinor: '1' }, 'gao-yan', ask),
    );
    await given('p-new-1');
    expect(itemsOf(await api.get(at('training-assignments'), 'gao-yan'))).toEqual([]);
    expect((await money('jiang-tao')).items.length).toBe(1);
    expect((await money('he-jing')).items).toEqual([]);
    expect((await api.get(at('training-budgets'), 'p-new-1')).status).toBe(403);
  });
});
