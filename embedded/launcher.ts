import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Config, configOf, ConfigError, readSettings, toEnvironment } from '../config/index.js';
import { migrate } from '../db/migrate.js';
import { seed, seedTemplates } from '../db/seed.js';
import { releaseLock, takeLock, writeHolder } from './lock.js';
import { startPostgres } from './postgres.js';
import { StartError } from './start-error.js';
import { type Supervised, supervise } from './supervise.js';
import { freePort } from './free-port.js';
import { startTemporal } from './temporal.js';

export interface StackOptions {
  readonly say: (line: string) => void;
  /** Play the sample rehearsals. */
  readonly demo: boolean;
  readonly env?: NodeJS.ProcessEnv;
}

export interface Stack {
  readonly url: string;
  readonly config: Config;
  readonly processes: Readonly<Record<string, Supervised>>;
  readonly stop: () => Promise<void>;
}

/** Another launcher has the data folder. */
export class RunningError extends StartError {
  constructor(readonly holder: { readonly pid: number; readonly url?: string }) {
    super(`one runs in this folder already: process ${holder.pid}${holder.url === undefined ? '' : `, ${holder.url}`}`);
  }
}

/**
 * Starts what is not given: Postgres and Temporal side by side, then worker,
 * api and, where wanted, the players, each supervised. @throws ConfigError, RunningError
 */
export async function startStack({ say, demo, env = process.env }: StackOptions): Promise<Stack> {
  const settings = readSettings(env);
  const folder = resolve(settings.PERFCYCLE_DATA);
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, 'launcher.json');
  const holder = takeLock(lock);
  if (holder !== null) throw new RunningError(holder);
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).reverse()) await each().catch((error: unknown) => say(String(error)));
    releaseLock(lock);
  };
  try {
    const config = await servers(settings, folder, say, stops);
    const { applied } = await migrate(config.databaseUrl);
    if (applied.length > 0) say(`database brought up to date: ${applied.length} migrations`);
    if (config.mode === 'embedded') await fill(config.databaseUrl, say);
    const environment = { ...env, ...toEnvironment(config) };
    const processes: Record<string, Supervised> = {};
    for (const name of ['worker', 'api']) processes[name] = supervise(name, [name], environment, say);
    stops.push(async () => {
      await processes['players']?.stop();
      await Promise.all([processes['api']?.stop(), processes['worker']?.stop()]);
    });
    await Promise.all(Object.values(processes).map((each) => each.ready));
    if (config.personas) {
      processes['players'] = supervise('players', ['players', ...(demo ? ['--demo'] : [])], environment, say);
    }
    const url = `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${config.port}`;
    const { databaseUrl, temporal } = config;
    writeHolder(lock, { pid: process.pid, url, databaseUrl, temporalAddress: temporal.address });
    return { url, config, processes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function servers(
  settings: ReturnType<typeof readSettings>,
  folder: string,
  say: (line: string) => void,
  stops: (() => Promise<void>)[],
): Promise<Config> {
  const port = await freePort(settings.PERFCYCLE_PORT);
  if (port !== settings.PERFCYCLE_PORT && settings.PERFCYCLE_PORT !== 0)
    say(`port ${settings.PERFCYCLE_PORT} is taken: using ${port}`);
  const { DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: temporalAddress, PERFCYCLE_DIGEST_KEY: digestKey } = settings;
  if (databaseUrl !== undefined && temporalAddress !== undefined) {
    if (digestKey === undefined) throw new ConfigError(['PERFCYCLE_DIGEST_KEY: is needed with servers of your own']);
    return configOf(settings, { databaseUrl, temporalAddress, digestKey, port, embedded: false });
  }
  const started = await Promise.allSettled([startPostgres(folder, say), startTemporal(folder, say)]);
  for (const each of started) if (each.status === 'fulfilled') stops.push(each.value.stop);
  const [postgres, temporal] = started;
  if (postgres.status === 'rejected') throw postgres.reason;
  if (temporal.status === 'rejected') throw temporal.reason;
  return configOf(settings, {
    databaseUrl: postgres.value.url,
    temporalAddress: temporal.value.address,
    temporalUiUrl: temporal.value.uiUrl,
    digestKey: digestKey ?? keptKey(folder),
    port,
    embedded: true,
  });
}

/** Made once, kept with the data: without it digests in old histories could not be compared. */
function keptKey(folder: string): string {
  const file = join(folder, 'digest.key');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

/** For commands that start a stack for their own time: Ctrl-C leaves nothing running. */
export function stopOnSignals(stack: Stack): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stack.stop().finally(() => process.exit(130)));
  }
}

/** `perfcycle start`: runs until Ctrl-C; returns the exit code. */
export async function launch(options: StackOptions): Promise<number> {
  const { say } = options;
  const begun = Date.now();
  const ended = new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => done());
  });
  const stack = await startStack(options);
  const { url, config } = stack;
  say(`\nPerfcycle is ready after ${((Date.now() - begun) / 1000).toFixed(1)} s: ${url}`);
  if (config.personas) {
    say('Sign in as: chen-mingyuan (company), lin-xiao (sales), jiang-tao (new markets), zhou-min and wu-tong (HR),');
    say('            gao-yan (finance), shen-guo (board), yan-zheng (auditor), guan-li (admin)');
  }
  if (config.temporal.uiUrl !== undefined) say(`Temporal's own pages: ${config.temporal.uiUrl}`);
  say(`Data: ${config.dataDir}${config.mode === 'embedded' ? ' (embedded servers, not for production)' : ''}`);
  say('Stop with Ctrl-C.');
  await ended;
  say('stopping');
  await stack.stop();
  say('stopped');
  return 0;
}

/** The sample organization into an empty database; templates that came with a newer program into any. */
async function fill(databaseUrl: string, say: (line: string) => void): Promise<void> {
  if ((await seed(databaseUrl)).seeded) say('the sample organization is loaded');
  const added = await seedTemplates(databaseUrl);
  if (added !== null && added.length > 0) say(`templates added: ${added.join(', ')}`);
}
