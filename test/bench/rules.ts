/**
 * What the rules cost on one core: scorecards scored and explained per minute,
 * and the checks of the goals and plans of a large organization.
 * `npx tsx test/bench/rules.ts` prints the figures.
 */
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import { sha256Hex } from '../../documents/digest.js';
import { checkGoals, type Facts, type Result, score, type Scorecard } from '../../domain/rules/index.js';
import { explanationLines } from '../../messages/explanation.js';
import { benchCard, benchFacts, benchGoalsDocument } from './rules-documents.js';

/** A result in sentences, as people read it. */
export type Explain = (card: Scorecard, result: Result) => readonly string[];
export interface RulesFigures {
  /** Scorecards of ten items per minute: scored, and scored and explained. */
  readonly scoredPerMinute: number;
  readonly explainedPerMinute: number;
  /** Milliseconds for the checks of so many units, with five goals and five tasks each. */
  readonly checks: readonly { readonly units: number; readonly ms: number; readonly findings: number }[];
}

const cards = 10_000;
const warmUp = 1000;

/** Measures on the thread that calls; the figures are of the best of three rounds, so that other work disturbs less. */
export function benchRules(explain: Explain): RulesFigures {
  const given = Array.from({ length: cards }, (_, index) => benchFacts(index));
  const scored = (facts: Facts): Result => score(benchCard, facts, { sha256: sha256Hex });
  return {
    scoredPerMinute: perMinute(given, scored),
    explainedPerMinute: perMinute(given, (facts) => explain(benchCard, scored(facts))),
    checks: [2500, 5000, 10_000].map(checksOf),
  };
}

function perMinute(given: readonly Facts[], run: (facts: Facts) => unknown): number {
  given.slice(0, warmUp).forEach(run);
  const ms = best(() => given.forEach(run));
  return Math.round((given.length / ms) * 60_000);
}

function checksOf(units: number): RulesFigures['checks'][number] {
  const document = benchGoalsDocument(units);
  let findings = 0;
  const ms = best(() => (findings = checkGoals(document).findings.length));
  return { units, ms: Math.round(ms), findings };
}

/** Milliseconds of the fastest of three runs. */
function best(run: () => unknown): number {
  const times = Array.from({ length: 3 }, () => {
    const begun = performance.now();
    run();
    return performance.now() - begun;
  });
  return Math.min(...times);
}

/** The figures as lines of text, goals beside them. */
export function rulesFigureLines({ scoredPerMinute, explainedPerMinute, checks }: RulesFigures): readonly string[] {
  const count = (value: number): string => value.toLocaleString('en-US');
  return [
    `scorecards of 10 items scored: ${count(scoredPerMinute)} per minute on one core`,
    `scorecards of 10 items scored and explained: ${count(explainedPerMinute)} per minute on one core (goal 100,000)`,
    ...checks.map(
      ({ units, ms, findings }) =>
        `goals and plans of ${count(units)} units checked, 5 goals and 5 tasks each: ${(ms / 1000).toFixed(2)} s, ${count(findings)} findings${units === 10_000 ? ' (goal under 5 s)' : ''}`,
    ),
  ];
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  const figures = benchRules((card, result) => explanationLines('en', card, result));
  for (const line of rulesFigureLines(figures)) process.stdout.write(`${line}\n`);
}
