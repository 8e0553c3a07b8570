/** Files sent with a form, many at once: what is too much is said of what it is, and takes no words with it. */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { refusalTexts } from '../../messages/errors.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, promptEngine, type Reply, startApi } from '../setup/http.js';
import { posted } from '../setup/posted-form.js';
import { chief, deskOf } from './judging-desk.js';
import { insertCycle, insertGoals } from './story-cycle.js';

let sql: Sql;
let api: Api;
let cycle: string;
let cycles = 0;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  api = await startApi(sql, promptEngine(sql));
});

beforeEach(async () => {
  cycle = `w${(cycles += 1)}`;
  await insertCycle(sql, cycle);
  await insertGoals(sql, cycle);
  await deskOf(sql, api, cycle).open('evaluation');
});

const page = () => `/cycles/${cycle}/units/sales/steps/evaluation`;
const kept = async () =>
  (await sql<{ name: string }[]>`SELECT name FROM files WHERE cycle_id = ${cycle} ORDER BY name`).map(
    ({ name }) => name,
  );

/** Saves the form with these files beside the first rating, without script. */
async function save(files: readonly { readonly name: string; readonly bytes: Buffer }[]): Promise<Reply> {
  const html = (await api.get(page(), chief)).text;
  const form = new FormData();
  for (const [key, value] of Object.entries(posted(html.slice(html.indexOf('id="step-form"')))))
    if (!key.startsWith('upload:')) for (const each of [value].flat()) form.append(key, each);
  for (const { name, bytes } of files) form.append('upload:ratings.0', new Blob([new Uint8Array(bytes)]), name);
  form.set('ratings.0.comment', '一年来');
  form.set('intent', 'save');
  const made = new Response(form);
  const body = Buffer.from(await made.arrayBuffer());
  return api.ask('POST', page(), { as: chief, body, type: made.headers.get('content-type') ?? '' });
}

const named = (count: number, bytes: (index: number) => Buffer) =>
  Array.from({ length: count }, (_, index) => ({
    name: `f${String(index).padStart(2, '0')}.txt`,
    bytes: bytes(index),
  }));
const tooMany = refusalTexts.EVIDENCE_FILES_TOO_LARGE.en;

test('twenty are kept, one more is told of, and the words stay', async () => {
  const reply = await save(named(21, (index) => Buffer.from(String(index))));
  expect(reply.status).toBe(413);
  expect(reply.text).toContain(tooMany);
  expect(reply.text).toContain('一年来');
  expect(await kept()).toHaveLength(20);
  expect((await api.get(page(), chief)).text).toContain('一年来');
});

test('together they have their limit: the one that is too much is not kept, and is not told to be too large itself', async () => {
  const sixteen = (letter: string) => Buffer.alloc(16 * 1024 * 1024, letter);
  const reply = await save(named(4, (index) => sixteen('abcd'[index] ?? '')));
  expect(reply.status).toBe(413);
  expect(reply.text).toContain(tooMany);
  expect(reply.text).not.toContain(refusalTexts.EVIDENCE_FILE_TOO_LARGE.en);
  expect(await kept()).toEqual(['f00.txt', 'f01.txt', 'f02.txt']);
});

test('one that is too large takes no room from the others', async () => {
  const sizes = [21, 19, 19, 19];
  const reply = await save(named(4, (index) => Buffer.alloc((sizes[index] ?? 0) * 1024 * 1024, 'abcd'[index])));
  expect(reply.text).toContain(refusalTexts.EVIDENCE_FILE_TOO_LARGE.en);
  expect(reply.text).not.toContain(tooMany);
  expect(await kept()).toEqual(['f01.txt', 'f02.txt', 'f03.txt']);
});
