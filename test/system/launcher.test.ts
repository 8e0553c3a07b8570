import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { isAlive } from '../../embedded/lock.js';
import { childOf, type Launcher, perfcycle, processesWith, startLauncher } from '../setup/launcher.js';

const folder = mkdtempSync(join(tmpdir(), 'perf cycle 演练-'));
const data = join(folder, '数据 of a deep', 'path with spaces', 'data');
const running: Launcher[] = [];
chmodSync(folder, 0o755);

async function start(over = data): Promise<Launcher> {
  const launcher = await startLauncher(over);
  running.push(launcher);
  return launcher;
}

async function stop(launcher: Launcher): Promise<number | null> {
  launcher.signal('SIGINT');
  return launcher.exit;
}

async function units(launcher: Launcher): Promise<number> {
  const signedIn = await fetch(`${launcher.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ persona: 'zhou-min' }),
  });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const answer = await fetch(`${launcher.url}/api/v1/organization`, { headers: { cookie } });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { units: unknown[] }).units.length;
}

afterEach(async () => {
  for (const launcher of running.splice(0)) if (isAlive(launcher.pid)) await stop(launcher);
});

afterAll(async () => {
  await perfcycle(data, 'reset', '--yes');
  rmSync(folder, { recursive: true, force: true });
});

describe('the launcher, in a path with spaces and Chinese characters', { timeout: 180_000 }, () => {
  test('says where to go, as whom, where the data lies, and how to stop; Ctrl-C leaves nothing running', async () => {
    const launcher = await start();
    await launcher.says('Stop with Ctrl-C');
    expect(launcher.said()).toContain('Sign in as: chen-mingyuan');
    expect(launcher.said()).toContain(`Data: ${data}`);
    expect(await units(launcher)).toBeGreaterThan(6);
    expect(processesWith(data).length).toBeGreaterThan(1);
    const children = ['worker', 'api', 'players'].map((each) => childOf(launcher, each) ?? 0);
    expect(children.every(isAlive)).toBe(true);
    expect(await stop(launcher)).toBe(0);
    expect(children.some(isAlive)).toBe(false);
    expect(processesWith(data)).toEqual([]);
  });

  test('a second launcher in the same folder says that one runs', async () => {
    const launcher = await start();
    const second = await perfcycle(data, 'start');
    expect(second.status).toBe(1);
    expect(second.stderr).toContain(`process ${launcher.pid}, ${launcher.url}`);
    expect((await perfcycle(data, 'reset', '--yes')).status).toBe(1);
    const doctor = await perfcycle(data, 'doctor');
    expect(doctor.status).toBe(0);
    expect(doctor.stdout).toMatch(/^ok {3}postgres: \d+\.\d+, schema up to date$/m);
    expect(doctor.stdout).toMatch(
      /^ok {3}temporal: \d+\.\d+\.\d+, namespace default keeps closed histories for 3650 days$/m,
    );
    expect(doctor.stdout).toMatch(/^ok {3}worker: .+/m);
    expect(doctor.stdout).toMatch(/^ok {3}api: /m);
  });

  test('a crashed worker is started again, and it says so', async () => {
    const launcher = await start();
    const worker = childOf(launcher, 'worker');
    expect(worker).toBeDefined();
    process.kill(worker ?? 0, 'SIGKILL');
    await launcher.says('worker ended (SIGKILL); starting it again');
    await vi.waitFor(
      async () => {
        expect(childOf(launcher, 'worker')).toBeDefined();
        expect((await fetch(`${launcher.url}/readyz`)).status).toBe(200);
      },
      { timeout: 30_000, interval: 250 },
    );
  });

  test('a crashed database and a crashed Temporal are started again, with their data', async () => {
    const launcher = await start();
    for (const name of ['postgres', 'temporal'] as const) {
      const pid = serverOf(name);
      process.kill(pid, 'SIGKILL');
      await launcher.says(`${name === 'postgres' ? 'Postgres' : 'Temporal'} ended (SIGKILL); starting it again`);
      await vi.waitFor(async () => expect((await fetch(`${launcher.url}/readyz`)).status).toBe(200), {
        timeout: 60_000,
        interval: 500,
      });
      expect(serverOf(name)).not.toBe(pid);
    }
    expect(await units(launcher)).toBeGreaterThan(6);
  });

  test('killed with -9, the next start finds its data and the servers that were left', async () => {
    const launcher = await start();
    const before = await units(launcher);
    const servers = [serverOf('postgres'), serverOf('temporal')];
    launcher.signal('SIGKILL');
    await launcher.exit;
    const again = await start();
    expect(await units(again)).toBe(before);
    expect([serverOf('postgres'), serverOf('temporal')]).toEqual(servers);
    expect(await stop(again)).toBe(0);
    expect(processesWith(data)).toEqual([]);
  });

  test('with servers of its own it starts neither, and ends without them', async () => {
    await start();
    const { databaseUrl, temporalAddress } = JSON.parse(readFileSync(join(data, 'launcher.json'), 'utf8')) as {
      readonly databaseUrl: string;
      readonly temporalAddress: string;
    };
    const elsewhere = join(folder, 'servers elsewhere');
    const launcher = await startLauncher(elsewhere, [], {
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: temporalAddress,
      PERFCYCLE_DIGEST_KEY: '0'.repeat(64),
    });
    running.push(launcher);
    expect((await fetch(`${launcher.url}/readyz`)).status).toBe(200);
    expect(processesWith(join(elsewhere, 'pg18'))).toEqual([]);
    expect(processesWith(join(elsewhere, 'temporal.db'))).toEqual([]);
    expect(await stop(launcher)).toBe(0);
    expect([serverOf('postgres'), serverOf('temporal')].every((pid) => pid > 0)).toBe(true);
  });

  test.runIf(process.getuid?.() === 0)(
    'root below a folder that is closed to others: it works all the same',
    async () => {
      const closed = join(folder, 'closed');
      mkdirSync(closed, { mode: 0o700 });
      const launcher = await start(join(closed, 'data'));
      expect(launcher.said()).toContain('its data is in /var/tmp/perfcycle-');
      expect(await units(launcher)).toBeGreaterThan(6);
      expect(await stop(launcher)).toBe(0);
      expect((await perfcycle(join(closed, 'data'), 'reset', '--yes')).status).toBe(0);
    },
  );

  test('doctor and reset without a launcher say what to do', async () => {
    expect((await perfcycle(data, 'doctor')).stdout).toContain('FAIL launcher: not running (npm start)');
    expect((await perfcycle(data, 'reset')).status).toBe(2);
  });
});

function serverOf(name: 'postgres' | 'temporal'): number {
  const command = name === 'postgres' ? `-D ${join(data, 'pg18')}` : join(data, 'temporal.db');
  return processesWith(command)[0] ?? 0;
}
