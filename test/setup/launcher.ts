import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Ran, runCommand } from './run-command.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const entry = fileURLToPath(new URL('../../bin/perfcycle.js', import.meta.url));

export interface Launcher {
  readonly pid: number;
  readonly url: string;
  /** All that it said until now. */
  readonly said: () => string;
  /** Resolves once the text has been said. */
  readonly says: (text: string | RegExp) => Promise<void>;
  readonly signal: (signal: NodeJS.Signals) => void;
  readonly exit: Promise<number | null>;
}

export function environment(data: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, PERFCYCLE_DATA: data, PERFCYCLE_PORT: '0', LOG_LEVEL: 'warn' };
  delete env['NODE_ENV'];
  delete env['DATABASE_URL'];
  delete env['TEMPORAL_ADDRESS'];
  return env;
}

/** `perfcycle start` as a user would, until it says that it is ready. */
export async function startLauncher(
  data: string,
  argv: readonly string[] = ['--no-demo'],
  settings: NodeJS.ProcessEnv = {},
): Promise<Launcher> {
  const child = spawn(process.execPath, [entry, 'start', ...argv], {
    cwd: root,
    env: { ...environment(data), ...settings },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const listening = listen(child);
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  await listening.says(/Perfcycle is ready after .*: (http:\S+)/);
  const url = /Perfcycle is ready after .*: (http:\S+)/.exec(listening.said())?.[1] ?? '';
  return { pid: child.pid ?? 0, url, ...listening, signal: (signal) => void child.kill(signal), exit };
}

function listen(child: ChildProcess): Pick<Launcher, 'said' | 'says'> {
  let text = '';
  const waiting = new Set<() => void>();
  const look = (): void => waiting.forEach((each) => each());
  child.stderr?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    look();
  });
  return {
    said: () => text,
    says: (wanted) =>
      new Promise<void>((resolve, reject) => {
        const check = (): void => {
          if (typeof wanted === 'string' ? !text.includes(wanted) : !wanted.test(text)) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        child.once('exit', (code) => reject(new Error(`the launcher ended with ${code}:\n${text}`)));
        check();
      }),
  };
}

/** Another `perfcycle` command over the same data. */
export const perfcycle = (data: string, ...argv: readonly string[]): Promise<Ran> =>
  runCommand(argv, environment(data));

/** Processes that have the text in their command line, as numbers. */
export function processesWith(text: string): readonly number[] {
  const { stdout } = spawnSync('ps', ['-ww', '-e', '-o', 'pid=,args='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter((line) => line.includes(text))
    .map((line) => Number.parseInt(line, 10));
}

/** A child of the launcher by its command line, or by its subcommand. */
export function childOf(launcher: Launcher, command: string | RegExp): number | undefined {
  const { stdout } = spawnSync('ps', ['-ww', '-e', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  for (const line of stdout.split('\n')) {
    const [pid, parent, ...args] = line.trim().split(/\s+/);
    const isIt = typeof command === 'string' ? args.at(-1) === command : command.test(args.join(' '));
    if (Number(parent) === launcher.pid && isIt) return Number(pid);
  }
  return undefined;
}
