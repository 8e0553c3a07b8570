import { type Facts, score, type Scorecard } from '../rules/index.js';
import { ratedItems } from './rating-rules.js';

/** What a unit says of itself, by component. */
export type SelfRatings = Readonly<Record<string, string>>;

/**
 * The score that a unit would have by its own ratings in place of its superior's; all else as it is. Null: the card
 * has nothing to rate, or the unit did not rate all of it, or the score is blocked.
 */
export function selfScore(
  { scorecard, facts }: { readonly scorecard: Scorecard; readonly facts: Facts },
  self: SelfRatings,
  deps: { readonly sha256: (text: string) => string },
): { readonly total: string; readonly grade: string | null } | null {
  const rated = [...ratedItems(scorecard).keys()];
  if (rated.length === 0 || rated.some((item) => self[item] === undefined)) return null;
  const own = Object.fromEntries(
    rated.map((item) => {
      const others = (facts.facts[item]?.ratings ?? []).filter(({ role }) => role !== 'superior');
      const value = self[item] ?? '';
      // What a unit says of itself rests on its own word here: this score counts nowhere.
      const said = { role: 'superior', by: 'self', value, evidence: ['self-evaluation'] };
      return [item, { ...facts.facts[item], ratings: [...others, said] }];
    }),
  );
  const result = score(scorecard, { ...facts, facts: { ...facts.facts, ...own } }, deps);
  return result.total === null ? null : { total: result.total, grade: result.grade };
}
