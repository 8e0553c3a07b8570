import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache.js';

/** The last version that `go install` can build from its module (replace directives bar newer ones). */
const version = '1.5.1';
const binary = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

/**
 * The Temporal CLI: TEMPORAL_CLI_PATH, the PATH, the user's cache, the official
 * archive, or built with Go. `tell` gets the progress.
 */
export async function findTemporal(tell: (line: string) => void): Promise<string> {
  const named = process.env['TEMPORAL_CLI_PATH'];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(`TEMPORAL_CLI_PATH names ${named}, which does not exist`);
  }
  if (spawnSync(binary, ['--version'], { stdio: 'ignore' }).status === 0) return binary;
  const cached = cacheFolder(`temporal-${version}`, binary);
  if (existsSync(cached)) return cached;
  mkdirSync(cacheFolder(`temporal-${version}`), { recursive: true });
  const failures: string[] = [];
  for (const [name, get] of [
    ['the official archive', download],
    ['go install', goInstall],
  ] as const) {
    const folder = mkdtempSync(cacheFolder(`temporal-${version}`, 'new-'));
    try {
      tell(`Temporal ${version} is not here yet: trying ${name}`);
      const made = await get(folder, tell);
      chmodSync(made, 0o755);
      renameSync(made, cached);
      return cached;
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  throw new Error(
    `no Temporal server could be had (${failures.join('; ')}). Put the Temporal CLI on the PATH, name it in TEMPORAL_CLI_PATH, ` +
      'install Go 1.25 or newer, or set TEMPORAL_ADDRESS and DATABASE_URL to servers of your own',
  );
}

async function download(folder: string): Promise<string> {
  const os = { linux: 'linux', darwin: 'darwin', win32: 'windows' }[process.platform as string];
  const arch = { x64: 'amd64', arm64: 'arm64' }[process.arch as string];
  if (os === undefined || arch === undefined) throw new Error(`no archive for ${process.platform}-${process.arch}`);
  const url = `https://temporal.download/cli/archive/v${version}?platform=${os}&arch=${arch}`;
  const response = await fetch(url, { signal: AbortSignal.timeout(120_000) });
  if (!response.ok) throw new Error(`answered ${response.status}`);
  const archive = join(folder, 'archive');
  writeFileSync(archive, Buffer.from(await response.arrayBuffer()));
  // tar of Linux, macOS and Windows reads both .tar.gz and .zip archives of the CLI.
  if (spawnSync('tar', ['-xf', archive, '-C', folder]).status !== 0) throw new Error('the archive could not be opened');
  return join(folder, binary);
}

async function goInstall(folder: string, tell: (line: string) => void): Promise<string> {
  const go = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' });
  if (go.status !== 0) throw new Error('Go is not installed');
  const found = /^go1\.(\d+)/.exec(go.stdout.trim());
  if (found === null || Number(found[1]) < 25) throw new Error(`needs Go 1.25 or newer, not ${go.stdout.trim()}`);
  tell('building Temporal with Go: some minutes, once per user');
  const started = Date.now();
  const pulse = setInterval(
    () => tell(`still building Temporal (${Math.round((Date.now() - started) / 1000)} s)`),
    20_000,
  );
  try {
    const child = spawn('go', ['install', `github.com/temporalio/cli/cmd/temporal@v${version}`], {
      env: { ...process.env, GOBIN: folder, GOFLAGS: '' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let log = '';
    child.stderr.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-2000)));
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`go install ended with ${code}: ${log}`);
  } finally {
    clearInterval(pulse);
  }
  const made = join(folder, binary);
  if (!existsSync(made)) copyFileSync(join(folder, 'bin', binary), made);
  return made;
}
