import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { populateCycle } from '../../db/cycles.js';
import { enterPhase } from '../../db/sweep.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, problemOf, promptEngine, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { insertCycle } from './story-cycle.js';

let sql: Sql;
let api: Api;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

describe('a template and a cycle', () => {
  const template = () =>
    JSON.parse(readFileSync(new URL('../../sample/template.json', import.meta.url), 'utf8')) as object;
  const year = (id: string, more: object = {}) => ({
    id,
    title: '2027',
    templateId: 'balanced-year',
    rootUnit: 'hq',
    mode: 'rehearsal',
    periodStart: '2027-01-01',
    periodEnd: '2027-12-31',
    ...more,
  });

  test('without steps is refused; with a circle of steps, too', async () => {
    await refused('TEMPLATE_WITHOUT_STEPS', 400, (ask) =>
      api.post('/api/v1/templates', { ...template(), steps: [] }, 'zhou-min', ask),
    );
    const circle = structuredClone(template()) as { steps: { id: string; after: string[] }[] };
    for (const each of circle.steps) if (each.id === 'goals') each.after = ['plan'];
    const problem = await refused('TEMPLATE_INVALID', 400, (ask) =>
      api.post('/api/v1/templates', circle, 'zhou-min', ask),
    );
    expect(problem.errors.map((each) => each.code)).toContain('STEPS_IN_CIRCLE');
  });

  test('whose period ends before it starts is refused, in the preview too', async () => {
    for (const path of ['/api/v1/cycles', '/api/v1/cycles/preview']) {
      const problem = await refused('PERIOD_INVALID', 400, (ask) =>
        api.post(path, year('backwards', { periodEnd: '2026-12-31' }), 'zhou-min', ask),
      );
      expect(problem.errors).toMatchObject([{ pointer: '/periodEnd', code: 'PERIOD_INVALID' }]);
    }
    expect(await sql`SELECT FROM cycles WHERE id = 'backwards'`).toHaveLength(0);
  });

  test('of unknown template and units is refused with both', async () => {
    const problem = await refused('BODY_INVALID', 400, (ask) =>
      api.post('/api/v1/cycles', year('strange', { templateId: 'none', rootUnit: 'moon' }), 'zhou-min', ask),
    );
    expect(problem.errors.map((each) => each.pointer)).toEqual(['/templateId', '/rootUnit']);
  });

  test('that nobody could work on is refused with the list of what to settle', async () => {
    const problem = await refused('CYCLE_PREFLIGHT_FAILED', 422, (ask) =>
      api.post(
        '/api/v1/cycles',
        year('past', { mode: 'real', periodStart: '2020-01-01', periodEnd: '2020-12-31' }),
        'zhou-min',
        ask,
      ),
    );
    expect(problem.errors.map((each) => each.code)).toContain('CYCLE_IS_OVER');
    expect(problem.errors.every((each) => (each.detail ?? '') !== '')).toBe(true);
  });

  test('started twice, also at the same moment by two, is one cycle; only a rehearsal has a clock to move', async () => {
    const replies = await Promise.all(
      ['zhou-min', 'wu-tong'].map((person) => api.post('/api/v1/cycles', year('once'), person)),
    );
    expect(replies.map((reply) => reply.status).toSorted()).toEqual([201, 409]);
    await refused('CYCLE_EXISTS', 409, (ask) => api.post('/api/v1/cycles', year('once'), 'zhou-min', ask));
    const early = await api.post('/api/v1/cycles/once/clock', { hold: true }, 'zhou-min');
    expect([early.status, problemOf(early).code]).toEqual([409, 'CYCLE_NOT_RUNNING']);
    await insertCycle(sql, 'real-one', 'real');
    await refused('NOT_A_REHEARSAL', 409, (ask) =>
      api.post('/api/v1/cycles/real-one/clock', { hold: true }, 'zhou-min', ask),
    );
    await refused('BODY_INVALID', 400, (ask) =>
      api.post('/api/v1/cycles/once/clock', { runTo: 'tomorrow' }, 'zhou-min', ask),
    );
  });

  test('is started by HR only', async () => {
    for (const person of ['lin-xiao', 'guan-li', 'yan-zheng', 'gao-yan', 'shen-guo']) {
      const reply = await api.post('/api/v1/cycles', year('not-mine'), person);
      expect([person, problemOf(reply).code]).toEqual([person, 'FORBIDDEN']);
    }
  });

  test('may be told what its clock does as soon as it is started: the word waits until the cycle has its steps', async () => {
    const started = await api.post('/api/v1/cycles', year('soon'), 'zhou-min');
    expect(started.json).toMatchObject({ state: 'planned' });
    const word = api.post('/api/v1/cycles/soon/clock', { runTo: '2027-01-12T02:00:00Z' }, 'zhou-min');
    await sql`SELECT pg_sleep(0.2)`;
    await populateCycle(sql, 'soon');
    await enterPhase(sql, 'soon', 'goal-setting');
    const reply = await word;
    expect([reply.status, reply.json]).toEqual([200, { runTo: Date.parse('2027-01-12T02:00:00Z') }]);
  });
});
