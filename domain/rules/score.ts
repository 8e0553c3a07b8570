import { canonicalJson } from '../canonical.js';
import { clamp, exact, hundred, printNumber, type Rational, roundTo, sum, zero } from '../numbers.js';
import { combineParts } from './combine.js';
import { onGrid, throughCurve, type Curved } from './curves.js';
import { runLeafGates, runTotalGates } from './gates.js';
import { measure, operands } from './measures.js';
import { rate } from './ratings.js';
import type {
  Adjustments,
  CalculationStep,
  Component,
  Curve,
  Fact,
  Facts,
  Grades,
  Group,
  Line,
  Measured,
  Rated,
  Result,
  ScoreFinding,
  Scorecard,
} from './types.js';

/** What a card has once its goals are in place. */
type Scored = Group | Measured | Rated;

/** A component while it is being scored. */
export interface Scoring {
  readonly component: Scored;
  x: Rational | null;
  /** null: blocked or out. */
  points: Rational | null;
  /** Not applicable or excluded: the others are re-weighted. */
  out: boolean;
  effectiveWeight: Rational | null;
  contribution: Rational | null;
  readonly steps: CalculationStep[];
  readonly parts: Scoring[];
}

/**
 * Scores a unit: scorecard@1 and facts@1 → result@1. Exact throughout; nothing
 * is rounded but where the document says `round`. The documents must have been
 * validated (`documents/rules`). Source: RULES.md, scorecard@1 and result@1.
 * @throws RangeError for a template's card whose goals are not in place.
 */
export function score(card: Scorecard, facts: Facts, deps: { readonly sha256: (text: string) => string }): Result {
  const findings: ScoreFinding[] = [];
  const all: Scoring[] = [];
  const root = prepare(card.root, facts.facts, findings, all);
  runLeafGates(card.gates ?? [], all, findings);
  combineAll(root, facts.facts, findings);
  if (root.out) findings.push({ code: 'NOTHING_APPLICABLE', component: root.component.id });
  const { total, gradeByGate } = runTotalGates(card.gates ?? [], root, all, findings);
  const grade = total === null || card.grades === undefined ? null : (gradeByGate ?? gradeOf(total, card.grades));
  return {
    format: 'perfcycle/result@1',
    status: total === null ? 'blocked' : 'scored',
    total: total === null ? null : printNumber(total),
    grade: total === null ? null : (grade ?? gradeByGate),
    lines: Object.fromEntries(all.map((each) => [each.component.id, lineOf(each)])),
    findings: distinct(findings),
    digests: { rules: deps.sha256(canonicalJson(card)), facts: deps.sha256(canonicalJson(facts)) },
  };
}

/** Looked up on the total rounded where the document says so, else on the exact one (RULES.md, grades). */
export function gradeOf(total: Rational, grades: Grades): string {
  const value = grades.round === undefined ? total : roundTo(total, grades.round);
  let grade = grades.below;
  for (const band of grades.bands) if (value.compare(exact(band.from)) >= 0) grade = band.grade;
  return grade;
}

type FactMap = Readonly<Record<string, Fact>>;

const isGroup = (component: Scored): component is Group => 'parts' in component;
const isRated = (component: Scored): component is Rated => 'rating' in component;

/** Scores the leaves; groups wait for the gates. `outside`: below a group that does not apply nothing is asked for. */
function prepare(
  component: Component,
  facts: FactMap,
  findings: ScoreFinding[],
  all: Scoring[],
  outside = false,
): Scoring {
  if ('fromGoals' in component) throw new RangeError('a template card must be expanded before it is scored');
  const reason = outside ? undefined : ownFact(facts, component.id)?.notApplicable;
  const it: Scoring = {
    component,
    x: null,
    points: null,
    out: outside || reason !== undefined,
    effectiveWeight: null,
    contribution: null,
    steps: reason === undefined ? [] : [{ what: 'not-applicable', from: reason, to: '' }],
    parts: [],
  };
  all.push(it);
  if (isGroup(component)) {
    for (const part of component.parts) it.parts.push(prepare(part, facts, findings, all, it.out));
  } else if (!it.out) scoreLeaf(it, component, facts, findings);
  return it;
}

function ownFact(facts: FactMap, id: string): Fact | undefined {
  return Object.hasOwn(facts, id) ? facts[id] : undefined;
}

function scoreLeaf(it: Scoring, leaf: Measured | Rated, facts: FactMap, findings: ScoreFinding[]): void {
  const curved = isRated(leaf)
    ? rate(leaf, ownFact(facts, leaf.id), it.steps, findings)
    : measured(leaf, facts, it.steps);
  if ('points' in curved) {
    it.x = curved.x;
    it.points = adjust(curved.points, leaf, facts, it.steps);
    return;
  }
  switch (leaf.missing ?? 'block') {
    case 'block':
      findings.push({ code: curved.none, component: leaf.id });
      return;
    case 'exclude':
      it.out = true;
      it.steps.push({ what: 'excluded', from: curved.none, to: '' });
      return;
    case 'zero':
      it.points = zero;
      it.steps.push({ what: 'zero', from: curved.none, to: '0' });
  }
}

function measured(leaf: Measured, facts: FactMap, steps: CalculationStep[]): Curved {
  const curve: Curve = leaf.curve ?? { type: 'identity' };
  if (curve.type === 'grid') return onGrid(facts, curve, steps);
  const fact = ownFact(facts, leaf.id);
  if (curve.type === 'best') return best(fact, curve, steps);
  const value = measure(fact, leaf.measure ?? 'actual', leaf.direction ?? 'higher', steps);
  return 'none' in value ? value : throughCurve(value.x, curve, steps);
}

/** The best of several views; views without data are passed over. */
function best(fact: Fact | undefined, curve: Extract<Curve, { type: 'best' }>, steps: CalculationStep[]): Curved {
  let found: { readonly x: Rational | null; readonly points: Rational } | null = null;
  for (const view of curve.of) {
    const seen: CalculationStep[] = [];
    const value = measured({ id: '', ...view }, { '': fact ?? {} }, seen);
    if ('none' in value) continue;
    steps.push(...seen);
    if (found === null || value.points.compare(found.points) > 0) found = value;
  }
  if (found === null) return { none: 'NO_DATA' };
  steps.push({ what: 'best', from: String(curve.of.length), to: printNumber(found.points) });
  return found;
}

/**
 * factor, add, scale, min, max, round, in this order (RULES.md, scorecard@1); each
 * that changes the points adds its step to `steps`.
 */
export function adjust(points: Rational, by: Adjustments, facts: FactMap, steps: CalculationStep[]): Rational {
  let value = points;
  const to = (what: string, next: Rational, by: Readonly<Record<string, Rational>> = {}): void => {
    steps.push({ what, from: operands({ value, ...by }), to: printNumber(next) });
    value = next;
  };
  if (by.factor !== undefined) {
    const actual = ownFact(facts, by.factor.of)?.actual;
    const percent =
      actual === undefined ? hundred : clamp(exact(actual), exact(by.factor.min ?? '0'), bound(by.factor.max));
    to('factor', value.mul(percent).div(hundred), { percent });
  }
  if (by.add !== undefined) {
    const entries = ownFact(facts, by.add.of)?.entries ?? [];
    const added = clamp(sum(entries.map((entry) => exact(entry.points))), bound(by.add.min), bound(by.add.max));
    to('add', value.add(added), { added });
  }
  if (by.scale !== undefined) {
    const [a, b] = by.scale.from.map(exact) as [Rational, Rational];
    const [c, d] = by.scale.to.map(exact) as [Rational, Rational];
    to('scale', c.add(value.sub(a).mul(d.sub(c)).div(b.sub(a))), { a, b, c, d });
  }
  if (by.min !== undefined && value.compare(exact(by.min)) < 0) to('min', exact(by.min));
  if (by.max !== undefined && value.compare(exact(by.max)) > 0) to('max', exact(by.max));
  if (by.round !== undefined) to(`round:${by.round}`, roundTo(value, by.round));
  return value;
}

const bound = (text: string | undefined): Rational | null => (text === undefined ? null : exact(text));

/** From the leaves up: each group from its parts, then its own adjustments. */
function combineAll(it: Scoring, facts: FactMap, findings: ScoreFinding[]): void {
  if (!isGroup(it.component) || it.out) return;
  for (const part of it.parts) combineAll(part, facts, findings);
  const combined = combineParts(it, it.component, findings);
  if (combined !== null) it.points = adjust(combined, it.component, facts, it.steps);
}

function lineOf(it: Scoring): Line {
  const { weight } = it.component;
  return {
    x: it.x === null ? null : printNumber(it.x),
    points: it.points === null ? null : printNumber(it.points),
    ...(weight !== undefined && { weight: printNumber(exact(weight)) }),
    ...(it.effectiveWeight !== null && { effectiveWeight: printNumber(it.effectiveWeight) }),
    ...(it.contribution !== null && { contribution: printNumber(it.contribution) }),
    steps: it.steps,
  };
}

function distinct(findings: readonly ScoreFinding[]): readonly ScoreFinding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const key = canonicalJson(finding);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}
