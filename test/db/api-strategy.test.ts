import { beforeEach, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { migrate } from '../../db/migrate.js';
import { entry, entryVersion } from '../../documents/answers-strategy.js';
import { pageOf } from '../../documents/answers.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, type Ask, itemsOf, problemOf, promptEngine, type Reply, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { insertCycle, insertGoals, insertValues } from './story-cycle.js';

const hr = 'zhou-min';
const hrTwo = 'wu-tong';
const base = '/api/v1/strategy';

let sql: Sql;
let owner: Sql;
let api: Api;
let keys = 0;

beforeEach(async () => {
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

interface Shown {
  readonly id: string;
  readonly version: number;
  readonly book: string;
  readonly etag: string;
  readonly content: Readonly<Record<string, unknown>>;
}
const shown = (reply: Reply): Shown => reply.json as Shown;
const read = (path: string, as = hr) => api.get(`${base}/${path}`, as);
const put = (path: string, content: unknown, tag: string | null, ask: Ask & { reason?: string } = {}) => {
  const { reason = '调整', headers, ...rest } = ask;
  return api.ask('PUT', `${base}/${path}`, {
    as: hr,
    key: `put-${(keys += 1)}`,
    body: { content, reason },
    headers: { ...(tag === null ? { 'if-none-match': '*' } : { 'if-match': tag }), ...headers },
    ...rest,
  });
};
const drop = (path: string, tag: string, ask: Ask = {}) =>
  api.ask('DELETE', `${base}/${path}${path.includes('?') ? '&' : '?'}reason=gone`, {
    as: hr,
    key: `drop-${(keys += 1)}`,
    headers: { 'if-match': tag },
    ...ask,
  });
const versions = async (path: string, query = '') =>
  itemsOf<{ version: number; way: string; by: string | null; reason: string | null; content: unknown }>(
    await read(`${path}/versions${query}`),
  );
const title = (en: string) => ({ title: { 'zh-CN': en, en } });

describe('an entry of the strategy', () => {
  test('is there from the sample with its first version, and is read by everybody with its ETag', async () => {
    const reply = await read('metrics/unit-cost', 'p-new-1');
    expect([reply.status, reply.headers.get('etag'), shown(reply).etag]).toEqual([200, '"real-1"', '"real-1"']);
    expect(shown(reply).content).toMatchObject({
      unit: 'production',
      better: 'lower',
      tension: ['material-pass-rate'],
    });
    expect(await versions('metrics/unit-cost')).toMatchObject([{ version: 1, way: 'import', by: null }]);
    for (const kind of ['objectives', 'swot', 'metrics', 'cooperation']) {
      const list = await read(kind);
      expect(pageOf(entry).parse(list.json)).toEqual(list.json);
      expect(itemsOf(list).length).toBeGreaterThan(2);
    }
    expect(shown(await read('cooperation/sales')).content).toEqual({ raters: ['marketing', 'production'] });
    expect((await api.get(`${base}/metrics`)).status).toBe(401);
  });

  test('changed over the version that was seen becomes the next one, with who, when and why', async () => {
    const before = shown(await read('metrics/revenue'));
    const content = { ...before.content, cadence: 'month', history: ['4200', '4500'] };
    const reply = await put('metrics/revenue', content, before.etag, { reason: '每月都有数' });
    expect([reply.status, reply.headers.get('etag')]).toEqual([200, '"real-2"']);
    expect(entry.parse(reply.json)).toEqual(reply.json);
    expect(shown(reply).content).toEqual(content);
    const list = await read('metrics/revenue/versions');
    expect(pageOf(entryVersion).parse(list.json)).toEqual(list.json);
    expect(await versions('metrics/revenue')).toMatchObject([
      { version: 2, way: 'edit', by: hr, reason: '每月都有数', content },
      { version: 1, way: 'import', content: before.content },
    ]);
    const { metrics } = (await api.get(base, hr)).json as { metrics: { id: string; cadence?: string }[] };
    expect(metrics.find(({ id }) => id === 'revenue')).toMatchObject({ cadence: 'month', history: ['4200', '4500'] });
    const page = await read('metrics/revenue/versions?limit=1');
    expect(itemsOf<{ version: number }>(page).map(({ version }) => version)).toEqual([2]);
    const { next } = page.json as { next: string };
    expect((await versions('metrics/revenue', `?limit=1&cursor=${next}`)).map(({ version }) => version)).toEqual([1]);
  });

  test('by two at once is changed by one; the other gets what is there, and nothing of theirs is written over', async () => {
    const { etag, content } = shown(await read('objectives/O1'));
    const replies = await Promise.all([
      put('objectives/O1', title('First'), etag),
      put('objectives/O1', title('Second'), etag, { as: hrTwo }),
    ]);
    expect(replies.map((reply) => reply.status).toSorted()).toEqual([200, 412]);
    const winner = replies.find((reply) => reply.status === 200);
    const problem = await refused('STRATEGY_CHANGED', 412, (ask) => put('objectives/O1', title('Late'), etag, ask));
    expect(problem.errors).toEqual([winner?.json]);
    expect((await versions('objectives/O1')).map((each) => each.content)).toEqual([
      shown(winner as Reply).content,
      content,
    ]);
    // Whoever has seen it may go on.
    const third = await put('objectives/O1', title('Third'), (problem.errors[0] as unknown as Shown).etag);
    expect(third.status, third.text).toBe(200);
  });

  test('sent as it is makes no version; sent again with the same key is the same act', async () => {
    const { etag, content } = shown(await read('swot/S1'));
    expect([(await put('swot/S1', content, etag)).status, (await versions('swot/S1')).length]).toEqual([200, 1]);
    const ask = { key: 'same', reason: 'not so important' };
    const [first, again] = [
      await put('swot/S1', { ...content, key: false }, etag, ask),
      await put('swot/S1', { ...content, key: false }, etag, ask),
    ];
    expect([first.status, again.status, again.json]).toEqual([200, 200, first.json]);
    expect(await versions('swot/S1')).toHaveLength(2);
  });

  test('that is new is added once, and gone again as long as nothing uses it; its versions stay', async () => {
    const added = await put('objectives/O4', title('Grow abroad'), null);
    expect([added.status, shown(added).version]).toEqual([201, 1]);
    await refused('STRATEGY_CHANGED', 412, (ask) => put('objectives/O4', title('Other'), null, ask));
    const gone = await drop('objectives/O4', shown(added).etag);
    expect([gone.status, (await read('objectives/O4')).status]).toEqual([200, 404]);
    await refused('STRATEGY_CHANGED', 412, (ask) => put('objectives/O4', title('Other'), shown(added).etag, ask));
    const back = await put('objectives/O4', title('Grow abroad, later'), null);
    expect([back.status, shown(back).version]).toEqual([201, 3]);
    expect((await versions('objectives/O4')).map(({ version, content }) => [version, content === null])).toEqual([
      [3, false],
      [2, true],
      [1, false],
    ]);
    expect(((await api.get(base, hr)).json as { objectives: { id: string }[] }).objectives.at(-1)?.id).toBe('O4');
  });

  test('is changed by HR alone; heads, board and auditor read its versions, members and admins do not', async () => {
    const { etag } = shown(await read('objectives/O1'));
    for (const person of ['chen-mingyuan', 'lin-xiao', 'shen-guo', 'yan-zheng', 'gao-yan', 'guan-li', 'p-new-1']) {
      const reply = await put('objectives/O1', title('Mine'), etag, { as: person });
      expect([person, problemOf(reply).code]).toEqual([person, 'FORBIDDEN']);
      expect([person, problemOf(await drop('objectives/O1', etag, { as: person })).code]).toEqual([
        person,
        'FORBIDDEN',
      ]);
    }
    const status = async (person: string) => (await read('objectives/O1/versions', person)).status;
    for (const person of [hr, 'shen-guo', 'yan-zheng', 'lin-xiao'])
      expect([person, await status(person)]).toEqual([person, 200]);
    for (const person of ['guan-li', 'p-new-1']) expect([person, await status(person)]).toEqual([person, 403]);
    const looks = await sql<{ what: string }[]>`SELECT what FROM audit_looks WHERE person_id = 'yan-zheng'`;
    expect(looks.map(({ what }) => what)).toContain(`${base}/objectives/O1/versions`);
  });

  test('cannot be changed behind its versions: they are append-only', async () => {
    await expect(sql`UPDATE strategy_versions SET reason = 'other'`).rejects.toMatchObject({ code: '42501' });
    await expect(owner`DELETE FROM strategy_versions`).rejects.toMatchObject({ code: '42501' });
    await expect(owner`
      INSERT INTO strategy_versions (book, kind, id, version, content, way, changed_by, changed_at, reason)
      VALUES ('real', 'objectives', 'O9', 1, '{}', 'edit', ${hr}, now(), ' ')`).rejects.toMatchObject({
      code: '23514',
    });
  });
});

describe('what was there before there were versions', () => {
  test('has its first version from the migration', async () => {
    const { databaseUrl, owner: db } = await createTestDatabase({ seeded: true });
    await db.unsafe(`
      DROP VIEW strategy_now; DROP TABLE strategy_versions; DROP INDEX standing_goals_by_support, metrics_by_unit, metrics_by_tension;
      DROP FUNCTION metrics_in, objectives_in, swot_entries_in, strategy_copies, metric_row;
      ALTER TABLE cycles DROP CONSTRAINT cycles_book_of_its_own;
      DELETE FROM schema_migrations WHERE file LIKE '0010%'`);
    expect((await migrate(databaseUrl)).applied).toEqual(['0010-strategy-versions.sql']);
    const rows = await db<{ kind: string; count: number }[]>`
      SELECT kind, count(*)::int AS count FROM strategy_versions
       WHERE way = 'before' AND version = 1 AND book = 'real' AND changed_by IS NULL GROUP BY kind ORDER BY kind`;
    const [there] = await db<{ metrics: number; raters: number }[]>`
      SELECT (SELECT count(*)::int FROM metrics) AS metrics, (SELECT count(DISTINCT unit_id)::int FROM cooperation) AS raters`;
    expect(rows).toEqual([
      { kind: 'cooperation', count: there?.raters },
      { kind: 'metrics', count: there?.metrics },
      { kind: 'objectives', count: 3 },
      { kind: 'swot', count: 4 },
    ]);
  });
});

describe('what uses an entry', () => {
  beforeEach(async () => {
    await insertCycle(sql, 'year', 'real');
    await insertGoals(sql, 'year');
  });

  test('keeps it from being taken out, and is named', async () => {
    const uses = async (path: string) => {
      const { etag } = shown(await read(path));
      const problem = await refused('STRATEGY_IN_USE', 409, (ask) => drop(path, etag, ask));
      return problem.errors as unknown as { by: string; id: string; cycleId: string | null; unitId: string | null }[];
    };
    expect(await uses('objectives/O1')).toContainEqual({
      by: 'goal',
      id: 'sales/growth',
      cycleId: 'year',
      unitId: 'sales',
    });
    expect(await uses('swot/S1')).toMatchObject([{ by: 'goal', unitId: 'rnd' }]);
    expect((await uses('metrics/material-pass-rate')).map(({ by, id }) => `${by} ${id}`)).toEqual([
      'goal quality/material-pass-rate',
      'metric unit-cost',
      'template balanced-year',
      'template year',
    ]);
    const { etag } = shown(await read('metrics/patents'));
    await insertValues(sql, 'year', { book: 'other-rehearsal' });
    expect((await uses('metrics/patents')).map(({ by }) => by)).toContain('value');
    expect((await read('metrics/patents')).headers.get('etag')).toBe(etag);
  });

  test('is not who rates whom: a running cycle keeps its raters, the next one has others', async () => {
    const { etag } = shown(await read('cooperation/sales'));
    const steps = async () =>
      (
        await sql<
          { id: string }[]
        >`SELECT step_id AS id FROM steps WHERE review_id = 'year/sales' AND kind = 'rating' ORDER BY 1`
      ).map((row) => row.id);
    const before = await steps();
    expect((await put('cooperation/sales', { raters: ['finance'] }, etag)).status).toBe(200);
    expect(await steps()).toEqual(before);
    await insertCycle(sql, 'next', 'real');
    expect(await sql`SELECT FROM steps WHERE review_id = 'next/sales' AND step_id = 'rating/finance'`).toHaveLength(1);
    const gone = await drop('cooperation/sales', shown(await read('cooperation/sales')).etag);
    expect([gone.status, (await read('cooperation/sales')).status]).toEqual([200, 404]);
    expect((await put('cooperation/sales', { raters: ['rnd'] }, null)).status).toBe(201);
  });

  test('a change is told in the journal of every running cycle that reads it, without its words', async () => {
    const { etag } = shown(await read('objectives/O1'));
    await insertCycle(sql, 'closed', 'real');
    await sql`UPDATE cycles SET state = 'closed', closed_at = now() WHERE id = 'closed'`;
    await put('objectives/O1', title('Secret plans'), etag, { reason: 'secret reasons' });
    const lines = await sql<{ cycleId: string; data: unknown; digest: string }[]>`
      SELECT cycle_id AS "cycleId", data, content_digest AS digest FROM journal WHERE act = 'strategy-changed'`;
    expect(lines).toMatchObject([{ cycleId: 'year', data: { entry: 'objectives/O1', version: 2 } }]);
    expect(lines[0]?.digest).toMatch(/^[0-9a-f]{64}$/);
    const journal = await api.get('/api/v1/cycles/year/journal', hr);
    expect((journal.json as { verification: { problems: unknown[] } }).verification.problems).toEqual([]);
    expect(journal.text).not.toContain('ecret');
  });
});

describe('an import', () => {
  const document = {
    format: 'perfcycle/strategy@1',
    objectives: [
      { id: 'O1', title: { 'zh-CN': '拓展新市场', en: 'Open new markets' } },
      { id: 'O9', ...title('New') },
    ],
    swot: [],
    metrics: [],
  };

  test('writes versions of what it really changes, and tells running cycles how much', async () => {
    await insertCycle(sql, 'year', 'real');
    const reply = await api.post(`${base}?reason=${encodeURIComponent('年度导入')}`, document, hr);
    expect(reply.status, reply.text).toBe(200);
    expect(await versions('objectives/O1')).toHaveLength(1);
    expect(await versions('objectives/O9')).toMatchObject([{ version: 1, way: 'import', by: hr, reason: '年度导入' }]);
    const lines = await sql<{ data: unknown }[]>`SELECT data FROM journal WHERE act = 'strategy-changed'`;
    expect(lines).toEqual([{ data: { entries: 1 } }]);
    await api.post(base, document, hr);
    expect(await sql`SELECT FROM journal WHERE act = 'strategy-changed'`).toHaveLength(1);
  });

  test('of the organization brings who rates whom along, with versions', async () => {
    const { units, persons, standIns } = await sample();
    const others = units.map((unit) => (unit['id'] === 'sales' ? { ...unit, ratedBy: ['finance'] } : unit));
    const body = { format: 'perfcycle/organization@1', persons, units: others, standIns };
    const reply = await api.post('/api/v1/organization', body, hr);
    expect(reply.status, reply.text).toBe(200);
    expect(await versions('cooperation/sales')).toMatchObject([
      { version: 2, way: 'import', by: hr, content: { raters: ['finance'] } },
      { version: 1 },
    ]);
    expect(await versions('cooperation/marketing')).toHaveLength(1);
  });

  async function sample() {
    const { readFile } = await import('node:fs/promises');
    return JSON.parse(await readFile(new URL('../../sample/organization.json', import.meta.url), 'utf8')) as {
      units: Record<string, unknown>[];
      persons: unknown[];
      standIns?: unknown[];
    };
  }
});
