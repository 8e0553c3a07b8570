import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'perfcycle-rules-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const program = fileURLToPath(new URL('../../bin/perfcycle.js', import.meta.url));
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const results = read('./story/results.json') as {
  units: Record<string, { scorecard: object; facts: object; expect: { total: string } }>;
  bonus: { document: object; expect: object };
  budget: { document: object; expect: object };
};
const plan = read('./story/plan-first.json') as { document: object; expect: { findings: object[] } };
const monitored = read('./story/monitor.json') as { document: object; expect: { lines: object } }[];

let files = 0;
function file(document: unknown): string {
  const path = join(folder, `${(files += 1)}.json`);
  writeFileSync(path, typeof document === 'string' ? document : JSON.stringify(document));
  return path;
}
function rules(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'rules', ...args], {
    encoding: 'utf8',
    input,
  });
  return {
    status,
    stdout,
    stderr,
    json: status === 0 && stdout.startsWith('{') ? (JSON.parse(stdout) as unknown) : null,
  };
}
const sales = results.units['sales'] ?? { scorecard: {}, facts: {}, expect: { total: '' } };

describe('perfcycle rules', { timeout: 60_000 }, () => {
  test('scores, allocates, budgets, checks and monitors documents, from files and from stdin', () => {
    const scored = rules(['score', file(sales.scorecard), '-'], JSON.stringify(sales.facts));
    expect(scored).toMatchObject({ status: 0, stderr: '', json: { total: sales.expect.total, grade: 'B' } });
    expect(rules(['allocate', file(results.bonus.document)]).json).toEqual(results.bonus.expect);
    expect(rules(['budget', file(results.budget.document)]).json).toEqual(results.budget.expect);
    expect((rules(['check', file(plan.document)]).json as { findings: object[] }).findings).toHaveLength(
      plan.expect.findings.length,
    );
    expect(rules(['monitor', file(monitored[0]?.document)]).json).toMatchObject({ lines: monitored[0]?.expect.lines });
    const shares = [
      { grade: 'A', percent: '20' },
      { grade: 'B', percent: '80' },
    ];
    const distribution = { format: 'perfcycle/distribution@1', count: 7, shares };
    expect(rules(['distribute', '-'], JSON.stringify(distribution)).json).toEqual({ counts: { A: 1, B: 6 } });
  });

  test('explains and compares in either language', () => {
    const [card, facts] = [file(sales.scorecard), file(sales.facts)];
    expect(rules(['explain', card, facts]).stdout).toContain('Total: 91.25\nGrade: B (91.25 reaches 85)\n');
    expect(rules(['explain', card, facts, '--lang', 'zh-CN']).stdout).toContain('总分：91.25');
    expect(rules(['compare', card, facts, facts]).stdout).toBe('The total did not move: 91.25.\n');
  });

  test('a blocked score is an answer', () => {
    expect(rules(['score', file(sales.scorecard), file({})])).toMatchObject({
      status: 0,
      json: { status: 'blocked', total: null },
    });
  });

  test('lists all problems of all documents, a line each, and exits 2', () => {
    const card = file({ format: 'perfcycle/scorecard@1', root: { id: 'a', weight: '1e3', colour: 'red' } });
    const { status, stdout, stderr } = rules(['score', card, '-', '--lang', 'zh-CN'], '{"a":{"actual":"NaN"}}');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.trimEnd().split('\n').toSorted()).toEqual([
      '/a/actual: NUMBER_INVALID: 请填数字，例如 12.5 (-)',
      `/root/colour: FIELD_UNKNOWN: 这一项不应出现在这里 (${card})`,
      `/root/weight: NUMBER_INVALID: 请填数字，例如 12.5 (${card})`,
    ]);
    expect(rules(['check', '-'], '{"a":')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^: BAD_JSON: /) as string,
    });
    expect(rules(['check', '-'], '[')).toMatchObject({ status: 2 });
  });

  test('a wrong command line is told with the help, and exits 2', () => {
    for (const args of [
      [],
      ['sing'],
      ['score', 'one'],
      ['toString', 'x'],
      ['score', '-', '-'],
      ['check', file({}), '--lang', 'fr'],
      ['check', '/nowhere.json'],
      ['check', '--loud'],
    ]) {
      expect(rules(args), args.join(' ')).toMatchObject({
        status: 2,
        stdout: '',
        stderr: expect.stringContaining('perfcycle rules OPERATION') as string,
      });
    }
    expect(rules(['--help'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('perfcycle rules OPERATION') as string,
    });
  });

  test('refuses at once what would never end: 5 MB of nesting, of digits, of parts', () => {
    const started = Date.now();
    const megabytes = 5_000_000;
    expect(rules(['check', '-'], '['.repeat(megabytes / 2) + ']'.repeat(megabytes / 2)).status).toBe(2);
    expect(rules(['monitor', '-'], JSON.stringify({ amber: '9'.repeat(megabytes) }))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('/amber: TOO_LARGE: ') as string,
    });
    const parts = Array.from({ length: 100_000 }, (_, index) => ({ id: `part-${index}`, weight: '1', title: 'x' }));
    expect(
      rules(['score', '-', file({})], JSON.stringify({ root: { id: 'total', combine: 'weighted-mean', parts } }))
        .status,
    ).toBe(2);
    expect(Date.now() - started).toBeLessThan(20_000);
  });
});
