/** From the first talk of an improvement plan to its outcome. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, promptEngine, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { chief, createDesk, hrOne, hrTwo, publishedYear, talk } from './improvement-desk.js';
import { headOf } from './story-cycle.js';

const head = headOf('quality');
let sql: Sql;
let api: Api;
let cycle = '';
let cycles = 0;
let desk: ReturnType<typeof createDesk>;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
  desk = createDesk(sql, api, () => cycle);
});
beforeEach(async () => {
  cycle = `i${(cycles += 1)}`;
  await publishedYear(sql, cycle);
});

describe('a running plan', () => {
  /** First day 22 February; talks on 23 March, 24 April (22 April is a Saturday), 22 May. */
  beforeEach(async () => {
    await desk.approved();
    await desk.until('2028-02-21T16:00:00Z');
  });
  const talkStep = (days: number) => `improvement-talk-1-${days}`;
  const hold = async (days: number, instant: string) => {
    await desk.until(instant);
    const reply = await desk.submit(talkStep(days), talk(instant.slice(0, 10)), chief);
    expect(reply.status, reply.text).toBe(200);
    await desk.decide(talkStep(days), days === 60 ? 'disagree' : 'acknowledge', head);
    return desk.advance();
  };

  test('opens each talk at its instant, on the next working day, and keeps held, late and never', async () => {
    const { talks } = await desk.plan();
    expect(talks.map(({ opensAt }) => new Date(opensAt).toISOString())).toEqual([
      '2028-03-23T01:00:00.000Z',
      '2028-04-24T01:00:00.000Z',
      '2028-05-22T01:00:00.000Z',
    ]);
    await desk.until('2028-03-22T02:00:00Z');
    expect((await desk.stepOf(talkStep(30))).state).toBeUndefined();
    await hold(30, '2028-03-23T02:00:00Z');
    await desk.until('2028-04-24T02:00:00Z');
    await hold(60, '2028-05-04T02:00:00Z');
    await desk.until('2028-05-22T02:00:00Z');
    await desk.until('2028-06-12T02:00:00Z');
    const after = await desk.plan();
    expect(after.talks.map(({ state, outcome, heldOn }) => [state, outcome, heldOn])).toEqual([
      ['held', 'acknowledged', '2028-03-23'],
      ['late', 'disagreed', '2028-05-04'],
      ['never', 'forwarded', null],
    ]);
    expect(after.stage).toBe('judging');
    expect(await desk.told('IMPROVEMENT_TALK_NEVER')).toEqual([hrTwo, hrOne].toSorted());
  });

  test('is told of talks only that were held, in the plan and not ahead', async () => {
    await desk.until('2028-03-23T02:00:00Z');
    for (const day of ['2028-03-24', '2028-02-01'])
      await refused('CONTENT_INVALID', 400, (more) => desk.submit(talkStep(30), talk(day), chief, more));
  });

  const judged = async (content: object): Promise<void> => {
    await hold(30, '2028-03-23T02:00:00Z');
    await hold(60, '2028-04-24T02:00:00Z');
    await hold(90, '2028-05-22T02:00:00Z');
    const reply = await desk.submit('improvement-outcome-1', content, chief);
    expect(reply.status, reply.text).toBe(200);
    await desk.decide('improvement-outcome-1', 'approve', hrOne);
    await desk.advance();
  };

  test('passed: it ends, everybody concerned is told, and the cycle is woken', async () => {
    await judged({ verdict: 'passed', reason: '合格率 99.3%' });
    expect(await desk.plan()).toMatchObject({ stage: 'ended', end: 'passed', nextAt: null });
    const kinds = (await desk.plan()).events.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'talk-held')).toHaveLength(3);
    expect(kinds.at(-1)).toBe('ended');
    expect(await desk.wakes()).toBe(kinds.length);
  });

  test('extended: one more talk so many days later, and another judgement', async () => {
    await judged({ verdict: 'extended', days: 30, reason: '还差一家供应商' });
    const { stage, talks } = await desk.plan();
    expect([stage, talks.map(({ days }) => days)]).toEqual(['running', [30, 60, 90, 120]]);
    await hold(120, '2028-06-21T02:00:00Z');
    await desk.submit('improvement-outcome-1-2', { verdict: 'ended', reason: '没有改善' }, chief);
    await desk.decide('improvement-outcome-1-2', 'approve', hrTwo);
    await desk.advance();
    expect((await desk.plan()).end).toBe('ended');
  });

  test('an extension says how long, and nothing else does', async () => {
    await hold(30, '2028-03-23T02:00:00Z');
    await hold(60, '2028-04-24T02:00:00Z');
    await hold(90, '2028-05-22T02:00:00Z');
    for (const wrong of [
      { verdict: 'extended', reason: 'x' },
      { verdict: 'passed', days: 30, reason: 'x' },
    ])
      await refused('CONTENT_INVALID', 400, (more) => desk.submit('improvement-outcome-1', wrong, chief, more));
  });

  test('never judged: it ends, and HR is told', async () => {
    await hold(30, '2028-03-23T02:00:00Z');
    await hold(60, '2028-04-24T02:00:00Z');
    await hold(90, '2028-05-22T02:00:00Z');
    await desk.until('2028-06-20T02:00:00Z');
    expect((await desk.plan()).end).toBe('never-judged');
    expect(await desk.told('IMPROVEMENT_ENDED')).toEqual([chief, head, hrOne, hrTwo].toSorted());
  });

  test('ends when a corrected result lies above the criterion, whoever published it; open steps go with it', async () => {
    await desk.until('2028-03-23T02:00:00Z');
    await sql`UPDATE outbox SET done_at = clock_timestamp() WHERE done_at IS NULL AND cycle_id = ${cycle}`;
    await sql`
      INSERT INTO results (cycle_id, unit_id, version, status, total, grade, scorecard, facts, result, rules_digest, facts_digest, scored_at, published_at)
      SELECT cycle_id, unit_id, 2, status, '70', 'C', scorecard, facts, result, rules_digest, facts_digest, scored_at, published_at
        FROM results WHERE cycle_id = ${cycle} AND unit_id = 'quality'`;
    expect(await sql`SELECT FROM outbox WHERE cycle_id = ${cycle} AND kind = 'plan' AND done_at IS NULL`).toHaveLength(
      1,
    );
    expect((await desk.advance()).stage).toBe('ended');
    expect(await desk.plan()).toMatchObject({ end: 'criterion-lifted' });
    expect((await desk.plan()).talks.map(({ state }) => state)).toEqual(['dropped', 'dropped', 'dropped']);
    expect(await desk.stepOf(talkStep(30))).toMatchObject({ state: 'cancelled' });
    expect(await desk.told('IMPROVEMENT_ENDED')).toContain(head);
  });

  test('is looked at again and again without a second effect', async () => {
    await desk.until('2028-03-23T02:00:00Z');
    const count = async () => (await sql`SELECT FROM journal WHERE cycle_id = ${cycle}`).length;
    const before = await count();
    await desk.advance();
    await Promise.all([desk.advance(), desk.advance()]);
    expect(await count()).toBe(before);
  });

  test('is seen by its line, HR and the auditor; by no member and no head beside', async () => {
    const path = `${desk.review()}/improvement-plans/1`;
    for (const as of [head, chief, hrTwo, 'auditor']) {
      const person = as === 'auditor' ? await personOf('auditor') : as;
      expect((await api.get(path, person)).status, person).toBe(200);
    }
    await refused('FORBIDDEN', 403, (more) => api.ask('GET', path, { as: headOf('sales'), ...more }));
    const [member] = await sql<{ id: string }[]>`
      INSERT INTO unit_members (unit_id, person_id)
      SELECT 'quality', person_id FROM unit_members WHERE unit_id = 'sales-new' AND person_id <> ${headOf('sales-new')} LIMIT 1
      RETURNING person_id AS id`;
    try {
      await refused('FORBIDDEN', 403, (more) => api.ask('GET', path, { as: member?.id ?? '', ...more }));
      const page = await api.ask('GET', `/cycles/${cycle}/units/quality`, { as: member?.id ?? '' });
      expect([page.status, page.text.includes('Improvement')]).toEqual([200, false]);
      for (const person of [member?.id ?? '', headOf('sales')]) {
        const { steps } = (await api.get(desk.review(), person)).json as { steps: readonly { id: string }[] };
        expect(steps.filter(({ id }) => id.startsWith('improvement'))).toEqual([]);
      }
      const own = (await api.get(desk.review(), head)).json as { steps: readonly { id: string }[] };
      expect(own.steps.map(({ id }) => id)).toContain('improvement-1');
    } finally {
      await sql`DELETE FROM unit_members WHERE unit_id = 'quality' AND person_id = ${member?.id ?? ''}`;
    }
  });

  test('lists itself for HR, beside who meets the criterion and has none', async () => {
    const list = await api.get(`/api/v1/cycles/${cycle}/improvement-plans`, hrOne);
    expect((list.json as { items: { unitId: string }[] }).items.map(({ unitId }) => unitId)).toEqual(['quality']);
    const waiting = await api.get(`/api/v1/cycles/${cycle}/improvement-candidates`, hrOne);
    expect((waiting.json as { items: unknown }).items).toEqual([{ unitId: 'production', total: '69.25', grade: 'D' }]);
    const beside = await api.get(`/api/v1/cycles/${cycle}/improvement-plans`, headOf('sales'));
    expect((beside.json as { items: unknown[] }).items).toEqual([]);
  });
});
const personOf = async (role: string): Promise<string> =>
  (await sql<{ id: string }[]>`SELECT person_id AS id FROM person_roles WHERE role = ${role} LIMIT 1`)[0]?.id ?? '';
