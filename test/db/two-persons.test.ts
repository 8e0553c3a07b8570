/**
 * Two persons wherever two are asked. Three places hold it: the api, `record` and the schema. Each attack is tried with
 * each of the three switched off, and fails by the two that are left.
 */
import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createRecordActivities } from '../../activities/record.js';
import type { Sql } from '../../db/connect.js';
import { saveDraft } from '../../db/drafts.js';
import { personsWithLine } from './persons-with-line.js';
import { createTestDatabase } from '../setup/database.js';
import { problemOf } from '../setup/http.js';
import { insertCommand, insertCycle } from './story-cycle.js';
import { type Attack, looksAway, type TwoPersonsDesk, twoPersonsDesk } from './two-persons-desk.js';

let sql: Sql;
let owner: Sql;
let desk: TwoPersonsDesk;
let cycle: string;
let count = 0;

beforeAll(async () => {
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
  desk = await twoPersonsDesk(sql, owner, () => cycle);
});

beforeEach(async () => {
  cycle = `two-${(count += 1)}`;
  await insertCycle(sql, cycle);
  // Who stands in for whom is each attack's own.
  await owner`DELETE FROM stand_ins`;
});

const standIn = (principal: string, person: string) => () =>
  owner`INSERT INTO stand_ins (principal_id, person_id, from_date, to_date) VALUES (${principal}, ${person}, '2020-01-01', '2090-12-31') ON CONFLICT DO NOTHING`;

const appeal = {
  unit: 'marketing',
  step: 'appeal',
  decision: 'reject',
  submittedBy: ['su-qing'],
  content: { reason: 'x', values: [], ratings: [], evidence: [] },
} as const;

const after =
  (...each: readonly (() => Promise<unknown>)[]) =>
  async () => {
    for (const act of each) await act();
  };
/** A word of theirs that was applied before. */
const took =
  (step: string, by: string, more: { readonly unit?: null; readonly decision?: string } = {}) =>
  () =>
    insertCommand(sql, { cycleId: cycle, unit: 'marketing', step, by, ...more });

const attacks: Readonly<Record<string, Attack>> = {
  'HR approves the calibration that it submitted': {
    unit: null,
    step: 'calibration',
    submittedBy: ['zhou-min'],
    actor: 'zhou-min',
    code: 'OWN_WORK',
  },
  'a second account approves what it submitted for another': {
    unit: null,
    step: 'publication',
    submittedBy: ['wu-tong', 'zhou-min'],
    actor: 'zhou-min',
    code: 'OWN_WORK',
  },
  'a stand-in approves what they submitted themselves': {
    ...{
      unit: 'sales-new',
      step: 'goals',
      submittedBy: ['ding-lei', 'jiang-tao'],
      actor: 'ding-lei',
      principal: 'lin-xiao',
      code: 'OWN_WORK',
    },
    before: standIn('lin-xiao', 'ding-lei'),
  },
  'a stand-in approves what their principal submitted': {
    ...{
      unit: 'sales-new',
      step: 'goals',
      submittedBy: ['lin-xiao', 'jiang-tao'],
      actor: 'ding-lei',
      principal: 'lin-xiao',
      code: 'OWN_WORK',
    },
    before: standIn('lin-xiao', 'ding-lei'),
  },
  'HR approves what it wrote and another submitted': {
    ...{ unit: null, step: 'calibration', submittedBy: ['wu-tong'], actor: 'zhou-min', code: 'OWN_WORK' },
    before: () => saveDraft(sql, { reviewId: cycle, stepId: 'calibration', version: 0, content: {}, by: 'zhou-min' }),
  },
  'a head approves the own goals, standing in for the superior': {
    ...{
      unit: 'marketing',
      step: 'goals',
      submittedBy: ['lv-hang'],
      actor: 'su-qing',
      principal: 'chen-mingyuan',
      code: 'OWN_UNIT',
    },
    before: standIn('chen-mingyuan', 'su-qing'),
  },
  'finance approves a bonus in which it has a line': {
    ...{ unit: null, step: 'bonus', submittedBy: ['zhou-min'], actor: 'gao-yan', code: 'OWN_UNIT' },
    before: () =>
      owner`INSERT INTO unit_members (unit_id, person_id) VALUES ('sales', 'gao-yan') ON CONFLICT DO NOTHING`,
  },
  // Of a judgement: whoever had a part in it decides no appeal against it, in whatever name.
  'who rated decides the appeal, standing in for a head outside the line': {
    ...{ ...appeal, actor: 'lin-xiao', principal: 'he-jing', code: 'TOOK_PART' },
    before: after(standIn('he-jing', 'lin-xiao'), took('rating/sales', 'lin-xiao')),
  },
  'who evaluated decides the appeal, standing in': {
    ...{ ...appeal, actor: 'chen-mingyuan', principal: 'he-jing', code: 'TOOK_PART' },
    before: after(standIn('he-jing', 'chen-mingyuan'), took('evaluation', 'chen-mingyuan')),
  },
  'who calibrated decides the appeal, standing in': {
    ...{ ...appeal, actor: 'wu-tong', principal: 'he-jing', code: 'TOOK_PART' },
    before: after(standIn('he-jing', 'wu-tong'), took('calibration', 'wu-tong', { unit: null, decision: 'approve' })),
  },
  'who decided in the first instance decides in the second, standing in for the board': {
    ...{ ...appeal, step: 'appeal-2', actor: 'he-jing', principal: 'shen-guo', code: 'TOOK_PART' },
    before: after(standIn('shen-guo', 'he-jing'), took('appeal', 'he-jing', { decision: 'reject' })),
  },
  'a stand-in of one who rated decides the appeal': {
    ...{ ...appeal, actor: 'ding-lei', principal: 'lin-xiao', code: 'NOT_YOUR_STEP' },
    before: after(standIn('lin-xiao', 'ding-lei'), took('rating/sales', 'lin-xiao')),
  },
  'a head rates the own unit, standing in for the superior': {
    ...{ unit: 'marketing', step: 'evaluation', decision: null, submittedBy: [] },
    ...{ actor: 'su-qing', principal: 'chen-mingyuan', code: 'OWN_UNIT' },
    before: standIn('chen-mingyuan', 'su-qing'),
  },
};

const untouched = ({ decision, submittedBy }: Attack) => ({
  state: decision === null ? 'open' : 'submitted',
  by: null,
  wrote: submittedBy,
});

describe.each(Object.entries(attacks))('%s', (_name, attack) => {
  test('is refused by the api, with record looking away and the schema as it is', async () => {
    const revision = await desk.stand(attack);
    const reply = await desk.overHttp(desk.blind, attack, revision);
    expect([reply.status, problemOf(reply).code]).toEqual([403, attack.code]);
    expect(await desk.left(attack)).toEqual(untouched(attack));
    // Before anything was written.
    expect(await sql`SELECT FROM commands WHERE cycle_id = ${cycle} AND state = 'received'`).toHaveLength(0);
  });

  test('is refused by record, past the api, with a forged command row', async () => {
    const word = await desk.forged(attack, await desk.stand(attack));
    const { record } = createRecordActivities({ sql });
    expect(await record(word)).toMatchObject({ outcome: 'refused', code: attack.code });
    expect(await desk.left(attack)).toEqual(untouched(attack));
  });

  test('is refused by the schema, where neither the api nor record looks', async () => {
    const word = await desk.forged(attack, await desk.stand(attack));
    const { record } = createRecordActivities({ sql, next: looksAway });
    await expect(record(word)).rejects.toMatchObject({ code: '23514' });
    expect(await desk.left(attack)).toEqual(untouched(attack));
  });

  test('is refused without the schema, by the api and by record', async () => {
    await desk.withoutSchema(async () => {
      const revision = await desk.stand(attack);
      expect(problemOf(await desk.overHttp(desk.sound, attack, revision)).code).toBe(attack.code);
      const { record } = createRecordActivities({ sql });
      expect(await record(await desk.forged(attack, revision))).toMatchObject({ code: attack.code });
      expect(await desk.left(attack)).toEqual(untouched(attack));
    });
  });

  test('would go through where no place looks: each of them is really off', async () => {
    await desk.withoutSchema(async () => {
      const { record } = createRecordActivities({ sql, next: looksAway });
      const word = await desk.forged(attack, await desk.stand(attack));
      expect(await record(word)).toMatchObject({ outcome: 'applied' });
    });
  });
});

describe('one person with two accounts', () => {
  test('is one person: what they submitted under the one they cannot approve under the other', async () => {
    const password = 'correct horse battery';
    const cookies: string[] = [];
    for (const login of ['zhou', 'zhou.min']) {
      const body = { person: 'zhou-min', password };
      await desk.sound.ask('PUT', `/api/v1/accounts/${login}`, { as: 'guan-li', body });
    }
    for (const login of ['zhou', 'zhou.min']) {
      const reply = await desk.sound.ask('POST', '/api/v1/session', { body: { login, password } });
      cookies.push(reply.headers.getSetCookie()[0]?.split(';')[0] ?? '');
    }
    expect(new Set(cookies).size).toBe(2);
    const step = `/api/v1/cycles/${cycle}/reviews/-/steps/release`;
    await sql`
      UPDATE steps SET state = 'open', opens_at = to_timestamp(0), due_at = '2090-01-01', closes_at = '2090-01-01', decider_rule = 'hr'
       WHERE review_id = ${cycle} AND step_id = 'release'`;
    await sql`UPDATE steps SET state = 'cancelled', ended_at = now() WHERE cycle_id = ${cycle} AND kind IN ('appeal', 'appeal-2')`;
    const say = (act: string, cookie: string | undefined, body: object) =>
      desk.sound.ask('POST', `${step}/${act}`, { body, key: act, headers: { cookie: cookie ?? '' } });
    const [row] = await sql<
      { revision: number }[]
    >`SELECT revision FROM steps WHERE review_id = ${cycle} AND step_id = 'release'`;
    const stepRevision = row?.revision ?? 0;
    const submitted = await say('submit', cookies[0], { stepRevision, content: { note: 'x' } });
    expect(submitted.status, submitted.text).toBe(200);
    const approved = await say('approve', cookies[1], { stepRevision: stepRevision + 1, decision: 'approve' });
    expect([approved.status, problemOf(approved).code]).toEqual([403, 'OWN_WORK']);
  });
});

describe('what nobody attacks', () => {
  test('goes through all three: a second person of HR approves', async () => {
    const it: Attack = {
      unit: null,
      step: 'calibration',
      submittedBy: ['zhou-min'],
      actor: 'wu-tong',
      code: 'OWN_WORK',
    };
    const reply = await desk.overHttp(desk.sound, it, await desk.stand(it));
    expect(reply.status, reply.text).toBe(200);
    expect(await desk.left(it)).toMatchObject({ state: 'done', by: 'wu-tong' });
  });

  test('is the line of finance: the board decides it, everybody else’s finance', async () => {
    expect(await personsWithLine(sql, cycle, 'bonus-own')).toContain('qian-hui');
    expect(await personsWithLine(sql, cycle, 'bonus')).toContain('lin-xiao');
    expect(await personsWithLine(sql, cycle, 'bonus')).not.toContain('qian-hui');
  });
});

describe('a forged update', () => {
  const it: Attack = { unit: null, step: 'calibration', submittedBy: ['zhou-min'], actor: 'wu-tong', code: 'OWN_WORK' };

  test('that names no command is refused, and one that names another’s is', async () => {
    const word = await desk.forged(it, await desk.stand(it));
    const { record } = createRecordActivities({ sql });
    expect(await record({ ...word, commandId: randomUUID() })).toMatchObject({
      outcome: 'refused',
      code: 'COMMAND_UNKNOWN',
    });
    for (const other of [
      { actor: 'zhou-min' },
      { principal: 'zhou-min' },
      { digest: 'f'.repeat(64) },
      { stepId: 'publication' },
      { decision: 'return' as const },
    ]) {
      expect(await record({ ...word, ...other })).toMatchObject({ outcome: 'refused', code: 'COMMAND_MISMATCH' });
    }
    expect(await desk.left(it)).toMatchObject({ state: 'submitted', by: null });
  });

  test('of the row itself is refused by the schema', async () => {
    await desk.stand(it);
    await expect(
      sql`UPDATE steps SET state = 'done', outcome = 'approved', decided_by = 'zhou-min', ended_at = now() WHERE review_id = ${cycle} AND step_id = 'calibration'`,
    ).rejects.toMatchObject({ code: '23514' });
  });
});
