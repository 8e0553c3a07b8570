import { beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { type Api, problemOf, promptEngine, startApi } from '../setup/http.js';
import { createTestDatabase, type TestDatabase } from '../setup/database.js';
import { runCommand } from '../setup/run-command.js';

let database: TestDatabase;
let sql: Sql;
let api: Api;
const admin = 'guan-li';
const password = 'correct horse battery';

beforeAll(async () => {
  database = await createTestDatabase({ seeded: true });
  ({ sql } = database);
  api = await startApi(sql, promptEngine(sql));
});

const give = (login: string, body: unknown, as: string = admin) =>
  api.ask('PUT', `/api/v1/accounts/${encodeURIComponent(login)}`, { body, as });
const signIn = (login: string, secret: string) =>
  api.ask('POST', '/api/v1/session', { body: { login, password: secret } });

describe('a local account', () => {
  test('lets its person sign in, in whatever case the login is typed; a wrong password and an unknown login read the same', async () => {
    expect((await give('Lin.Xiao@example.org', { person: 'lin-xiao', password })).json).toEqual({
      login: 'lin.xiao@example.org',
      person: 'lin-xiao',
    });
    expect(await signIn('LIN.XIAO@example.org', password)).toMatchObject({ status: 200, json: { id: 'lin-xiao' } });
    const wrong = await signIn('lin.xiao@example.org', 'another password');
    const unknown = await signIn('nobody', password);
    for (const reply of [wrong, unknown])
      expect(problemOf(reply)).toMatchObject({ status: 401, code: 'SIGN_IN_FAILED' });
    expect(problemOf(wrong).title).toBe(problemOf(unknown).title);
  });

  test('keeps only a salted hash: the same password twice is two texts', async () => {
    await give('one', { person: 'su-qing', password });
    await give('two', { person: 'he-jing', password });
    const rows = await sql<
      { hash: string }[]
    >`SELECT password_hash AS hash FROM accounts WHERE login IN ('one', 'two')`;
    expect(new Set(rows.map((row) => row.hash)).size).toBe(2);
    for (const { hash } of rows) expect(hash).toMatch(/^scrypt\$[A-Za-z0-9+/=]{24}\$[A-Za-z0-9+/=]{88}$/);
  });

  test('with a new password ends what was signed in with the old one, and the old one is no longer right', async () => {
    await give('zhao', { person: 'zhao-gang', password });
    const first = await signIn('zhao', password);
    const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const me = () => api.ask('GET', '/api/v1/me', { headers: { cookie } });
    expect((await me()).status).toBe(200);
    await give('zhao', { person: 'zhao-gang', password: 'an entirely new one' });
    expect((await me()).status).toBe(401);
    expect((await signIn('zhao', password)).status).toBe(401);
    expect((await signIn('zhao', 'an entirely new one')).status).toBe(200);
  });

  test('is given by an administrator, and the act is kept', async () => {
    expect(problemOf(await give('x', { person: 'lin-xiao', password }, 'zhou-min')).code).toBe('FORBIDDEN');
    await give('kept', { person: 'lin-xiao', password });
    const looks =
      await sql`SELECT 1 FROM audit_looks WHERE person_id = ${admin} AND what = 'PUT /api/v1/accounts/kept for lin-xiao'`;
    expect(looks).toHaveLength(1);
  });

  test('with a short password, an unknown person or a login of spaces is refused at its place', async () => {
    expect(problemOf(await give('x', { person: 'lin-xiao', password: 'short' }))).toMatchObject({
      code: 'BODY_INVALID',
      errors: [{ pointer: '/password' }],
    });
    expect(problemOf(await give('x', { person: 'nobody', password })).errors).toMatchObject([{ pointer: '/person' }]);
    expect(problemOf(await give('  ', { person: 'lin-xiao', password })).errors).toMatchObject([{ pointer: '/login' }]);
  });

  test('of the first administrator comes from the command line', async () => {
    const servers = {
      ...process.env,
      DATABASE_URL: database.databaseUrl,
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      PERFCYCLE_DIGEST_KEY: 'ab'.repeat(32),
    };
    const run = (input: string, ...args: string[]) => runCommand(['account', ...args], servers, input);
    expect(await run('short\n', 'first', '--person', 'first', '--name', 'First')).toMatchObject({ status: 1 });
    expect(await run(`${password}\n`, 'first', '--person', 'first')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('--name') as string,
    });
    expect(await run(`${password}\n`, 'first')).toMatchObject({ status: 2 });
    expect(await run(`${password}\n`, 'first', '--person', 'first', '--role', 'king')).toMatchObject({ status: 2 });
    const made = await run(
      `${password}\nmore`,
      'First',
      '--person',
      'first',
      '--name',
      '第一',
      '--role',
      'admin',
      '--role',
      'hr',
    );
    expect(made).toMatchObject({ status: 0, stdout: '' });
    expect(await signIn('first', password)).toMatchObject({
      status: 200,
      json: { id: 'first', roles: ['admin', 'hr'] },
    });
  });
});
