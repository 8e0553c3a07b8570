/**
 * What the rules cost on one core: scorecards scored and explained per minute,
 * and the checks of the goals and plans of a large organization.
 */
import { sha256Hex } from '../../documents/digest.js';
import { checkGoals, type Facts, type Result, score, type Scorecard } from '../../domain/rules/index.js';
import { explanationLines } from '../../messages/explanation.js';
import { benchCard, benchFacts, benchGoalsDocument } from './rules-documents.js';

/** A result in sentences, as people read it. */
type Explain = (card: Scorecard, result: Result) => readonly string[];
interface RulesFigures {
  /** Scorecards of ten items per minute: scored, and scored and explained. */
  readonly scoredPerMinute: number;
  readonly explainedPerMinute: number;
  /** Milliseconds for the checks of so many units, with five goals and five tasks each. */
  readonly checks: readonly { readonly units: number; readonly ms: number; readonly findings: number }[];
}

const cards = 10_000;
const warmUp = 1000;

/** The figures are of the best of three rounds, so that other work disturbs less. */
function measure(explain: Explain): RulesFigures {
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

/** Milliseconds of one core that the fastest of three runs used: what else runs on the machine is not counted. */
function best(run: () => unknown): number {
  const times = Array.from({ length: 3 }, () => {
    const begun = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

/** The figures as lines of text, goals beside them. */
function figureLines({ scoredPerMinute, explainedPerMinute, checks }: RulesFigures): readonly string[] {
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

/** Prints the figures; nothing else runs meanwhile. */
export function benchRules(): void {
  const figures = measure((card, result) => explanationLines('en', card, result));
  for (const line of figureLines(figures)) process.stdout.write(`${line}\n`);
}
