/** Results to be told in words: of the story, and of a card and facts made for one sentence. */
import { readFileSync } from 'node:fs';
import { sha256Hex } from '../../documents/digest.js';
import { parseScorecard } from '../../documents/rules/index.js';
import { type Component, type Facts, type Result, score, type Scorecard } from '../../domain/rules/index.js';
import { explanationLines, stepSentence } from '../../messages/explanation.js';

interface Story {
  readonly units: Readonly<Record<string, { readonly scorecard: Scorecard; readonly facts: Facts }>>;
}
export const story = (file: string): Story =>
  JSON.parse(readFileSync(new URL(`./story/${file}.json`, import.meta.url), 'utf8')) as Story;

export function scored(card: Scorecard, facts: Facts['facts']): { readonly card: Scorecard; readonly result: Result } {
  const parsed = parseScorecard(card);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return { card, result: score(card, { format: 'perfcycle/facts@1', facts }, { sha256: sha256Hex }) };
}
export const unit = (file: string, id: string) => {
  const { scorecard, facts } = story(file).units[id] ?? { scorecard: null, facts: null };
  if (scorecard === null) throw new Error(`no unit ${id}`);
  return scored(scorecard, facts.facts);
};
export const explain = (root: Component, facts: Facts['facts'], more: Partial<Scorecard> = {}) => {
  const { card, result } = scored({ format: 'perfcycle/scorecard@1', root, ...more }, facts);
  return explanationLines('en', card, result);
};
export const steps = (root: Component, facts: Facts['facts']): readonly string[] => {
  const { result } = scored({ format: 'perfcycle/scorecard@1', root }, facts);
  return (result.lines[root.id]?.steps ?? []).map((step) => stepSentence('en', step));
};
