import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createOrganizationActivities } from '../../activities/organization-checks.js';
import type { Sql } from '../../db/connect.js';
import { keyedDigest } from '../../documents/digest.js';
import { goalsOf } from '../../players/story/goals.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, itemsOf, problemOf, promptEngine, startApi, testConfig } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { asActivity, insertCycle, insertSubmit, units } from './story-cycle.js';

const tensionAt = ['production/unit-cost', 'quality/material-pass-rate'];
const strength = { code: 'STRENGTH_UNUSED', at: ['S1'], reason: '下半年的目标会用到' };

let sql: Sql;
let api: Api;
let cycle: string;
let cycles = 0;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

beforeEach(async () => {
  cycles += 1;
  cycle = `f${cycles}`;
  await insertCycle(sql, cycle);
  // The agreed goals, but for the strength that research forgets.
  for (const unit of units) {
    const goals = goalsOf(unit).map(({ swot, ...goal }) =>
      unit === 'rnd' || swot === undefined ? goal : { ...goal, swot },
    );
    await submit(unit, { goals, answers: [] });
  }
});

const submit = (unit: string, body: object) => insertSubmit(sql, { cycleId: cycle, unit, step: 'goals', body });
const path = () => `/api/v1/cycles/${cycle}/findings`;
const list = (query = '', as = 'zhou-min') => api.get(`${path()}${query}`, as);
const settle = (body: object, as = 'zhou-min', ask: object = {}) => api.post(`${path()}/settle`, body, as, ask);
const shown = (reply: Awaited<ReturnType<typeof list>>) =>
  itemsOf<{ code: string; state: string }>(reply).map(({ code, state }) => `${code} ${state}`);

describe('the list of findings', () => {
  test('is what the checks find now, whether or not they ran since the last submit', async () => {
    expect(shown(await list())).toEqual(['CONFLICT_TENSION open', 'STRENGTH_UNUSED open']);
    await asActivity(createOrganizationActivities({ sql }).checkOrganization, { cycleId: cycle, at: 1 });
    expect(shown(await list())).toEqual(['CONFLICT_TENSION open', 'STRENGTH_UNUSED open']);
    const answers = [{ code: 'CONFLICT_TENSION', at: tensionAt, reason: '保留' }];
    await submit('quality', { goals: goalsOf('quality'), answers });
    const reply = await list('?code=CONFLICT_TENSION');
    expect(itemsOf(reply)).toMatchObject([
      { state: 'answered', scope: 'units', units: ['production', 'quality'], settled: null },
    ]);
    expect(itemsOf<{ answers: unknown }>(reply)[0]?.answers).toMatchObject([
      { unit: 'quality', by: 'he-jing', principal: 'he-jing', reason: '保留' },
    ]);
  });

  test('comes page by page, and of one state, code or unit', async () => {
    const first = await list('?limit=1');
    const { next } = first.json as { next: string };
    expect([...shown(first), ...shown(await list(`?limit=1&cursor=${next}`))]).toEqual(shown(await list()));
    expect(shown(await list('?unit=quality'))).toEqual(['CONFLICT_TENSION open']);
    expect(shown(await list('?state=settled'))).toEqual([]);
    expect(problemOf(await list('?state=strange')).code).toBe('BODY_INVALID');
  });

  test('is for HR, the board and the auditor', async () => {
    for (const person of ['zhou-min', 'shen-guo', 'yan-zheng']) expect((await list('', person)).status).toBe(200);
    for (const person of ['lin-xiao', 'chen-mingyuan', 'gao-yan', 'guan-li', 'p-new-1']) {
      expect([person, problemOf(await list('', person)).code]).toEqual([person, 'FORBIDDEN']);
    }
    expect((await api.get(path())).status).toBe(401);
  });
});

describe('settling a finding', () => {
  test('keeps the reason with its author, once, and journals it without the words', async () => {
    const reply = await settle(strength);
    expect(reply.json).toMatchObject({ state: 'settled', settled: { reason: strength.reason, by: 'zhou-min' } });
    expect(shown(await list())).toEqual(['CONFLICT_TENSION open', 'STRENGTH_UNUSED settled']);
    const lines = await sql<{ actorId: string; contentDigest: string; data: unknown }[]>`
      SELECT actor_id AS "actorId", content_digest AS "contentDigest", data FROM journal
       WHERE cycle_id = ${cycle} AND act = 'finding-settled'`;
    const { code, at } = strength;
    const contentDigest = keyedDigest(testConfig('').digestKey, strength);
    expect(lines).toEqual([{ actorId: 'zhou-min', contentDigest, data: { code, at } }]);
    await refused('FINDING_SETTLED', 409, (ask) => settle(strength, 'wu-tong', ask));
    const journal = await api.get(`/api/v1/cycles/${cycle}/journal`, 'zhou-min');
    expect((journal.json as { verification: { problems: unknown[] } }).verification.problems).toEqual([]);
  });

  test('said again with the same key is the same word; by two at the same moment it is one', async () => {
    const [first, again] = [
      await settle(strength, 'zhou-min', { key: 'k' }),
      await settle(strength, 'zhou-min', { key: 'k' }),
    ];
    expect([again.status, again.json]).toEqual([200, first.json]);
    const both = { code: 'CONFLICT_TENSION', at: [...tensionAt].reverse(), reason: '设有护栏' };
    const replies = await Promise.all(['zhou-min', 'wu-tong'].map((person) => settle(both, person)));
    expect(replies.map((reply) => reply.status).toSorted()).toEqual([200, 409]);
  });

  test('needs a reason', async () => {
    await refused('REASON_MISSING', 400, (ask) => settle({ ...strength, reason: ' ' }, 'zhou-min', ask));
    await refused('REASON_MISSING', 400, (ask) => settle({ code: strength.code, at: strength.at }, 'zhou-min', ask));
  });

  test('is refused for what does not stand, what is a unit’s own, what is no finding', async () => {
    await refused('FINDING_NOT_STANDING', 409, (ask) =>
      settle({ ...strength, code: 'OBJECTIVE_UNCOVERED', at: ['O1'] }, 'zhou-min', ask),
    );
    await refused('FINDING_OF_UNIT', 409, (ask) =>
      settle({ ...strength, code: 'GOAL_NOT_SPECIFIC', at: ['sales/growth'] }, 'zhou-min', ask),
    );
    await refused('BODY_INVALID', 400, (ask) => settle({ ...strength, code: 'GATE' }, 'zhou-min', ask));
    await refused('BODY_INVALID', 400, (ask) => settle({ ...strength, at: [] }, 'zhou-min', ask));
    await refused('IDEMPOTENCY_KEY_MISSING', 400, ({ language }) =>
      api.ask('POST', `${path()}/settle`, {
        as: 'zhou-min',
        body: strength,
        ...(language !== undefined && { language }),
      }),
    );
  });

  test('is HR’s, about units other than one’s own, and over with the cycle', async () => {
    for (const person of ['lin-xiao', 'chen-mingyuan', 'shen-guo', 'yan-zheng', 'gao-yan', 'guan-li']) {
      expect([person, problemOf(await settle(strength, person)).code]).toEqual([person, 'FORBIDDEN']);
    }
    await sql`INSERT INTO person_roles (person_id, role) VALUES ('he-jing', 'hr')`;
    const own = { code: 'CONFLICT_TENSION', at: tensionAt, reason: '保留' };
    expect(problemOf(await settle(own, 'he-jing')).code).toBe('OWN_UNIT');
    expect((await settle(strength, 'he-jing')).status).toBe(200);
    await sql`DELETE FROM person_roles WHERE person_id = 'he-jing' AND role = 'hr'`;
    await sql`UPDATE cycles SET state = 'closed', closed_at = now() WHERE id = ${cycle}`;
    await refused('CYCLE_CLOSED', 409, (ask) => settle(own, 'zhou-min', ask));
  });
});

describe('the page of findings', () => {
  const page = () => `/cycles/${cycle}/findings`;
  const post = (form: Record<string, string>, as: string) =>
    api.ask('POST', page(), {
      as,
      body: new URLSearchParams(form).toString(),
      type: 'application/x-www-form-urlencoded',
    });
  const form = { code: strength.code, at: 'S1', field: 'reason-1', 'reason-1': strength.reason };

  test('names what to do, units and goals, in both languages, and is settled by a form', async () => {
    const chinese = await api.ask('GET', page(), { as: 'zhou-min', language: 'zh-CN' });
    expect(chinese.text).toContain('请处理 (2)');
    expect(chinese.text).toMatch(/生产部 · .+ ↔ 质量部 · /);
    const english = await api.get(page(), 'zhou-min');
    expect(english.text).toContain('Strong research and development');
    expect(english.text).toContain('No goal uses this strength.');
    const settled = await post(form, 'zhou-min');
    expect([settled.status, settled.headers.get('location')]).toEqual([303, `${page()}?done=done`]);
    const after = await api.get(page(), 'zhou-min');
    expect(after.text).toContain('Settled (1)');
    expect(after.text).toContain(strength.reason);
    expect(after.text).toContain('Zhou Min');
  });

  test('keeps what was typed where it is refused, and says why', async () => {
    const blank = await post({ ...form, 'reason-1': ' ' }, 'zhou-min');
    expect([blank.status, blank.text.includes('Say why: a reason is needed.')]).toEqual([400, true]);
    await sql`INSERT INTO person_roles (person_id, role) VALUES ('he-jing', 'hr') ON CONFLICT DO NOTHING`;
    const own = { code: 'CONFLICT_TENSION', at: tensionAt.join(' '), field: 'reason-0', 'reason-0': 'my own words' };
    const refusedOwn = await post(own, 'he-jing');
    expect([refusedOwn.status, refusedOwn.text.includes('my own words')]).toEqual([403, true]);
    await sql`DELETE FROM person_roles WHERE person_id = 'he-jing' AND role = 'hr'`;
  });

  test('is read by board and auditor without a form, by nobody else; the cycle page counts what is open', async () => {
    for (const person of ['shen-guo', 'yan-zheng']) {
      const reply = await api.get(page(), person);
      expect([reply.status, reply.text.includes('name="reason-')]).toEqual([200, false]);
      expect((await post(form, person)).status).toBe(403);
    }
    expect((await api.get(page(), 'lin-xiao')).status).toBe(403);
    await asActivity(createOrganizationActivities({ sql }).checkOrganization, { cycleId: cycle, at: 1 });
    expect((await api.get(`/cycles/${cycle}`, 'zhou-min')).text).toContain('Goal checks: 2 open');
    expect((await api.get(`/cycles/${cycle}`, 'lin-xiao')).text).not.toContain('Goal checks');
  });
});
