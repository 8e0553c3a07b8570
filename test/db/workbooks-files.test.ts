/** Files as they should not be, over HTTP: each is refused with its code and sentence, and loses nothing. */
import { connect } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, type Ask, problemOf, promptEngine, type Reply, startApi } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { formOf, madeBook, type MadeBook, workbookType } from '../setup/workbook-file.js';

let sql: Sql;
let api: Api;
const hr = 'zhou-min';
const path = '/api/v1/organization/workbook';

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

const sends =
  (bytes: Buffer | string, type = workbookType) =>
  (ask: Ask): Promise<Reply> =>
    api.post(path, bytes, hr, { ...ask, type });
const plain: MadeBook = { sheets: [{ name: 'S', rows: [['a']] }] };
const compound = (inner: string): Buffer =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1000), Buffer.from(inner, 'utf16le')]);

describe('an uploaded file', () => {
  test.each([
    ['FILE_WITH_MACROS', 415, madeBook({ ...plain, more: [{ name: 'xl/vbaProject.bin', text: 'x' }] })],
    ['FILE_NOT_A_WORKBOOK', 415, Buffer.from('%PDF-1.7 renamed')],
    ['FILE_OLD_WORKBOOK', 415, compound('Workbook')],
    ['FILE_ENCRYPTED', 415, compound('EncryptedPackage')],
    ['FILE_BROKEN', 400, madeBook(plain).subarray(0, 200)],
    [
      'FILE_UNFOLDS_TOO_LARGE',
      413,
      madeBook({ ...plain, more: [{ name: 'x', text: Buffer.alloc(110 * 1024 * 1024) }] }),
    ],
    ['FILE_TOO_LARGE', 413, Buffer.alloc(10 * 1024 * 1024 + 1, 'a')],
  ] as const)('%s: is refused with its sentence, whatever it is called', async (code, status, bytes) => {
    const { body, type } = await formOf(bytes, 'organization.xlsx');
    for (const send of [sends(bytes), sends(Buffer.from(body), type)]) {
      const problem = await refused(code, status, send);
      // In words for people: what it is and what to do.
      expect(problem.title.length).toBeGreaterThan(20);
    }
    expect(await sql`SELECT 1 FROM uploads`).toEqual([]);
  });

  test('may come as a body or as the file of a form; a table with the name of a workbook is read as what it is', async () => {
    const table = (await api.ask('GET', `${path}.csv`, { as: hr })).bytes;
    const { body, type } = await formOf(table, 'C:\\docs\\组织\u0007.xlsx');
    for (const send of [sends(table), sends(table, 'text/csv'), sends(Buffer.from(body), type)]) {
      const reply = await send({});
      expect([reply.status, (reply.json as { empty: boolean }).empty], reply.text).toEqual([201, true]);
    }
    const [kept] = await sql`SELECT file_name FROM uploads WHERE file_name <> '' ORDER BY created_at DESC LIMIT 1`;
    expect(kept).toEqual({ file_name: '组织.xlsx' });
    await sql`DELETE FROM uploads`;
  });

  test('that is missing, empty, of another type, or came in a broken form, is told so', async () => {
    await refused('UNSUPPORTED_TYPE', 415, (ask) => api.post(path, { persons: [] }, hr, ask));
    await refused('FILE_MISSING', 400, sends(''));
    const nothing = await formOf('', '');
    await refused('FILE_MISSING', 400, sends(Buffer.from(nothing.body), nothing.type));
    const empty = await formOf('', 'empty.xlsx');
    await refused('FILE_EMPTY', 400, sends(Buffer.from(empty.body), empty.type));
    await refused('FORM_BROKEN', 400, sends('--x\r\nContent', 'multipart/form-data; boundary=x'));
    await refused('FORM_BROKEN', 400, sends('x', 'multipart/form-data'));
    await refused('FILE_TOO_LARGE', 413, sends(Buffer.alloc(11 * 1024 * 1024), 'application/octet-stream'));
  });

  test('of 50 MB is refused before it is read: the answer comes while most of it is still unsent', async () => {
    const session = await fetch(`${api.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ persona: hr }),
    });
    const cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const { hostname, port } = new URL(api.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => {
        const head = [
          `POST ${path} HTTP/1.1`,
          `Host: ${hostname}`,
          `Cookie: ${cookie}`,
          'Idempotency-Key: big',
          `Content-Type: ${workbookType}`,
        ];
        socket.write(`${head.join('\r\n')}\r\nContent-Length: ${50 * 1024 * 1024}\r\n\r\n`);
        socket.write(Buffer.alloc(1024));
      });
      socket.once('data', (data) => {
        resolve(data.toString('utf8'));
        socket.destroy();
      });
      socket.once('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('FILE_TOO_LARGE');
  });

  test(
    'of 40,000 rows is read while others are answered; one of 100,000 is let go early',
    { timeout: 180_000 },
    async () => {
      let running = true;
      const waits: number[] = [];
      const upload = sends(organizationOf(40_000))({}).finally(() => {
        running = false;
      });
      const started = Date.now();
      while (running) {
        const asked = Date.now();
        expect((await api.get('/api/v1/me', hr)).status).toBe(200);
        waits.push(Date.now() - asked);
      }
      const reply = await upload;
      const figures = {
        rows: 40_000,
        ms: Date.now() - started,
        answered: waits.length,
        longestWaitMs: Math.max(...waits),
      };
      console.info('upload of an organization:', JSON.stringify(figures));
      expect(reply.status, reply.text.slice(0, 500)).toBe(201);
      const [persons] = (reply.json as { lists: { changes: unknown[]; added: number }[] }).lists;
      expect([persons?.added, persons?.changes.length]).toEqual([40_000, 500]);
      expect(waits.length).toBeGreaterThan(10);
      await refused('FILE_TOO_MANY_ROWS', 413, sends(organizationOf(100_000)));
    },
  );

  test('does not come without being signed in, nor from another site', async () => {
    expect((await api.ask('POST', path, { body: madeBook(plain), type: workbookType, key: 'k' })).status).toBe(401);
    const foreign = await api.ask('POST', path, {
      as: hr,
      body: 'x',
      type: 'text/csv',
      key: 'k',
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(problemOf(foreign).code).toBe('CSRF');
  });
});

function organizationOf(persons: number): Buffer {
  const people = Array.from({ length: persons }, (_, n) => [`p-${n}`, `人员 ${n}`, `Person ${n}`, `p${n}@example.org`]);
  const columns = ['Kind', 'Unit above', 'Head', 'Members', 'Bonus base', 'Budget base', 'Rated by'];
  const units = [
    ['Id', 'Chinese name', 'English name', ...columns],
    ['hq', '总部', 'HQ', 'company', null, 'p-0'],
  ];
  return madeBook({
    sheets: [
      { name: 'Persons', rows: [['Id', 'Chinese name', 'English name', 'E-mail', 'Roles'], ...people] },
      { name: 'Units', rows: units },
    ],
  });
}
