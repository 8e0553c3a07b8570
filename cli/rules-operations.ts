import { sha256Hex } from '../documents/digest.js';
import {
  parseBudget,
  parseDistribution,
  parseFacts,
  parseGoals,
  parseMonitor,
  parsePool,
  parseScorecard,
} from '../documents/rules/index.js';
import type { Parsed, Problem } from '../documents/problems.js';
import { allocate, budget, checkGoals, distribute, monitor, score } from '../domain/rules/index.js';
import type { Language } from '../messages/language.js';

/** What `perfcycle rules` can do: documents in, one text for stdout out. @throws Wrong */
export interface Operation {
  readonly files: readonly string[];
  readonly gives: string;
  readonly run: (documents: readonly unknown[], language: Language) => string | Promise<string>;
}

interface ProblemOf extends Problem {
  /** Which of the documents. */
  readonly document: number;
}

/** A document is wrong; all problems of all documents. */
export class Wrong extends Error {
  constructor(readonly problems: readonly ProblemOf[]) {
    super('a document is wrong');
  }

  /** `POINTER: CODE: sentence`, a line each; with several files the sentence ends with the name of its file. */
  async lines(files: readonly string[], language: Language): Promise<string> {
    // The sentences are read only where something is wrong: a document that is right is answered without them.
    const { problemSentence } = await import('../messages/problems.js');
    const of = (document: number): string => (files.length > 1 ? ` (${files[document] ?? ''})` : '');
    return this.problems
      .map((each) => `${each.pointer}: ${each.code}: ${problemSentence(language, each)}${of(each.document)}\n`)
      .join('');
  }
}

const print = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The values, or all problems of all of them. */
function sound<T extends readonly unknown[]>(...parsed: { readonly [K in keyof T]: Parsed<T[K]> }): T {
  const problems = parsed.flatMap((each, document) =>
    each.ok ? [] : each.problems.map((problem) => ({ ...problem, document })),
  );
  if (problems.length > 0) throw new Wrong(problems);
  return parsed.map((each) => (each.ok ? each.value : undefined)) as unknown as T;
}

function scored([card, facts]: readonly unknown[]) {
  const parsed = parseScorecard(card);
  const values = sound(parsed, parseFacts(facts, parsed.ok ? parsed.value : null));
  return { card: values[0], result: score(...values, { sha256: sha256Hex }) };
}

/** Of one document. */
const single =
  <T>(parse: (value: unknown) => Parsed<T>, run: (document: T) => unknown): Operation['run'] =>
  ([document]) =>
    print(run(sound(parse(document))[0]));

export const operations: Readonly<Record<string, Operation>> = {
  score: {
    files: ['SCORECARD.json', 'FACTS.json'],
    gives: 'result@1',
    run: (documents) => print(scored(documents).result),
  },
  distribute: {
    files: ['DISTRIBUTION.json'],
    gives: 'how many get each grade',
    run: single(parseDistribution, distribute),
  },
  allocate: { files: ['POOL.json'], gives: 'a pool split to the cent', run: single(parsePool, allocate) },
  budget: { files: ['BUDGET.json'], gives: "the next period's budgets", run: single(parseBudget, budget) },
  check: { files: ['GOALS.json'], gives: 'findings about goals and plans', run: single(parseGoals, checkGoals) },
  monitor: { files: ['MONITOR.json'], gives: 'expected against actual', run: single(parseMonitor, monitor) },
  explain: {
    files: ['SCORECARD.json', 'FACTS.json'],
    gives: 'the calculation in sentences (text)',
    run: async (documents, language) => {
      const { card, result } = scored(documents);
      const { explanationLines } = await import('../messages/explanation.js');
      return explanationLines(language, card, result).join('\n') + '\n';
    },
  },
  compare: {
    files: ['SCORECARD.json', 'BEFORE.json', 'AFTER.json'],
    gives: 'why a total moved, from facts to facts (text)',
    run: async ([card, before, after], language) => {
      const parsed = parseScorecard(card);
      const known = parsed.ok ? parsed.value : null;
      const [scorecard, ...facts] = sound(parsed, parseFacts(before, known), parseFacts(after, known));
      const [then, now] = facts.map((each) => score(scorecard, each, { sha256: sha256Hex }));
      if (then === undefined || now === undefined) throw new Error('two sets of facts');
      const { differenceLines } = await import('../messages/difference.js');
      return (
        differenceLines(language, { card: scorecard, result: then }, { card: scorecard, result: now }).join('\n') + '\n'
      );
    },
  },
};
