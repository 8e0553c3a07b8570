import type {
  Adjustments,
  Combine,
  Component,
  Comparison,
  Condition,
  Fact,
  Facts,
  Gate,
  Grades,
  Group,
  Measured,
  Rated,
  RatingRule,
  Scorecard,
} from '../../domain/rules/index.js';
import { curve, directions, measures, plainCurve } from './curves.js';
import { ascending, decimal, made, type Random } from './random.js';

export const combines = [
  'weighted-mean',
  'weighted-sum',
  'sum',
  'mean',
  'min',
  'max',
] as const satisfies readonly Combine[];
export const comparisons = ['<', '<=', '>', '>=', '='] as const satisfies readonly Comparison[];
const roles = ['superior', 'peer', '合作部门'] as const;

/** Names as people give them, some of which trip programs up: names of every object, numbers, beyond the basic plane. */
const names = [
  ...['质量', '成本', '\u{1f600}', '\uff21', 'é', 'revenue', 'Revenue', 'constructor', 'toString', '10', '2', 'a b'],
  ...['format', 'facts', 'x/y', 'quote"d', 'new\nline', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8', 'p9'],
  ...Array.from({ length: 80 }, (_, index) => `part-${index}`),
] as const;
/** Facts that no component has, but that factors, sums of entries and tables look at. */
const looseFacts = ['modifier', 'extra', 'eps', 'revenue-level'] as const;

interface Draft {
  readonly random: Random;
  readonly free: string[];
  readonly leaves: string[];
  readonly facts: Record<string, Fact>;
}

/** One scorecard with facts for it; sometimes the bare map, as it may also be given. */
export function scoring(random: Random): { readonly card: Scorecard; readonly facts: Facts | Facts['facts'] } {
  const draft: Draft = { random, free: random.shuffled(names), leaves: [], facts: looseOf(random) };
  const root = random.oneIn(12) ? leaf(draft, rootId(draft), false) : group(draft, rootId(draft), 3, false);
  const card = made<Scorecard>({
    format: 'perfcycle/scorecard@1',
    root,
    gates: random.oneIn(3) ? undefined : gates(draft, root),
    grades: random.oneIn(4) ? undefined : grades(random),
  });
  const { facts } = draft;
  return { card, facts: random.oneIn(3) ? facts : { format: 'perfcycle/facts@1', facts } };
}

const rootId = (draft: Draft): string => (draft.random.oneIn(2) ? 'total' : nextId(draft));

function nextId({ free }: Draft): string {
  const id = free.pop();
  if (id === undefined) throw new RangeError('more components than names');
  return id;
}

function looseOf(random: Random): Record<string, Fact> {
  const facts: Record<string, Fact> = {};
  for (const id of looseFacts) if (!random.oneIn(3)) facts[id] = numbers(random);
  if (random.oneIn(2)) facts['modifier'] = { actual: decimal(random, -20, 160) };
  if (random.oneIn(2)) facts['extra'] = { entries: entries(random) };
  for (const id of looseFacts) if (random.oneIn(30)) facts[id] = { ...facts[id], notApplicable: 'not measured' };
  return facts;
}

const entries = (random: Random) =>
  random.list(0, 4, () => ({ points: decimal(random, -6, 6), ...(random.oneIn(2) && { reason: 'audit' }) }));

/** Numbers from a few small ones, so that nothing changed, targets of zero and losses as targets are met often. */
function numbers(random: Random): Fact {
  const some = (): string =>
    random.oneIn(3) ? random.pick(['0', '1', '50', '100', '-0', '-5.5', '-40']) : decimal(random, -20, 150);
  const [actual, target, baseline] = [some(), some(), some()];
  return made<Fact>({
    actual: random.oneIn(9) ? undefined : actual,
    target: random.oneIn(9) ? undefined : target,
    baseline: random.oneIn(9) ? undefined : random.oneIn(12) ? target : baseline,
  });
}

const weightOf = (random: Random, needed: boolean): string | undefined => {
  if (!needed && random.oneIn(2)) return undefined;
  return random.oneIn(6) ? '0' : random.oneIn(2) ? random.pick(['10', '20', '40', '60']) : decimal(random, 0, 60);
};

function adjustments(random: Random): Adjustments {
  const min = random.oneIn(8) ? decimal(random, -20, 40) : undefined;
  const [from, to] = [ascending(random, 2, 2, -10, 110), [decimal(random, -5, 10), decimal(random, -5, 120)]] as const;
  return made<Adjustments>({
    factor: random.oneIn(6) ? bounded(random, 'modifier', 0, 90, 130) : undefined,
    add: random.oneIn(6) ? bounded(random, 'extra', -5, 2, 8) : undefined,
    scale: random.oneIn(8)
      ? {
          from: random.oneIn(4) ? [from[1] ?? '1', from[0]] : [from[0], from[1] ?? '1'],
          to: [to[0] ?? '0', to[1] ?? '1'],
        }
      : undefined,
    min,
    max: random.oneIn(8) ? decimal(random, 40, 130) : undefined,
    round: random.oneIn(6) ? random.int(0, 3) : undefined,
  });
}

function bounded(random: Random, usual: string, low: number, middle: number, high: number) {
  return made<{ of: string; min?: string; max?: string }>({
    of: random.oneIn(8) ? random.pick(looseFacts) : usual,
    min: random.maybe(() => decimal(random, low, middle)),
    max: random.maybe(() => decimal(random, middle + 1, high)),
  });
}

function group(draft: Draft, id: string, depth: number, weighted: boolean): Group {
  const { random, facts } = draft;
  const combine = random.oneIn(2) ? random.pick(['weighted-mean', 'weighted-sum']) : random.pick(combines);
  const needed = combine === 'weighted-mean' || combine === 'weighted-sum';
  if (random.oneIn(25)) facts[id] = { notApplicable: 'closed in this period' };
  const parts = random.list(1, 4, (): Component => {
    const part = nextId(draft);
    return depth > 1 && random.oneIn(3) ? group(draft, part, depth - 1, needed) : leaf(draft, part, needed);
  });
  return {
    ...made<Group>({ id, weight: weightOf(random, weighted), parts, combine }),
    ...(random.oneIn(3) ? adjustments(random) : {}),
  };
}

function leaf(draft: Draft, id: string, weighted: boolean): Measured | Rated {
  const { random, facts, leaves } = draft;
  leaves.push(id);
  const common = {
    id,
    title: random.oneIn(10) ? { 'zh-CN': '指标“一”', en: 'One\tof "many" \\' } : undefined,
    weight: weightOf(random, weighted),
    missing: random.pick([undefined, 'block', 'exclude', 'exclude', 'exclude', 'zero'] as const),
  };
  const isRated = random.oneIn(4);
  if (!random.oneIn(25)) facts[id] = isRated ? { ratings: [] } : numbers(random);
  const own: Measured | Rated = isRated
    ? made<Rated>({ ...common, rating: rating(draft, id), curve: random.maybe(() => plainCurve(random)) })
    : made<Measured>({
        ...common,
        measure: random.maybe(() => random.pick(measures)),
        direction: random.maybe(() => random.pick(directions)),
        curve: random.oneIn(4) ? undefined : curve(random, [id, ...looseFacts, ...leaves]),
      });
  if (random.oneIn(12)) facts[id] = { ...facts[id], notApplicable: 'does not concern us' };
  return { ...own, ...(random.oneIn(2) ? adjustments(random) : {}) };
}

/** The rule of a rated part; its fact gets ratings inside and outside the scale, with and without evidence. */
function rating({ random, facts }: Draft, id: string): RatingRule {
  const by = random.some(roles, 3).map((role) => ({ role, weight: random.oneIn(8) ? '0' : decimal(random, 1, 60) }));
  const asked = by.length > 0 ? by : [{ role: 'superior', weight: '100' }];
  if (facts[id] !== undefined) {
    const ratings = random.list(0, 5, (index) => ({
      role: random.pick(asked).role,
      by: `rater-${index}`,
      value: random.oneIn(10) ? random.pick(['0.99', '5.01', '-1', '100']) : decimal(random, 1, 5),
      ...(random.oneIn(8) ? {} : { evidence: random.oneIn(8) ? [] : ['minutes of 3 March'] }),
    }));
    facts[id] = { ratings };
  }
  return made<RatingRule>({
    scale: { min: '1', max: '5' },
    requireEvidence: random.pick([undefined, false, true]),
    by: asked,
  });
}

function gates(draft: Draft, root: Component): readonly Gate[] {
  const { random, leaves } = draft;
  const changes = (): Record<string, string> =>
    Object.fromEntries(random.some(leaves, 2).map((id) => [id, decimal(random, -5, 100)]));
  const rootIsLeaf = !('parts' in root);
  return random.list(1, 4, (index): Gate => {
    const ofTotal = random.oneIn(2);
    const tested = ofTotal && !(rootIsLeaf && root.id === 'total') ? ['total', 'total', ...leaves] : leaves;
    return made<Gate>({
      id: `gate-${index}`,
      when: condition(random, tested, 2),
      then: ofTotal
        ? random.pick([{ totalAtMost: decimal(random, -5, 110) }, { grade: random.pick(['D', '丁', 'A']) }])
        : random.pick([{ set: changes() }, { atMost: changes() }]),
      reason: random.oneIn(4) ? 'quality comes first' : undefined,
    });
  });
}

function condition(random: Random, tested: readonly string[], depth: number): Condition {
  if (depth > 0 && random.oneIn(4)) return { any: random.list(1, 3, () => condition(random, tested, depth - 1)) };
  if (depth > 0 && random.oneIn(4)) return { all: random.list(1, 3, () => condition(random, tested, depth - 1)) };
  const component = random.pick(tested);
  return made<Extract<Condition, { component: string }>>({
    component,
    value: random.pick([undefined, undefined, 'points', 'x'] as const),
    is: random.pick(comparisons),
    than: random.oneIn(3) ? random.pick(['0', '50', '100']) : decimal(random, -10, 110),
  });
}

const grades = (random: Random): Grades =>
  made<Grades>({
    round: random.maybe(() => random.int(0, 2)),
    bands: ascending(random, 1, 4, 0, 100).map((from, index) => ({ from, grade: ['C', 'B', 'A', '甲'][index] ?? 'S' })),
    below: 'D',
  });
