import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { exact, showNumber } from '../../domain/numbers.js';
import {
  goalFindingCodes,
  type MonitorFinding,
  type MoneyFinding,
  type ScoreFinding,
} from '../../domain/rules/index.js';
import { directions, measures, plainTypes } from './curves.js';
import { asked, type Operation, type Question, questions } from './documents.js';
import {
  type Answer,
  comparable,
  type Difference,
  differences,
  firstOpinion,
  problemsOf,
  pythonIsHere,
  secondOpinions,
} from './opinions.js';
import { reached } from './reached.js';
import { combines, comparisons } from './scorecards.js';

/**
 * The rules engine against `opinion.py`, which was written from RULES.md without
 * it. `SECOND_OPINION_SEED` asks the same questions again; a failure prints its seed.
 */
const seed = Number(process.env['SECOND_OPINION_SEED'] ?? randomInt(2 ** 31));
const operations = Object.keys(asked) as Operation[];
const missing = !pythonIsHere();
const mustRun = process.env['CI'] === 'true';

const of = (op: Operation, all: readonly Question[]): readonly number[] =>
  all.flatMap((question, index) => (question.op === op ? [index] : []));

/** The smallest difference in words, and how to have it again. */
function tell(found: readonly Difference[]): string {
  const size = ({ question }: Difference): number => JSON.stringify(question).length;
  const smallest = [...found].sort((a, b) => size(a) - size(b))[0];
  if (smallest === undefined) return '';
  const { question, first, second } = smallest;
  return [
    `SECOND_OPINION_SEED=${seed}: ${found.length} answers differ; the smallest document, ${question.op}:`,
    ...question.documents.map((document) => JSON.stringify(document)),
    `engine:         ${comparable(first)}`,
    `second opinion: ${comparable(second)}`,
  ].join('\n');
}

describe.skipIf(missing && !mustRun)(
  missing ? 'a second opinion on the rules (needs python3, which is not here)' : 'a second opinion on the rules',
  () => {
    let all: readonly Question[] = [];
    let first: readonly Answer[] = [];
    let second: readonly Answer[] = [];

    beforeAll(() => {
      all = questions(seed);
      first = all.map(firstOpinion);
      second = secondOpinions(all);
    });

    test('every document asked about is valid', () => {
      const invalid = all.flatMap((question) => {
        const problems = problemsOf(question);
        return problems.length === 0 ? [] : [{ question: JSON.stringify(question), problems }];
      });
      expect(invalid.slice(0, 3), `SECOND_OPINION_SEED=${seed}`).toEqual([]);
    });

    test('one seed gives the same documents again, another gives others', () => {
      const [once, again, others] = [questions(7), questions(7), questions(8)].map((each) => JSON.stringify(each));
      expect(once === again).toBe(true);
      expect(once === others).toBe(false);
    });

    for (const op of operations) {
      test(`${op}: ${asked[op]} answers are the same, exactly`, () => {
        const at = of(op, all);
        const pick = <T>(values: readonly T[]): readonly T[] => at.flatMap((index) => values.slice(index, index + 1));
        expect(at).toHaveLength(asked[op]);
        const found = differences(pick(all), pick(first), pick(second));
        expect(found.length, tell(found)).toBe(0);
      });
    }

    test('every part of the rules decides something in these answers', () => {
      const counts = reached(all, first);
      expect(
        mustBeReached.filter((what) => !counts.has(what)),
        `SECOND_OPINION_SEED=${seed}`,
      ).toEqual([]);
    });

    test('one wrong answer among all of them is found', () => {
      for (const op of operations) {
        for (const index of of(op, all).slice(0, 40)) {
          const right = second[index] ?? {};
          for (const wrong of wrongAnswers(right)) {
            const answers = second.with(index, wrong);
            const found = differences(all.slice(index, index + 1), [right], answers.slice(index, index + 1));
            expect(found, JSON.stringify(wrong)).toHaveLength(1);
          }
        }
      }
      const some = of('score', all)[0] ?? 0;
      const before = differences(all, second, second);
      const after = differences(all, second, second.with(some, { ...second[some], total: '12345.678' }));
      expect([before.length, after.length]).toEqual([0, 1]);
    });

    test('the order of findings and the steps of a line are no difference', () => {
      const findings = [
        { code: 'GATE', gate: 'a' },
        { code: 'GATE', gate: 'b' },
      ];
      const line = { x: '1', points: '1' };
      const one = { lines: { sales: { ...line, steps: [{ what: 'actual', from: 'a=1', to: '1' }] } }, findings };
      expect(comparable(one)).toBe(comparable({ lines: { sales: line }, findings: findings.toReversed() }));
      expect(comparable(one)).not.toBe(comparable({ lines: { sales: line }, findings: [...findings, findings[0]] }));
    });

    describe('the published cases', () => {
      const cases = publishedCases();
      let answers: readonly Answer[] = [];
      beforeAll(() => {
        answers = secondOpinions(cases);
      });
      test('are all here', () => expect(cases.length).toBeGreaterThan(90));
      cases.forEach(({ name, expectation }, index) => {
        test(name, () => expectation(answers[index] ?? {}));
      });
    });
  },
);

const scoreCodes = Object.keys({
  NO_DATA: true,
  NO_DENOMINATOR: true,
  NEGATIVE_TARGET: true,
  RATING_OUT_OF_SCALE: true,
  EVIDENCE_MISSING: true,
  GATE: true,
  GATE_NOT_TESTED: true,
  NOTHING_APPLICABLE: true,
  PART_LEFT_OUT: true,
} satisfies Record<ScoreFinding['code'], true>);
const moneyCodes = Object.keys({
  POOL_UNDISTRIBUTED: true,
  BUDGET_BELOW_FLOOR: true,
  BUDGET_ABOVE_CEILING: true,
} satisfies Record<MoneyFinding['code'], true>);
const monitorCodes = Object.values({
  DEVIATION: ['DEVIATION red', 'DEVIATION amber'],
  METRIC_NO_DATA: ['METRIC_NO_DATA'],
} satisfies Record<MonitorFinding['code'], string[]>).flat();
const warnings: readonly string[] = [
  ...['GOAL_HARDLY_ACHIEVABLE', 'CONFLICT_TENSION', 'STRENGTH_UNUSED', 'OPPORTUNITY_UNUSED', 'GOAL_WITHOUT_TASK'],
];
const advice: readonly string[] = ['METRIC_ASKED_TWICE', 'WEAKNESS_UNADDRESSED', 'THREAT_UNADDRESSED'];
const severityOf = (code: string): string =>
  warnings.includes(code) ? 'warning' : advice.includes(code) ? 'advice' : 'error';

const mustBeReached: readonly string[] = [
  ...[...plainTypes, 'grid', 'best'].map((type) => `curve ${type}`),
  ...plainTypes.flatMap((type) => [`rating through ${type}`, `budget by ${type}`]),
  ...measures.flatMap((measure) => directions.map((direction) => `${measure} ${direction}`)),
  ...combines.map((how) => `combine ${how}`),
  ...['factor', 'add', 'scale', 'min', 'max', 'round', 'missing zero', 'missing exclude'],
  ...['part not applicable', 'group not applicable', 'scored', 'blocked', 'grade from bands', 'bare facts'],
  ...['set', 'atMost', 'totalAtMost', 'grade', 'any', 'all', ...comparisons].map((what) => `gate ${what}`),
  ...['points', 'x'].map((value) => `gate on ${value} of a part`),
  ...['gate on points of total', 'gate on x of total', 'gate on what a gate has changed'],
  ...[
    'line',
    'held',
    'extended',
    'outside',
    'steps',
    'per-unit:up',
    'per-unit:down',
    'base',
    'in-band',
    'out-of-band',
  ].map((how) => `curve:${how}`),
  ...['grid inside', 'grid below', 'best of views of which some have no value'],
  ...scoreCodes,
  ...moneyCodes,
  ...['tie first', 'tie last', 'tie by default', 'reserve', 'budget rounded', 'budget in an envelope'],
  ...goalFindingCodes.map((code) => `${code} ${severityOf(code)}`),
  ...['plan', 'circle of 1', 'circle of 2', 'circle of 3', 'pair in the wrong order'],
  ...monitorCodes,
  ...['band judged', 'accumulating', 'level', 'straight line', 'path', 'before the path', 'after the path'],
  ...['on a point of the path', 'leap day behind'],
];

/** The same answer with one thing wrong: a number, a line too few, a finding too few or too many. */
function wrongAnswers(right: Answer): readonly Answer[] {
  const findings = (right['findings'] ?? []) as readonly object[];
  const lines = (right['lines'] ?? {}) as Readonly<Record<string, object | string>>;
  const [id, line] = Object.entries(lines)[0] ?? [];
  const counts = Object.entries((right['counts'] ?? {}) as Readonly<Record<string, number>>)[0];
  return [
    { ...right, findings: [...findings, { code: 'GATE', gate: 'none' }] },
    ...(findings.length > 0
      ? [
          { ...right, findings: findings.slice(1) },
          { ...right, findings: [...findings, findings[0]] },
        ]
      : []),
    ...(id !== undefined ? [{ ...right, lines: Object.fromEntries(Object.entries(lines).slice(1)) }] : []),
    ...(typeof line === 'object' ? [{ ...right, lines: { ...lines, [id ?? '']: { ...line, points: '0.001' } } }] : []),
    ...(typeof line === 'string' ? [{ ...right, lines: { ...lines, [id ?? '']: `${line}1` } }] : []),
    ...(counts !== undefined
      ? [{ ...right, counts: { ...(right['counts'] as object), [counts[0]]: counts[1] + 1 } }]
      : []),
    ...Object.entries(right)
      .filter(([, value]) => typeof value === 'string' || value === null)
      .map(([member]) => ({ ...right, [member]: 'something else' })),
  ];
}

interface Case {
  readonly name: string;
  readonly op: Operation;
  readonly documents: readonly unknown[];
  readonly expectation: (answer: Answer) => void;
}

/** All cases and the story, each as one question; they are read as `rules-cases.test.ts` reads them. */
function publishedCases(): readonly Case[] {
  interface Run {
    readonly name?: string;
    readonly scorecard?: unknown;
    readonly facts: unknown;
    readonly expect: Readonly<Record<string, unknown>> & { readonly shown?: string };
  }
  interface Told {
    readonly document: unknown;
    readonly expect: Answer;
  }
  const read = (path: string): unknown =>
    JSON.parse(readFileSync(new URL(`../domain/${path}`, import.meta.url), 'utf8'));
  const scored = (name: string, run: Run, card?: unknown): Case => ({
    name,
    op: 'score',
    documents: [run.scorecard ?? card, run.facts],
    expectation: (answer) => {
      const { shown, ...rest } = run.expect;
      expect(answer).toMatchObject(rest);
      if (shown === undefined) return;
      expect(showNumber(exact(String(answer['total'])), shown.split('.')[1]?.length ?? 0)).toBe(shown);
    },
  });
  const whole = (name: string, op: Operation, { document, expect: expected }: Told): Case => ({
    name,
    op,
    documents: [document],
    expectation: (answer) => expect(comparable(answer)).toBe(comparable(expected)),
  });
  const cases = readdirSync(new URL('../domain/cases/', import.meta.url)).flatMap((file) => {
    const { scorecard, runs } = read(`cases/${file}`) as { scorecard?: unknown; runs: readonly Run[] };
    return runs.map((run, index) => scored(`${file} ${index} ${run.name}`, run, scorecard));
  });
  const results = ['results', 'results-after-appeal'].flatMap((file) => {
    const story = read(`story/${file}.json`) as {
      units: Readonly<Record<string, Run>>;
      also: readonly Run[];
      bonus: Told;
      budget: Told;
    };
    return [
      ...Object.entries(story.units).map(([unit, run]) => scored(`${file} ${unit}`, run)),
      ...story.also.map((run) => scored(`${file} ${run.name}`, run)),
      whole(`${file}: the bonus pool`, 'allocate', story.bonus),
      whole(`${file}: the budgets`, 'budget', story.budget),
    ];
  });
  const checks = ['goals-first-drafts', 'goals-agreed', 'plan-first', 'plan-second', 'plan-changed'].map((file) =>
    whole(file, 'check', read(`story/${file}.json`) as Told),
  );
  const watched = (read('story/monitor.json') as readonly Told[]).map((told, index) =>
    whole(`monitor ${index}`, 'monitor', told),
  );
  return [...cases, ...results, ...checks, ...watched];
}
