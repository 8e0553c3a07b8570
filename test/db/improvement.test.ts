import { readFileSync } from 'node:fs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, promptEngine, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { chief, createDesk, hrOne, hrTwo, proposal, publishedYear, talk } from './improvement-desk.js';
import { headOf } from './story-cycle.js';

const head = headOf('quality');
const appeal = 'improvement-appeal-1';
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

describe('an improvement plan is opened', () => {
  test('by the head above for a unit whose own total is below the criterion, once', async () => {
    const key = `open-${cycle}`;
    const first = await desk.open(chief, { key });
    expect([first.status, first.json]).toEqual([
      201,
      { planId: `${cycle}/quality/1`, number: 1, stepId: 'improvement-1' },
    ]);
    expect((await desk.open(chief, { key })).json).toEqual(first.json);
    await refused('IMPROVEMENT_OPEN', 409, (more) => desk.open(chief, more));
    expect((await desk.stepOf('improvement-1')).state).toBe('open');
    const hints = await sql`SELECT FROM outbox WHERE cycle_id = ${cycle} AND kind = 'plan' AND done_at IS NULL`;
    expect(hints).toHaveLength(1);
  });

  test('by HR too, who tells the head above', async () => {
    expect((await desk.open(hrOne)).status).toBe(201);
    expect(await desk.told('STEP_OPENED')).toEqual([chief]);
  });

  test('for nobody whose own result does not meet the criterion, whatever its rank', async () => {
    // Marketing, 83.6, becomes the last of all; it is no ground.
    await sql`DELETE FROM results WHERE cycle_id = ${cycle} AND unit_id IN ('production', 'quality')`;
    await refused('CRITERION_NOT_MET', 422, (more) => desk.open(chief, more, 'marketing'));
    await expect(insertPlanRow('marketing')).rejects.toThrow(/without ground/);
  });

  test('not before the result is published, and by nobody but those above and HR', async () => {
    await refused('NOT_YOUR_STEP', 403, (more) => desk.open(headOf('sales'), more));
    await refused('OWN_UNIT', 403, (more) => desk.open(head, more));
    await sql`UPDATE results SET published_at = NULL WHERE cycle_id = ${cycle}`;
    await refused('RESULT_NOT_PUBLISHED', 409, (more) => desk.open(chief, more));
  });

  test('not by one of HR for the unit that they head', async () => {
    await sql`UPDATE units SET head_id = ${hrTwo} WHERE id = 'quality'`;
    try {
      await refused('OWN_UNIT', 403, (more) => desk.open(hrTwo, more));
    } finally {
      await sql`UPDATE units SET head_id = ${head} WHERE id = 'quality'`;
    }
  });

  test('not where the template has none', async () => {
    await sql`UPDATE cycles SET template_revision = template_revision WHERE id = ${cycle}`;
    await sql`UPDATE templates SET document = document - 'improvement'`;
    try {
      await refused('IMPROVEMENT_NOT_OFFERED', 409, (more) => desk.open(chief, more));
    } finally {
      const { improvement } = JSON.parse(sampleTemplate()) as { improvement: object };
      await sql`UPDATE templates SET document = document || ${sql.json({ improvement } as never)} WHERE id = 'balanced-year'`;
    }
  });
});

describe('its proposal', () => {
  beforeEach(async () => {
    await desk.open();
  });

  test('needs a first day that leaves the notice, and goals with measures', async () => {
    const early = proposal('2028-02-18');
    const problem = await refused('NOTICE_TOO_SHORT', 422, (more) => desk.submit('improvement-1', early, chief, more));
    expect(problem.errors).toMatchObject([{ pointer: '/content/firstDay' }]);
    const empty = { ...proposal(), goals: [{ goal: ' ', measure: '' }] };
    await refused('CONTENT_INVALID', 400, (more) => desk.submit('improvement-1', empty, chief, more));
  });

  test('is told to the head of the unit when it is submitted, returned once, and told again when it is approved', async () => {
    expect((await desk.submit('improvement-1', proposal(), chief)).status).toBe(200);
    expect(await desk.told('IMPROVEMENT_PROPOSED')).toEqual([head]);
    await desk.decide('improvement-1', 'return', hrOne);
    expect(await desk.stepOf('improvement-1')).toMatchObject({ state: 'open', attempt: 2 });
    await desk.submit('improvement-1', proposal('2028-02-24'), chief);
    await desk.decide('improvement-1', 'approve', hrTwo);
    expect((await desk.advance()).stage).toBe('notice');
    expect(await desk.told('IMPROVEMENT_APPROVED')).toEqual([head]);
    expect((await desk.plan()).firstDay).toBe('2028-02-24');
    expect(await desk.stepOf(appeal)).toMatchObject({ state: 'open' });
  });

  test('never made: the plan ends, and HR is told', async () => {
    await desk.until('2028-03-10T02:00:00Z');
    expect(await desk.plan()).toMatchObject({ stage: 'ended', end: 'never-proposed' });
    expect(await desk.told('IMPROVEMENT_ENDED')).toEqual([chief, head, hrTwo, hrOne].toSorted());
  });

  test('never decided about: it ends too; silence opens nothing', async () => {
    await desk.submit('improvement-1', proposal(), chief);
    await desk.until('2028-03-10T02:00:00Z');
    expect((await desk.plan()).end).toBe('never-approved');
  });
});

describe('the appeal against it', () => {
  beforeEach(() => desk.approved());
  const file = (more = {}) =>
    desk.submit(appeal, { note: '检测设备故障，数据不准', evidence: ['设备维修单'] }, head, more);
  const outsider = headOf('finance');

  test('granted by a head outside the line: the plan does not begin, and there is no second on that result', async () => {
    expect((await file()).status).toBe(200);
    expect((await desk.decide(appeal, 'grant', outsider)).status).toBe(200);
    expect((await desk.advance()).stage).toBe('ended');
    expect((await desk.plan()).end).toBe('appeal-granted');
    await refused('IMPROVEMENT_SETTLED', 409, (more) => desk.open(chief, more));
  });

  test('rejected: it begins on the first working day from then, not before the day that was told', async () => {
    await file();
    await desk.at('2028-02-23T02:00:00Z');
    await desk.decide(appeal, 'reject', outsider);
    await desk.advance();
    const { stage, firstDay, talks } = await desk.plan();
    expect([stage, firstDay, talks.map(({ days, state }) => [days, state])]).toEqual([
      'running',
      '2028-02-23',
      [
        [30, 'planned'],
        [60, 'planned'],
        [90, 'planned'],
      ],
    ]);
  });

  test('is decided by nobody of the line, and by nobody who took part', async () => {
    await file();
    await refused('NOT_YOUR_STEP', 403, (more) => desk.decide(appeal, 'reject', chief, more));
    // Production rated quality: it is asked neither itself, nor through another.
    const rater = headOf('production');
    await refused('NOT_YOUR_STEP', 403, (more) => desk.decide(appeal, 'reject', rater, more));
    await sql`INSERT INTO stand_ins (principal_id, person_id, from_date, to_date) VALUES (${outsider}, ${rater}, '2028-02-01', '2028-02-29')`;
    try {
      expect((await desk.decide(appeal, 'reject', rater)).json).toMatchObject({ code: 'TOOK_PART' });
    } finally {
      await sql`DELETE FROM stand_ins WHERE principal_id = ${outsider}`;
    }
  });

  test('not filed: its window lapses without a word, and the plan begins', async () => {
    await desk.until('2028-02-21T16:00:00Z');
    expect(await desk.stepOf(appeal)).toMatchObject({ state: 'cancelled' });
    expect(await desk.plan()).toMatchObject({ stage: 'running', firstDay: '2028-02-22' });
    expect(await desk.told('STEP_FORWARDED')).toEqual([]);
    await refused('STEP_CLOSED', 409, (more) => file(more));
  });

  test('filed and never decided: the plan does not begin, and may be opened anew', async () => {
    await file();
    await desk.until('2028-03-20T02:00:00Z');
    expect((await desk.plan()).end).toBe('appeal-undecided');
    expect((await desk.open()).json).toMatchObject({ number: 2, stepId: 'improvement-2' });
  });
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
    expect(await sql`SELECT FROM outbox WHERE key = ${`wake/plan/${cycle}/quality/1`}`).toHaveLength(1);
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

/** Straight into the table, as no route would. */
const insertPlanRow = (unit: string) =>
  sql`INSERT INTO improvement_plans (id, cycle_id, unit_id, number, criterion, terms, result_version, opened_by, principal_id, opened_at)
      VALUES (${`${cycle}/${unit}/1`}, ${cycle}, ${unit}, 1, '{"totalBelow": "70"}', '{}', 1, ${hrOne}, ${hrOne}, now())`;

const sampleTemplate = (): string => readFileSync(new URL('../../sample/template.json', import.meta.url), 'utf8');
