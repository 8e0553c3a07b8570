import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { goalsOf } from '../../players/story/goals.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, type Ask, itemsOf, problemOf, promptEngine, type Reply, startApi } from '../setup/http.js';
import { posted } from '../setup/posted-form.js';
import { insertCycle } from './story-cycle.js';

const head = 'lin-xiao';
const standIn = 'jiang-tao';

let sql: Sql;
let api: Api;
let cycle = '';
let cycles = 0;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
  await sql`INSERT INTO stand_ins VALUES (${head}, ${standIn}, '2026-01-01', '2027-12-31')`;
});
beforeEach(async () => {
  cycle = `draft-${(cycles += 1)}`;
  await insertCycle(sql, cycle);
  await sql`UPDATE steps SET state = 'open', opened_at = opens_at WHERE cycle_id = ${cycle} AND kind IN ('goals', 'plan')`;
});

const stepPath = () => `/api/v1/cycles/${cycle}/reviews/sales/steps/goals`;
const pagePath = () => `/cycles/${cycle}/units/sales/steps/goals`;
const put = (text: string, headers: Ask['headers'] = {}, as = head): Promise<Reply> =>
  api.ask('PUT', `${stepPath()}/draft`, { as, headers, body: { content: { note: text } } });
const first = { 'if-none-match': '*' };
const over = (tag: string) => ({ 'if-match': tag });
const tagOf = (reply: Reply): string => reply.headers.get('etag') ?? '';
const contentOf = (reply: Reply): unknown => (reply.json as { content: unknown }).content;
const kept = async () =>
  itemsOf<{ how: string; savedBy: string; content: unknown }>(await api.get(`${stepPath()}/draft/versions`, head)).map(
    ({ how, savedBy, content }) => [how, savedBy, content],
  );

describe('a draft over the API', () => {
  test('is read with its version as tag and saved over that version', async () => {
    expect((await api.get(`${stepPath()}/draft`, head)).status).toBe(404);
    const one = await put('one', first);
    expect([one.status, tagOf(one)]).toEqual([200, '"1"']);
    const read = await api.get(`${stepPath()}/draft`, standIn);
    expect([tagOf(read), contentOf(read)]).toEqual(['"1"', { note: 'one' }]);
    const two = await put('two', over(tagOf(read)), standIn);
    expect([two.status, tagOf(two)]).toEqual([200, '"2"']);
    expect(await kept()).toEqual([['replaced', head, { note: 'one' }]]);
  });

  test('that somebody else has saved is not written over: 412 tells the other version, who and when', async () => {
    await put('one', first);
    await put('of the stand-in', over('"1"'), standIn);
    const late = await put('of the head', over('"1"'));
    const problem = problemOf(late);
    expect([late.status, problem.code, tagOf(late)]).toEqual([412, 'DRAFT_CHANGED', '"2"']);
    expect(problem.errors).toEqual([
      { version: 2, content: { note: 'of the stand-in' }, savedBy: standIn, savedAt: expect.any(Number) as number },
    ]);
    expect(contentOf(await api.get(`${stepPath()}/draft`, head))).toEqual({ note: 'of the stand-in' });
    expect((await put('merged', over(tagOf(late)))).status).toBe(200);
    expect(await kept()).toEqual([
      ['replaced', standIn, { note: 'of the stand-in' }],
      ['replaced', head, { note: 'one' }],
    ]);
  });

  test('begun by both at the same moment is begun by one of them; the same words again contradict nobody', async () => {
    const both = await Promise.all([put('head', first), put('stand-in', first, standIn)]);
    expect(both.map((reply) => reply.status).toSorted()).toEqual([200, 412]);
    const [winner] = both.filter((reply) => reply.status === 200);
    expect(winner).toBeDefined();
    const by = both[0] === winner ? head : standIn;
    const again = await put(by === head ? 'head' : 'stand-in', first, by);
    expect([again.status, tagOf(again)]).toEqual([200, '"1"']);
  });

  test.each([
    ['no tag at all', {}, 428, 'DRAFT_TAG_MISSING'],
    ['both headers', { ...first, ...over('"1"') }, 400, 'DRAFT_TAG_INVALID'],
    ['a star, which would save over anything', over('*'), 400, 'DRAFT_TAG_INVALID'],
    ['a tag without quotes', over('1'), 400, 'DRAFT_TAG_INVALID'],
    ['a first save that names a version', { 'if-none-match': '"1"' }, 400, 'DRAFT_TAG_INVALID'],
    ['a weak tag of the right version', over('W/"1"'), 412, 'DRAFT_CHANGED'],
    ['a stale tag', over('"7"'), 412, 'DRAFT_CHANGED'],
    ['a tag that is none of ours', over('"abc"'), 412, 'DRAFT_CHANGED'],
    ['a first save where there is a draft', first, 412, 'DRAFT_CHANGED'],
  ])('is not saved with %s', async (_what, headers, status, code) => {
    await put('one', first);
    const reply = await put('two', headers);
    expect([reply.status, problemOf(reply).code]).toEqual([status, code]);
    expect(problemOf(reply).title).not.toBe('');
    expect(contentOf(await api.get(`${stepPath()}/draft`, head))).toEqual({ note: 'one' });
  });

  test('may name several versions that were seen', async () => {
    await put('one', first);
    expect((await put('two', over('"9", "1"'))).status).toBe(200);
  });

  test('of a version never comes again, also after it was discarded: the old tag is stale for ever', async () => {
    await put('one', first);
    await sql`DELETE FROM drafts WHERE review_id = ${`${cycle}/sales`}`;
    const gone = await put('late', over('"1"'));
    expect([gone.status, problemOf(gone).errors]).toEqual([412, []]);
    expect(tagOf(await put('anew', first))).toBe('"2"');
    expect(await kept()).toEqual([['ended', head, { note: 'one' }]]);
  });

  test('of a step that has ended, or of a closed cycle, is not saved; what was there can still be read', async () => {
    await put('one', first);
    await sql`UPDATE steps SET state = 'done', outcome = 'forwarded', ended_at = now() WHERE review_id = ${`${cycle}/sales`} AND step_id = 'goals'`;
    expect(problemOf(await put('two', over('"1"'))).code).toBe('STEP_ENDED');
    expect(contentOf(await api.get(`${stepPath()}/draft`, head))).toEqual({ note: 'one' });
    await sql`UPDATE cycles SET state = 'closed' WHERE id = ${cycle}`;
    expect(problemOf(await put('two', over('"1"'))).code).toBe('CYCLE_CLOSED');
  });

  test('keeps the last twenty that gave way', async () => {
    await put('0', first);
    for (let n = 1; n <= 23; n += 1) await put(String(n), over(`"${String(n)}"`));
    const notes = (await kept()).map(([, , content]) => (content as { note: string }).note);
    expect(notes).toEqual(Array.from({ length: 20 }, (_, n) => String(22 - n)));
  });

  test('that holds what is no number says so at its place, and everything else is checked all the same', async () => {
    const goals = [
      { id: 'sales/a', unit: 'sales', title: 'Vague', weight: 'much', due: '2027-13-01' },
      { id: 'sales/b', unit: 'sales', title: 'Clear', rubric: ['1', '5'], kind: 'qualitative', supports: 'O1' },
    ];
    const reply = await api.ask('PUT', `${stepPath()}/draft`, {
      as: head,
      headers: first,
      body: { content: { goals } },
    });
    const { problems, findings } = reply.json as { problems: unknown; findings: { code: string; at: string[] }[] };
    expect(problems).toEqual([
      { pointer: '/content/goals/0/weight', code: 'NUMBER_INVALID' },
      { pointer: '/content/goals/0/due', code: 'DAY_INVALID' },
    ]);
    expect(findings.map(({ code, at }) => `${code} ${at.join(' ')}`)).toEqual(
      expect.arrayContaining(['GOAL_NOT_SPECIFIC sales/a', 'GOAL_NO_DUE sales/b']),
    );
  });
});

describe('two heads at one draft on the page', () => {
  const open = async (as: string) => posted((await api.get(pagePath(), as)).text);
  const post = (fields: Record<string, string | string[]>, as: string): Promise<Reply> => {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields)) {
      for (const each of [value].flat()) body.append(name, each);
    }
    return api.ask('POST', pagePath(), { as, body: body.toString(), type: 'application/x-www-form-urlencoded' });
  };
  const save = (fields: Record<string, string | string[]>, as: string, intent = 'save') =>
    post({ ...fields, intent }, as);

  test('the second sees both versions, what differs, and finds all that was typed in the form', async () => {
    const [mine, theirs] = [await open(head), await open(standIn)];
    expect((await save({ ...theirs, 'goals.0.title': 'Title of the stand-in' }, standIn)).status).toBe(303);
    const conflict = await save({ ...mine, 'goals.0.title': 'Title of the head', 'goals.0.weight': '40' }, head);
    expect(conflict.status).toBe(412);
    expect(conflict.text).toContain('There are two versions of this draft');
    expect(conflict.text).toContain('Title of the stand-in');
    expect(conflict.text).toMatch(/Goal · Weight|· Weight/);
    expect(posted(conflict.text)).toMatchObject({ 'goals.0.title': 'Title of the head', 'goals.0.weight': '40' });
    // Already safe, before anything is decided.
    expect(JSON.stringify(await kept())).toContain('Title of the head');
    // Keeping the own one puts it in the other's place, which is kept.
    expect((await save(posted(conflict.text), head)).status).toBe(303);
    expect(JSON.stringify(contentOf(await api.get(`${stepPath()}/draft`, head)))).toContain('Title of the head');
    expect(JSON.stringify(await kept())).toContain('Title of the stand-in');
  });

  test('can take the other version, and bring the own one back later', async () => {
    const [mine, theirs] = [await open(head), await open(standIn)];
    await save({ ...theirs, 'goals.0.title': 'Theirs' }, standIn);
    const conflict = await save({ ...mine, 'goals.0.title': 'Mine' }, head);
    const typedMore = { ...posted(conflict.text), 'goals.1.title': 'Typed while deciding' };
    expect((await save(typedMore, head, 'take-other')).status).toBe(303);
    const page = await api.get(pagePath(), head);
    expect(posted(page.text)['goals.0.title']).toBe('Theirs');
    expect(page.text).toContain('Earlier drafts');
    expect(JSON.stringify(await kept())).toContain('Typed while deciding');
    const [id] = [...page.text.matchAll(/value="restore:(\d+)"/g)].map((match) => match[1]);
    expect((await save(posted(page.text), head, `restore:${id ?? ''}`)).status).toBe(303);
    expect(posted((await api.get(pagePath(), head)).text)['goals.1.title']).toBe('Typed while deciding');
    expect((await save(posted(page.text), head, 'restore:999999')).status).toBe(404);
  });

  test('a submit looks at the other version first, then goes through', async () => {
    await sql`UPDATE steps SET revision = 0 WHERE cycle_id = ${cycle}`;
    const content = { goals: goalsOf('sales'), answers: [] };
    await api.ask('PUT', `${stepPath()}/draft`, { as: head, headers: first, body: { content } });
    const mine = await open(head);
    const theirs = await open(standIn);
    await save({ ...theirs, 'goals.0.title': 'Of the stand-in' }, standIn);
    const stopped = await save({ ...mine, 'goals.0.title': 'Of the head' }, head, 'submit');
    expect([stopped.status, stopped.text.includes('Of the stand-in')]).toEqual([412, true]);
    const again = await save(posted(stopped.text), head, 'submit');
    expect([again.status, again.headers.get('location')]).toEqual([303, `${pagePath()}?done=done`]);
    expect(JSON.stringify(await kept())).toContain('Of the stand-in');
  });

  test('what is sent after the step has ended is kept and said so; of strangers nothing is kept', async () => {
    const mine = await open(head);
    await sql`UPDATE steps SET state = 'done', outcome = 'forwarded', ended_at = now() WHERE review_id = ${`${cycle}/sales`} AND step_id = 'goals'`;
    const late = await save({ ...mine, 'goals.0.title': 'Too late' }, head);
    expect(late.status).toBe(409);
    expect(late.text).toContain('kept under “Earlier drafts”');
    expect(late.text).toContain('Too late');
    expect((await save({ ...mine, 'goals.0.title': 'Stranger' }, 'su-qing')).status).toBe(403);
    expect(JSON.stringify(await kept())).not.toContain('Stranger');
  });
});
