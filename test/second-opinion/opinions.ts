import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { sha256Hex } from '../../documents/digest.js';
import {
  parseBudget,
  parseDistribution,
  parseFacts,
  parseGoals,
  parseMonitor,
  parsePool,
  parseScorecard,
} from '../../documents/rules/index.js';
import { canonicalJson } from '../../domain/canonical.js';
import { allocate, budget, checkGoals, distribute, type Facts, monitor, score } from '../../domain/rules/index.js';
import type { Question } from './documents.js';

/** What an operation answers, as JSON; findings and lines as they come. */
export type Answer = Readonly<Record<string, unknown>>;

export const pythonIsHere = (): boolean => spawnSync('python3', ['--version']).status === 0;

/** The answers of `opinion.py`, one per question, from one process. */
export function secondOpinions(
  questions: readonly { readonly op: string; readonly documents: readonly unknown[] }[],
): readonly Answer[] {
  const script = fileURLToPath(new URL('./opinion.py', import.meta.url));
  const input = questions.map((question) => `${JSON.stringify(question)}\n`).join('');
  const { error, status, stdout, stderr } = spawnSync('python3', ['-B', script], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (error !== undefined) throw new Error('a second opinion needs python3, which could not be run', { cause: error });
  if (status !== 0) throw new Error(`python3 ended with ${status}: ${stderr}`);
  const answers = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Answer);
  if (answers.length !== questions.length)
    throw new Error(`${answers.length} answers to ${questions.length} questions`);
  return answers;
}

export const wrapped = (facts: Facts | Facts['facts']): Facts =>
  typeof facts.format === 'string' ? (facts as Facts) : { format: 'perfcycle/facts@1', facts: facts as Facts['facts'] };

function run(question: Question): object {
  switch (question.op) {
    case 'score':
      return score(question.documents[0], wrapped(question.documents[1]), { sha256: sha256Hex });
    case 'distribute':
      return distribute(...question.documents);
    case 'allocate':
      return allocate(...question.documents);
    case 'budget':
      return budget(...question.documents);
    case 'check':
      return checkGoals(...question.documents);
    case 'monitor':
      return monitor(...question.documents);
  }
}

/** The answer of the rules engine, as it would be printed. */
export function firstOpinion(question: Question): Answer {
  try {
    return JSON.parse(JSON.stringify(run(question))) as Answer;
  } catch (error) {
    return { thrown: String(error) };
  }
}

/** What the product's own reader says against a question; nothing where its documents are valid. */
export function problemsOf(question: Question): readonly object[] {
  const parsed = parse(question);
  return parsed.flatMap((each) => (each.ok ? [] : each.problems));
}

function parse(question: Question) {
  switch (question.op) {
    case 'score':
      return [parseScorecard(question.documents[0]), parseFacts(question.documents[1], question.documents[0])];
    case 'distribute':
      return [parseDistribution(question.documents[0])];
    case 'allocate':
      return [parsePool(question.documents[0])];
    case 'budget':
      return [parseBudget(question.documents[0])];
    case 'check':
      return [parseGoals(question.documents[0])];
    case 'monitor':
      return [parseMonitor(question.documents[0])];
  }
}

/** One text per answer: lines without their `steps`, findings in any order. Equal texts are equal answers. */
export function comparable({ lines, findings, ...rest }: Answer): string {
  return canonicalJson({
    ...rest,
    ...(lines !== undefined && { lines: withoutSteps(lines as Lines) }),
    ...(findings !== undefined && { findings: (findings as readonly unknown[]).map(canonicalJson).sort() }),
  });
}

type Lines = Readonly<Record<string, unknown>>;

const withoutSteps = (lines: Lines): Lines =>
  Object.fromEntries(
    Object.entries(lines).map(([id, line]) => {
      if (typeof line !== 'object' || line === null) return [id, line];
      return [id, Object.fromEntries(Object.entries(line).filter(([member]) => member !== 'steps'))];
    }),
  );

export interface Difference {
  readonly question: Question;
  readonly first: Answer;
  readonly second: Answer;
}

/** Where the two do not say the same. */
export function differences(
  questions: readonly Question[],
  first: readonly Answer[],
  second: readonly Answer[],
): readonly Difference[] {
  return questions.flatMap((question, index) => {
    const [one = {}, other = {}] = [first[index], second[index]];
    return comparable(one) === comparable(other) ? [] : [{ question, first: one, second: other }];
  });
}
