import { exact, printNumber } from '../../domain/numbers.js';
import {
  type CalculationStep,
  type Component,
  type Curve,
  type Facts,
  type Measure,
  type RatingRule,
  score,
} from '../../domain/rules/index.js';
import { roleWords } from '../calculation.js';
import { stepSentence } from '../explanation.js';
import type { Bilingual } from '../language.js';
import { say } from '../pages/text.js';
import { factFor, tellingNumbers } from './curves.js';
import { inBoth, listed, same } from './words.js';

const id = 'example';

/** How one part comes to its points: the real calculation, step by step. */
function calculation(part: Component, fact: Facts['facts'][string]): readonly CalculationStep[] {
  const card = { format: 'perfcycle/scorecard@1', root: part } as const;
  const facts = { format: 'perfcycle/facts@1', facts: { [id]: fact } } as const;
  // The digests of an example are nobody's proof.
  return score(card, facts, { sha256: () => '' }).lines[id]?.steps ?? [];
}

function followed(given: Bilingual, steps: readonly CalculationStep[]): Bilingual {
  return inBoth((language) => {
    const sentences = steps.map((step) => stepSentence(language, step));
    return language === 'en'
      ? `Example: ${given.en}. ${sentences.join('; ')}.`
      : `例如${given['zh-CN']}：${sentences.join('；')}。`;
  });
}

/** Two measured values and what becomes of them. */
export function measuredExamples(measure: Measure, curve: Curve): readonly Bilingual[] {
  return tellingNumbers(curve).map((x) => {
    const fact = factFor(measure, x);
    const given = listed([
      ...(fact.baseline === undefined ? [] : [say(`基线 ${fact.baseline}`, `baseline ${fact.baseline}`)]),
      ...(fact.target === undefined ? [] : [say(`目标 ${fact.target}`, `target ${fact.target}`)]),
      say(`实际 ${fact.actual}`, `actual ${fact.actual}`),
    ]);
    return followed(given, calculation({ id, measure, curve }, fact));
  });
}

/** Everybody rates well; then the first role rates in the middle of the scale. */
export function ratedExamples(rating: RatingRule, curve: Curve | undefined): readonly Bilingual[] {
  const [min, max] = [exact(rating.scale.min), exact(rating.scale.max)];
  const at = (share: string): string => printNumber(min.add(max.sub(min).mul(exact(share))));
  return [at('0.75'), at('0.5')].map((first) => {
    const ratings = rating.by.map(({ role }, index) => ({
      role,
      by: '',
      value: index === 0 ? first : at('0.75'),
      evidence: [''],
    }));
    const given = listed(
      ratings.map(({ role, value }) => inBoth((language) => `${(roleWords[role] ?? same(role))[language]} ${value}`)),
    );
    return followed(given, calculation({ id, rating, ...(curve !== undefined && { curve }) }, { ratings }));
  });
}
