import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createRecordActivities } from '../../activities/record.js';
import { createEngine, type Engine } from '../../api/engine.js';
import { connect, type Sql } from '../../db/connect.js';
import { goalsOf } from '../../players/story/goals.js';
import type { StepWord } from '../../workflows/messages.js';
import { createTestDatabase } from '../setup/database.js';
import {
  absentEngine,
  type Api,
  itemsOf,
  problemOf,
  promptEngine,
  type Reply,
  startApi,
  testConfig,
} from '../setup/http.js';
import { insertCycle } from './story-cycle.js';

let sql: Sql;
let api: Api;
let cycle = '';
let cycles = 0;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});
beforeEach(async () => {
  cycle = `day-${(cycles += 1)}`;
  await insertCycle(sql, cycle);
  await sql`UPDATE steps SET state = 'open', opened_at = opens_at WHERE cycle_id = ${cycle} AND kind = 'goals'`;
});

const goalsPath = (unit = 'sales'): string => `/api/v1/cycles/${cycle}/reviews/${unit}/steps/goals`;
const goals = (unit = 'sales') => ({ stepRevision: 0, content: { goals: goalsOf(unit), answers: [] } });
const year = (id: string) => ({
  id,
  title: '2027',
  templateId: 'balanced-year',
  rootUnit: 'hq',
  mode: 'rehearsal',
  periodStart: '2027-01-01',
  periodEnd: '2027-12-31',
});
const versions = async (): Promise<number> =>
  (await sql`SELECT FROM step_versions WHERE review_id = ${`${cycle}/sales`} AND step_id = 'goals'`).length;

describe('the same request', () => {
  test('to submit gets the first answer, one after the other and at the same moment; it is one act', async () => {
    const again = { key: `submit-${cycle}` };
    const send = (): Promise<Reply> => api.post(`${goalsPath()}/submit`, goals(), 'lin-xiao', again);
    const clicks = await Promise.all([send(), send(), send()]);
    clicks.push(await send());
    expect(clicks.map((reply) => [reply.status, (reply.json as { status: string }).status])).toEqual(
      clicks.map(() => [200, 'applied']),
    );
    expect(new Set(clicks.map((reply) => (reply.json as { command: string }).command)).size).toBe(1);
    expect(await versions()).toBe(1);
    const other = await api.post(
      `${goalsPath()}/submit`,
      { ...goals(), content: { goals: goalsOf('sales').slice(1), answers: [] } },
      'lin-xiao',
      again,
    );
    expect([other.status, problemOf(other).code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    const elsewhere = await api.post(
      `${goalsPath('sales')}/approve`,
      { stepRevision: 1, decision: 'approve' },
      'lin-xiao',
      again,
    );
    expect(elsewhere.status).toBeGreaterThanOrEqual(400);
  });

  test('with a key of its own is a second act: a double click on a stale page is refused', async () => {
    const clicks = await Promise.all([1, 2].map(() => api.post(`${goalsPath()}/submit`, goals(), 'lin-xiao')));
    expect(clicks.map((reply) => reply.status).toSorted()).toEqual([200, 409]);
    expect(clicks.map(problemOf).find((it) => it.status === 409)?.code).toBe('STALE_REVISION');
    expect(await versions()).toBe(1);
  });

  test('to start a cycle, add a template or report a value gets the first answer too, also at the same moment', async () => {
    const [metric] = await sql<{ id: string }[]>`SELECT id FROM metrics WHERE unit_id = 'sales' LIMIT 1`;
    const acts: [path: string, body: object, other: object, status: number][] = [
      ['/api/v1/cycles', year('twin'), year('other'), 201],
      [
        `/api/v1/metrics/${metric?.id ?? ''}/values`,
        { on: '2027-06-30', value: '１' },
        { on: '2027-06-30', value: '2' },
        201,
      ],
      [`/api/v1/cycles/${cycle}/clock`, { hold: true }, { hold: false }, 200],
    ];
    for (const [path, body, other, status] of acts) {
      const again = { key: `twice ${path}` };
      const replies = await Promise.all([1, 2, 3].map(() => api.post(path, body, 'zhou-min', again)));
      replies.push(await api.post(path, body, 'zhou-min', again));
      expect([path, ...replies.map((reply) => reply.status)]).toEqual([path, status, status, status, status]);
      expect(new Set(replies.map((reply) => JSON.stringify(sorted(reply.json)))).size).toBe(1);
      const reused = await api.post(path, other, 'zhou-min', again);
      expect([reused.status, problemOf(reused).code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
      // Keys are each person's own.
      expect(problemOf(await api.post(path, other, 'wu-tong', again)).code).not.toBe('IDEMPOTENCY_KEY_REUSED');
    }
    expect(await sql`SELECT FROM metric_values WHERE on_date = '2027-06-30' AND version = 1`).toHaveLength(1);
  });

  test('that was refused left nothing behind: mended, the same key may be used', async () => {
    const again = { key: 'mended' };
    expect(
      (await api.post('/api/v1/cycles', { ...year('mended'), periodEnd: '2026-01-01' }, 'zhou-min', again)).status,
    ).toBe(400);
    expect((await api.post('/api/v1/cycles', year('mended'), 'zhou-min', again)).status).toBe(201);
  });
});

describe('with Temporal away', () => {
  test('a submit is received and safe, answered 202, and carried out once when it is brought later', async () => {
    const away = await startApi(sql, absentEngine);
    const send = (): Promise<Reply> =>
      away.post(`${goalsPath()}/submit`, goals(), 'lin-xiao', { key: `away-${cycle}` });
    const [first, second] = [await send(), await send()];
    expect([first.status, first.json, second.json]).toEqual([
      202,
      { command: expect.any(String) as string, status: 'received' },
      first.json,
    ]);
    const { command } = first.json as { command: string };
    expect((await away.get(`/api/v1/commands/${command}`, 'lin-xiao')).json).toMatchObject({
      state: 'received',
      code: null,
    });
    const [row] = await sql<StepWord[]>`
      SELECT id AS "commandId", review_id AS "reviewId", step_id AS "stepId", actor_id AS actor, principal_id AS principal,
             body_digest AS digest, step_revision AS "stepRevision", review_revision AS "reviewRevision", decision
        FROM commands WHERE id = ${command}`;
    if (row === undefined) throw new Error('no command');
    const { record } = createRecordActivities({ sql });
    await Promise.all([record(row), record(row)]);
    expect((await send()).json).toMatchObject({ command, status: 'applied' });
    expect(await versions()).toBe(1);
  });

  test('a cycle is written and answered 202; the relay will start it', async () => {
    const away = await startApi(sql, absentEngine);
    const again = { key: 'late-start' };
    const replies = [
      await away.post('/api/v1/cycles', year('late'), 'zhou-min', again),
      await away.post('/api/v1/cycles', year('late'), 'zhou-min', again),
    ];
    expect(replies.map((reply) => reply.status)).toEqual([202, 202]);
    expect(await sql`SELECT state FROM cycles WHERE id = 'late'`).toEqual([{ state: 'planned' }]);
  });

  test('reads go on; what only the engine knows is 503 with a time to come back', async () => {
    const away = await startApi(sql, absentEngine);
    const reads = [
      '/me',
      '/me/tasks',
      '/cycles',
      `/cycles/${cycle}`,
      `/cycles/${cycle}/units`,
      `/cycles/${cycle}/journal`,
      goalsPath().slice('/api/v1'.length),
      '/organization',
      '/strategy',
      '/templates',
    ];
    for (const path of reads)
      expect([path, (await away.get(`/api/v1${path}`, 'zhou-min')).status]).toEqual([path, 200]);
    await sql`UPDATE reviews SET born = true WHERE id = ${`${cycle}/sales`}`;
    const history = await away.get(`/api/v1/cycles/${cycle}/reviews/sales/history`, 'zhou-min');
    expect([history.status, problemOf(history).code, history.headers.get('retry-after')]).toEqual([
      503,
      'ENGINE_AWAY',
      '5',
    ]);
    // A conversation that never began has no history to wait for.
    expect((await away.get(`/api/v1/cycles/${cycle}/reviews/rnd/history`, 'zhou-min')).json).toMatchObject({
      events: [],
      archived: [],
    });
    const ready = await away.get('/readyz');
    expect([ready.status, ready.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await away.get('/healthz')).status).toBe(200);
  });

  describe('and a server there that never answers', () => {
    let silent: Server;
    let engine: Engine;
    beforeAll(async () => {
      silent = createServer(() => {}).listen(0, '127.0.0.1');
      await new Promise((resolve) => silent.once('listening', resolve));
      const address = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
      engine = createEngine({ ...testConfig(''), temporal: { address, namespace: 'default', tls: false } });
    });
    afterAll(() => {
      silent.close();
    });

    test('nobody waits much longer than three seconds for the answer 202', async () => {
      const slow = await startApi(sql, engine);
      const begun = performance.now();
      const replies = await Promise.all([
        slow.post(`${goalsPath()}/submit`, goals(), 'lin-xiao'),
        slow.post('/api/v1/cycles', year('slow'), 'zhou-min'),
      ]);
      expect(replies.map((reply) => reply.status)).toEqual([202, 202]);
      expect(performance.now() - begun).toBeLessThan(4500);
    });
  });
});

test('with the database away everything is 503 with a time to come back, and a sentence', async () => {
  const nowhere = connect({ databaseUrl: 'postgres://nobody@127.0.0.1:1/none' }, { max: 1 });
  const lost = await startApi(nowhere, absentEngine);
  const reply = await lost.ask('GET', '/api/v1/me', { headers: { cookie: 'perfcycle=x' } });
  expect([reply.status, problemOf(reply).code, reply.headers.get('retry-after')]).toEqual([503, 'DATABASE_AWAY', '5']);
  await nowhere.end({ timeout: 1 });
});

describe('long lists', () => {
  test('come page by page, complete and in the order of the whole', async () => {
    await sql`UPDATE steps SET state = 'open', opened_at = opens_at WHERE cycle_id = ${cycle} AND unit_id IS NOT NULL`;
    for (const person of ['zhou-min', 'wu-tong'])
      await api.post(`/api/v1/cycles/${cycle}/clock`, { hold: true }, person);
    const lists: [string, string][] = [
      ['/cycles', 'zhou-min'],
      [`/cycles/${cycle}/units`, 'zhou-min'],
      [`/cycles/${cycle}/journal`, 'zhou-min'],
      ['/me/tasks', 'lin-xiao'],
      ['/personas', 'zhou-min'],
      ['/templates', 'zhou-min'],
      ['/templates/balanced-year', 'zhou-min'],
    ];
    await api.post(
      '/api/v1/templates',
      (
        itemsOf<{ document: object }>(await api.get('/api/v1/templates/balanced-year', 'zhou-min'))[0] ?? {
          document: {},
        }
      ).document,
      'zhou-min',
    );
    for (const [path, person] of lists) {
      const whole = await api.get(`/api/v1${path}`, person);
      const items = itemsOf(whole);
      expect((whole.json as { next: unknown }).next).toBeNull();
      expect([path, items.length > 1]).toEqual([path, true]);
      const parts: unknown[] = [];
      let cursor: string | null = '';
      for (let pages = 0; cursor !== null && pages < 100; pages += 1) {
        const page: Reply = await api.get(`/api/v1${path}?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`, person);
        expect(itemsOf(page)).toHaveLength(1);
        parts.push(...itemsOf(page));
        cursor = (page.json as { next: string | null }).next;
      }
      expect(parts.map(timeless)).toEqual(items.map(timeless));
    }
  });
});

/** Without the present, which passes between two requests. */
const timeless = (item: unknown): string => JSON.stringify(item).replaceAll(/"now":\d+/g, '');

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, each]) => [name, sorted(each)]),
  );
}
