import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { StartError } from './start-error.js';

const entry = fileURLToPath(new URL('../bin/perfcycle.js', import.meta.url));
const built = fileURLToPath(new URL('../cli/main.js', import.meta.url));

export interface Supervised {
  /** Resolves when it first says that it is ready. */
  readonly ready: Promise<void>;
  readonly pid: () => number | undefined;
  readonly stop: () => Promise<void>;
}

const longestMs = 30_000;
/** One that ran this long has recovered. */
const steadyMs = 60_000;

/** Runs a subcommand as a process of its own; a crashed one is started again, later each time, and it is said. */
export function supervise(
  name: string,
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Supervised {
  let child: ChildProcess | null = null;
  let stopping = false;
  let waitMs = 250;
  let timer: NodeJS.Timeout | null = null;
  let becameReady: () => void;
  let gaveUp: (error: Error) => void;
  let crashes = 0;
  const ready = new Promise<void>((resolve, reject) => {
    becameReady = resolve;
    gaveUp = reject;
  });
  const start = (): void => {
    const begun = Date.now();
    const file = import.meta.url.endsWith('.ts') ? entry : built;
    const running = fork(file, [...argv], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'], detached: true });
    child = running;
    running.on('message', () => becameReady());
    running.on('exit', (code, signal) => {
      if (stopping) return;
      if (Date.now() - begun > steadyMs) [waitMs, crashes] = [250, 0];
      crashes += 1;
      if (crashes > 5) gaveUp(new StartError(`${name} does not start; what it said stands above`));
      say(`${name} ended (${signal ?? code}); starting it again in ${waitMs} ms`);
      timer = setTimeout(start, waitMs);
      waitMs = Math.min(2 * waitMs, longestMs);
    });
  };
  // Whoever starts it may not wait for it.
  ready.catch(() => undefined);
  start();
  return {
    ready,
    pid: () => child?.pid,
    stop: async () => {
      stopping = true;
      if (timer !== null) clearTimeout(timer);
      if (child === null || child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      const late = setTimeout(() => child?.kill('SIGKILL'), 25_000);
      await exited;
      clearTimeout(late);
    },
  };
}
