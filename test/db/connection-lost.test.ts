/** The backend behind a connection ends while a transaction goes on: it fails, and nothing else does. */
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { connect, type Sql, type Transaction } from '../../db/connect.js';
import { createTestDatabase } from '../setup/database.js';

let owner: Sql;
let databaseUrl = '';
let sql: Sql;

beforeAll(async () => {
  ({ owner, databaseUrl } = await createTestDatabase());
  await owner`CREATE TABLE public.written (id int PRIMARY KEY, by text NOT NULL)`;
  await owner`GRANT ALL ON public.written TO perfcycle_app`;
  // One connection: whoever comes next gets the one that was lost.
  sql = connect({ databaseUrl }, { max: 1 });
  return () => sql.end({ timeout: 1 });
});

const pidOf = async (tx: Transaction): Promise<number> =>
  (await tx<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`)[0]?.pid ?? 0;
const end = (pid: number) => owner`SELECT pg_terminate_backend(${pid}, 5000)`;
const write = (tx: Transaction, id: number, by: string) => tx`INSERT INTO public.written VALUES (${id}, ${by})`;
const written = async (): Promise<readonly string[]> =>
  (await owner<{ line: string }[]>`SELECT id || ' ' || by AS line FROM public.written ORDER BY id`).map(
    ({ line }) => line,
  );
const lost = { code: 'CONNECTION_CLOSED' };

describe('a backend that ends in the middle of a transaction', () => {
  test('while a statement runs: the transaction fails, the process goes on, the next one finds a new connection', async () => {
    const broken = sql.begin(async (tx) => {
      await write(tx, 1, 'lost');
      const pid = await pidOf(tx);
      await Promise.all([tx`SELECT pg_sleep(30)`, end(pid)]);
    });
    await expect(broken).rejects.toMatchObject(lost);
    await sql.begin((tx) => write(tx, 2, 'next'));
    expect(await written()).toEqual(['2 next']);
  });

  test('while it does something else: its next statement fails, and reaches nobody else', async () => {
    let go = (): void => {};
    const other = new Promise<void>((done) => (go = done));
    const broken = sql.begin(async (tx) => {
      await write(tx, 3, 'lost');
      await end(await pidOf(tx));
      await pause(50);
      // The connection is another's by now.
      void sql
        .begin(async (next) => {
          await write(next, 4, 'other');
          await other;
        })
        .catch(() => {});
      await pause(50);
      try {
        await write(tx, 5, 'zombie');
      } finally {
        go();
      }
    });
    await expect(broken).rejects.toMatchObject(lost);
    await expect.poll(written).toEqual(['2 next', '4 other']);
  });

  test('within a savepoint, and where the work would go on after the error: it fails all the same', async () => {
    const broken = sql.begin(async (tx) => {
      const pid = await pidOf(tx);
      const inner = tx.savepoint((nested) => Promise.all([nested`SELECT pg_sleep(30)`, end(pid)]));
      await inner.catch(() => undefined);
    });
    await expect(broken).rejects.toMatchObject(lost);
    expect(await sql.begin(pidOf)).toBeGreaterThan(0);
  });

  test('an error of its own is told as it is, and the connection is used again', async () => {
    const wrong = sql.begin(async (tx) => {
      await write(tx, 6, 'wrong');
      await tx`SELECT 1 / 0`;
    });
    await expect(wrong).rejects.toMatchObject({ code: '22012' });
    expect(await written()).toEqual(['2 next', '4 other']);
  });
});
