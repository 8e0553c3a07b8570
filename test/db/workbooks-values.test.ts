import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, type Ask, problemOf, promptEngine, type Reply, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { madeBook, type MadeCell, workbookType } from '../setup/workbook-file.js';
import { headOf, insertCycle, insertGoals } from './story-cycle.js';

let sql: Sql;
let api: Api;
let metric = '';
let head = '';
const hr = 'zhou-min';

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
  const [row] = await sql<{ id: string; unit: string }[]>`
    SELECT id, unit_id AS unit FROM metrics WHERE source = 'manual' AND unit_id = 'sales' ORDER BY id LIMIT 1`;
  metric = row?.id ?? '';
  head = headOf('sales');
});

beforeEach(async () => {
  await sql`DELETE FROM uploads`;
});

let days = 0;
/** A day that no other test has a value on. */
const freshDay = (): string =>
  `2026-${String(1 + Math.floor(days / 28)).padStart(2, '0')}-${String(1 + (days++ % 28)).padStart(2, '0')}`;
const headings = ['Metric', 'Name of the metric', 'Measured in', 'Day', 'Value', 'Reason for the correction'];
type Row = readonly [metric: MadeCell, on: MadeCell, value: MadeCell, reason?: MadeCell];
const book = (...rows: readonly Row[]): Buffer =>
  madeBook({
    sheets: [
      {
        name: '指标数值',
        rows: [headings, ...rows.map(([of, on, value, reason = null]) => [of, 'any', null, on, value, reason])],
      },
    ],
  });
const upload = (bytes: Buffer | string, as = head, ask: Ask = {}): Promise<Reply> =>
  api.post('/api/v1/values/workbook', bytes, as, { type: workbookType, ...ask });
const uploaded = async (bytes: Buffer | string, as = head, ask: Ask = {}) => {
  const reply = await upload(bytes, as, ask);
  expect(reply.status, reply.text).toBe(201);
  return reply.json as {
    readonly id: string;
    readonly digest: string;
    readonly empty: boolean;
    readonly lists: readonly {
      readonly changes: readonly { readonly kind: string; readonly key: string }[];
      readonly unchanged: number;
    }[];
  };
};
const apply = (
  { id, digest }: { readonly id: string; readonly digest: string },
  as = head,
  ask: Ask = {},
): Promise<Reply> => api.post(`/api/v1/uploads/${id}/apply`, { digest }, as, ask);
const wrong = async (bytes: Buffer, as = head): Promise<readonly string[]> => {
  const reply = await upload(bytes, as);
  expect([reply.status, problemOf(reply).code], reply.text).toEqual([400, 'WORKBOOK_INVALID']);
  return (problemOf(reply).errors as readonly { cell?: string | null; code?: string }[]).map(
    (it) => `${it.cell ?? '-'} ${it.code ?? ''}`,
  );
};
const versions = (on: string) =>
  sql`SELECT version, value, entered_by AS by, reason FROM metric_values
       WHERE book = 'real' AND metric_id = ${metric} AND on_date = ${on} ORDER BY version`;

describe('values as a workbook', () => {
  test('are written as new values and as corrections with their reason, by the person, once', async () => {
    const [one, two, three] = [freshDay(), freshDay(), freshDay()];
    const first = await uploaded(
      book([metric, one, { v: '0.10000000000000001' }], [metric, two, '１２．５'], [metric, three, null]),
    );
    expect(first.lists[0]?.changes.map(({ kind, key }) => [kind, key])).toEqual([
      ['added', `${metric} ${one}`],
      ['added', `${metric} ${two}`],
    ]);
    expect(await versions(one)).toEqual([]);
    expect([(await apply(first)).status, (await apply(first)).status]).toEqual([200, 200]);
    expect(await versions(one)).toEqual([{ version: 1, value: '0.1', by: head, reason: null }]);
    // 12.50 is 12.5.
    const second = await uploaded(book([metric, one, '0.2', 'counted again'], [metric, two, '12.50']));
    expect([second.lists[0]?.changes.length, second.lists[0]?.unchanged]).toEqual([1, 1]);
    expect((await apply(second)).status).toBe(200);
    expect(await versions(one)).toEqual([
      { version: 1, value: '0.1', by: head, reason: null },
      { version: 2, value: '0.2', by: head, reason: 'counted again' },
    ]);
    expect(await versions(two)).toHaveLength(1);
    expect(await versions(three)).toEqual([]);
  });

  test('are told of cell by cell: a correction without reason, unknown and foreign metrics, days, numbers, twice, percents', async () => {
    const on = freshDay();
    await apply(await uploaded(book([metric, on, '1'])));
    const [foreign] = await sql<{ id: string; en: string }[]>`
      SELECT id, title_en AS en FROM metrics WHERE unit_id = 'production' AND (measured_in IS NULL OR measured_in !~ '%') ORDER BY id LIMIT 1`;
    expect(await wrong(book([metric, on, '2']))).toEqual(['F2 VALUE_WITHOUT_REASON']);
    expect(
      await wrong(
        book(
          ['happiness', on, '1'],
          [foreign?.id ?? '', on, '1'],
          [metric, '31.12.2026', '1'],
          [metric, null, '1'],
          [metric, '2026-11-01', 'much'],
          [metric, '2026-11-02', '1'],
          [metric, '2026-11-02', '1'],
        ),
      ),
    ).toEqual([
      'A2 ID_UNKNOWN',
      'D4 DAY_INVALID',
      'D5 FIELD_MISSING',
      'E6 NUMBER_INVALID',
      'A3 METRIC_NOT_YOURS',
      'D8 ROW_TWICE',
    ]);
    // HR reports any metric, by its name too.
    expect((await uploaded(book([foreign?.en ?? '', on, '1']), hr)).lists[0]?.changes).toHaveLength(1);
    expect(await wrong(book([foreign?.id ?? '', on, { v: '0.5', s: 1 }]), hr)).toEqual(['E2 PERCENT_HERE']);
    await sql`UPDATE metrics SET measured_in = '%' WHERE id = ${foreign?.id ?? ''}`;
    const percents = await uploaded(book([foreign?.id ?? '', on, { v: '0.285', s: 1 }]), hr);
    expect(JSON.stringify(percents.lists)).toContain('"after":"28.5"');
  });

  test('give way where a value was corrected since; nothing of the file is written then', async () => {
    const [one, two] = [freshDay(), freshDay()];
    const seen = await uploaded(book([metric, one, '1'], [metric, two, '2']));
    await api.post(`/api/v1/metrics/${metric}/values`, { on: two, value: '7' }, head);
    await refused('UPLOAD_STALE', 409, (ask) => apply(seen, head, ask));
    expect([await versions(one), (await versions(two)).length]).toEqual([[], 1]);
  });

  test('of two files at the same moment are written once; the other gives way', async () => {
    const on = freshDay();
    const seen = [await uploaded(book([metric, on, '1'])), await uploaded(book([metric, on, '2']))];
    const replies = await Promise.all(seen.map((each) => apply(each)));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await versions(on)).toHaveLength(1);
  });

  test('are for who may report them when they are written, not only when they are read', async () => {
    const on = freshDay();
    const seen = await uploaded(book([metric, on, '1']));
    await sql`UPDATE units SET head_id = 'su-qing' WHERE id = 'sales'`;
    try {
      await refused('METRIC_NOT_YOURS', 403, (ask) => apply(seen, head, ask));
      expect(await versions(on)).toEqual([]);
    } finally {
      await sql`UPDATE units SET head_id = ${head} WHERE id = 'sales'`;
    }
    await refused('FORBIDDEN', 403, (ask) => upload(book([metric, on, '1']), 'bai-yu', ask));
    await refused('FORBIDDEN', 403, (ask) => api.ask('GET', '/api/v1/values/workbook.xlsx', { ...ask, as: 'bai-yu' }));
  });

  test('have an empty row for each day that an open report of a running cycle asks for', async () => {
    await insertCycle(sql, 'real-year', 'real');
    await insertGoals(sql, 'real-year');
    const csv = async (as: string) =>
      (await api.ask('GET', '/api/v1/values/workbook.csv', { as, language: 'zh-CN' })).text;
    const before = await csv(head);
    expect(before).toContain('指标,指标名称,单位,日期,数值,更正理由');
    await sql`UPDATE steps SET state = 'open', opened_at = opens_at WHERE cycle_id = 'real-year' AND step_id = 'checkpoint-1' AND unit_id = 'sales'`;
    const [asked, ...more] = (await csv(head)).split('\r\n').filter((line) => !before.includes(line));
    expect(more.every((line) => /^[a-z-]+,.*,\d{4}-\d\d-\d\d,,$/.test(line))).toBe(true);
    expect(asked).toMatch(/^[a-z-]+,.*,2027-\d\d-\d\d,,$/);
    // Filled in where it stands, and written.
    const [id = '', , , on = ''] = asked?.split(',') ?? [];
    const filled = (await csv(head)).replace(asked ?? '', (asked ?? '').replace(/,,$/, ',95,'));
    const seen = await uploaded(filled, head, { type: 'text/csv' });
    expect(seen.lists[0]?.changes).toEqual([expect.objectContaining({ kind: 'added', key: `${id} ${on}` })]);
    expect((await apply(seen)).status).toBe(200);
    expect(await csv(head)).toContain(`${on},95,`);
    // Nobody is asked for what is not theirs.
    expect(await csv('su-qing')).not.toContain(`${id},`);
  });
});
