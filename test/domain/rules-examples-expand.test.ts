import { describe, expect, test } from 'vitest';
import {
  type Component,
  componentId,
  expandScorecard,
  type FromGoals,
  type Goal,
  type Group,
  type Scorecard,
} from '../../domain/rules/index.js';

/** A template's scorecard for one unit: one part per goal. */

const goal = (members: Partial<Goal>): Goal => ({ id: 'east/g', unit: 'east', title: 'it', ...members });
const metrics = new Map([
  ['sales', { better: 'higher' as const }],
  ['cost', { better: 'lower' as const }],
  ['stock', { better: 'in-band' as const }],
]);
const card = (fromGoals: FromGoals['fromGoals'], ...others: readonly Component[]): Scorecard => ({
  format: 'perfcycle/scorecard@1',
  root: { id: 'total', combine: 'weighted-mean', parts: [...others, { id: 'goals', fromGoals }] },
  grades: { bands: [{ from: '60', grade: 'C' }], below: 'D' },
});
const partsOf = (root: Component): readonly Component[] => (root as Group).parts;
const expanded = (defaults: FromGoals['fromGoals'], ...goals: readonly Goal[]) =>
  partsOf(expandScorecard(card(defaults), goals, metrics).root);

const line = {
  type: 'line',
  points: [
    ['0', '0'],
    ['1', '9'],
  ],
} as const;
const steps = { type: 'steps', from: [['0', '1']], below: '0' } as const;
const rating = { scale: { min: '1', max: '5' }, by: [{ role: 'superior', weight: '100' }] };

describe('a goal becomes a part', () => {
  test('named by its metric, else by its own name', () => {
    expect(componentId({ id: 'east/g', metric: 'sales' })).toBe('sales');
    expect(componentId({ id: 'east/g' })).toBe('g');
    expect(componentId({ id: 'g' })).toBe('g');
    expect(componentId({ id: 'east/g/h' })).toBe('g/h');
  });

  test.each<[string, FromGoals['fromGoals'], Partial<Goal>, object]>([
    [
      'with all of its own',
      { measure: 'actual', curve: steps },
      { metric: 'sales', weight: '40', measure: 'progress', curve: line, direction: 'lower' },
      { id: 'sales', weight: '40', measure: 'progress', direction: 'lower', curve: line },
    ],
    [
      'with the defaults',
      { measure: 'attainment', curve: steps },
      { metric: 'sales', weight: '40' },
      { id: 'sales', weight: '40', measure: 'attainment', direction: 'higher', curve: steps },
    ],
    [
      'with what is always so',
      {},
      { metric: 'sales' },
      { id: 'sales', weight: '0', measure: 'actual', direction: 'higher' },
    ],
    [
      'in the direction of its metric',
      {},
      { metric: 'cost' },
      { id: 'cost', weight: '0', measure: 'actual', direction: 'lower' },
    ],
    [
      'against the direction of its metric',
      {},
      { metric: 'cost', direction: 'higher' },
      { id: 'cost', weight: '0', measure: 'actual', direction: 'higher' },
    ],
    [
      'on a metric that is best in a band',
      {},
      { metric: 'stock', target: '5' },
      { id: 'stock', weight: '0', measure: 'actual', direction: 'higher' },
    ],
    [
      'on a metric unknown here',
      {},
      { metric: 'other' },
      { id: 'other', weight: '0', measure: 'actual', direction: 'higher' },
    ],
    ['without a metric', {}, {}, { id: 'g', weight: '0', measure: 'actual', direction: 'higher' }],
    [
      'qualitative, on a metric',
      { rating },
      { kind: 'qualitative', metric: 'sales' },
      { id: 'sales', weight: '0', measure: 'actual', direction: 'higher' },
    ],
    ['qualitative', { rating }, { kind: 'qualitative', weight: '20' }, { id: 'g', weight: '20', rating }],
    [
      'qualitative, with the curve of ratings',
      { rating, curve: steps, ratingCurve: line },
      { kind: 'qualitative' },
      { id: 'g', weight: '0', rating, curve: line },
    ],
    [
      'qualitative, with its own curve',
      { rating, ratingCurve: line },
      { kind: 'qualitative', curve: steps },
      { id: 'g', weight: '0', rating, curve: steps },
    ],
    [
      'with a band',
      { measure: 'progress', curve: line, perUnit: '3' },
      { metric: 'stock', weight: '9', target: { low: '1', high: '2' } },
      {
        id: 'stock',
        weight: '9',
        measure: 'actual',
        curve: { type: 'in-band', low: '1', high: '2', points: '100', perUnit: '3' },
      },
    ],
    [
      'with a band that loses nothing',
      {},
      { metric: 'stock', target: { low: '1', high: '2' } },
      {
        id: 'stock',
        weight: '0',
        measure: 'actual',
        curve: { type: 'in-band', low: '1', high: '2', points: '100', perUnit: '0' },
      },
    ],
    [
      'with a band and its own curve',
      { perUnit: '3' },
      { metric: 'stock', target: { low: '1', high: '2' }, curve: line },
      { id: 'stock', weight: '0', measure: 'actual', curve: line },
    ],
  ])('%s', (_name, defaults, members, part) => expect(expanded(defaults, goal(members))).toEqual([part]));

  test('a qualitative one needs a rule for ratings', () => {
    expect(() => expanded({}, goal({ kind: 'qualitative' }))).toThrow(
      new RangeError('no rating rule for the goal east/g'),
    );
  });
});

describe('the card around them', () => {
  test('keeps its other parts, their order, and all else', () => {
    const inner: Component = {
      id: 'inner',
      combine: 'sum',
      weight: '30',
      parts: [{ id: 'goals2', fromGoals: {} }, { id: 'z' }],
    };
    const given = card({}, { id: 'fixed', weight: '10' }, inner);
    const goals = [goal({ metric: 'sales' }), goal({ id: 'east/h' })];
    const made = expandScorecard(given, goals, metrics);
    expect(made).toEqual({ ...given, root: made.root });
    expect(made.root).toMatchObject({ id: 'total', combine: 'weighted-mean' });
    expect(partsOf(made.root).map(({ id }) => id)).toEqual(['fixed', 'inner', 'sales', 'h']);
    expect(partsOf(made.root)[0]).toEqual({ id: 'fixed', weight: '10' });
    expect(partsOf(made.root)[1]).toMatchObject({ id: 'inner', combine: 'sum', weight: '30' });
    expect(partsOf(partsOf(made.root)[1]!).map(({ id }) => id)).toEqual(['sales', 'h', 'z']);
  });

  test('has no parts for a unit without goals', () => expect(expanded({})).toEqual([]));

  test('may be one leaf', () => {
    const leaf: Scorecard = { format: 'perfcycle/scorecard@1', root: { id: 'a' } };
    expect(expandScorecard(leaf, [goal({})], metrics)).toEqual(leaf);
  });
});
