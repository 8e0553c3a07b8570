import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { keyedDigest } from '../../documents/digest.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, itemsOf, problemOf, promptEngine, startApi, testConfig } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { insertCycle, insertGoals } from './story-cycle.js';

const goal = 'sales-new/markets-opened';
const note = { goal, text: '三月先集中签下两个城市的渠道伙伴' };

interface Thread {
  readonly id: string;
  readonly reference: string;
  readonly text: string;
  readonly answers: readonly { readonly text: string; readonly by: string; readonly side: string }[];
}

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
  cycle = `n${cycles}`;
  await insertCycle(sql, cycle);
  await insertGoals(sql, cycle);
});

const path = () => `/api/v1/cycles/${cycle}/notes`;
const write = (body: object = note, as = 'lin-xiao', ask: object = {}) => api.post(path(), body, as, ask);
const reply = (id: string, text: string, as: string, ask: object = {}) =>
  api.post(`${path()}/${id}/answers`, { text }, as, ask);
const written = async (body: object = note, as = 'lin-xiao') => (await write(body, as)).json as Thread;
async function told(code: string): Promise<readonly string[]> {
  const rows = await sql<
    { id: string }[]
  >`SELECT person_id AS id FROM notices WHERE cycle_id = ${cycle} AND code = ${code} ORDER BY id`;
  return rows.map((row) => row.id);
}
const form = (to: string, fields: Record<string, string>, as: string) =>
  api.ask('POST', to, { as, body: new URLSearchParams(fields).toString(), type: 'application/x-www-form-urlencoded' });

describe('a coaching note', () => {
  test('is written by the head above, told to the unit’s head and answered by them; then it is the other’s turn', async () => {
    const { id, reference } = await written();
    expect(reference).toBe(`note/${id}`);
    expect(await told('NOTE_WRITTEN')).toEqual(['jiang-tao']);
    await refused('NOTE_TURN', 409, (ask) => reply(id, 'and also', 'lin-xiao', ask));
    expect((await reply(id, '已安排', 'jiang-tao')).status).toBe(201);
    expect(await told('NOTE_ANSWERED')).toEqual(['lin-xiao']);
    const whole = (await reply(id, '好', 'lin-xiao')).json as Thread;
    expect(whole.answers.map(({ by, side, text }) => [by, side, text])).toEqual([
      ['jiang-tao', 'head', '已安排'],
      ['lin-xiao', 'above', '好'],
    ]);
  });

  test('may be the unit’s own head’s, and those further above may write and answer', async () => {
    const { id } = await written(note, 'jiang-tao');
    expect(await told('NOTE_WRITTEN')).toEqual(['lin-xiao']);
    expect((await reply(id, '同意', 'chen-mingyuan')).status).toBe(201);
    expect((await write(note, 'chen-mingyuan')).status).toBe(201);
  });

  test('is journaled by its digest, without its words, and never changed', async () => {
    const { id } = await written();
    await reply(id, '已安排', 'jiang-tao');
    const lines = await sql<{ act: string; digest: string; data: object; actor: string }[]>`
      SELECT act, content_digest AS digest, data, actor_id AS actor FROM journal
       WHERE review_id = ${`${cycle}/sales-new`} AND act LIKE 'note-%' ORDER BY seq`;
    const digest = keyedDigest(testConfig('').digestKey, { note: id, text: note.text });
    expect(lines[0]).toEqual({ act: 'note-written', digest, data: { note: id, goal }, actor: 'lin-xiao' });
    expect(lines[1]).toMatchObject({ act: 'note-answered', data: { note: id, goal }, actor: 'jiang-tao' });
    await expect(sql`UPDATE coaching_notes SET text = 'x'`).rejects.toThrow();
    const journal = await api.get(`/api/v1/cycles/${cycle}/journal`, 'zhou-min');
    expect((journal.json as { verification: { problems: unknown[] } }).verification.problems).toEqual([]);
  });

  test('said twice with one key is one; two answers at one moment are one', async () => {
    const [first, again] = [
      await write(note, 'lin-xiao', { key: `w-${cycle}` }),
      await write(note, 'lin-xiao', { key: `w-${cycle}` }),
    ];
    expect(again.json).toEqual(first.json);
    const { id } = first.json as Thread;
    const replies = await Promise.all(['a', 'b', 'c'].map((text) => reply(id, text, 'jiang-tao')));
    expect(replies.map((each) => each.status).toSorted()).toEqual([201, 409, 409]);
  });

  test('is by a stand-in for whom they stand in', async () => {
    await sql`INSERT INTO stand_ins (principal_id, person_id, from_date, to_date) VALUES ('lin-xiao', 'su-qing', '2026-01-01', '2028-12-31')`;
    expect((await write(note, 'su-qing')).json).toMatchObject({ by: 'su-qing', principal: 'lin-xiao', side: 'above' });
    await sql`DELETE FROM stand_ins WHERE person_id = 'su-qing'`;
  });

  test('has words, a goal in force, an author in the line and a cycle that runs', async () => {
    await refused('TEXT_MISSING', 400, (ask) => write({ goal, text: ' \n ' }, 'lin-xiao', ask));
    const long = await refused('BODY_INVALID', 400, (ask) =>
      write({ goal, text: 'x'.repeat(20_001) }, 'lin-xiao', ask),
    );
    expect(long.errors).toMatchObject([{ pointer: '/text', code: 'TOO_LARGE' }]);
    await refused('GOAL_NOT_IN_FORCE', 409, (ask) => write({ ...note, goal: 'sales-new/nothing' }, 'lin-xiao', ask));
    await refused('BODY_INVALID', 400, (ask) => write({ ...note, goal: 'no goal/at/all' }, 'lin-xiao', ask));
    for (const person of ['su-qing', 'zhou-min', 'shen-guo', 'yan-zheng', 'gao-yan', 'guan-li', 'p-new-1']) {
      expect([person, problemOf(await write(note, person)).code]).toEqual([person, 'NOT_IN_LINE']);
    }
    expect(problemOf(await reply('999999', 'x', 'lin-xiao')).code).toBe('NOT_FOUND');
    expect(problemOf(await api.ask('POST', path(), { as: 'lin-xiao', body: note })).code).toBe(
      'IDEMPOTENCY_KEY_MISSING',
    );
    const { id } = await written();
    await sql`UPDATE cycles SET state = 'closed', closed_at = now() WHERE id = ${cycle}`;
    await refused('CYCLE_CLOSED', 409, (ask) => write(note, 'lin-xiao', ask));
    await refused('CYCLE_CLOSED', 409, (ask) => reply(id, 'x', 'jiang-tao', ask));
  });

  test('is read by both sides, the line, HR, the board and the auditor, whose look is recorded; by nobody else', async () => {
    const { id } = await written();
    for (const person of ['jiang-tao', 'lin-xiao', 'chen-mingyuan', 'zhou-min', 'shen-guo', 'yan-zheng']) {
      expect([person, (await api.get(`${path()}/${id}`, person)).status]).toEqual([person, 200]);
      expect(itemsOf(await api.get(`${path()}?unit=sales-new&goal=${goal}`, person)).length).toBe(1);
      expect((await api.get(`/cycles/${cycle}/notes/${id}`, person)).text).toContain(note.text);
    }
    for (const person of ['su-qing', 'p-new-1', 'gao-yan', 'guan-li']) {
      expect([person, (await api.get(`${path()}/${id}`, person)).status]).toEqual([person, 403]);
      expect((await api.get(`${path()}?unit=sales-new`, person)).status).toBe(403);
      expect((await api.get(`/cycles/${cycle}/units/sales-new/notes`, person)).status).toBe(403);
      expect((await api.get(`/cycles/${cycle}/notes/${id}`, person)).text).not.toContain(note.text);
    }
    const looks =
      await sql`SELECT 1 FROM audit_looks WHERE person_id = 'yan-zheng' AND what LIKE ${`%/cycles/${cycle}/notes/${id}`}`;
    expect(looks.length).toBe(2);
  });

  test('comes page by page, the newest first', async () => {
    const ids = [(await written()).id, (await written()).id, (await written()).id];
    const first = await api.get(`${path()}?unit=sales-new&limit=2`, 'lin-xiao');
    const { next } = first.json as { next: string };
    const second = await api.get(`${path()}?unit=sales-new&limit=2&cursor=${next}`, 'lin-xiao');
    const seen = [...itemsOf<Thread>(first), ...itemsOf<Thread>(second)].map((each) => each.id);
    expect(seen).toEqual(ids.toReversed());
  });
});

describe('a note as evidence', () => {
  const step = () => `/api/v1/cycles/${cycle}/reviews/sales/steps/evaluation`;
  const page = () => `/cycles/${cycle}/units/sales/steps/evaluation`;
  const evaluate = (evidence: readonly string[], ask: object = {}) => {
    const content = { ratings: [{ item: 'teamwork', value: '4', evidence }], text: '' };
    return api.post(`${step()}/submit`, { stepRevision: 0, content }, 'chen-mingyuan', ask);
  };

  beforeEach(async () => {
    await sql`UPDATE cycle_clocks SET now_at = '2028-01-05T01:00:00Z' WHERE cycle_id = ${cycle}`;
    await sql`UPDATE steps SET state = 'open', opened_at = opens_at WHERE cycle_id = ${cycle} AND unit_id = 'sales' AND step_id = 'evaluation'`;
  });

  test('is offered to the evaluator, quoted by number, and shown as a link', async () => {
    const { id, reference } = await written({ goal: 'sales/growth', text: '客户名单要按周更新' }, 'chen-mingyuan');
    const offered = await api.get(page(), 'chen-mingyuan');
    expect(offered.text).toContain(`value="${reference}"`);
    expect(offered.text).toContain('客户名单要按周更新');
    const fields = {
      intent: 'submit',
      stepRevision: '0',
      draftVersion: '0',
      'ratings.0.item': 'teamwork',
      'ratings.0.value': '4',
      'ratings.0.notes': reference,
    };
    expect((await form(page(), fields, 'chen-mingyuan')).status).toBe(303);
    const [rating] = await sql<{ content: { ratings: { evidence: string[] }[] } }[]>`
      SELECT content FROM step_versions WHERE review_id = ${`${cycle}/sales`} AND step_id = 'evaluation'`;
    expect(rating?.content.ratings[0]?.evidence).toEqual([reference]);
    expect((await api.get(page(), 'chen-mingyuan')).text).toContain(
      `<a href="/cycles/${cycle}/notes/${id}">Coaching note ${id}</a>`,
    );
  });

  test('must be a note about that unit', async () => {
    const other = await written();
    for (const reference of [other.reference, 'note/999999']) {
      const problem = await refused('EVIDENCE_UNKNOWN', 422, (ask) =>
        evaluate(['https://minutes.example/1', reference], ask),
      );
      expect(problem.errors).toMatchObject([{ pointer: '/content/ratings/0/evidence/1', code: 'EVIDENCE_UNKNOWN' }]);
    }
    // What only looks like a note is free text.
    await refused('EVIDENCE_UNFIT', 422, (ask) => evaluate(['notes/7', 'note/7 was lost'], ask));
  });
});

describe('the pages of notes', () => {
  test('write and answer by form, a double click being one; refused words are kept', async () => {
    const list = `/cycles/${cycle}/units/sales-new/notes`;
    const fields = { idempotencyKey: `f-${cycle}`, goal, text: note.text };
    for (const _ of [1, 2])
      expect((await form(list, fields, 'lin-xiao')).headers.get('location')).toBe(`${list}?done=done`);
    const [thread, ...others] = itemsOf<Thread>(await api.get(`${path()}?unit=sales-new`, 'lin-xiao'));
    expect(others).toEqual([]);
    const one = `/cycles/${cycle}/notes/${thread?.id ?? ''}`;
    const blank = await form(one, { text: ' ' }, 'jiang-tao');
    expect([blank.status, blank.text.includes('the text is missing')]).toEqual([400, true]);
    expect((await form(one, { text: '已安排' }, 'jiang-tao')).status).toBe(303);
    const early = await form(one, { text: 'my next words' }, 'jiang-tao');
    expect([early.status, early.text.includes('The other side answers next')]).toEqual([409, true]);
    expect((await api.ask('GET', one, { as: 'lin-xiao', language: 'zh-CN' })).text).toContain('引用为证据');
  });
});
