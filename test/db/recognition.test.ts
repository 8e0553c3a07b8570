import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMonitoringActivities } from '../../activities/monitoring.js';
import { createScoringActivities } from '../../activities/scoring.js';
import type { Sql } from '../../db/connect.js';
import { noticesOf } from '../../db/page-inbox.js';
import { recognitionPage } from '../../messages/pages.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, problemOf, promptEngine, type Reply, startApi } from '../setup/http.js';
import { asActivity, insertCycle, insertValue, insertYear } from './story-cycle.js';

const [hr, secondHr] = ['zhou-min', 'wu-tong'] as const;
let sql: Sql;
let owner: Sql;
let api: Api;
let cycle = '';
let cycles = 0;

beforeAll(async () => {
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

beforeEach(async () => {
  cycle = `g${(cycles += 1)}`;
  await insertCycle(sql, cycle);
  await insertYear(sql, cycle);
});

const scoring = () => createScoringActivities({ sql });
async function publish(): Promise<void> {
  await asActivity(scoring().scoreUnits, { cycleId: cycle });
  await scoring().publishResults({ cycleId: cycle });
}
const base = () => `/api/v1/cycles/${cycle}/recognitions`;
interface Shown {
  readonly proposals: readonly { unitId: string; grade: string; named: boolean }[];
  readonly items: readonly { number: number; unitId: string; state: string }[];
}
const list = async (as: string = hr) => (await api.get(base(), as)).json as Shown;
const give = (body: object, as: string = hr) => api.post(base(), body, as);
const settle = (number: number, how: 'confirm' | 'decline', as: string = secondHr, body: object = {}) =>
  api.post(`${base()}/${String(number)}/${how}`, body, as);
const codeOf = (reply: Reply) => [reply.status, problemOf(reply).code];
const toldTo = async (person: string) =>
  (await noticesOf(sql, person, 100)).filter((each) => each.cycleId === cycle).map(({ code }) => code);

describe('recognition', () => {
  test('is open to departments with grade A once results are published, and to no team', async () => {
    expect(await list()).toMatchObject({ proposals: [], items: [] });
    expect(codeOf(await give({ unit: 'rnd', words: '三个新品' }))).toEqual([422, 'RECOGNITION_WITHOUT_GROUND']);
    await publish();
    expect((await list()).proposals.map(({ unitId, grade }) => [unitId, grade])).toEqual([
      ['rnd', 'A'],
      ['finance', 'A'],
    ]);
    expect(codeOf(await give({ unit: 'sales-new', words: '第一' }))).toEqual([422, 'RECOGNITION_WITHOUT_GROUND']);
  });

  test('is in force once a second person of HR confirms, and then the unit and the person are told and see it', async () => {
    await publish();
    const given = await give({ unit: 'rnd', person: 'fang-yuan', words: '带队完成三个新品' });
    expect(given.status).toBe(201);
    expect(await toldTo('fang-yuan')).not.toContain('RECOGNIZED');
    expect(await toldTo(secondHr)).toContain('RECOGNITION_TO_CONFIRM');
    const page = `/cycles/${cycle}/units/rnd`;
    expect((await api.get(page, 'fang-yuan')).text).not.toContain('带队完成三个新品');
    expect((await settle(1, 'confirm')).status).toBe(200);
    expect(await toldTo('fang-yuan')).toContain('RECOGNIZED');
    expect((await api.get(page, 'fang-yuan')).text).toContain('带队完成三个新品');
    // Another unit's head does not see the result, nor what follows from it.
    expect((await api.get(page, 'su-qing')).text).not.toContain('带队完成三个新品');
  });

  test('is never confirmed by whoever gave it: not by the api, not by the schema', async () => {
    await publish();
    await give({ unit: 'rnd', words: '三个新品' });
    expect(codeOf(await settle(1, 'confirm', hr))).toEqual([403, 'RECOGNITION_SAME_PERSON']);
    const same = owner`
      INSERT INTO recognition_events (cycle_id, number, seq, event, given_by, by_id, at)
      VALUES (${cycle}, 1, 1, 'confirmed', ${hr}, ${hr}, now())`;
    await expect(same).rejects.toMatchObject({ constraint_name: 'recognition_by_two' });
    // Nor under another name for the giver: the event repeats who gave it.
    const renamed = owner`
      INSERT INTO recognition_events (cycle_id, number, seq, event, given_by, by_id, at)
      VALUES (${cycle}, 1, 1, 'confirmed', ${secondHr}, ${hr}, now())`;
    await expect(renamed).rejects.toMatchObject({ code: '23503' });
  });

  test('is given and settled by nobody of the unit: not by the api, not by the schema', async () => {
    await publish();
    await owner`INSERT INTO unit_members (unit_id, person_id) VALUES ('rnd', ${secondHr})`;
    try {
      expect(codeOf(await give({ unit: 'rnd', words: '三个新品' }, secondHr))).toEqual([403, 'OWN_UNIT']);
      const given = owner`
        INSERT INTO recognitions (cycle_id, number, unit_id, words, result_version, grade, given_by, given_at)
        VALUES (${cycle}, 1, 'rnd', 'x', 1, 'A', ${secondHr}, now())`;
      await expect(given).rejects.toMatchObject({ constraint_name: 'recognition_is_of_others' });
      expect((await give({ unit: 'rnd', words: '三个新品' }, hr)).status).toBe(201);
      expect(codeOf(await settle(1, 'confirm', secondHr))).toEqual([403, 'OWN_UNIT']);
      const confirmed = owner`
        INSERT INTO recognition_events (cycle_id, number, seq, event, given_by, by_id, at)
        VALUES (${cycle}, 1, 1, 'confirmed', ${hr}, ${secondHr}, now())`;
      await expect(confirmed).rejects.toMatchObject({ constraint_name: 'recognition_is_of_others' });
    } finally {
      await owner`DELETE FROM unit_members WHERE unit_id = 'rnd' AND person_id = ${secondHr}`;
    }
  });

  test('rests on a published result that meets the criterion, in the schema as well', async () => {
    await publish();
    const forged = (unit: string, grade: string) => owner`
      INSERT INTO recognitions (cycle_id, number, unit_id, words, result_version, grade, given_by, given_at)
      VALUES (${cycle}, 9, ${unit}, 'x', 1, ${grade}, ${hr}, now())`;
    await expect(forged('marketing', 'C')).rejects.toMatchObject({ code: '23514' });
    await expect(forged('marketing', 'A')).rejects.toMatchObject({ code: '23514' });
    await expect(forged('sales-new', 'A')).rejects.toMatchObject({ code: '23514' });
    await forged('rnd', 'A');
    await expect(owner`DELETE FROM recognitions WHERE cycle_id = ${cycle}`).rejects.toMatchObject({ code: '42501' });
  });

  test('is settled once, stands once per unit and person, and a decline says why', async () => {
    await publish();
    await give({ unit: 'rnd', words: '三个新品' });
    expect(codeOf(await give({ unit: 'rnd', words: '又一次' }))).toEqual([409, 'RECOGNITION_STANDS']);
    expect(codeOf(await settle(1, 'decline'))).toEqual([400, 'REASON_MISSING']);
    expect((await settle(1, 'decline', secondHr, { words: '应表彰个人' })).status).toBe(200);
    expect(await toldTo(hr)).toContain('RECOGNITION_DECLINED');
    expect(codeOf(await settle(1, 'confirm'))).toEqual([409, 'RECOGNITION_SETTLED']);
    expect((await give({ unit: 'rnd', words: '再次提出' })).status).toBe(201);
    expect(codeOf(await settle(7, 'confirm'))).toEqual([404, 'NOT_FOUND']);
  });

  test('names only people of the unit, says what for, and is HR’s', async () => {
    await publish();
    expect(codeOf(await give({ unit: 'rnd', person: 'su-qing', words: 'x' }))).toEqual([422, 'NOMINEE_NOT_OF_UNIT']);
    expect(codeOf(await give({ unit: 'rnd', words: '  ' }))).toEqual([400, 'BODY_INVALID']);
    expect(codeOf(await give({ unit: 'rnd', words: 'x' }, 'fang-yuan'))).toEqual([403, 'FORBIDDEN']);
    expect((await api.get(base(), 'su-qing')).status).toBe(403);
  });

  test('is taken back where a correction moves the result under the criterion, journaled and told, once', async () => {
    await publish();
    await give({ unit: 'rnd', words: '三个新品' });
    await settle(1, 'confirm');
    await give({ unit: 'finance', words: '提前结账' });
    const reason = '少计了一个';
    await insertValue(sql, cycle, 'rnd', cycle, [{ metric: 'new-products', on: '2027-12-31', value: '1', reason }]);
    await publish();
    await publish();
    expect((await list()).items.map(({ unitId, state }) => [unitId, state])).toEqual([
      ['finance', 'given'],
      ['rnd', 'taken-back'],
    ]);
    expect(await toldTo('fang-yuan')).toContain('RECOGNITION_TAKEN_BACK');
    const lines = await sql`SELECT data FROM journal WHERE cycle_id = ${cycle} AND act = 'recognition-taken-back'`;
    expect(lines).toHaveLength(1);
    expect((await api.get(`/cycles/${cycle}/units/rnd`, 'fang-yuan')).text).not.toContain('三个新品');
  });

  test('what waits when its result moves is taken back and can be confirmed no more', async () => {
    await publish();
    await give({ unit: 'rnd', words: '三个新品' });
    const reason = '少计了一个';
    await insertValue(sql, cycle, 'rnd', cycle, [{ metric: 'new-products', on: '2027-12-31', value: '1', reason }]);
    await publish();
    expect(codeOf(await settle(1, 'confirm'))).toEqual([409, 'RECOGNITION_SETTLED']);
    expect(await toldTo('fang-yuan')).not.toContain('RECOGNITION_TAKEN_BACK');
  });

  test('is confirmed once, also by two clicks at the same moment, and never both confirmed and declined', async () => {
    await publish();
    await give({ unit: 'rnd', words: '三个新品' });
    const replies = await Promise.all([
      settle(1, 'confirm'),
      settle(1, 'confirm'),
      settle(1, 'decline', secondHr, { words: '再议' }),
    ]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    const events = await sql`SELECT event FROM recognition_events WHERE cycle_id = ${cycle}`;
    expect(events).toHaveLength(1);
  });

  test('given twice at the same moment stands once', async () => {
    await publish();
    const replies = await Promise.all([
      give({ unit: 'rnd', words: '一' }),
      give({ unit: 'rnd', words: '二' }, secondHr),
    ]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect((await list()).items).toHaveLength(1);
  });

  test('is given and confirmed on its page, without script', async () => {
    await publish();
    const page = `/cycles/${cycle}/recognitions`;
    const form = (fields: Record<string, string>, as: string) =>
      api.ask('POST', page, {
        as,
        body: new URLSearchParams(fields).toString(),
        type: 'application/x-www-form-urlencoded',
        headers: { origin: api.url },
      });
    const empty = await form({ act: 'give', whom: 'rnd', words: '' }, hr);
    expect(empty.status).toBe(400);
    expect(empty.text).toContain('f-words-problem');
    expect((await form({ act: 'give', whom: 'rnd fang-yuan', words: '带队' }, hr)).status).toBe(303);
    expect((await api.get(page, hr)).text).not.toContain('value="confirm"');
    expect((await api.get(page, secondHr)).text).toContain('value="confirm"');
    expect((await form({ act: 'confirm', number: '1' }, secondHr)).status).toBe(303);
    expect((await api.get(page, 'shen-guo')).text).toContain('in force');
  });
});

describe('a recognition that waits for a second person', () => {
  const dayAt = (day: string): number => Date.parse(`${day}T10:00:00+08:00`);
  async function follow(day: string): Promise<void> {
    await sql`UPDATE cycle_clocks SET now_at = ${dayAt(day)} WHERE cycle_id = ${cycle}`;
    await asActivity(createMonitoringActivities({ sql }).monitorUnits, { cycleId: cycle });
  }
  const told = async (code: string) => {
    const rows = await sql<{ id: string }[]>`
      SELECT person_id AS id FROM notices WHERE cycle_id = ${cycle} AND code = ${code} ORDER BY person_id`;
    return rows.map(({ id }) => id);
  };
  const waits = async (as: string) => (await api.get('/inbox', as)).text.includes(recognitionPage.toConfirm.en);
  const looksAt = async () => {
    const [row] = await sql<
      { at: number | null }[]
    >`SELECT follow_up_at AS at FROM cycle_watch WHERE cycle_id = ${cycle}`;
    return row?.at ?? null;
  };

  beforeEach(async () => {
    await sql`UPDATE cycles SET state = 'closed' WHERE id <> ${cycle}`;
    await publish();
    await sql`UPDATE cycles SET phase = 'application' WHERE id = ${cycle}`;
    await sql`UPDATE cycle_clocks SET now_at = ${dayAt('2028-02-01')} WHERE cycle_id = ${cycle}`;
    await give({ unit: 'rnd', person: 'fang-yuan', words: '三个新品' });
  });

  test('answered: it stands in the inbox of the second person and of nobody else, and nobody is reminded of it', async () => {
    expect([await waits(secondHr), await waits(hr), await waits('shen-guo')]).toEqual([true, false, false]);
    await settle(1, 'confirm');
    expect(await waits(secondHr)).toBe(false);
    await follow('2028-03-01');
    expect([await told('RECOGNITION_UNCONFIRMED'), await told('RECOGNITION_UNHEARD')]).toEqual([[], []]);
    expect(await looksAt()).toBeNull();
  });

  test('late: the second person is reminded after five working days, whoever gave it is not; then it counts', async () => {
    await follow('2028-02-07');
    expect(await told('RECOGNITION_UNCONFIRMED')).toEqual([]);
    await follow('2028-02-08');
    await follow('2028-02-08');
    expect(await told('RECOGNITION_UNCONFIRMED')).toEqual([secondHr]);
    expect((await settle(1, 'confirm')).status).toBe(200);
    await follow('2028-03-01');
    expect(await told('RECOGNITION_UNHEARD')).toEqual([]);
  });

  test('never: the board and HR are told once each, it stays given, and the unit never hears of it', async () => {
    await follow('2028-03-01');
    await follow('2028-03-31');
    expect(await told('RECOGNITION_UNHEARD')).toEqual(['mei-lan', 'shen-guo', secondHr, hr]);
    expect((await list()).items).toMatchObject([{ state: 'given' }]);
    expect(await told('RECOGNIZED')).toEqual([]);
    expect(await looksAt()).toBeNull();
    expect((await api.get('/inbox', 'shen-guo')).text).toContain(`/cycles/${cycle}/recognitions`);
  });

  test('with nobody left to confirm it is told to HR as what nobody can do', async () => {
    await owner`UPDATE persons SET active = false WHERE id = ${secondHr}`;
    try {
      await follow('2028-02-08');
      expect(await told('RECOGNITION_UNCONFIRMED')).toEqual([]);
      expect(await told('NOBODY_ACTS')).toEqual([hr]);
    } finally {
      await owner`UPDATE persons SET active = true WHERE id = ${secondHr}`;
    }
  });

  test('that loses its ground meanwhile is waited for no more', async () => {
    const reason = '少计了一个';
    await insertValue(sql, cycle, 'rnd', cycle, [{ metric: 'new-products', on: '2027-12-31', value: '1', reason }]);
    await publish();
    await follow('2028-03-01');
    expect([await told('RECOGNITION_UNCONFIRMED'), await told('RECOGNITION_UNHEARD')]).toEqual([[], []]);
  });
});
