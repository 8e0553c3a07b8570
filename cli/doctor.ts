import { join, resolve } from 'node:path';
import { Connection } from '@temporalio/client';
import { ConfigError, readSettings, type Settings } from '../config/index.js';
import { connect } from '../db/connect.js';
import { pendingMigrations } from '../db/migrate.js';
import { findTemporal } from '../embedded/find-temporal.js';
import { type Holder, readHolder } from '../embedded/lock.js';
import { taskQueue } from '../workflows/messages.js';
import { type Command, onlyOptions } from './command.js';

interface Check {
  readonly part: string;
  readonly ok: boolean;
  readonly found: string;
  readonly todo?: string;
}

const patienceMs = 5000;
const seeLauncher = 'see the messages of the launcher';

export const command: Command = {
  summary: 'says of each part whether it is reachable, which version, and what to do',
  help: 'perfcycle doctor\n\nLooks at the servers of DATABASE_URL and TEMPORAL_ADDRESS, or at those that run under the data folder.\nExit 0 when all is well, 1 otherwise.',
  run: async (argv) => {
    onlyOptions(argv);
    const checks = [nodeVersion(), ...(await parts())];
    for (const { part, ok, found, todo } of checks) {
      const remedy = ok || todo === undefined ? '' : ` (${todo})`;
      process.stdout.write(`${ok ? 'ok  ' : 'FAIL'} ${part}: ${found}${remedy}\n`);
    }
    return checks.every((check) => check.ok) ? 0 : 1;
  },
};

function nodeVersion(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return { part: 'node', ok, found: process.version, todo: 'install Node 20.19 or newer' };
}

async function parts(): Promise<readonly Check[]> {
  let settings: Settings;
  try {
    settings = readSettings(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((found) => ({ part: 'configuration', ok: false, found }));
  }
  const { DATABASE_URL: url, TEMPORAL_ADDRESS: address } = settings;
  if (url !== undefined && address !== undefined) {
    const own = await Promise.all([database(url), temporal(address, settings), worker(address, settings)]);
    return [{ part: 'configuration', ok: true, found: 'servers of your own' }, ...own];
  }
  const configuration = { part: 'configuration', ok: true, found: 'embedded servers' };
  const holder = readHolder(join(resolve(settings.PERFCYCLE_DATA), 'launcher.json'));
  if (holder?.url === undefined) return [configuration, await temporalCli(), notRunning(holder)];
  const { pid, databaseUrl = '', temporalAddress = '' } = holder;
  return [
    configuration,
    { part: 'launcher', ok: true, found: `process ${pid}, ${holder.url}` },
    ...(await Promise.all([
      database(databaseUrl),
      temporal(temporalAddress, settings),
      worker(temporalAddress, settings),
      readiness(holder.url),
    ])),
  ];
}

const notRunning = (holder: Holder | null): Check =>
  holder === null
    ? { part: 'launcher', ok: false, found: 'not running', todo: 'npm start' }
    : { part: 'launcher', ok: false, found: `process ${holder.pid} is starting`, todo: 'ask again in a moment' };

async function database(url: string): Promise<Check> {
  const part = 'postgres';
  if (url === '') return { part, ok: false, found: 'no address', todo: seeLauncher };
  const sql = connect({ databaseUrl: url }, { role: 'owner', max: 1 });
  try {
    const [row] = await sql<{ version: string }[]>`SELECT current_setting('server_version') AS version`;
    const pending = await pendingMigrations(url);
    const schema = pending.length === 0 ? 'schema up to date' : `${pending.length} migrations are missing`;
    return { part, ok: pending.length === 0, found: `${row?.version ?? ''}, ${schema}`, todo: 'perfcycle migrate' };
  } catch (error) {
    return { part, ok: false, found: firstLine(error), todo: 'is it running, and DATABASE_URL right?' };
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function asTemporal<T>(
  address: string,
  settings: Settings,
  ask: (connection: Connection, namespace: string) => Promise<T>,
): Promise<T> {
  const connection = await Connection.connect({
    address,
    tls: settings.TEMPORAL_TLS,
    connectTimeout: patienceMs,
    ...(settings.TEMPORAL_API_KEY !== undefined && { apiKey: settings.TEMPORAL_API_KEY }),
  });
  try {
    return await connection.withDeadline(Date.now() + patienceMs, () => ask(connection, settings.TEMPORAL_NAMESPACE));
  } finally {
    await connection.close();
  }
}

/** The server's version, and how long closed histories stay in the namespace. */
async function temporal(address: string, settings: Settings): Promise<Check> {
  try {
    const found = await asTemporal(address, settings, async ({ workflowService }, namespace) => {
      const { serverVersion } = await workflowService.getSystemInfo({});
      const { config } = await workflowService.describeNamespace({ namespace });
      const days = Math.round(Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / 86_400);
      return `${serverVersion}, namespace ${namespace} keeps closed histories for ${days} days`;
    });
    return { part: 'temporal', ok: true, found };
  } catch (error) {
    return {
      part: 'temporal',
      ok: false,
      found: firstLine(error),
      todo: 'is it running, TEMPORAL_ADDRESS right, and is the namespace there?',
    };
  }
}

async function worker(address: string, settings: Settings): Promise<Check> {
  const todo = 'perfcycle worker';
  try {
    const pollers = await asTemporal(address, settings, async ({ workflowService }, namespace) => {
      const answer = await workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name: taskQueue },
        taskQueueType: 1,
      });
      return answer.pollers ?? [];
    });
    const names = pollers.map(({ identity }) => identity ?? '').join(', ');
    return { part: 'worker', ok: pollers.length > 0, found: names === '' ? 'nobody polls' : names, todo };
  } catch {
    return { part: 'worker', ok: false, found: 'not known without Temporal', todo };
  }
}

async function temporalCli(): Promise<Check> {
  try {
    return { part: 'temporal', ok: true, found: await findTemporal((line) => process.stderr.write(`${line}\n`)) };
  } catch (error) {
    return { part: 'temporal', ok: false, found: firstLine(error) };
  }
}

async function readiness(url: string): Promise<Check> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(patienceMs) });
    return { part: 'api', ok: answer.ok, found: await answer.text(), todo: seeLauncher };
  } catch (error) {
    return { part: 'api', ok: false, found: firstLine(error), todo: seeLauncher };
  }
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message || error.name : String(error)).split('\n', 1)[0] ?? '';
