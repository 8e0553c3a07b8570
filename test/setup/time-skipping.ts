import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { cacheFolder } from '../../embedded/cache.js';

/** The same as in `time-skipping/pom.xml`, which Maven reads. */
const version = '1.35.0';
const pom = fileURLToPath(new URL('./time-skipping/pom.xml', import.meta.url));
const windows = process.platform === 'win32';
const script = windows ? 'server.cmd' : 'server';

/** The SDK gives a server 5 s, and takes no other limit: with the machine loaded, its Java needs longer at times. */
const starts = 6;
/** It lives for seconds: compiled once and lightly it is there in 3 to 5 s where it took 8, on a machine that is busy. */
const quickly = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto';

/**
 * A server whose time is skipped while a workflow's result is awaited, or in `sleep`.
 * @throws what the last start failed with, once all of them have.
 */
export async function startTimeSkipping(): Promise<TestWorkflowEnvironment> {
  const path = timeSkippingServer();
  process.env['JDK_JAVA_OPTIONS'] ??= quickly;
  const start = () =>
    TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } });
  for (let left = starts - 1; left > 0; left -= 1) {
    try {
      return await start();
    } catch {
      // What did not start in time was ended by the SDK; its files lie in memory now, so the next is faster.
    }
  }
  return start();
}

/** The server's start script in the user's cache; made there by Maven the first time. */
export function timeSkippingServer(): string {
  const folder = cacheFolder(`temporal-test-server-${version}`);
  const path = join(folder, script);
  if (existsSync(path)) return path;
  mkdirSync(cacheFolder(), { recursive: true });
  const made = mkdtempSync(cacheFolder('new-'));
  try {
    fetchServer(join(made, 'lib'), join(made, 'repository'));
    rmSync(join(made, 'repository'), { recursive: true, force: true });
    writeFileSync(join(made, script), startScript, { mode: 0o755 });
    moveTo(made, folder);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
  return path;
}

/** A repository of its own: not every user that runs tests has a home that Java knows. */
function fetchServer(lib: string, repository: string): void {
  console.error(`fetching the time-skipping server ${version} with Maven, once per user`);
  const args = ['-q', '-B', '-f', pom, `-Dmaven.repo.local=${repository}`];
  args.push('dependency:copy-dependencies', `-DoutputDirectory=${lib}`);
  const { status, stdout, stderr, error } = spawnSync('mvn', args, { encoding: 'utf8', shell: windows });
  if (status === 0) return;
  const why = error?.message ?? `${stdout}${stderr}`.trim();
  throw new Error(`Maven could not fetch the time-skipping server (are Java 17 and Maven installed?): ${why}`);
}

/** It finds its libraries beside itself, wherever it lies. */
const startScript = windows
  ? '@java -cp "%~dp0lib\\*" io.temporal.testserver.TestServer %*\r\n'
  : '#!/bin/sh\nexec java -cp "${0%/*}/lib/*" io.temporal.testserver.TestServer "$@"\n';

/** Another run may have put the same there meanwhile: that is as good. */
function moveTo(made: string, folder: string): void {
  try {
    renameSync(made, folder);
  } catch (error) {
    if (!existsSync(join(folder, script))) throw error;
  }
}
