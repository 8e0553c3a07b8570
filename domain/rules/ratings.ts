import { exact, printNumber, type Rational, sum, zero } from '../numbers.js';
import { throughCurve, type Curved } from './curves.js';
import type { CalculationStep, Fact, Rated, ScoreFinding } from './types.js';
import Fraction from 'fraction.js';

/**
 * Mean per role, then weighted over the roles that rated; then the curve. Ratings
 * that do not count become findings; none that counts, or only of roles without
 * weight, is `NO_DATA` (RULES.md, rated components and facts@1).
 * @throws RangeError for a curve that looks at facts.
 */
export function rate(leaf: Rated, fact: Fact | undefined, steps: CalculationStep[], findings: ScoreFinding[]): Curved {
  const counted = (fact?.ratings ?? []).filter((rating) => {
    const value = exact(rating.value);
    if (value.compare(exact(leaf.rating.scale.min)) < 0 || value.compare(exact(leaf.rating.scale.max)) > 0) {
      findings.push({ code: 'RATING_OUT_OF_SCALE', component: leaf.id });
      return false;
    }
    if (leaf.rating.requireEvidence === true && (rating.evidence ?? []).length === 0) {
      findings.push({ code: 'EVIDENCE_MISSING', component: leaf.id });
      return false;
    }
    return true;
  });
  let weights: Rational = zero;
  let weighted: Rational = zero;
  const means: string[] = [];
  for (const { role, weight } of leaf.rating.by) {
    const values = counted.filter((rating) => rating.role === role).map((rating) => exact(rating.value));
    if (values.length === 0) continue;
    const mean = sum(values).div(new Fraction(values.length));
    steps.push({ what: `mean:${role}`, from: values.map(printNumber).join(' '), to: printNumber(mean) });
    means.push(`${printNumber(mean)}*${printNumber(exact(weight))}`);
    weights = weights.add(exact(weight));
    weighted = weighted.add(mean.mul(exact(weight)));
  }
  if (weights.equals(0)) return { none: 'NO_DATA' };
  const x = weighted.div(weights);
  steps.push({ what: 'roles', from: means.join(' '), to: printNumber(x) });
  const curve = leaf.curve ?? { type: 'identity' };
  if (curve.type === 'grid' || curve.type === 'best') throw new RangeError('a rating has no such curve');
  return throughCurve(x, curve, steps);
}
