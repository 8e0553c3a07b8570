import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { goalsOf } from '../../players/story/goals.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, type Ask, problemOf, promptEngine, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { insertCycle } from './story-cycle.js';

let sql: Sql;
let api: Api;
let cycle = '';
let cycles = 0;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

/** A running cycle of its own for each test, the goals of all units open. */
beforeEach(async () => {
  cycle = `bad-${(cycles += 1)}`;
  await insertCycle(sql, cycle);
  await sql`UPDATE steps SET state = 'open', opened_at = opens_at WHERE cycle_id = ${cycle} AND kind = 'goals'`;
});

const step = (id: string, unit = 'sales'): string => `/api/v1/cycles/${cycle}/reviews/${unit}/steps/${id}`;
const goals = (unit = 'sales') => ({ stepRevision: 0, content: { goals: goalsOf(unit), answers: [] } });

const submit = (path: string, body: unknown, as: string) => (ask: Ask) => api.post(`${path}/submit`, body, as, ask);
const approve = (path: string, body: unknown, as: string) => (ask: Ask) => api.post(`${path}/approve`, body, as, ask);

async function submitted(): Promise<void> {
  const reply = await api.post(`${step('goals')}/submit`, goals(), 'lin-xiao');
  expect(reply.status, reply.text).toBe(200);
}

describe('a step', () => {
  test("that is not one's own is refused to submit and to decide", async () => {
    await refused('NOT_YOUR_STEP', 403, submit(step('goals'), goals(), 'su-qing'));
    await submitted();
    await refused('NOT_YOUR_STEP', 403, approve(step('goals'), { stepRevision: 1, decision: 'approve' }, 'zhou-min'));
  });

  test('of one own is not decided by oneself, not even as HR or the board', async () => {
    await submitted();
    await refused('NOT_YOUR_STEP', 403, approve(step('goals'), { stepRevision: 1, decision: 'approve' }, 'lin-xiao'));
    await sql`UPDATE steps SET state = 'open', opened_at = opens_at, opens_at = '2026-01-01' WHERE review_id = ${cycle} AND step_id = 'calibration'`;
    const path = step('calibration', '-');
    const sent = await api.post(`${path}/submit`, { stepRevision: 0, content: { changes: [], note: '' } }, 'zhou-min');
    expect(sent.status, sent.text).toBe(200);
    await refused('OWN_WORK', 403, approve(path, { stepRevision: 1, decision: 'approve' }, 'zhou-min'));
    const other = await api.post(`${path}/approve`, { stepRevision: 1, decision: 'approve' }, 'wu-tong');
    expect(other.status, other.text).toBe(200);
  });

  test('that is not there, not open, not submitted, over or ended says which', async () => {
    await refused('STEP_NOT_FOUND', 404, submit(step('holiday'), goals(), 'lin-xiao'));
    await refused('STEP_NOT_FOUND', 404, submit(step('goals', 'moon'), goals(), 'lin-xiao'));
    await refused('STEP_NOT_FOUND', 404, submit(step('GOALS!'), goals(), 'lin-xiao'));
    const plan = { stepRevision: 0, content: { tasks: [], answers: [] } };
    await refused('STEP_NOT_OPEN', 409, submit(step('plan'), plan, 'lin-xiao'));
    await refused(
      'STEP_NOT_SUBMITTED',
      409,
      approve(step('goals'), { stepRevision: 0, decision: 'approve' }, 'chen-mingyuan'),
    );
    await sql`UPDATE steps SET opens_at = '2026-01-01', due_at = '2026-01-02', closes_at = '2026-01-03' WHERE review_id = ${`${cycle}/sales`}`;
    await refused('STEP_CLOSED', 409, submit(step('goals'), goals(), 'lin-xiao'));
    await sql`UPDATE steps SET state = 'done', outcome = 'approved', ended_at = now() WHERE review_id = ${`${cycle}/sales`} AND step_id = 'goals'`;
    await refused('STEP_ENDED', 409, submit(step('goals'), goals(), 'lin-xiao'));
    await sql`UPDATE cycles SET state = 'closed' WHERE id = ${cycle}`;
    await refused('CYCLE_CLOSED', 409, submit(step('goals'), goals(), 'lin-xiao'));
  });

  test('that has moved on since it was seen is refused, and the draft is still there', async () => {
    const draft = await api.ask('PUT', `${step('goals')}/draft`, {
      as: 'lin-xiao',
      headers: { 'if-none-match': '*' },
      body: { content: goals().content },
    });
    expect(draft.status).toBe(200);
    await sql`UPDATE steps SET revision = 3 WHERE review_id = ${`${cycle}/sales`} AND step_id = 'goals'`;
    await refused('STALE_REVISION', 409, submit(step('goals'), goals(), 'lin-xiao'));
    const seen = (await api.get(step('goals'), 'lin-xiao')).json as { draft: { content: { goals: unknown[] } } };
    expect(seen.draft.content.goals).toHaveLength(goalsOf('sales').length);
    const first = { headers: { 'if-none-match': '*' } };
    await refused('DRAFT_CHANGED', 412, (ask) =>
      api.ask('PUT', `${step('goals')}/draft`, { as: 'lin-xiao', body: { content: {} }, ...first, ...ask }),
    );
  });

  test('is not returned without a reason, nor decided in a way it does not offer', async () => {
    await submitted();
    const silent = await refused(
      'REASON_MISSING',
      400,
      approve(step('goals'), { stepRevision: 1, decision: 'return', reason: ' ' }, 'chen-mingyuan'),
    );
    expect(silent.errors).toMatchObject([{ pointer: '/reason', code: 'REASON_MISSING' }]);
    await refused(
      'CONTENT_INVALID',
      400,
      approve(step('goals'), { stepRevision: 1, decision: 'grant' }, 'chen-mingyuan'),
    );
    const reason = await api.post(
      `${step('goals')}/approve`,
      { stepRevision: 1, decision: 'return', reason: '请量化' },
      'chen-mingyuan',
    );
    expect(reason.status, reason.text).toBe(200);
  });
});

describe('a body', () => {
  const values = '/api/v1/metrics/sales-revenue/values';
  let metric = values;
  beforeAll(async () => {
    const [row] = await sql<{ id: string }[]>`SELECT id FROM metrics WHERE unit_id = 'sales' ORDER BY id LIMIT 1`;
    metric = `/api/v1/metrics/${row?.id ?? ''}/values`;
  });

  test.each(['12,5', '1e5', 'NaN', 'Infinity', '0x1f', '１２．５．３', '', '1'.repeat(5000), 12.5, null])(
    'with %j where a number stands is refused at its place',
    async (value) => {
      const problem = await refused('BODY_INVALID', 400, (ask) =>
        api.post(metric, { on: '2027-03-31', value }, 'lin-xiao', ask),
      );
      expect(problem.errors.map((each) => each.pointer)).toContain('/value');
      expect(problem.errors.every((each) => (each.detail ?? '').length > 0)).toBe(true);
    },
  );

  test('may have full-width digits, as Chinese keyboards type them', async () => {
    const reply = await api.post(metric, { on: '２０２７－０３－３１', value: '－１２．５０' }, 'lin-xiao');
    expect([reply.status, reply.json]).toMatchObject([201, { on: '2027-03-31', value: '-12.50' }]);
    await refused('VALUE_WITHOUT_REASON', 422, (ask) =>
      api.post(metric, { on: '2027-03-31', value: '13' }, 'lin-xiao', ask),
    );
    await refused('METRIC_NOT_YOURS', 403, (ask) =>
      api.post(metric, { on: '2027-03-31', value: '13' }, 'su-qing', ask),
    );
  });

  test('of two megabytes is refused before it is read; what was kept is kept', async () => {
    const first = { headers: { 'if-none-match': '*' } };
    await api.ask('PUT', `${step('goals')}/draft`, { as: 'lin-xiao', body: { content: { note: 'kept' } }, ...first });
    const text = '长'.repeat(700_000);
    await refused('BODY_TOO_LARGE', 413, submit(step('goals'), { ...goals(), text }, 'lin-xiao'));
    const seen = (await api.get(step('goals'), 'lin-xiao')).json as { draft: { content: unknown }; state: string };
    expect([seen.draft.content, seen.state]).toEqual([{ note: 'kept' }, 'open']);
  });

  test('that is broken JSON, of another type, or in an alphabet we do not read is refused as such', async () => {
    for (const body of ['{"stepRevision": 0,', '{', 'null,', '']) {
      await refused(body === '' ? 'BODY_INVALID' : 'BAD_JSON', 400, submit(step('goals'), body, 'lin-xiao'));
    }
    const typed = (type: string) => (ask: Ask) =>
      api.post(`${step('goals')}/submit`, '{}', 'lin-xiao', { ...ask, type });
    await refused('UNSUPPORTED_TYPE', 415, typed('text/plain'));
    await refused('UNSUPPORTED_TYPE', 415, typed('application/json; charset=gbk'));
    await refused('UNSUPPORTED_TYPE', 415, typed('text/csv'));
  });

  test('with wrong types or unknown fields is refused with a pointer to each', async () => {
    const [first, ...others] = goalsOf('sales');
    const body = {
      stepRevision: 0,
      content: { goals: [{ ...first, weight: 30, colour: 'red' }, ...others], answers: 'none' },
    };
    const problem = await refused('CONTENT_INVALID', 400, submit(step('goals'), body, 'lin-xiao'));
    expect(problem.errors.map(({ pointer, code }) => `${pointer ?? ''} ${code ?? ''}`).toSorted()).toEqual([
      '/content/answers TYPE_WRONG',
      '/content/goals/0/colour FIELD_UNKNOWN',
      '/content/goals/0/weight TYPE_WRONG',
    ]);
    for (const stepRevision of [-1, 1.5, 2 ** 40, '0', null]) {
      const wrong = await refused('BODY_INVALID', 400, submit(step('goals'), { ...goals(), stepRevision }, 'lin-xiao'));
      expect(wrong.errors[0]?.pointer).toBe('/stepRevision');
    }
  });

  test('with characters that are none, or nested without end, is refused and not fatal', async () => {
    const deep = JSON.parse(`${'['.repeat(3000)}${']'.repeat(3000)}`) as unknown;
    for (const content of [{ goals: [{ title: 'a\u0000b' }] }, { goals: '\ud800' }, deep]) {
      await refused('BODY_INVALID', 400, submit(step('goals'), { stepRevision: 0, content }, 'lin-xiao'));
    }
  });

  test('whose goals break the rules is refused with what to do for each', async () => {
    const [first, ...others] = goalsOf('sales');
    const body = { stepRevision: 0, content: { goals: [{ ...first, weight: '1' }, ...others], answers: [] } };
    const problem = await refused('FINDINGS_OPEN', 422, submit(step('goals'), body, 'lin-xiao'));
    expect(problem.errors.map((each) => each.code)).toContain('WEIGHTS_NOT_TOTAL');
    expect(problem.errors.every((each) => (each.detail ?? '').length > 10)).toBe(true);
  });
});

describe('an address', () => {
  test.each(['%00', '%20', '%E0%A4%A', 'a'.repeat(200), "x'; DROP TABLE units; --", '中'])(
    'with %j for an id is not found, and nothing worse',
    async (id) => {
      const encoded = id.startsWith('%') ? id : encodeURIComponent(id);
      for (const path of [
        `/cycles/${encoded}`,
        `/cycles/${cycle}/reviews/${encoded}`,
        `/templates/${encoded}`,
        `/metrics/${encoded}/values`,
        `/cycles/${cycle}/reviews/${encoded}/result`,
        `/commands/${encoded}`,
      ]) {
        const reply = await api.get(`/api/v1${path}`, 'zhou-min');
        expect([path, reply.status, problemOf(reply).code]).toEqual([path, 404, 'NOT_FOUND']);
      }
    },
  );

  test('without a session, from another site, or of no list is refused', async () => {
    await refused('NOT_SIGNED_IN', 401, (ask) => api.ask('GET', '/api/v1/me', ask));
    await refused('SIGN_IN_FAILED', 401, (ask) =>
      api.ask('POST', '/api/v1/session', { body: { persona: 'nobody' }, ...ask }),
    );
    await refused('CSRF', 403, (ask) =>
      api.post('/api/v1/cycles', {}, 'zhou-min', { ...ask, headers: { 'sec-fetch-site': 'cross-site' } }),
    );
    await refused('CSRF', 403, (ask) =>
      api.post('/api/v1/cycles', {}, 'zhou-min', { ...ask, headers: { origin: 'https://elsewhere.example' } }),
    );
    for (const query of ['limit=0', 'limit=2000', 'limit=x', 'cursor=%00', 'cursor=e30', 'cursor=WzFd']) {
      await refused('BODY_INVALID', 400, (ask) =>
        api.ask('GET', `/api/v1/cycles?${query}`, { as: 'zhou-min', ...ask }),
      );
    }
  });
});
