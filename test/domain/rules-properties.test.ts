import fc from 'fast-check';
import Fraction from 'fraction.js';
import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../documents/digest.js';
import { parseFacts, parseScorecard } from '../../documents/rules/index.js';
import { exact, printNumber, type Rational, sum } from '../../domain/numbers.js';
import {
  type CalculationStep,
  type Component,
  type Line,
  onCurve,
  type Result,
  score,
} from '../../domain/rules/index.js';
import {
  decimal,
  documents,
  type Generated,
  gates,
  hundredths,
  type Node,
  plainCurve,
  tree,
} from './rules-generated.js';

type Group = Extract<Component, { parts: unknown }>;
const scored = ({ card, facts }: Generated): Result => score(card, facts, { sha256: sha256Hex });
const numberOf = (text: string | null | undefined): Rational => exact(text ?? 'nothing');
const notLess = (a: string | null | undefined, b: string | null | undefined): void =>
  expect(numberOf(a).compare(numberOf(b)), `${a} against ${b}`).toBeGreaterThanOrEqual(0);
const leavesOf = (node: Node): readonly Node[] => node.parts?.flatMap(leavesOf) ?? [node];
const leafIds = (component: Component): readonly string[] =>
  'parts' in component ? component.parts.flatMap(leafIds) : [component.id];
const groupsOf = (component: Component): readonly Group[] =>
  'parts' in component ? [component, ...component.parts.flatMap(groupsOf)] : [];
const everyGate = gates(false, 'set', 'atMost', 'totalAtMost', 'grade');

test('what is generated is valid, and reaches every outcome and finding', () => {
  const reached = new Set<string>();
  fc.assert(
    fc.property(tree(false), everyGate, (root, drafts) => {
      const { card, facts } = documents(root, drafts);
      expect(parseScorecard(card)).toEqual({ ok: true, value: card });
      expect(parseFacts(facts, card)).toEqual({ ok: true, value: facts });
      const result = scored({ card, facts });
      reached.add(result.status);
      for (const { code } of result.findings) reached.add(code);
      expect([result.total, result.grade].map((each) => each === null)).toEqual(
        Array(2).fill(result.status === 'blocked'),
      );
    }),
    { numRuns: 600 },
  );
  const codes = ['NO_DATA', 'NO_DENOMINATOR', 'NEGATIVE_TARGET', 'RATING_OUT_OF_SCALE', 'EVIDENCE_MISSING', 'GATE'];
  const all = [...codes, 'GATE_NOT_TESTED', 'NOTHING_APPLICABLE', 'PART_LEFT_OUT', 'blocked', 'scored'];
  expect([...reached].toSorted()).toEqual(all.toSorted());
});

describe('for every scorecard and all facts', () => {
  test('effective weights of what counts sum to all weights, and contributions to the points', () => {
    let reweighted = 0;
    fc.assert(
      fc.property(tree(false), everyGate, (root, drafts) => {
        const generated = documents(root, drafts);
        const { lines } = scored(generated);
        for (const group of groupsOf(generated.card.root)) {
          const line = lines[group.id];
          if (!group.combine.startsWith('weighted') || line === undefined || line.points === null) continue;
          const parts = group.parts.map((part) => lines[part.id]);
          const counted = parts.filter((part) => part?.effectiveWeight !== undefined);
          if (counted.length < parts.length) reweighted += 1;
          const whole = sum(parts.map((part) => numberOf(part?.weight)));
          expect(printNumber(sum(counted.map((part) => numberOf(part?.effectiveWeight))))).toBe(printNumber(whole));
          const combined = line.steps.find(({ what }) => what === group.combine)?.to;
          expect(printNumber(sum(counted.map((part) => numberOf(part?.contribution))))).toBe(combined);
        }
      }),
      { numRuns: 600 },
    );
    expect(reweighted).toBeGreaterThan(20);
  });

  test('each step goes on from the one before, and the last one is the result', () => {
    fc.assert(
      fc.property(tree(false), everyGate, (root, drafts) => {
        const { lines, total } = scored(documents(root, drafts));
        for (const [id, { points, steps }] of Object.entries(lines)) {
          if (points === null) continue;
          expect(steps.at(-1)?.to).toBe(id === 'total' ? total : points);
          steps.forEach(({ from }, index) => {
            const value = /^value=(\S+)/.exec(from)?.[1];
            if (value !== undefined) expect(value).toBe(steps[index - 1]?.to);
          });
        }
      }),
    );
  });

  test('more is never worse where no curve falls', () => {
    let rose = 0;
    const more = fc.integer({ min: 1, max: 5000 });
    fc.assert(
      fc.property(tree(true), gates(true, 'atMost', 'totalAtMost'), fc.nat(), more, (root, drafts, at, by) => {
        const leaves = leavesOf(root);
        const leaf = leaves[at % leaves.length];
        const { card, facts } = documents(root, drafts);
        const raised = documents(raise(root, leaf, exact(hundredths(by))), drafts);
        expect(raised.card).toEqual(card);
        const [before, after] = [scored({ card, facts }), scored(raised)];
        expect(after.status).toBe(before.status);
        for (const [id, { points }] of Object.entries(before.lines)) {
          if (points !== null) notLess(after.lines[id]?.points, points);
        }
        if (before.total === null) return;
        notLess(after.total, before.total);
        notLess(after.grade, before.grade);
        if (after.total !== before.total) rose += 1;
      }),
      { numRuns: 600 },
    );
    expect(rose).toBeGreaterThan(30);
  });

  test('a rising curve never falls, however close two values are', () => {
    fc.assert(
      fc.property(plainCurve(true), decimal(-60, 200), fc.bigInt(1n, 10n ** 30n), (curve, x, tiny) => {
        const next = exact(x).add(new Fraction(tiny, 10n ** 28n));
        notLess(printNumber(onCurve(next, curve)), printNumber(onCurve(exact(x), curve)));
      }),
      { numRuns: 600 },
    );
  });

  test('the order of parts and of ratings changes nothing', () => {
    let moved = 0;
    fc.assert(
      fc.property(tree(false), everyGate, (root, drafts) => {
        const [plain, shuffled] = [documents(root, drafts), documents(root, drafts, { shuffled: true })];
        if (JSON.stringify(plain.card) !== JSON.stringify(shuffled.card)) moved += 1;
        expect(regardless(scored(shuffled))).toEqual(regardless(scored(plain)));
      }),
      { numRuns: 300 },
    );
    expect(moved).toBeGreaterThan(100);
  });

  test('atMost lowers what it names or leaves it, and changes no other leaf', () => {
    let lowered = 0;
    fc.assert(
      fc.property(tree(false), gates(false, 'atMost'), (root, drafts) => {
        const { card, facts } = documents(root, drafts);
        const [free, capped] = [scored({ card: { ...card, gates: [] }, facts }), scored({ card, facts })];
        const leaves = leafIds(card.root);
        const changed = new Set(drafts.map((draft) => leaves[draft.changed % leaves.length]));
        for (const id of leaves) {
          const [before, after] = [free.lines[id]?.points ?? null, capped.lines[id]?.points ?? null];
          if (before === null || !changed.has(id)) expect(after).toBe(before);
          else notLess(before, after);
          if (after !== before) lowered += 1;
        }
      }),
      { numRuns: 1000 },
    );
    expect(lowered).toBeGreaterThan(20);
  });

  test('totalAtMost lowers the total or leaves it, to the least cap that fires, and changes no points', () => {
    fc.assert(
      fc.property(tree(false), gates(false, 'totalAtMost'), (root, drafts) => {
        const [free, capped] = [scored(documents(root, [])), scored(documents(root, drafts))];
        expect(capped.status).toBe(free.status);
        if (free.total === null) return;
        const fired = capped.findings.filter(({ code }) => code === 'GATE').map(({ gate }) => Number(gate?.slice(1)));
        const caps = fired.map((index) => numberOf(drafts[index]?.to));
        const least = caps.reduce((a, b) => (b.compare(a) < 0 ? b : a), numberOf(free.total));
        expect(capped.total).toBe(printNumber(least));
        const pointsOf = ({ lines }: Result) => Object.values(lines).map(({ points }) => points);
        expect(pointsOf(capped)).toEqual(pointsOf(free));
      }),
      { numRuns: 300 },
    );
  });

  test('written down and read again, members in any order, it gives the same result and digests', () => {
    fc.assert(
      fc.property(tree(false), everyGate, (root, drafts) => {
        const { card, facts } = documents(root, drafts);
        const again: Generated = { card: reversed(card), facts: reversed(facts) };
        const read = parseScorecard(JSON.parse(JSON.stringify(again.card)));
        expect(read).toEqual({ ok: true, value: card });
        expect(scored(again)).toEqual(scored({ card, facts }));
      }),
    );
  });
});

/** The tree with one leaf's actual, or its first rating, raised. */
function raise(node: Node, leaf: Node | undefined, by: Rational): Node {
  if (node.parts !== undefined)
    return Object.assign({ ...node }, { parts: node.parts.map((part) => raise(part, leaf, by)) });
  if (node !== leaf) return node;
  const up = (text: string | undefined): string => printNumber(numberOf(text).add(by));
  const [first, ...others] = node.fact.ratings ?? [];
  if (first === undefined) return { ...node, fact: { ...node.fact, actual: up(node.fact.actual) } };
  const value = numberOf(up(first.value)).compare(5) > 0 ? '5' : up(first.value);
  return { ...node, fact: { ratings: [{ ...first, value }, ...others] } };
}

/** A result without what follows the order of the document: operands sorted, findings as a set, no digests. */
function regardless({ digests: _digests, lines, findings, ...rest }: Result): unknown {
  const sorted = (step: CalculationStep) => ({ ...step, from: step.from.split(' ').toSorted().join(' ') });
  const plain = ({ steps, ...line }: Line) => ({ ...line, steps: steps.map(sorted) });
  return {
    ...rest,
    lines: Object.fromEntries(Object.entries(lines).map(([id, line]) => [id, plain(line)])),
    findings: findings.map((each) => JSON.stringify(each)).toSorted(),
  };
}

/** The same value, the members of all its objects the other way round. */
function reversed<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed) as T;
  const members = Object.entries(value).toReversed();
  return Object.fromEntries(members.map(([name, member]) => [name, reversed(member as unknown)])) as T;
}
