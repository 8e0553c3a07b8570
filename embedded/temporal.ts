import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { findTemporal } from './find-temporal.js';
import { freePort } from './free-port.js';
import { isAlive, writeHolder } from './lock.js';

/** Closed histories stay this long; the archive keeps them for good. */
const retentionDays = 3650;
const startMs = 60_000;
const stopMs = 10_000;

export interface EmbeddedTemporal {
  readonly address: string;
  readonly uiUrl: string;
  readonly stop: () => Promise<void>;
}

/** The server that runs over a data folder, as noted there for the next launcher. */
interface Noted {
  readonly pid: number;
  readonly port: number;
  readonly uiPort: number;
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/**
 * Starts the development server over a database file, loopback only, or adopts
 * the one that a killed launcher left there: two over one file would spoil it.
 * Sets the namespace's retention. One that dies is started again at its address.
 */
export async function startTemporal(folder: string, tell: (line: string) => void): Promise<EmbeddedTemporal> {
  mkdirSync(folder, { recursive: true });
  const left = leftover(folder);
  if (left !== null) {
    if (await serves(addressOf(left), 5000)) return embedded(left, () => end(left.pid));
    await end(left.pid);
  }
  const cli = await findTemporal(tell);
  const ports = { port: await freePort(), uiPort: await freePort() };
  let child = spawnServer(cli, folder, ports);
  let stopping = false;
  const watch = (running: ChildProcess): void => {
    running.on('exit', (code, signal) => {
      if (stopping) return;
      tell(`Temporal ended (${signal ?? code}); starting it again`);
      setTimeout(() => {
        if (!stopping) watch((child = spawnServer(cli, folder, ports)));
      }, 1000).unref();
    });
  };
  await untilServing(child, addressOf(ports), folder);
  watch(child);
  return embedded(ports, async () => {
    stopping = true;
    if (child.pid !== undefined && child.exitCode === null) await end(child.pid);
    rmSync(noteIn(folder), { force: true });
  });
}

/** Ends a server that a killed launcher left behind over this folder. */
export async function stopTemporalLeftover(folder: string): Promise<void> {
  const left = leftover(folder);
  if (left !== null) await end(left.pid);
}

const noteIn = (folder: string): string => join(folder, 'temporal.json');
const logIn = (folder: string): string => join(folder, 'temporal.log');
const addressOf = ({ port }: { readonly port: number }): string => `127.0.0.1:${port}`;

function embedded(ports: { port: number; uiPort: number }, stop: () => Promise<void>): EmbeddedTemporal {
  return { address: addressOf(ports), uiUrl: `http://127.0.0.1:${ports.uiPort}`, stop };
}

/** Only a process whose command line names this folder's file is ours: process numbers are given out again. */
function leftover(folder: string): Noted | null {
  try {
    const noted = JSON.parse(readFileSync(noteIn(folder), 'utf8')) as Noted;
    if (!isAlive(noted.pid)) return null;
    const { stdout, status } = spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(noted.pid)], { encoding: 'utf8' });
    return status === 0 && !stdout.includes(join(folder, 'temporal.db')) ? null : noted;
  } catch {
    return null;
  }
}

function spawnServer(cli: string, folder: string, { port, uiPort }: { port: number; uiPort: number }): ChildProcess {
  const args = ['server', 'start-dev', '--db-filename', join(folder, 'temporal.db'), '--port', String(port)];
  args.push('--ui-port', String(uiPort), '--ip', '127.0.0.1', '--log-level', 'warn');
  // Into a file: a pipe would break, and the server with it, when the launcher is killed.
  const log = openSync(logIn(folder), 'w');
  const child = spawn(cli, args, { stdio: ['ignore', 'ignore', log], detached: true });
  closeSync(log);
  child.on('error', (error) => child.emit('exit', 1, null, error));
  child.unref();
  if (child.pid !== undefined) writeHolder(noteIn(folder), { pid: child.pid, port, uiPort });
  return child;
}

async function untilServing(child: ChildProcess, address: string, folder: string): Promise<void> {
  const deadline = Date.now() + startMs;
  while (!(await serves(address, 1000))) {
    const log = readFileSync(logIn(folder), 'utf8').slice(-4000);
    if (child.exitCode !== null) throw new Error(`Temporal ended with ${child.exitCode}:\n${log}`);
    if (Date.now() > deadline) throw new Error(`Temporal does not answer:\n${log}`);
    await pause(100);
  }
}

async function serves(address: string, timeoutMs: number): Promise<boolean> {
  try {
    const connection = await Connection.connect({ address, connectTimeout: timeoutMs });
    try {
      await connection.withDeadline(Date.now() + timeoutMs, () =>
        connection.workflowService.updateNamespace({
          namespace: 'default',
          config: { workflowExecutionRetentionTtl: { seconds: (retentionDays * 86_400) as never } },
        }),
      );
      return true;
    } finally {
      await connection.close();
    }
  } catch {
    return false;
  }
}

async function end(pid: number): Promise<void> {
  const deadline = Date.now() + stopMs;
  let signal: NodeJS.Signals = 'SIGTERM';
  while (isAlive(pid)) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (let left = 20; left > 0 && isAlive(pid); left -= 1) await pause(50);
    if (Date.now() > deadline) signal = 'SIGKILL';
  }
}
