import type { z } from 'zod';
import type {
  BudgetDocument,
  DistributionDocument,
  Facts,
  GoalsDocument,
  MonitorDocument,
  PoolDocument,
  Scorecard,
} from '../../domain/rules/index.js';
import { type Looking, lookingPast } from '../looking.js';
import { type Parsed, pointerOf, type Problem, problemsOf } from '../problems.js';
import { unstorable } from '../storable.js';
import * as facts from './facts.js';
import { checkFacts } from './facts-checks.js';
import { goalsDocument } from './goals.js';
import { checkGoalsDocument } from './goals-checks.js';
import { budget, distribution, pool } from './money.js';
import { checkBudget, checkDistribution, checkPool } from './money-checks.js';
import { monitor } from './monitor.js';
import { checkMonitor } from './monitor-checks.js';
import { scorecard } from './scorecard.js';
import { checkScorecard } from './scorecard-checks.js';

/**
 * Rules documents, read completely before anything runs (RULES.md): each problem
 * with its place, code and words, and all of them at once. A document is taken
 * as it stands, so that its digest is that of the text given. Nothing is thrown,
 * whatever the value; codes have their sentences in `messages/problems`.
 */
function parse<T>(schema: z.ZodType<T>, value: unknown, check: (document: T, looking: Looking) => void): Parsed<T> {
  const bad = unstorable(value);
  if (bad.length > 0) return { ok: false, problems: bad };
  const read = schema.safeParse(value);
  const problems: Problem[] = read.success ? [] : [...problemsOf(read.error)];
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const found = lookingPast(problems.slice(), (path, code, detail) => {
      problems.push({ pointer: pointerOf(path), code, detail });
    });
    check(value as T, found);
  }
  return problems.length === 0 && read.success ? { ok: true, value: read.data } : { ok: false, problems };
}

/** To be scored; a template's card, with parts from goals, is part of the template. */
export const parseScorecard = (value: unknown): Parsed<Scorecard> =>
  parse(scorecard, value, (card, looking) => checkScorecard(card, looking, { template: false }));

/** Facts, wrapped or as a bare map; with the card, whose roles the ratings must be of. */
export function parseFacts(value: unknown, card: Scorecard | null): Parsed<Facts> {
  const isWrapped = typeof value === 'object' && value !== null && typeof (value as Partial<Facts>).format === 'string';
  if (isWrapped) {
    return parse(facts.facts, value, (document, looking) => {
      if (card !== null) checkFacts(document.facts, card, ['facts'], looking);
    });
  }
  const parsed = parse(facts.factMap, value, (map, looking) => {
    if (card !== null) checkFacts(map, card, [], looking);
  });
  return parsed.ok ? { ok: true, value: { format: 'perfcycle/facts@1', facts: parsed.value } } : parsed;
}

/** distribution@1; percents must sum to 100. */
export const parseDistribution = (value: unknown): Parsed<DistributionDocument> =>
  parse(distribution, value, checkDistribution);
/** pool@1; nothing negative, no reserve of more than all. */
export const parsePool = (value: unknown): Parsed<PoolDocument> => parse(pool, value, checkPool);
/** budget@1; no raw budget is negative, and not all of them are 0. */
export const parseBudget = (value: unknown): Parsed<BudgetDocument> => parse(budget, value, checkBudget);
/** goals@1, with or without a plan; what is wrong with the goals themselves is for `checkGoals`. */
export const parseGoals = (value: unknown): Parsed<GoalsDocument> => parse(goalsDocument, value, checkGoalsDocument);
/** monitor@1; every goal has a way to make, and the day is one of the period. */
export const parseMonitor = (value: unknown): Parsed<MonitorDocument> => parse(monitor, value, checkMonitor);
