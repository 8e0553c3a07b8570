import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCollectingActivities } from '../../activities/collect-metrics.js';
import { createSweepActivities } from '../../activities/sweep.js';
import { createConnectorReader } from '../../connectors/reader.js';
import type { Sql } from '../../db/connect.js';
import { readWatch } from '../../db/watch.js';
import { enterPhase } from '../../db/sweep.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, itemsOf, problemOf, promptEngine, startApi, testConfig, testConnectors } from '../setup/http.js';
import { says, type SourceServer, startSource } from '../setup/source-server.js';
import { asActivity, insertCycle, insertGoals } from './story-cycle.js';

const hr = 'zhou-min';
const secret = 'S3cr3t-of-the-ERP';
let sql: Sql;
let api: Api;
let source: SourceServer;
let collecting: ReturnType<typeof createCollectingActivities>;
let sweeping: ReturnType<typeof createSweepActivities>;
let runs = 0;
let cycle: string;

const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}:00+08:00`);
/** A rehearsal's clock is moved by hand. */
const clock = (text: string, id = cycle) =>
  sql`UPDATE cycle_clocks SET now_at = ${at(text)}::timestamptz WHERE cycle_id = ${id}`;
const collect = (id = cycle) => asActivity(collecting.collectMetrics, { cycleId: id });
const nextLook = async (id = cycle) => {
  const [row] = await sql<{ at: number | null }[]>`SELECT collect_at AS at FROM cycle_watch WHERE cycle_id = ${id}`;
  return row?.at ?? null;
};
const notices = async (code: string, id = cycle) => {
  const rows = await sql<{ line: string }[]>`
    SELECT person_id || ' ' || coalesce(data ->> 'metric', data ->> 'connector') AS line FROM notices
     WHERE cycle_id = ${id} AND code = ${code} ORDER BY id`;
  return rows.map((row) => row.line);
};
const values = async (book = cycle, metric = 'new-customers') => {
  const rows = await sql<{ line: string }[]>`
    SELECT on_date::text || ' v' || version || ' ' || value || ' ' || source AS line FROM metric_values
     WHERE book = ${book} AND metric_id = ${metric} ORDER BY on_date, version`;
  return rows.map((row) => row.line);
};
const put = (path: string, body: unknown, as = hr) =>
  api.ask('PUT', `/api/v1${path}`, { body, as, key: `put-${(runs += 1)}` });
const give = (data: readonly (readonly [string, string])[], id = cycle) =>
  put(`/cycles/${id}/connector-data/crm`, {
    data: data.map(([on, value]) => ({ on, rows: [{ metric: 'new-customers', value }] })),
  });

const definition = (more: object = {}) => ({
  kind: 'http-json',
  title: { 'zh-CN': '客户系统', en: 'CRM' },
  schedule: 'quarter-end',
  url: `${source.url}/customers?day={on}`,
  secret: { env: 'PERFCYCLE_SECRET_CRM', header: 'Authorization', prefix: 'Bearer ' },
  take: { metric: 'new-customers', value: '/value', on: '/day' },
  ...more,
});

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  source = await startSource();
  const connectors = testConnectors({
    hosts: [source.host],
    secrets: new Map([['PERFCYCLE_SECRET_CRM', secret]]),
    timeoutMs: 500,
  });
  api = await startApi(sql, promptEngine(sql), { ...testConfig(''), connectors });
  collecting = createCollectingActivities({ sql, reader: createConnectorReader(connectors) });
  sweeping = createSweepActivities({ sql });
  const defined = await put('/connectors/crm', definition());
  expect([defined.status, defined.json]).toEqual([201, { id: 'crm', version: 1 }]);
});

beforeEach(async () => {
  cycle = `c${(runs += 1)}`;
  await insertCycle(sql, cycle);
  await insertGoals(sql, cycle);
  await enterPhase(sql, cycle, 'monitoring');
  await clock('2027-02-01 09:00');
});

describe("a rehearsal's connector", () => {
  test('finds what was given to it when its day has come, and calls nobody', async () => {
    source.asked.length = 0;
    await give([
      ['2027-03-31', '24'],
      ['2027-06-30', '52'],
    ]);
    expect(await collect()).toEqual({ taken: 0, failed: 0, written: 0, stale: 0 });
    expect(await nextLook()).toBe(at('2027-04-01 09:00'));
    await clock('2027-04-01 09:00');
    expect(await collect()).toEqual({ taken: 1, failed: 0, written: 1, stale: 0 });
    expect(await values()).toEqual(['2027-03-31 v1 24 collected']);
    expect(await nextLook()).toBe(at('2027-07-01 09:00'));
    expect(await values('real')).toEqual([]);
    expect(source.asked).toEqual([]);
  });

  test('is read once for a planned reading, however often the activity is repeated', async () => {
    await give([['2027-03-31', '24']]);
    await clock('2027-04-01 09:00');
    await Promise.all([collect(), collect(), collect()]);
    await collect();
    expect(await values()).toEqual(['2027-03-31 v1 24 collected']);
    expect(await sql`SELECT 1 FROM connector_attempts WHERE cycle_id = ${cycle}`).toHaveLength(1);
    expect(await sql`SELECT 1 FROM journal WHERE cycle_id = ${cycle} AND act = 'metrics-collected'`).toHaveLength(1);
  });

  test('late: is tried again, told to HR once as an outage, and takes what came at last', async () => {
    await give([['2027-02-28', '20']]);
    await clock('2027-04-01 09:00');
    expect(await collect()).toMatchObject({ taken: 0, failed: 1 });
    expect(await notices('CONNECTOR_OUTAGE')).toEqual([]);
    expect(await nextLook()).toBe(at('2027-04-01 09:10'));
    await clock('2027-04-01 09:10');
    await collect();
    expect(await nextLook()).toBe(at('2027-04-01 10:10'));
    await clock('2027-04-01 10:10');
    await collect();
    expect(await notices('CONNECTOR_OUTAGE')).toEqual(['wu-tong crm', 'zhou-min crm']);
    await give([['2027-03-31', '24']]);
    await clock('2027-04-01 14:10');
    expect(await collect()).toMatchObject({ taken: 1, failed: 0, written: 1 });
    const [run] = itemsOf(await api.get('/api/v1/connectors/crm/runs', hr));
    expect(run).toMatchObject({ book: cycle, slot: '2027-04-01', on: '2027-03-31', state: 'taken', nextTryAt: null });
    expect((run?.['attempts'] as { code: string | null }[]).map(({ code }) => code)).toEqual([
      'CONNECTOR_OLD_DATA',
      'CONNECTOR_OLD_DATA',
      'CONNECTOR_OLD_DATA',
      null,
    ]);
  });

  test('never: is given up, and the metric is stale, told once to the head who owns it and to HR', async () => {
    await give([['2027-02-28', '20']]);
    for (let now: number | null = at('2027-04-01 09:00'); now !== null && now < at('2027-07-01 09:00');) {
      await sql`UPDATE cycle_clocks SET now_at = ${now}::timestamptz WHERE cycle_id = ${cycle}`;
      await collect();
      now = await nextLook();
    }
    const [run] = itemsOf(await api.get('/api/v1/connectors/crm/runs', hr));
    expect(run).toMatchObject({ state: 'failed', nextTryAt: null });
    expect(await notices('CONNECTOR_OUTAGE')).toHaveLength(2);
    expect(await notices('METRIC_STALE')).toEqual([
      'lin-xiao new-customers',
      'wu-tong new-customers',
      'zhou-min new-customers',
    ]);
    // The five working days after the quarter ended on 7 April.
    const [stale] = await sql<{ seen: number; day: string }[]>`
      SELECT seen_at AS seen, stale_from AS day FROM stale_metrics WHERE book = ${cycle}`;
    expect(stale).toEqual({ seen: at('2027-04-08 09:00'), day: '2027-04-08' });
    await collect();
    expect(await notices('METRIC_STALE')).toHaveLength(3);
  });

  test('lets a correction stand until the source itself says something else', async () => {
    await give([['2027-03-31', '24']]);
    await clock('2027-04-01 09:00');
    await collect();
    const row = { metric: 'new-customers', on: '2027-03-31', value: '25', reason: 'one was missing' };
    const pushed = await api.post(`/api/v1/cycles/${cycle}/metric-values`, { rows: [row] }, hr);
    expect(pushed.json).toEqual({ written: 1, unchanged: 0 });
    await give([
      ['2027-03-31', '24'],
      ['2027-06-30', '52'],
    ]);
    await clock('2027-07-01 09:00');
    await collect();
    expect(await values()).toEqual([
      '2027-03-31 v1 24 collected',
      '2027-03-31 v2 25 pushed',
      '2027-06-30 v1 52 collected',
    ]);
    await give([
      ['2027-03-31', '26'],
      ['2027-09-30', '83'],
    ]);
    await clock('2027-10-01 09:00');
    await collect();
    expect(await values()).toContain('2027-03-31 v3 26 collected');
  });

  test('takes only what a reading would take; a real cycle and a closed one take nothing', async () => {
    const wrong = await put(`/cycles/${cycle}/connector-data/crm`, {
      data: [
        { on: '2027-03-31', rows: [{ metric: 'none', value: '1e3' }] },
        { on: '2027-03-31', rows: [] },
      ],
    });
    expect(problemOf(wrong).errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/data/1/on ID_DUPLICATE',
      '/data/0/rows/0/metric ID_UNKNOWN',
      '/data/0/rows/0/value NUMBER_INVALID',
    ]);
    await insertCycle(sql, `${cycle}-real`, 'real');
    expect(problemOf(await give([], `${cycle}-real`)).code).toBe('NOT_A_REHEARSAL');
    await sql`UPDATE cycles SET state = 'closed', closed_at = now() WHERE id = ${cycle}`;
    expect(problemOf(await give([])).code).toBe('CYCLE_CLOSED');
    expect((await put(`/cycles/${cycle}/connector-data/crm`, { data: [] }, 'lin-xiao')).status).toBe(403);
  });
});

describe('the sweep', () => {
  const swept = (collects: boolean) => asActivity(sweeping.sweep, { cycleId: cycle, collects });

  test('says that there is something to collect, holds the clock meanwhile, and names the next instant', async () => {
    await give([['2027-03-31', '24']]);
    await sql`UPDATE cycle_clocks SET held = false WHERE cycle_id = ${cycle}`;
    await sql`DELETE FROM fresh_values WHERE cycle_id = ${cycle}`;
    expect(await swept(true)).toMatchObject({ toCollect: true, waitMs: 0, now: at('2027-02-01 09:00') });
    await collect();
    expect(await readWatch(sql, cycle, at('2027-02-01 09:00'))).toMatchObject({ toCollect: false });
    expect((await readWatch(sql, cycle, at('2027-02-01 09:00'))).nextAt).toBe(at('2027-04-01 09:00'));
    expect((await readWatch(sql, cycle, at('2027-04-01 09:00'))).toCollect).toBe(true);
  });

  test('looks again when data were given or goals changed since, and says nothing to a loop that cannot collect', async () => {
    await collect();
    const toCollect = async (collects = true) => (await swept(collects)).toCollect;
    expect(await toCollect()).toBe(false);
    await give([['2027-03-31', '24']]);
    expect(await toCollect()).toBe(true);
    expect(await toCollect(false)).toBe(false);
    await collect();
    expect(await toCollect()).toBe(false);
    await sql`UPDATE goals SET valid_to = now() WHERE cycle_id = ${cycle} AND unit_id = 'sales'`;
    await sql`INSERT INTO goals SELECT cycle_id, unit_id, goal_id, version + 1, position, content, command_id, now(), NULL
                FROM goals WHERE cycle_id = ${cycle} AND unit_id = 'sales'`;
    expect(await toCollect()).toBe(true);
  });

  test('collects in monitoring and evaluation only', async () => {
    await sql`UPDATE cycles SET phase = 'planning' WHERE id = ${cycle}`;
    await clock('2027-01-20 09:00');
    expect((await swept(true)).toCollect).toBe(false);
  });
});

describe('a real connector', () => {
  const post = (path: string, body: unknown, as = hr) => api.post(`/api/v1/connectors/crm${path}`, body, as);
  const day = (value: string, on = '2027-03-31') => says(JSON.stringify({ day: on, value: Number(value) }));

  test('is tried before it is switched on, that very version; a try writes no value', async () => {
    const early = await post('/switch', { on: true });
    expect([early.status, problemOf(early).code]).toEqual([409, 'CONNECTOR_NOT_TRIED']);
    source.on('/customers', says('{"value": "a few", "day": "2027-03-31"}'));
    const failed = await post('/tries', { on: '2027-03-31' });
    expect(failed.json).toMatchObject({
      code: 'CONNECTOR_WRONG_TYPE',
      problems: [{ row: 1, column: 'value', code: 'NUMBER_INVALID', value: 'a few' }],
    });
    expect(problemOf(await post('/switch', { on: true })).code).toBe('CONNECTOR_NOT_TRIED');
    source.on('/customers', day('24'));
    const tried = await post('/tries', { on: '2027-03-31' });
    expect(tried.json).toMatchObject({
      version: 1,
      code: null,
      found: 1,
      shown: [{ metric: 'new-customers', on: '2027-03-31', value: '24' }],
    });
    expect(await values('real')).toEqual([]);
    await put('/connectors/crm', definition({ freshDays: 100 }));
    expect(problemOf(await post('/switch', { on: true })).code).toBe('CONNECTOR_NOT_TRIED');
    expect((await post('/switch', { on: true, version: 1 })).status).toBe(200);
    expect((await api.get('/api/v1/connectors/crm', hr)).json).toMatchObject({ version: 2, onVersion: 1 });
  });

  test('is read once for all real cycles, and what it brings wakes them', async () => {
    const both = [`${cycle}-a`, `${cycle}-b`];
    for (const id of both) {
      await insertCycle(sql, id, 'real');
      await enterPhase(sql, id, 'monitoring');
      await clock('2027-04-01 09:00', id);
    }
    source.asked.length = 0;
    source.on('/customers', (request, response) => {
      setTimeout(() => day('24')(request, response), 100);
    });
    await sql`DELETE FROM outbox`;
    const counts = await Promise.all(both.map((id) => collect(id)));
    expect(counts.map(({ taken }) => taken).toSorted()).toEqual([0, 1]);
    expect(source.asked).toEqual(['/customers?day=2027-03-31']);
    expect(await values('real')).toEqual(['2027-03-31 v1 24 collected']);
    const woken = await sql<{ cycle: string }[]>`SELECT cycle_id AS cycle FROM outbox WHERE kind = 'wake' ORDER BY 1`;
    expect(woken.map((row) => row.cycle)).toEqual(expect.arrayContaining(both));
  });

  test('that fails is tried again after a restart of everything, and goes on from where it was', async () => {
    const id = `${cycle}-real`;
    await insertCycle(sql, id, 'real');
    await enterPhase(sql, id, 'monitoring');
    await clock('2027-07-01 09:00', id);
    source.on('/customers', says(`{"you": "${secret}"}`, 500));
    expect(await collect(id)).toMatchObject({ failed: 1 });
    await clock('2027-07-01 09:10', id);
    source.on('/customers', day('52', '2027-06-30'));
    expect(await collect(id)).toMatchObject({ taken: 1, written: 1 });
    expect(await values('real')).toEqual(['2027-03-31 v1 24 collected', '2027-06-30 v1 52 collected']);
  });

  test('switched off is read no more; only HR writes, tries and switches, board and auditors look', async () => {
    expect((await post('/switch', { on: false })).status).toBe(200);
    const id = `${cycle}-real`;
    await insertCycle(sql, id, 'real');
    await enterPhase(sql, id, 'monitoring');
    await clock('2027-10-01 09:00', id);
    source.asked.length = 0;
    await collect(id);
    expect(source.asked).toEqual([]);
    for (const [as, status] of [
      ['yan-zheng', 200],
      ['shen-guo', 200],
      ['lin-xiao', 403],
      ['guan-li', 403],
    ] as const) {
      expect((await api.get('/api/v1/connectors/crm', as)).status).toBe(status);
      expect((await put('/connectors/crm', definition(), as)).status).toBe(403);
      expect((await post('/tries', {}, as)).status).toBe(403);
      expect((await post('/switch', { on: true }, as)).status).toBe(403);
    }
  });

  test.each([
    [{ url: 'file:///etc/passwd' }, '/url'],
    [{ url: 'http://user:word@erp.example/' }, '/url'],
    [{ url: 'http://{on}.example/' }, '/url'],
    [{ secret: { env: 'DATABASE_URL', header: 'Authorization' } }, '/secret/env'],
    [{ secret: { env: 'PERFCYCLE_SECRET_CRM', header: 'a\r\nb' } }, '/secret/header'],
    [{ secret: 'S3cr3t' }, '/secret'],
    [{ take: { metric: 'new-customers', value: 'value' } }, '/take/value'],
    [{ schedule: 'second' }, '/schedule'],
  ])('is not defined as %j', async (more, pointer) => {
    const refused = await put('/connectors/wrong', definition(more));
    expect(problemOf(refused).errors.map((each) => each.pointer)).toContain(pointer);
  });

  test('never tells its secret: not in answers, not in tables, not in the journal', async () => {
    const told = [
      await api.get('/api/v1/connectors', hr),
      await api.get('/api/v1/connectors/crm', hr),
      await api.get('/api/v1/connectors/crm/runs', hr),
    ].map((reply) => reply.text);
    expect(told.join('')).toContain('PERFCYCLE_SECRET_CRM');
    const tables = await sql<{ name: string }[]>`
      SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_migrations'`;
    expect(tables.length).toBeGreaterThan(30);
    const rows = await Promise.all(tables.map(({ name }) => sql`SELECT to_jsonb(t) AS row FROM ${sql(name)} t`));
    expect(JSON.stringify([told, rows])).not.toContain(secret);
  });
});
