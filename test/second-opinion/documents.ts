import type {
  BudgetDocument,
  DistributionDocument,
  Facts,
  GoalsDocument,
  MonitorDocument,
  PoolDocument,
  Scorecard,
} from '../../domain/rules/index.js';
import { goals, monitoring } from './goals.js';
import { budget, distribution, pool } from './money.js';
import { type Random, randomOf } from './random.js';
import { scoring } from './scorecards.js';

/** One question for both programs: an operation and the documents it is about. */
export type Question =
  | { readonly op: 'score'; readonly documents: readonly [Scorecard, Facts | Facts['facts']] }
  | { readonly op: 'distribute'; readonly documents: readonly [DistributionDocument] }
  | { readonly op: 'allocate'; readonly documents: readonly [PoolDocument] }
  | { readonly op: 'budget'; readonly documents: readonly [BudgetDocument] }
  | { readonly op: 'check'; readonly documents: readonly [GoalsDocument] }
  | { readonly op: 'monitor'; readonly documents: readonly [MonitorDocument] };
export type Operation = Question['op'];

/** How many questions of each operation are asked in one run. */
export const asked: Readonly<Record<Operation, number>> = {
  score: 3000,
  distribute: 600,
  allocate: 600,
  budget: 600,
  check: 1000,
  monitor: 600,
};

const makers: Readonly<Record<Operation, (random: Random) => Question>> = {
  score: (random) => {
    const { card, facts } = scoring(random);
    return { op: 'score', documents: [card, facts] };
  },
  distribute: (random) => ({ op: 'distribute', documents: [distribution(random)] }),
  allocate: (random) => ({ op: 'allocate', documents: [pool(random)] }),
  budget: (random) => ({ op: 'budget', documents: [budget(random)] }),
  check: (random) => ({ op: 'check', documents: [goals(random)] }),
  monitor: (random) => ({ op: 'monitor', documents: [monitoring(random)] }),
};

/** Random valid documents; the same seed gives the same ones. */
export function questions(seed: number): readonly Question[] {
  const random = randomOf(seed);
  return (Object.keys(asked) as Operation[]).flatMap((op) =>
    Array.from({ length: asked[op] }, () => makers[op](random)),
  );
}
