import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { runCommand } from '../setup/run-command.js';

/** Port 1 of this machine: nobody listens there. */
const nowhere = {
  DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
  TEMPORAL_ADDRESS: '127.0.0.1:1',
  PERFCYCLE_DIGEST_KEY: 'ab'.repeat(32),
};

const perfcycle = (argv: readonly string[], settings: NodeJS.ProcessEnv = {}) =>
  runCommand(argv, { PATH: process.env['PATH'], PERFCYCLE_DATA: `${tmpdir()}/perfcycle-not-there`, ...settings });

describe('the command', { timeout: 60_000 }, () => {
  test('lists its subcommands; each tells what it does, on stdout', async () => {
    const { status, stdout, stderr } = await perfcycle(['--help']);
    expect([status, stderr]).toEqual([0, '']);
    for (const name of ['start', 'worker', 'api', 'migrate', 'seed', 'reset', 'doctor', 'story', 'rules']) {
      expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
      const help = await perfcycle([name, '--help']);
      expect([help.status, help.stderr], name).toEqual([0, '']);
      expect(help.stdout).toContain(`perfcycle ${name}`);
    }
  });

  test('that does not exist, or with an argument it does not know, is a wrong call: 2', async () => {
    expect((await perfcycle([])).status).toBe(2);
    expect(await perfcycle(['dance'])).toMatchObject({ status: 2, stdout: '' });
    expect(await perfcycle(['migrate', '--fast'])).toMatchObject({ status: 2, stdout: '' });
  });

  test('with a wrong configuration lists all that is wrong at once', async () => {
    const { status, stderr } = await perfcycle(['api'], { DATABASE_URL: 'mysql://x', PERFCYCLE_PORT: '99999' });
    expect(status).toBe(1);
    for (const name of ['DATABASE_URL', 'PERFCYCLE_PORT']) expect(stderr).toContain(`- ${name}: `);
  });

  test.each([
    ['migrate', /^the database cannot be used: nobody listens there .*doctor/],
    ['worker', /^Temporal cannot be reached; is TEMPORAL_ADDRESS right\?.*doctor/],
  ])('%s without its server says so in one line, and ends with 1', async (name, sentence) => {
    const { status, stderr } = await perfcycle([name], nowhere);
    expect(status).toBe(1);
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
