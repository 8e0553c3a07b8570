import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMonitoringActivities } from '../../activities/monitoring.js';
import type { Sql } from '../../db/connect.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, promptEngine, startApi } from '../setup/http.js';
import { asActivity, insertCycle, insertGoals, insertValues } from './story-cycle.js';

let sql: Sql;
let api: Api;
let cycle: string;
let id: string;
let cycles = 0;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

beforeEach(async () => {
  cycles += 1;
  cycle = `p${cycles}`;
  await insertCycle(sql, cycle);
  await insertGoals(sql, cycle);
  await insertValues(sql, cycle, { days: ['2027-03-31'] });
  await sql`UPDATE cycle_clocks SET now_at = '2027-04-02T01:00:00Z' WHERE cycle_id = ${cycle}`;
  await asActivity(createMonitoringActivities({ sql }).monitorUnits, { cycleId: cycle });
  const [row] = await sql<
    { id: string }[]
  >`SELECT id FROM deviation_cases WHERE cycle_id = ${cycle} AND goal_id = 'sales/growth'`;
  id = row?.id ?? '';
});

const list = (query = '', as = 'zhou-min') => api.get(`/cycles/${cycle}/deviations${query}`, as);
const one = (as = 'lin-xiao', language: 'zh-CN' | 'en' = 'en') =>
  api.ask('GET', `/cycles/${cycle}/deviations/${id}`, { as, language });
const post = (fields: Record<string, string>, as = 'lin-xiao') =>
  api.ask('POST', `/cycles/${cycle}/deviations/${id}`, {
    as,
    body: new URLSearchParams(fields).toString(),
    type: 'application/x-www-form-urlencoded',
  });
const plan = { intent: 'action', version: '0', state: 'planned', action: '每周拜访十家客户', dueOn: '2027-04-30' };

describe('the list of deviations', () => {
  test('shows what became of each, filtered by state', async () => {
    expect((await list()).text).toContain('wants an action');
    await post({ ...plan, idempotencyKey: `l-${cycle}` });
    const acting = await list('?state=acting');
    expect(acting.text).toContain(plan.action);
    expect(acting.text).not.toContain('销售线索');
    expect((await list('?state=closed')).text).toContain('There are no such deviations.');
    expect((await list('?unit=sales')).text).toContain(`/deviations/${id}`);
  });

  test('keeps the words from units beside, and itself from those it does not concern', async () => {
    await post(plan);
    const beside = await list('', 'su-qing');
    expect([beside.text.includes(`/deviations/${id}`), beside.text.includes(plan.action)]).toEqual([true, false]);
    expect((await list('', 'guan-li')).status).toBe(403);
  });
});

describe('the page of a deviation', () => {
  test('shows the way expected against the way made: figures rounded first, the chart, the table', async () => {
    const { text } = await one();
    expect(text).toContain('24.66 (1800/73) %');
    expect(text).toContain('36.22');
    expect(text).toMatch(/<svg[^>]*role="img"/);
    expect(text).toMatch(/<polyline class="made" points="[\d., ]+"/);
    expect((await one('lin-xiao', 'zh-CN')).text).toContain('期望进度与实际进度');
    expect((await api.get(`/cycles/${cycle}/units/sales`, 'lin-xiao')).text).toContain('Deviations of this unit');
  });

  test('takes an action, once for a double click, and then asks how it stands', async () => {
    for (const _ of [1, 2]) {
      expect((await post({ ...plan, idempotencyKey: `k-${cycle}` })).headers.get('location')).toContain('done=done');
    }
    const after = (await one()).text;
    expect(after).toContain('action under way');
    expect(after).toContain('not effective');
    expect((await sql`SELECT 1 FROM corrective_actions WHERE case_id = ${id}`).length).toBe(1);
  });

  test('tells what is wrong at its field and keeps what was typed', async () => {
    const early = await post({ ...plan, dueOn: '2027-04-01' });
    expect(early.status).toBe(422);
    expect(early.text).toContain(plan.action);
    expect(early.text).toMatch(/f-dueOn-problem[^]*not before today/);
    await post(plan);
    const stale = await post({ ...plan, action: 'something else' });
    expect([stale.status, stale.text.includes('something else')]).toEqual([409, true]);
  });

  test('offers its forms to owner and head alone, the owner to the heads above too', async () => {
    expect((await one('chen-mingyuan')).text).not.toContain('name="action"');
    expect((await one('chen-mingyuan')).text).toContain('name="owner"');
    expect((await one('su-qing')).text).not.toContain('name="owner"');
    expect((await post({ intent: 'owner', owner: 'p-new-1' })).status).toBe(303);
    expect((await one('p-new-1')).text).toContain('name="action"');
    expect((await one('guan-li')).status).toBe(403);
    expect((await api.get(`/cycles/${cycle}/deviations/999999`, 'lin-xiao')).status).toBe(404);
  });
});

describe('the inbox', () => {
  test('has the owner’s open deviations as tasks, until the action is done', async () => {
    const inbox = async (as: string) =>
      (await api.get('/inbox', as)).text.includes(`href="/cycles/${cycle}/deviations/${id}"`);
    const tasks = async (as: string) => (await api.get('/inbox', as)).text.split('Notices')[0] ?? '';
    expect(await inbox('lin-xiao')).toBe(true);
    expect(await tasks('lin-xiao')).toContain('Deviations for me to act on');
    await post({ intent: 'owner', owner: 'p-new-1' });
    expect(await tasks('p-new-1')).toContain(`/deviations/${id}`);
    expect(await tasks('lin-xiao')).not.toContain(`/deviations/${id}`);
    await post(plan, 'p-new-1');
    await post({ intent: 'action', version: '1', state: 'done' }, 'p-new-1');
    expect(await tasks('p-new-1')).not.toContain(`/deviations/${id}`);
  });
});
