import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { connect, type Sql } from '../../db/connect.js';
import { migrate } from '../../db/migrate.js';
import { seed } from '../../db/seed.js';
import { type EmbeddedPostgres, startPostgres } from '../../embedded/postgres.js';

export interface TestDatabase {
  readonly databaseUrl: string;
  /** With the program's own rights. */
  readonly sql: Sql;
  /** With all rights: to do what the program cannot. */
  readonly owner: Sql;
}

interface Server {
  readonly postgres: EmbeddedPostgres;
  readonly folder: string;
  readonly templates: Map<string, Promise<void>>;
}

let server: Promise<Server> | undefined;
let count = 0;
const open: Sql[] = [];

/** A database of its own, migrated, with or without the sample organization; gone when the test file ends. */
export async function createTestDatabase(options: { readonly seeded?: boolean } = {}): Promise<TestDatabase> {
  server ??= start();
  const { postgres, templates } = await server;
  const template = options.seeded === true ? 'seeded' : 'migrated';
  if (!templates.has(template)) templates.set(template, makeTemplate(postgres.url, template));
  await templates.get(template);
  count += 1;
  const databaseUrl = await createDatabase(postgres.url, `test_${count}`, template);
  const sql = connect({ databaseUrl });
  const owner = connect({ databaseUrl }, { role: 'owner', max: 2 });
  open.push(sql, owner);
  return { databaseUrl, sql, owner };
}

async function start(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'perfcycle-test-'));
  return { postgres: await startPostgres(folder), folder, templates: new Map() };
}

async function makeTemplate(serverUrl: string, name: string): Promise<void> {
  const url = await createDatabase(serverUrl, name, 'template1');
  await migrate(url);
  if (name === 'seeded') await seed(url);
}

async function createDatabase(serverUrl: string, name: string, template: string): Promise<string> {
  const admin = connect({ databaseUrl: serverUrl }, { role: 'owner', max: 1 });
  await admin.unsafe(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  await admin.end();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

afterAll(async () => {
  if (server === undefined) return;
  const { postgres, folder } = await server;
  server = undefined;
  await Promise.all(open.splice(0).map((sql) => sql.end({ timeout: 1 })));
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});
