// `npm test`: all tiers in order; says what it skipped and why; ends with `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const ci = process.env.CI === 'true';
const has = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const chromium = () => ['/usr/bin/chromium', process.env.CHROMIUM_PATH].some((path) => path && existsSync(path));

/** Folder, what it is, and what a machine needs for it (with how to get it). */
const tiers = [
  ['time', 'tier 1, time of the program'],
  ['domain', 'tier 1, domain'],
  ['second-opinion', 'tier 1, second opinion', () => has('python3', '--version'), 'Python 3'],
  ['replay', 'tier 2, replay'],
  ['db', 'tier 3, activities and database'],
  [
    'workflows',
    'tier 4, workflows',
    () => has('java', '-version') && has('mvn', '-v'),
    'Java 17 and Maven for the time-skipping server',
  ],
  ['system', 'tier 5, system'],
  ['browser', 'tier 6, browser', chromium, 'Debian package chromium, or CHROMIUM_PATH'],
];

// What is missing then fails in the tiers that need it, with the same words.
const timeSkipping = tiers.some(([name, , available]) => name === 'workflows' && available());
spawnSync('npx', ['tsx', 'test/setup/fetch-servers.ts', ...(timeSkipping ? ['--time-skipping'] : [])], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
  shell: process.platform === 'win32',
});

const total = { passed: 0, failed: 0, skipped: 0 };
const remarks = [];
const folder = mkdtempSync(join(tmpdir(), 'perfcycle-test-'));
const started = Date.now();
for (const [name, title, available, install] of tiers) {
  if (!existsSync(join(root, 'test', name))) continue;
  if (available && !available()) {
    remarks.push(`skipped: ${title}: install ${install}`);
    if (ci) total.failed += 1;
    else total.skipped += 1;
    continue;
  }
  console.error(`\n== ${title}`);
  const output = join(folder, `${name}.json`);
  const args = [
    'vitest',
    'run',
    `test/${name}/`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${output}`,
  ];
  // Files of the database tier have a server each and share nothing; the others would take each other's time.
  if (['workflows', 'system', 'browser'].includes(name)) args.push('--no-file-parallelism');
  const { status } = spawnSync('npx', args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  const report = existsSync(output) ? JSON.parse(readFileSync(output, 'utf8')) : null;
  const counts = report ?? { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numFailedTestSuites: 1 };
  total.passed += counts.numPassedTests;
  total.skipped += counts.numPendingTests + (counts.numTodoTests ?? 0);
  // A file that could not even be loaded counts as a failure too.
  total.failed += Math.max(counts.numFailedTests, status === 0 ? 0 : 1);
  remarks.push(`${title}: ${counts.numPassedTests} passed, ${counts.numFailedTests} failed`);
}
rmSync(folder, { recursive: true, force: true });
console.log(`\n${remarks.join('\n')}\n${Math.round((Date.now() - started) / 1000)} s`);
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exit(total.failed > 0 ? 1 : 0);
