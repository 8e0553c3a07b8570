import { type Component, componentId, type Goal, type Scorecard } from '../domain/rules/index.js';
import type { Query } from '../db/connect.js';
import { goalsInForce } from '../db/goal-document.js';
import { resultBefore, type ResultRow } from '../db/results.js';
import { metricTitles } from '../db/strategy.js';
import { differenceLines } from '../messages/difference.js';
import { explanationLines, type Titles, titlesOf } from '../messages/explanation.js';
import type { Language } from '../messages/language.js';

export interface ResultWords {
  /** The whole calculation, sentence by sentence. */
  readonly explanation: readonly string[];
  /** Why it is another result than the one before; empty where there was none. */
  readonly change: readonly string[];
}

interface NamedMetric {
  readonly id: string;
  readonly title: string;
  readonly titleEn: string;
}

/** Names of a card's parts: its own, the goals' titles, and for a guard's part the metric that it reads. */
export function partTitles(
  language: Language,
  card: Scorecard,
  goals: readonly Goal[],
  metrics: readonly NamedMetric[],
): Titles {
  return new Map([
    ...metrics.map((metric) => [metric.id, language === 'en' ? metric.titleEn : metric.title] as const),
    ...titlesOf(language, card),
    ...goals.map((goal) => [componentId(goal), goal.title] as const),
  ]);
}

/** Why the result is another than the version before; `told`: only versions that were published count. */
export async function changeWords(
  sql: Query,
  language: Language,
  cycleId: string,
  row: ResultRow,
  reading: { readonly titles: Titles; readonly told: boolean },
): Promise<readonly string[]> {
  const before = await resultBefore(sql, cycleId, row.unitId, row.version, reading.told);
  if (before === undefined) return [];
  const then = { card: before.scorecard, result: before.result };
  const titles = new Map([...titlesOf(language, before.scorecard), ...reading.titles]);
  return differenceLines(language, then, { card: row.scorecard, result: row.result }, titles);
}

const partIds = (part: Component): readonly string[] => [
  part.id,
  ...('parts' in part ? part.parts.flatMap(partIds) : []),
];

/** A result in the reader's language. */
export async function resultWords(
  sql: Query,
  language: Language,
  cycleId: string,
  row: ResultRow,
  told: boolean,
): Promise<ResultWords> {
  const [goals, metrics] = await Promise.all([
    goalsInForce(sql, cycleId, row.unitId),
    metricTitles(sql, cycleId, partIds(row.scorecard.root)),
  ]);
  const titles = partTitles(language, row.scorecard, goals, metrics);
  return {
    explanation: explanationLines(language, row.scorecard, row.result, titles),
    change: await changeWords(sql, language, cycleId, row, { titles, told }),
  };
}
