import { clamp, exact, printNumber, type Rational } from '../numbers.js';
import { operands } from './measures.js';
import type { Scoring } from './score.js';
import type { Comparison, Condition, Gate, ScoreFinding } from './types.js';

type Lookup = (component: string, value: 'points' | 'x') => Rational | null;

/**
 * `set` and `atMost`, in document order, before anything is combined; each sees
 * the ones before (RULES.md, gates). Groups have no points yet: tested or named
 * here they have no value.
 */
export function runLeafGates(gates: readonly Gate[], all: readonly Scoring[], findings: ScoreFinding[]): void {
  const leaves = new Map(all.map((it) => [it.component.id, it]));
  const lookup: Lookup = (id, value) => leaves.get(id)?.[value] ?? null;
  for (const gate of gates) {
    const change = gate.then.set ?? gate.then.atMost;
    if (change === undefined || !fires(gate, lookup, findings)) continue;
    for (const [id, text] of Object.entries(change)) {
      const leaf = leaves.get(id);
      if (leaf === undefined || leaf.points === null) continue;
      const to = gate.then.set === undefined ? clamp(leaf.points, null, exact(text)) : exact(text);
      leaf.steps.push({ what: `gate:${gate.id}`, from: operands({ value: leaf.points }), to: printNumber(to) });
      leaf.points = to;
    }
  }
}

/**
 * `totalAtMost` and `grade`, on the combined total before any cap; the last grade
 * wins (RULES.md, gates). The points of the root stay; the capped total is returned.
 */
export function runTotalGates(
  gates: readonly Gate[],
  root: Scoring,
  all: readonly Scoring[],
  findings: ScoreFinding[],
): { readonly total: Rational | null; readonly gradeByGate: string | null } {
  const leaves = new Map(all.filter((it) => it.parts.length === 0).map((it) => [it.component.id, it]));
  const lookup: Lookup = (id, value) =>
    (id === 'total' || id === root.component.id ? root : leaves.get(id))?.[value] ?? null;
  let total = root.points;
  let gradeByGate: string | null = null;
  for (const gate of gates) {
    const { totalAtMost, grade } = gate.then;
    if ((totalAtMost === undefined && grade === undefined) || !fires(gate, lookup, findings)) continue;
    if (totalAtMost !== undefined && total !== null) {
      const capped: Rational = clamp(total, null, exact(totalAtMost));
      root.steps.push({ what: `gate:${gate.id}`, from: operands({ value: total }), to: printNumber(capped) });
      total = capped;
    }
    if (grade !== undefined) gradeByGate = grade;
  }
  return { total, gradeByGate };
}

function fires(gate: Gate, lookup: Lookup, findings: ScoreFinding[]): boolean {
  const fired = meets(gate.when, gate.id, lookup, findings);
  if (fired) findings.push({ code: 'GATE', gate: gate.id });
  return fired;
}

/** Every test is looked at, so that each missing value is told of. */
function meets(when: Condition, gate: string, lookup: Lookup, findings: ScoreFinding[]): boolean {
  if ('any' in when) return when.any.map((each) => meets(each, gate, lookup, findings)).includes(true);
  if ('all' in when) return !when.all.map((each) => meets(each, gate, lookup, findings)).includes(false);
  const value = lookup(when.component, when.value ?? 'points');
  if (value === null) {
    findings.push({ code: 'GATE_NOT_TESTED', gate, component: when.component });
    return false;
  }
  return compares(value.compare(exact(when.than)), when.is);
}

function compares(order: number, is: Comparison): boolean {
  switch (is) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '=':
      return order === 0;
  }
}
