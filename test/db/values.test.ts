import { beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { enterPhase } from '../../db/sweep.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, itemsOf, problemOf, promptEngine, startApi } from '../setup/http.js';
import { insertCycle } from './story-cycle.js';

const hr = 'zhou-min';
const head = 'lin-xiao';
const on = '2027-03-31';
let sql: Sql;
let owner: Sql;
let api: Api;

beforeAll(async () => {
  ({ sql, owner } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
  await insertCycle(sql, 'year');
  await enterPhase(sql, 'year', 'monitoring');
  await insertCycle(sql, 'over');
  await sql`UPDATE cycles SET state = 'closed', closed_at = now() WHERE id = 'over'`;
});

const push = (rows: readonly object[], as = hr, path = '/metric-values', key?: string) =>
  api.post(`/api/v1${path}`, { rows }, as, key === undefined ? {} : { key });
const versionsOf = async (metric: string, cycle = '') =>
  itemsOf(await api.get(`/api/v1/metrics/${metric}/values${cycle}`, hr)).map(
    ({ on: day, version, value, source, by, reason }) => [day, version, value, source, by, reason].join(' '),
  );

describe('values pushed as a batch', () => {
  test('are written all at once, each with its source and who sent it; the same key again writes nothing', async () => {
    const rows = [
      { metric: 'revenue', on, value: '2050' },
      { metric: 'leads', on, value: '460.00' },
    ];
    const first = await push(rows, hr, '/metric-values', 'erp-1');
    expect([first.status, first.json]).toEqual([200, { written: 2, unchanged: 0 }]);
    expect((await push(rows, hr, '/metric-values', 'erp-1')).json).toEqual(first.json);
    expect((await push([], hr, '/metric-values', 'erp-1')).status).toBe(422);
    expect(await versionsOf('revenue')).toEqual(['2027-03-31 1 2050 pushed zhou-min ']);
  });

  test('are refused whole, with every problem by row', async () => {
    const refused = await push([
      { metric: 'patents', on, value: '4' },
      { metric: 'no-such', on: '2027-02-30', value: 'four' },
      { metric: 'leads', on, value: '461' },
    ]);
    expect([refused.status, problemOf(refused).code]).toEqual([400, 'IMPORT_INVALID']);
    expect(problemOf(refused).errors.map(({ row, column, code, pointer }) => [row, column, code, pointer])).toEqual([
      [2, 'metric', 'ID_UNKNOWN', '/rows/1/metric'],
      [2, 'on', 'DAY_INVALID', '/rows/1/on'],
      [2, 'value', 'NUMBER_INVALID', '/rows/1/value'],
      [3, 'reason', 'VALUE_WITHOUT_REASON', '/rows/2/reason'],
    ]);
    expect(problemOf(refused).errors.every(({ detail }) => detail !== undefined && detail !== '')).toBe(true);
    expect(await versionsOf('patents')).toEqual([]);
  });

  test('correct with a reason, and say nothing new where the number is the same', async () => {
    const again = await push([
      { metric: 'leads', on, value: '460' },
      { metric: 'revenue', on, value: '2051', reason: 'recounted' },
    ]);
    expect(again.json).toEqual({ written: 1, unchanged: 1 });
    expect(await versionsOf('revenue')).toEqual([
      '2027-03-31 1 2050 pushed zhou-min ',
      '2027-03-31 2 2051 pushed zhou-min recounted',
    ]);
  });

  test('are of HR, and of heads for what their own units answer for', async () => {
    const mine = await push([{ metric: 'new-customers', on, value: '24' }], head);
    expect(mine.json).toEqual({ written: 1, unchanged: 0 });
    const theirs = await push([{ metric: 'patents', on, value: '4' }], head);
    expect(problemOf(theirs).errors).toMatchObject([{ row: 1, code: 'METRIC_NOT_YOURS' }]);
    for (const nobody of ['p-new-1', 'gao-yan', 'guan-li', 'yan-zheng']) {
      expect((await push([{ metric: 'patents', on, value: '4' }], nobody)).status).toBe(403);
    }
  });

  test('go into the book of a cycle, at its time, and to no other; a closed one refuses them', async () => {
    const into = (id: string) => push([{ metric: 'patents', on, value: '4' }], hr, `/cycles/${id}/metric-values`);
    expect((await into('year')).json).toEqual({ written: 1, unchanged: 0 });
    expect(await versionsOf('patents')).toEqual([]);
    expect(await versionsOf('patents', '?cycle=year')).toEqual(['2027-03-31 1 4 pushed zhou-min ']);
    const [row] = await sql<{ same: boolean }[]>`
      SELECT v.entered_at = k.now_at AS same FROM metric_values v JOIN cycle_clocks k ON k.cycle_id = 'year' WHERE v.book = 'year'`;
    expect(row?.same).toBe(true);
    const late = await into('over');
    expect([late.status, problemOf(late).code]).toEqual([409, 'CYCLE_CLOSED']);
    expect((await into('none')).status).toBe(404);
  });

  test('wake the cycles that watch them', async () => {
    await sql`DELETE FROM outbox`;
    await push([{ metric: 'patents', on: '2027-06-30', value: '6' }], hr, '/cycles/year/metric-values');
    expect(await sql`SELECT kind, cycle_id AS cycle FROM outbox`).toMatchObject([{ kind: 'wake', cycle: 'year' }]);
  });

  test('at the same moment for one day become versions one after the other', async () => {
    const day = '2027-09-30';
    const answers = await Promise.all(
      ['1', '2', '3', '4'].map((value) => push([{ metric: 'complaints', on: day, value, reason: 'counted' }])),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await versionsOf('complaints')).toHaveLength(4);
  });
});

describe('values imported as a table', () => {
  const send = (table: string | Uint8Array, path = '/metric-values') =>
    api.post(`/api/v1${path}`, table, hr, { type: 'text/csv' });

  test('in either language, with or without the mark, parted as spreadsheets do', async () => {
    const tables = [
      '\ufeffmetric,on,value,reason\r\nunit-cost,2027/3/31,"1,098.5",\r\n',
      '数值;指标;日期\n95;on-time-delivery;2027年3月31日\n',
    ];
    for (const table of tables) expect((await send(table)).json).toEqual({ written: 1, unchanged: 0 });
    expect(await versionsOf('unit-cost')).toEqual(['2027-03-31 1 1098.5 imported zhou-min ']);
    expect(await versionsOf('on-time-delivery')).toEqual(['2027-03-31 1 95 imported zhou-min ']);
  });

  test('in GB18030', async () => {
    // 指标,日期,数值 / close-days,2027-03-31,7
    const head = [0xd6, 0xb8, 0xb1, 0xea, 0x2c, 0xc8, 0xd5, 0xc6, 0xda, 0x2c, 0xca, 0xfd, 0xd6, 0xb5, 0x0a];
    const table = Buffer.concat([Buffer.from(head), Buffer.from('close-days,2027-03-31,7\n')]);
    expect((await send(table)).json).toEqual({ written: 1, unchanged: 0 });
  });

  test('with problems by line and column, and nothing written', async () => {
    const problems = async (table: string) =>
      problemOf(await send(table)).errors.map(({ row, column, code }) => `${row} ${column} ${code}`);
    expect(await problems('metric,on,value\npatents,2027-03-31,4\n\nnone,2027-03-31,x\n')).toEqual([
      '4 metric ID_UNKNOWN',
      '4 value NUMBER_INVALID',
    ]);
    expect(await problems('metric,day,value\n')).toEqual(['1 day COLUMN_UNKNOWN', '1 on COLUMN_MISSING']);
    expect(await problems('metric,on,value\npatents,2027-03-31,4,5\n')).toEqual(['2 #4 FIELD_UNKNOWN']);
    expect(await problems('metric,on,value\n"patents,2027-03-31,4\n')).toEqual([expect.stringContaining('CSV_BROKEN')]);
    expect(await versionsOf('patents')).toEqual([]);
  });
});

describe('one value', () => {
  const report = (value: string, reason?: string, as = head) =>
    api.post('/api/v1/metrics/new-customers/values', { on: '2027-06-30', value, ...(reason && { reason }) }, as);

  test('is new (201), known (200), or a correction that says why', async () => {
    expect((await report('52')).status).toBe(201);
    expect((await report('52.0')).status).toBe(200);
    expect(problemOf(await report('53')).code).toBe('VALUE_WITHOUT_REASON');
    expect((await report('53', 'one more')).status).toBe(201);
    expect(problemOf(await report('54', 'mine now', 'su-qing')).code).toBe('METRIC_NOT_YOURS');
  });
});

describe('the list of metrics', () => {
  const list = async (as: string, query = '') =>
    itemsOf<{ id: string; unit: string; freshness: string; latest: { value: string } | null }>(
      await api.get(`/api/v1/metric-values${query}`, as),
    );

  test('shows HR and auditors all, heads those of their line, others nothing', async () => {
    expect((await list(hr)).length).toBe(14);
    expect((await list('yan-zheng')).length).toBe(14);
    expect(new Set((await list(head)).map(({ unit }) => unit))).toEqual(new Set(['sales', 'sales-new']));
    expect((await api.get('/api/v1/metric-values', 'p-new-1')).status).toBe(403);
    expect(await sql`SELECT 1 FROM audit_looks WHERE what = '/api/v1/metric-values'`).toHaveLength(1);
  });

  test('says for each the latest value and how fresh it is, at the time of the book', async () => {
    await sql`UPDATE metrics SET cadence = 'quarter' WHERE id IN ('patents', 'markets-opened')`;
    const at = async (day: string) => {
      await sql`UPDATE cycle_clocks SET now_at = ${`${day}T09:00+08:00`}::timestamptz WHERE cycle_id = 'year'`;
      const rows = await list(hr, '?cycle=year');
      const shown = (id: string) => rows.find((row) => row.id === id);
      return [shown('patents')?.freshness, shown('patents')?.latest?.value, shown('markets-opened')?.freshness];
    };
    expect(await at('2027-09-30')).toEqual(['fresh', '6', 'no-data']);
    expect(await at('2027-10-01')).toEqual(['due', '6', 'no-data']);
    expect(await at('2027-10-09')).toEqual(['METRIC_STALE', '6', 'no-data']);
  });

  test('page by page', async () => {
    const first = (await api.get('/api/v1/metric-values?limit=10', hr)).json as { items: unknown[]; next: string };
    const second = (await api.get(`/api/v1/metric-values?limit=10&cursor=${first.next}`, hr)).json as typeof first;
    expect([first.items.length, second.items.length, second.next]).toEqual([10, 4, null]);
  });
});

describe('the table of values itself', () => {
  const insert = (more: object) =>
    owner`INSERT INTO metric_values ${owner({
      book: 'real',
      metric_id: 'patents',
      on_date: '2027-01-31',
      version: 1,
      value: '1',
      entered_at: new Date(0).toISOString(),
      ...more,
    })}`;

  test('takes no value from nobody, none collected without a run, no correction without a reason', async () => {
    await expect(insert({})).rejects.toThrow('entered_by_a_person');
    await expect(insert({ source: 'collected' })).rejects.toThrow('collected_by_a_run');
    await expect(insert({ entered_by: hr, version: 2 })).rejects.toThrow('correction_says_why');
  });
});
