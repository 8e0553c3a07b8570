import type { Component } from '../../domain/rules/index.js';
import type { Question } from './documents.js';
import { comparable, type Difference, wrapped } from './opinions.js';

/**
 * Where the rules engine and RULES.md are known to differ. Each stands here with
 * the sentence, the smallest document, and what tells its kind among random
 * documents. A test fails once the engine gives the right answer: then the entry goes.
 */
export interface KnownDifference {
  readonly name: string;
  readonly sentence: string;
  readonly question: Question;
  readonly isOfThisKind: (difference: Difference) => boolean;
}

const part = (id: string, weight: string): Component => ({ id, weight });

export const knownDifferences: readonly KnownDifference[] = [
  {
    name: 'a part without data blocks the score, also where its weight and those beside it are 0',
    sentence: '`block` (default: the whole score is blocked and says why)',
    question: {
      op: 'score',
      documents: [
        {
          format: 'perfcycle/scorecard@1',
          root: {
            id: 'total',
            combine: 'weighted-mean',
            parts: [
              { id: 'guards', weight: '0', combine: 'weighted-mean', parts: [part('pass-rate', '0')] },
              part('sales', '100'),
            ],
          },
        },
        { sales: { actual: '80' } },
      ],
    },
    isOfThisKind: weightlessBlock,
  },
  {
    name: 'two goals on a metric that is in tension with itself are one pair',
    sentence: '`CONFLICT_TENSION`: per pair of goals of different units, … whose metrics are in tension',
    question: {
      op: 'check',
      documents: [
        {
          format: 'perfcycle/goals@1',
          period: { start: '2027-01-01', end: '2027-12-31' },
          units: [{ id: 'north' }, { id: 'south' }],
          metrics: [{ id: 'leads', unit: 'north', better: 'higher', tension: ['leads'] }],
          goals: [
            { id: 'north/leads', unit: 'north', title: 'leads', metric: 'leads' },
            { id: 'south/leads', unit: 'south', title: 'leads', metric: 'leads' },
          ],
        },
      ],
    },
    isOfThisKind: ({ first, second }) => {
      const findings = first['findings'] as readonly { readonly code: string }[] | undefined;
      const once = findings?.filter(
        (each, index) =>
          each.code !== 'CONFLICT_TENSION' ||
          findings.findIndex((other) => JSON.stringify(other) === JSON.stringify(each)) === index,
      );
      return comparable({ ...first, findings: once }) === comparable(second);
    },
  },
];

/** Whether a weighted group holds a blocked part and, beside what is out, only weights of 0. */
function weightlessBlock({ question, second }: Difference): boolean {
  if (question.op !== 'score') return false;
  const [card, given] = question.documents;
  const facts = wrapped(given).facts;
  const lines = second['lines'] as Readonly<Record<string, { readonly points: string | null }>>;
  let found = false;
  const stateOf = (component: Component): 'points' | 'out' | 'blocked' => {
    if (Object.hasOwn(facts, component.id) && facts[component.id]?.notApplicable !== undefined) return 'out';
    if (!('parts' in component)) {
      if (lines[component.id]?.points !== null) return 'points';
      return 'missing' in component && component.missing === 'exclude' ? 'out' : 'blocked';
    }
    const parts = component.parts.map((each) => ({ weight: weightOf(each), state: stateOf(each) }));
    const left = parts.filter(({ state }) => state !== 'out');
    const weightless = component.combine.startsWith('weighted') && left.every(({ weight }) => weight === 0);
    const blocked = left.some(({ state }) => state === 'blocked');
    found ||= weightless && blocked;
    if (blocked || (component.combine === 'sum' && left.length > 0 && left.length < parts.length)) return 'blocked';
    return left.length === 0 || weightless ? 'out' : 'points';
  };
  stateOf(card.root);
  return found;
}

const weightOf = (component: Component): number => ('weight' in component ? Number(component.weight) : 0);
