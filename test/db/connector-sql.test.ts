import { beforeAll, describe, expect, test } from 'vitest';
import { createConnectorReader, type Reading } from '../../connectors/reader.js';
import type { Sql } from '../../db/connect.js';
import { createTestDatabase } from '../setup/database.js';
import { testConnectors } from '../setup/http.js';

const on = '2027-03-31';
/** A second database: that of another system. */
let erp: Sql;
let url: string;

beforeAll(async () => {
  const database = await createTestDatabase();
  erp = database.owner;
  url = database.databaseUrl;
  await erp`CREATE TABLE figures (kpi text, day date, amount numeric, rate double precision, whole bigint)`;
  await erp`INSERT INTO figures VALUES ('revenue', '2027-03-31', 2050.10, 0.1, 9007199254740993),
                                       ('revenue', '2027-02-28', 1400.00, 0.3, 1), ('leads', '2027-03-31', NULL, NULL, NULL)`;
});

const read = (statement: string, more: { metric?: string; limits?: object; source?: string } = {}): Promise<Reading> =>
  createConnectorReader(testConnectors({ sources: new Map([['ERP', url]]), timeoutMs: 1000, ...more.limits })).read(
    {
      kind: 'sql',
      title: { 'zh-CN': 'ERP', en: 'ERP' },
      schedule: 'month-end',
      source: more.source ?? 'ERP',
      statement,
      ...(more.metric !== undefined && { metric: more.metric }),
    },
    on,
  );
const count = async (): Promise<number> => (await erp`SELECT 1 FROM figures`).length;

describe('a statement on a configured source', () => {
  test('gives its rows for the day, every number exactly as the server writes it', async () => {
    expect(await read(`SELECT kpi AS metric, day AS "on", amount AS value FROM figures WHERE day = {on};`)).toEqual({
      ok: true,
      rows: [{ row: 1, metric: 'revenue', on, value: '2050.10' }],
    });
    const whole = await read(`SELECT day AS "on", whole AS value FROM figures WHERE day = {on}`, { metric: 'revenue' });
    expect(whole).toMatchObject({ rows: [{ value: '9007199254740993' }] });
    const rate = await read(`SELECT day AS "on", rate AS value FROM figures WHERE day = {on}`, { metric: 'revenue' });
    expect(rate).toMatchObject({ rows: [{ value: '0.1' }] });
  });

  test('reads page by page up to the limit', async () => {
    const rows = (n: number) =>
      `SELECT 'revenue' AS metric, '2027-03-31' AS "on", n AS value FROM generate_series(1, ${n}) n`;
    const most = await read(rows(2500), { limits: { maxRows: 2500 } });
    expect(most.ok && most.rows.at(-1)).toMatchObject({ row: 2500, value: '2500' });
    expect(await read(rows(1_000_000), { limits: { maxRows: 2500 } })).toEqual({
      ok: false,
      code: 'CONNECTOR_TOO_MANY_ROWS',
      detail: 'more than 2500 rows',
    });
  });

  test.each([
    ['writes', `WITH gone AS (DELETE FROM figures RETURNING day) SELECT day AS "on", 1 AS value FROM gone`],
    ['writes by a function', `SELECT nextval('notices_id_seq') AS value, '2027-03-31' AS "on"`],
    ['is two', `SELECT 1 AS value, '2027-03-31' AS "on"; DELETE FROM figures`],
    ['ends the transaction first', `SELECT 1 AS value, '2027-03-31' AS "on"; COMMIT; DELETE FROM figures`],
    ['locks what it reads', `SELECT day AS "on", amount AS value FROM figures FOR UPDATE`],
    ['is wrong', `SELECT amount FROM nowhere`],
    ['turns writing on', `SELECT set_config('transaction_read_only', 'off', false) AS value, '2027-03-31' AS "on"`],
  ])('that %s fails and changes nothing', async (_what, statement) => {
    const before = await count();
    expect(await read(statement, { metric: 'revenue' })).toMatchObject({ ok: false, code: 'CONNECTOR_FAILED' });
    expect(await count()).toBe(before);
  });

  test('that never ends is ended, at the server as well', async () => {
    const begun = Date.now();
    const endless = `WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT 1 FROM n) SELECT count(*) AS value, '2027-03-31' AS "on" FROM n`;
    expect(await read(endless, { metric: 'revenue' })).toEqual({
      ok: false,
      code: 'CONNECTOR_TIMEOUT',
      detail: 'no answer within 1000 ms',
    });
    expect(Date.now() - begun).toBeLessThan(5000);
    const left =
      await erp`SELECT 1 FROM pg_stat_activity WHERE application_name = 'perfcycle-connector' AND state = 'active'`;
    expect(left).toHaveLength(0);
  });

  test('that sleeps between its pages is ended too', async () => {
    const slow = `SELECT pg_sleep(0.0009), n AS value, '2027-03-31' AS "on" FROM generate_series(1, 1000000) n`;
    const limits = { timeoutMs: 1500, maxRows: 1_000_000 };
    expect(await read(slow, { metric: 'revenue', limits })).toMatchObject({ code: 'CONNECTOR_TIMEOUT' });
  });

  test('without the columns it needs is of the wrong type', async () => {
    expect(await read(`SELECT amount AS value FROM figures`)).toEqual({
      ok: false,
      code: 'CONNECTOR_WRONG_TYPE',
      detail: 'no column on, metric',
    });
  });

  test('a source that is not configured, or is away, or refuses the password', async () => {
    expect(await read('SELECT 1', { source: 'CRM' })).toMatchObject({ code: 'CONNECTOR_SOURCE_UNKNOWN' });
    const away = { sources: new Map([['ERP', 'postgres://erp:hidden-password@127.0.0.1:1/erp']]) };
    const told = await read('SELECT 1', { limits: away });
    expect(told).toMatchObject({ code: 'CONNECTOR_FAILED', detail: 'ECONNREFUSED' });
    expect(JSON.stringify(told)).not.toContain('hidden-password');
  });
});
