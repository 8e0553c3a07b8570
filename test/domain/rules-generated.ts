import fc from 'fast-check';
import { exact } from '../../domain/numbers.js';
import type {
  Comparison,
  Component,
  Curve,
  Fact,
  Facts,
  Gate,
  PlainCurve,
  Point,
  Scorecard,
} from '../../domain/rules/index.js';

/**
 * Random valid scorecards and facts. `RULES_SEED` fixes the seed; a failing
 * property prints its own. `RULES_SHRINK=no`: that it fails is enough to know.
 */
const seed = process.env['RULES_SEED'];
fc.configureGlobal({
  numRuns: 150,
  unbiased: true,
  endOnFailure: process.env['RULES_SHRINK'] === 'no',
  ...(seed !== undefined && { seed: Number(seed) }),
});

/** A node of a generated scorecard: its component without id, its fact, and its place after a shuffle. */
export interface Node {
  readonly component: Readonly<Record<string, unknown>>;
  readonly fact: Fact;
  readonly parts?: readonly Node[];
  readonly place: number;
}
export interface Generated {
  readonly card: Scorecard;
  readonly facts: Facts;
}

/** `1250` → `12.50`: two places, so that zeros at the end are met too. */
export const hundredths = (value: number): string => {
  const digits = String(Math.abs(value)).padStart(3, '0');
  return `${value < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
export const decimal = (min: number, max: number): fc.Arbitrary<string> =>
  fc.integer({ min: min * 100, max: max * 100 }).map(hundredths);
export const weight = fc.oneof(fc.constantFrom('0', '0', '1', '30'), decimal(0, 100));
export const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
/** Without the members that are undefined: documents have none. */
export const made = <T extends object>(value: object): T =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;

/** Points with x ascending; `rising`: y too. */
const points = (rising: boolean, least: number): fc.Arbitrary<readonly Point[]> =>
  fc.uniqueArray(fc.integer({ min: -3000, max: 15_000 }), { minLength: least, maxLength: 5 }).chain((xs) =>
    fc.array(decimal(-20, 150), { minLength: xs.length, maxLength: xs.length }).map((ys) => {
      const y = rising ? ys.toSorted((a, b) => exact(a).compare(exact(b))) : ys;
      return xs.toSorted((a, b) => a - b).map((x, index) => [hundredths(x), y[index] ?? '0'] as const);
    }),
  );
const side = fc.record({ every: decimal(1, 5), points: decimal(0, 9), max: maybe(decimal(0, 30)) }).map(made);

/** Any curve of one number; `rising`: with more x never fewer points. */
export function plainCurve(rising: boolean): fc.Arbitrary<PlainCurve> {
  const low = rising ? fc.constant('-1000') : decimal(-50, 50);
  const high = rising ? fc.constant('1000') : decimal(-50, 50);
  const outside = (fixed: fc.Arbitrary<string>) => maybe(fc.oneof(fc.constantFrom('hold', 'extend'), fixed));
  const of = (type: string, fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<PlainCurve> =>
    fc.record(fields).map((values) => made({ type, ...values }));
  const band = { low: decimal(-20, 20), high: decimal(20, 120), points: decimal(0, 100), perUnit: decimal(0, 9) };
  return fc.oneof(
    fc.constant({ type: 'identity' as const }),
    of('line', { points: points(rising, 2), below: outside(low), above: outside(high) }),
    of('steps', { from: points(rising, 1), below: low }),
    of('per-unit', { base: decimal(0, 100), up: maybe(side), down: maybe(side), whole: maybe(fc.boolean()) }),
    ...(rising ? [] : [of('in-band', { ...band, min: maybe(fc.constant('-20')) })]),
  );
}
const view = fc.record({
  measure: fc.constantFrom('actual' as const, 'attainment' as const, 'change' as const, 'excess' as const),
  curve: plainCurve(true),
});
const best = fc.array(view, { minLength: 1, maxLength: 3 }).map((of): Curve => ({ type: 'best', of }));

const adjustments = (rising: boolean) =>
  fc.record({
    factor: maybe(fc.constant({ of: 'percent', max: '150' })),
    add: maybe(fc.constant({ of: 'extra', min: '-5', max: '5' })),
    scale: maybe(
      fc.constantFrom(
        { from: ['0', '100'], to: ['1', '5'] },
        rising ? { from: ['3', '1'], to: ['7', '2'] } : { from: ['0', '100'], to: ['5', '1'] },
      ),
    ),
    min: maybe(decimal(-20, 0)),
    max: maybe(decimal(50, 150)),
    round: maybe(fc.integer({ min: 0, max: 3 })),
  });

/** Sometimes, one in so many. */
const rarely = <T>(value: T, oneIn: number): fc.Arbitrary<T | undefined> =>
  fc.nat(oneIn - 1).map((n) => (n === 0 ? value : undefined));

function measured(rising: boolean): fc.Arbitrary<Node> {
  const fields = {
    measure: fc.constantFrom(undefined, 'actual', 'attainment', 'attainment', 'excess', 'change', 'progress'),
    direction: rising ? fc.constantFrom(undefined, 'higher') : fc.constantFrom(undefined, 'higher', 'lower'),
    curve: maybe(fc.oneof(plainCurve(rising), best)),
    missing: rising
      ? fc.constant('zero')
      : fc.constantFrom('exclude', 'exclude', 'exclude', 'zero', 'block', undefined),
    weight,
  };
  const fact = {
    actual: rising ? decimal(-50, 200) : fc.option(decimal(-50, 200), { nil: undefined, freq: 9 }),
    target: rising ? decimal(30, 200) : maybe(fc.oneof(decimal(1, 200), fc.constantFrom('0', '-5.5'))),
    baseline: rising ? decimal(0, 29) : maybe(decimal(-10, 100)),
    ...(!rising && { notApplicable: rarely('does not concern us', 8) }),
  };
  return fc
    .tuple(fc.record(fields), maybe(adjustments(rising)), fc.record(fact), fc.nat())
    .map(([component, more, own, place]) => ({ component: made({ ...component, ...more }), fact: made(own), place }));
}

function rated(rising: boolean): fc.Arbitrary<Node> {
  const by = [
    { role: 'superior', weight: '60' },
    { role: 'peer', weight: '40' },
  ];
  const rating = { scale: { min: '1', max: '5' }, requireEvidence: !rising, by };
  const fields = {
    curve: maybe(plainCurve(rising)),
    missing: rising ? fc.constant('zero') : fc.constantFrom('exclude', 'zero'),
    weight,
  };
  const values = fc.array(rising ? decimal(1, 5) : decimal(0, 6), { minLength: rising ? 1 : 0, maxLength: 5 });
  return fc.tuple(fc.record(fields), values, fc.nat()).map(([component, given, place]) => ({
    component: made({ ...component, rating }),
    fact: {
      ratings: given.map((value, index) => ({
        role: index % 2 === 0 ? 'superior' : 'peer',
        by: `r${index}`,
        value,
        evidence: index === 3 ? [] : ['minutes'],
      })),
    },
    place,
  }));
}

const combines = ['weighted-mean', 'weighted-mean', 'weighted-mean', 'weighted-sum', 'sum', 'mean', 'min', 'max'];

/** A group at the root, groups and leaves below; `rising`: nothing in it makes less of more, and nothing is missing. */
export function tree(rising: boolean): fc.Arbitrary<Node> {
  return fc.letrec<{ node: Node; group: Node }>((tie) => ({
    group: fc
      .tuple(
        fc.record({
          combine: fc.constantFrom(...combines),
          weight,
        }),
        fc.array(tie('node'), { minLength: 1, maxLength: 5, size: 'max' }),
        rising ? fc.constant(undefined) : rarely('closed', 20),
        maybe(adjustments(rising)),
        fc.nat(),
      )
      .map(([component, parts, notApplicable, more, place]) => ({
        component: made({ ...component, ...more }),
        parts,
        fact: made({ notApplicable }),
        place,
      })),
    node: fc.oneof({ depthSize: 'small' }, measured(rising), measured(rising), rated(rising), tie('group')),
  })).group;
}

export interface GateDraft {
  readonly tested: number;
  readonly changed: number;
  readonly effect: 'set' | 'atMost' | 'totalAtMost' | 'grade';
  readonly is: Comparison;
  readonly value: 'points' | 'x' | undefined;
  readonly than: string;
  readonly to: string;
}
/** `rising`: they fire on too little only. */
export function gates(rising: boolean, ...effects: readonly GateDraft['effect'][]): fc.Arbitrary<readonly GateDraft[]> {
  const draft = fc.record({
    tested: fc.nat(),
    changed: fc.nat(),
    effect: fc.constantFrom(...effects),
    is: fc.constantFrom<Comparison[]>(...(rising ? (['<', '<='] as const) : (['<', '<=', '>', '>=', '='] as const))),
    value: fc.constantFrom(undefined, ...(rising ? [] : (['points', 'x'] as const))),
    than: decimal(0, 120),
    to: decimal(0, 100),
  });
  return fc.array(draft, { minLength: 1, maxLength: 3 });
}

/** Gives the nodes their ids, in the order of the tree as it was generated, and the gates their leaves. */
export function documents(root: Node, drafts: readonly GateDraft[], { shuffled = false } = {}): Generated {
  const ids = new Map<Node, string>();
  const leaves: string[] = [];
  const name = (node: Node): void => {
    ids.set(node, ids.size === 0 ? 'total' : `p${ids.size}`);
    if (node.parts === undefined) leaves.push(ids.get(node) ?? '');
    node.parts?.forEach(name);
  };
  name(root);
  const facts: Record<string, Fact> = {
    percent: { actual: '80' },
    extra: { entries: [{ points: '3' }, { points: '-1.5' }] },
  };
  const component = (node: Node): Component => {
    const id = ids.get(node) ?? '';
    const { ratings } = node.fact;
    facts[id] = { ...node.fact, ...(ratings !== undefined && { ratings: shuffled ? ratings.toReversed() : ratings }) };
    const parts = shuffled ? node.parts?.toSorted((a, b) => a.place - b.place) : node.parts;
    return { id, ...node.component, ...(parts !== undefined && { parts: parts.map(component) }) };
  };
  const leaf = (at: number): string => leaves[at % leaves.length] ?? '';
  const gate = ({ tested, changed, effect, is, value, than, to }: GateDraft, index: number): Gate => {
    const change = { [leaf(changed)]: to };
    const then = {
      set: { set: change },
      atMost: { atMost: change },
      totalAtMost: { totalAtMost: to },
      grade: { grade: 'G' },
    };
    return { id: `g${index}`, when: made({ component: leaf(tested), value, is, than }), then: then[effect] };
  };
  const bands = [
    { from: '20', grade: '2' },
    { from: '60', grade: '6' },
  ];
  return {
    card: {
      format: 'perfcycle/scorecard@1',
      root: component(root),
      gates: drafts.map(gate),
      grades: { bands, below: '0' },
    },
    facts: { format: 'perfcycle/facts@1', facts },
  };
}
