import { exact, printNumber, type Rational, sum, zero } from '../numbers.js';
import type { Scoring } from './score.js';
import type { Group, ScoreFinding } from './types.js';
import Fraction from 'fraction.js';

/**
 * Combines a group's parts. Parts that are out are re-weighted away:
 * effective weight = w · Σ(all w) / Σ(applicable w). Returns null where a part
 * blocks or nothing is left; then the group blocks, or is out itself. A blocked
 * group still shows the contributions of the parts that have points.
 */
export function combineParts(it: Scoring, group: Group, findings: ScoreFinding[]): Rational | null {
  const scored = it.parts.filter((part) => part.points !== null);
  const applicable = it.parts.filter((part) => !part.out);
  const weighted = group.combine === 'weighted-mean' || group.combine === 'weighted-sum';
  if (weighted) reweigh(group.combine, it.parts, scored);
  const blocked = scored.length < applicable.length;
  if (applicable.length === 0 || (weighted && !blocked && sum(applicable.map(weightOf)).equals(0))) {
    it.out = true;
    return null;
  }
  if (group.combine === 'sum') {
    for (const part of it.parts) if (part.out) findings.push({ code: 'PART_LEFT_OUT', component: part.component.id });
    if (applicable.length < it.parts.length) return null;
  }
  if (blocked) return null;
  const points = scored.map((part) => part.points ?? zero);
  const combined = combine(group.combine, scored, points);
  it.steps.push({
    what: group.combine,
    from: scored.map((part) => operandOf(part, group.combine)).join(' '),
    to: printNumber(combined),
  });
  return combined;
}

/** Points, with the weight that they count with. */
function operandOf(part: Scoring, how: Group['combine']): string {
  const points = printNumber(part.points ?? zero);
  if (how === 'weighted-mean') return `${points}*${printNumber(weightOf(part))}`;
  if (how === 'weighted-sum') return `${points}*${printNumber(part.effectiveWeight ?? zero)}`;
  return points;
}

const weightOf = (part: Scoring): Rational => exact(part.component.weight ?? '0');

function reweigh(combine: Group['combine'], all: readonly Scoring[], scored: readonly Scoring[]): void {
  const total = sum(all.map(weightOf));
  const counted = sum(scored.map(weightOf));
  for (const part of scored) {
    if (counted.equals(0)) continue;
    const weight = weightOf(part);
    part.effectiveWeight = weight.mul(total).div(counted);
    const points = part.points ?? zero;
    part.contribution =
      combine === 'weighted-mean' ? weight.mul(points).div(counted) : part.effectiveWeight.mul(points);
  }
}

function combine(how: Group['combine'], parts: readonly Scoring[], points: readonly Rational[]): Rational {
  switch (how) {
    case 'weighted-mean':
    case 'weighted-sum':
      return sum(parts.map((part) => part.contribution ?? zero));
    case 'sum':
      return sum(points);
    case 'mean':
      return sum(points).div(new Fraction(points.length));
    case 'min':
      return points.reduce((a, b) => (b.compare(a) < 0 ? b : a));
    case 'max':
      return points.reduce((a, b) => (b.compare(a) > 0 ? b : a));
  }
}
