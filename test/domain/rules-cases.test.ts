import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../documents/digest.js';
import { exact, showNumber } from '../../domain/numbers.js';
import { allocate, budget, checkGoals, monitor, score } from '../../domain/rules/index.js';
import type {
  BudgetDocument,
  Facts,
  GoalsDocument,
  MonitorDocument,
  PoolDocument,
  Scorecard,
} from '../../domain/rules/index.js';

/** Published and derived cases; `expect` names only part of a result. */
interface Run {
  readonly name: string;
  readonly scorecard?: Scorecard;
  readonly facts: Facts | Facts['facts'];
  readonly expect: Record<string, unknown> & { readonly shown?: string };
}

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const wrap = (facts: Run['facts']): Facts =>
  'format' in facts ? (facts as Facts) : { format: 'perfcycle/facts@1', facts };

function runCase(card: Scorecard, run: Run): void {
  const result = score(card, wrap(run.facts), { sha256: sha256Hex });
  const { shown, ...rest } = run.expect;
  expect(result).toMatchObject(rest);
  if (shown === undefined) return;
  const places = shown.split('.')[1]?.length ?? 0;
  expect(showNumber(exact(result.total ?? ''), places)).toBe(shown);
}

describe('published cases', () => {
  for (const file of readdirSync(new URL('./cases/', import.meta.url))) {
    const doc = read(`./cases/${file}`) as { readonly id: string; scorecard?: Scorecard; runs: Run[] };
    for (const [index, run] of doc.runs.entries()) {
      test(`${file} ${index} ${run.name}`, () => runCase((run.scorecard ?? doc.scorecard)!, run));
    }
  }
});

describe('the story', () => {
  for (const file of ['results.json', 'results-after-appeal.json']) {
    const doc = read(`./story/${file}`) as {
      units: Record<string, Run>;
      also: Run[];
      bonus: { document: PoolDocument; expect: object };
      budget: { document: BudgetDocument; expect: object };
    };
    const runs = [...Object.entries(doc.units), ...doc.also.map((run) => [run.name, run] as const)];
    for (const [name, run] of runs) test(`${file} ${name}`, () => runCase(run.scorecard!, run));
    test(`${file}: the bonus pool to the cent`, () => expect(allocate(doc.bonus.document)).toEqual(doc.bonus.expect));
    test(`${file}: the budgets to the cent`, () => expect(budget(doc.budget.document)).toEqual(doc.budget.expect));
  }
  for (const file of ['goals-first-drafts', 'goals-agreed', 'plan-first', 'plan-second', 'plan-changed']) {
    test(`${file}: exactly these findings`, () => {
      const doc = read(`./story/${file}.json`) as { document: GoalsDocument; expect: { findings: object[] } };
      const { findings } = checkGoals(doc.document);
      expect(findings).toHaveLength(doc.expect.findings.length);
      for (const each of doc.expect.findings) expect(findings).toContainEqual(each);
    });
  }
  for (const doc of read('./story/monitor.json') as {
    document: MonitorDocument;
    expect: { lines: object; findings: object[] };
  }[]) {
    test(`monitoring on ${doc.document.on}`, () => {
      const { lines, findings } = monitor(doc.document);
      expect(lines).toEqual(doc.expect.lines);
      expect(findings).toHaveLength(doc.expect.findings.length);
      for (const each of doc.expect.findings) expect(findings).toContainEqual(each);
    });
  }
});
