/** Files that are not what they say, and what becomes of their names. */
import { request as rawRequest } from 'node:http';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { keepFile, openForFiles } from '../../api/evidence/files.js';
import type { Sql } from '../../db/connect.js';
import { listPersons } from '../../db/organization.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, problemOf, promptEngine, startApi, testConfig } from '../setup/http.js';
import { refused } from '../setup/refused.js';
import { type Part, zip } from '../setup/workbook-file.js';
import { type Desk, deskOf, chief, one, png } from './judging-desk.js';
import { insertCycle, insertGoals } from './story-cycle.js';

let sql: Sql;
let api: Api;
let desk: Desk;
let cycle: string;
let cycles = 0;
const limit = 20 * 1024 * 1024;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

beforeEach(async () => {
  cycle = `f${(cycles += 1)}`;
  await insertCycle(sql, cycle);
  desk = deskOf(sql, api, cycle);
  await desk.open('evaluation');
});

const kept = () =>
  sql<{ name: string; size: number }[]>`SELECT name, size FROM files WHERE cycle_id = ${cycle} ORDER BY name`;
const path = () => `${desk.steps('sales', 'evaluation')}/files`;
const types = (kind: string): Part => ({
  name: '[Content_Types].xml',
  text: `<Types><Override ContentType="application/vnd.openxmlformats-officedocument.${kind}.main+xml"/></Types>`,
});
const word = (...more: readonly Part[]): Buffer =>
  zip([types('wordprocessingml.document'), { name: 'word/document.xml', text: '<w/>' }, ...more]);
const sheet = (...more: readonly Part[]): Buffer => zip([types('spreadsheetml.sheet'), ...more]);

describe('a file that is not what it says', () => {
  test.each<[string, Buffer | string, string, string, number]>([
    [
      'a picture that is a page',
      '<!doctype html><script>alert(1)</script>',
      'a.png',
      'EVIDENCE_FILE_NOT_AS_NAMED',
      415,
    ],
    [
      'a drawing under a picture’s name',
      '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
      'a.jpg',
      'EVIDENCE_FILE_NOT_AS_NAMED',
      415,
    ],
    ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'a.svg', 'EVIDENCE_FILE_KIND', 415],
    ['a page', '<html></html>', 'a.html', 'EVIDENCE_FILE_KIND', 415],
    [
      'XML under a text’s name',
      '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
      'a.txt',
      'EVIDENCE_FILE_NOT_AS_NAMED',
      415,
    ],
    ['a program', Buffer.from('MZ\u0090\u0000', 'latin1'), 'a.exe', 'EVIDENCE_FILE_KIND', 415],
    [
      'a program under a document’s name',
      Buffer.from('MZ\u0090\u0000', 'latin1'),
      'a.pdf',
      'EVIDENCE_FILE_NOT_AS_NAMED',
      415,
    ],
    [
      'a document that begins with something else',
      Buffer.from('<html>%PDF-1.7'),
      'a.pdf',
      'EVIDENCE_FILE_NOT_AS_NAMED',
      415,
    ],
    ['an archive', zip([{ name: 'a.txt', text: 'x' }]), 'a.zip', 'EVIDENCE_FILE_KIND', 415],
    [
      'an archive under a document’s name',
      zip([{ name: 'a.txt', text: 'x' }]),
      'a.docx',
      'EVIDENCE_FILE_NOT_AS_NAMED',
      415,
    ],
    ['a table under a document’s name', sheet(), 'a.docx', 'EVIDENCE_FILE_NOT_AS_NAMED', 415],
    [
      'a document with macros',
      zip([types('wordprocessingml.document'), { name: 'word/vbaProject.bin', text: 'x' }]),
      'a.docx',
      'EVIDENCE_FILE_KIND',
      415,
    ],
    ['a document by its first part only', word().subarray(0, 180), 'a.docx', 'EVIDENCE_FILE_NOT_AS_NAMED', 415],
    [
      'a document with a locked part',
      word({ name: 'word/x.xml', text: 'x', encrypted: true }),
      'a.docx',
      'EVIDENCE_FILE_KIND',
      415,
    ],
    [
      'a part twice',
      word({ name: 'WORD/document.xml', text: '<other/>' }),
      'a.docx',
      'EVIDENCE_FILE_NOT_AS_NAMED',
      415,
    ],
    [
      'a bomb as document',
      word({ name: 'word/big.xml', text: Buffer.alloc(97 * 1024 * 1024) }),
      'a.docx',
      'EVIDENCE_FILE_UNFOLDS',
      413,
    ],
    [
      'a bomb as table',
      sheet({ name: 'xl/big.xml', text: Buffer.alloc(97 * 1024 * 1024) }),
      'a.xlsx',
      'EVIDENCE_FILE_UNFOLDS',
      413,
    ],
    [
      'a bomb of types',
      zip([{ name: '[Content_Types].xml', text: Buffer.alloc(30 * 1024 * 1024, ' ') }]),
      'a.docx',
      'EVIDENCE_FILE_NOT_AS_NAMED',
      415,
    ],
    ['text that is none', Buffer.from([0xff, 0xfe, 0x41, 0x00]), 'a.csv', 'EVIDENCE_FILE_NOT_AS_NAMED', 415],
    ['nothing', '', 'a.pdf', 'FILE_EMPTY', 400],
    ['a byte too many', Buffer.alloc(limit + 1, 'x'), 'a.txt', 'EVIDENCE_FILE_TOO_LARGE', 413],
  ])('%s is refused and not kept', async (_what, bytes, name, code, status) => {
    await refused(code, status, (ask) => desk.upload(bytes, name, ask));
    expect(await kept()).toEqual([]);
  });

  test('to the byte: what is as large as it may be is kept', async () => {
    expect((await desk.upload(Buffer.alloc(limit, 'x'), 'a.txt')).status).toBe(201);
    expect(await kept()).toEqual([{ name: 'a.txt', size: limit }]);
  });

  test('two at once into the place of one are refused by what they are: too many', async () => {
    const form = new FormData();
    for (const name of ['a.txt', 'b.txt']) form.append('file', new Blob(['x']), name);
    const made = new Response(form);
    const body = Buffer.from(await made.arrayBuffer());
    const type = made.headers.get('content-type') ?? '';
    await refused('EVIDENCE_FILES_TOO_LARGE', 413, (ask) => api.post(path(), body, chief, { ...ask, type }));
    expect(await kept()).toEqual([]);
  });
});

describe('a length that is a lie', () => {
  const cookie = async (): Promise<string> =>
    ((await api.post('/api/v1/session', { persona: chief }, chief)).headers.get('set-cookie') ?? '').split(';')[0] ??
    '';

  /** Sends so much and says another length; the answer's status, or null where the connection ended without one. */
  const lie = async (says: number, sends: Buffer, hangsUp: boolean): Promise<number | null> => {
    const headers = {
      cookie: await cookie(),
      'idempotency-key': 'lie',
      'content-type': 'image/png',
      'x-file-name': 'lie.png',
      'content-length': says,
    };
    return new Promise((done) => {
      const sent = rawRequest(api.url + path(), { method: 'POST', headers }, (reply) => {
        done(reply.statusCode ?? null);
        sent.destroy();
      });
      sent.on('error', () => done(null));
      sent.flushHeaders();
      sent.write(sends, () => {
        if (hangsUp) sent.destroy();
      });
    });
  };

  test('more than comes: nothing is kept, and the next upload goes on', async () => {
    expect(await lie(png.length + 100, png, true)).toBeNull();
    expect((await desk.upload(png, 'a.png')).status).toBe(201);
    expect(await kept()).toEqual([{ name: 'a.png', size: png.length }]);
  });

  test('more than anything may be: refused unread', async () => {
    expect(await lie(limit + 1, Buffer.from('x'), false)).toBe(413);
    expect(await kept()).toEqual([]);
  });
});

describe('the name of a file', () => {
  const send = (name: string, bytes: Buffer | string = png) =>
    api.post(path(), bytes, chief, { type: 'image/png', headers: { 'x-file-name': encodeURIComponent(name) } });
  const nameOf = async (name: string): Promise<string> => ((await send(name)).json as { name: string }).name;

  test.each([
    ['../../etc/passwd.png', 'passwd.png'],
    ['C:\\Users\\he\\Bild.png', 'Bild.png'],
    ['a\n../../b.png', 'b.png'],
    ['a\r\nSet-Cookie: x=1\r\n\r\n.png', 'aSet-Cookie: x=1.png'],
    ['report\u202Egnp.exe.png', 'reportgnp.exe.png'],
    [' 年报.png ', '年报.png'],
  ])('%j is %j', async (said, name) => {
    expect(await nameOf(said)).toBe(name);
  });

  test('that is too long keeps its extension, and no letter is cut in two', async () => {
    const name = await nameOf(`${'长'.repeat(150)}${'🙂'.repeat(90)}.png`);
    expect([...name]).toHaveLength(200);
    expect([name.endsWith('🙂.png'), name.isWellFormed()]).toEqual([true, true]);
  });

  test('goes into no header but as a name', async () => {
    const said = 'a";filename="b.html\r\nX-Evil: 1; 年%0d%0a.png';
    const { id } = (await send(said)).json as { id: string };
    const got = await api.get(`/api/v1/files/${id}`, chief);
    expect(got.headers.get('x-evil')).toBeNull();
    const disposition = got.headers.get('content-disposition') ?? '';
    expect(disposition).toMatch(/^attachment; filename="(?:[^"\\]|\\.)*"; filename\*=UTF-8''[\w%.!~*'-]+$/);
    expect(decodeURIComponent(disposition.split("UTF-8''")[1] ?? '')).toBe(
      'a";filename="b.htmlX-Evil: 1; 年%0d%0a.png',
    );
    expect([got.headers.get('content-type'), got.headers.get('x-content-type-options')]).toEqual([
      'image/png',
      'nosniff',
    ]);
  });

  test('is part of the request: the same bytes under another name and the same key are another', async () => {
    const headers = { 'x-file-name': 'a.png' };
    const ask = { type: 'image/png', key: `${cycle}-key` };
    expect((await api.post(path(), png, chief, { ...ask, headers })).status).toBe(201);
    expect((await api.post(path(), png, chief, { ...ask, headers })).status).toBe(201);
    const other = await api.post(path(), png, chief, { ...ask, headers: { 'x-file-name': 'b.png' } });
    expect(problemOf(other).code).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});

describe('evidence after the word that it belongs to', () => {
  test('is not kept: a file that was still on its way when the step was submitted', async () => {
    await insertGoals(sql, cycle);
    const [person] = await listPersons(sql, chief);
    if (person === undefined) throw new Error('nobody');
    const place = await openForFiles(sql, person, { cycleId: cycle, unitId: 'sales', stepId: 'evaluation' });
    expect((await desk.rate(one('4'))).status).toBe(200);
    const late = sql.begin((tx) => keepFile({ config: testConfig('') }, tx, place, { name: 'late.png', bytes: png }));
    await expect(late).rejects.toMatchObject({ code: 'STEP_ENDED' });
    expect(await kept()).toEqual([]);
  });
});
