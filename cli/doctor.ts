import { join, resolve } from 'node:path';
import { ConfigError, readSettings } from '../config/index.js';
import { connect } from '../db/connect.js';
import { pendingMigrations } from '../db/migrate.js';
import { readHolder } from '../embedded/lock.js';
import { findTemporal } from '../embedded/find-temporal.js';
import { type Command, onlyOptions } from './command.js';

interface Check {
  readonly part: string;
  readonly ok: boolean;
  readonly found: string;
  readonly todo?: string;
}

export const command: Command = {
  summary: 'says of each part whether it is reachable, which version, and what to do',
  help: 'perfcycle doctor\n\nExit 0 when all is well, 1 otherwise.',
  run: async (argv) => {
    onlyOptions(argv);
    const checks = [nodeVersion(), ...(await parts())];
    for (const { part, ok, found, todo } of checks) {
      process.stdout.write(`${ok ? 'ok  ' : 'FAIL'} ${part}: ${found}${todo === undefined ? '' : ` (${todo})`}\n`);
    }
    return checks.every((check) => check.ok) ? 0 : 1;
  },
};

function nodeVersion(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return { part: 'node', ok, found: process.version, ...(!ok && { todo: 'install Node 20.19 or newer' }) };
}

async function parts(): Promise<readonly Check[]> {
  let settings;
  try {
    settings = readSettings(process.env);
  } catch (error) {
    if (error instanceof ConfigError)
      return error.problems.map((found) => ({ part: 'configuration', ok: false, found }));
    throw error;
  }
  const holder = readHolder(join(resolve(settings.PERFCYCLE_DATA), 'launcher.json'));
  const checks: Check[] = [
    {
      part: 'configuration',
      ok: true,
      found: settings.DATABASE_URL === undefined ? 'embedded servers' : 'servers of your own',
    },
  ];
  if (settings.DATABASE_URL !== undefined) checks.push(await database(settings.DATABASE_URL));
  else checks.push(await temporalCli());
  if (holder?.url === undefined) {
    checks.push({ part: 'launcher', ok: settings.DATABASE_URL !== undefined, found: 'not running', todo: 'npm start' });
    return checks;
  }
  return [
    ...checks,
    { part: 'launcher', ok: true, found: `process ${holder.pid}, ${holder.url}` },
    await readiness(holder.url),
  ];
}

async function database(url: string): Promise<Check> {
  const sql = connect({ databaseUrl: url }, { role: 'owner', max: 1 });
  try {
    const [row] = await sql<{ version: string }[]>`SELECT current_setting('server_version') AS version`;
    const pending = await pendingMigrations(url);
    const ok = pending.length === 0;
    return { part: 'postgres', ok, found: row?.version ?? '', ...(!ok && { todo: 'perfcycle migrate' }) };
  } catch (error) {
    return { part: 'postgres', ok: false, found: String(error), todo: 'is it running, and DATABASE_URL right?' };
  } finally {
    await sql.end();
  }
}

async function temporalCli(): Promise<Check> {
  try {
    return { part: 'temporal', ok: true, found: await findTemporal(() => {}) };
  } catch (error) {
    return { part: 'temporal', ok: false, found: String(error) };
  }
}

async function readiness(url: string): Promise<Check> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) });
    return {
      part: 'api, worker',
      ok: answer.ok,
      found: await answer.text(),
      ...(!answer.ok && { todo: 'see the messages of the launcher' }),
    };
  } catch (error) {
    return { part: 'api, worker', ok: false, found: String(error), todo: 'see the messages of the launcher' };
  }
}
