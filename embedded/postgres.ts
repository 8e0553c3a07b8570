import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './lock.js';
import { findBinaries, initialize } from './postgres-binaries.js';
import { placeFor } from './postgres-place.js';
import { type Identity, own, unprivileged } from './unprivileged.js';

const major = '18';

export interface EmbeddedPostgres {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts Postgres over `folder` (made at first), or adopts the one that runs
 * there. Unix socket only, in a short private folder.
 */
export async function startPostgres(
  folder: string,
  say: (line: string) => void = () => undefined,
): Promise<EmbeddedPostgres> {
  const who = unprivileged();
  const binaries = findBinaries(who);
  const place = placeFor(folder, who);
  if (place !== folder) say(`Postgres does not run as root and may not enter ${folder}: its data is in ${place}`);
  const data = join(place, `pg${major}`);
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
  return launch(binaries, data, who, say);
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

async function launch(
  binaries: string,
  data: string,
  who: Identity | null,
  say: (line: string) => void,
): Promise<EmbeddedPostgres> {
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
  const start = (): ChildProcess => {
    const child = spawn(join(binaries, 'postgres'), ['-D', data, ...settings.flatMap((each) => ['-c', each])], {
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
      env: { ...process.env, LC_ALL: 'C', PGDATA: data },
      ...(who !== null && who),
    });
    child.unref();
    return child;
  };
  let child = start();
  await ready(child, data);
  let stopping = false;
  const watch = (running: ChildProcess): void => {
    running.on('exit', (code, signal) => {
      if (stopping) return;
      say(`Postgres ended (${signal ?? code}); starting it again`);
      setTimeout(() => {
        if (!stopping) watch((child = start()));
      }, 1000).unref();
    });
  };
  watch(child);
  return {
    url: urlOf(socket),
    stop: async () => {
      stopping = true;
      // Fast shutdown: open sessions are ended, nothing committed is lost.
      if (child.exitCode === null && child.signalCode === null) {
        child.ref();
        const exited = once(child, 'exit');
        child.kill('SIGINT');
        await exited;
      }
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

/** Deletes the database of this folder; one that a killed launcher left running is ended first. */
export async function removePostgres(folder: string): Promise<void> {
  const running = readPid(join(placeFor(folder, unprivileged()), `pg${major}`));
  if (running !== null && isAlive(running.pid)) await adopt(running).stop();
  rmSync(placeFor(folder, unprivileged()), { recursive: true, force: true });
}
