import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../domain/canonical.js';
import { type Component, type Facts, type Group, score, type Scorecard } from '../../domain/rules/index.js';
import { foundIn, scored, stepsOf } from './scored.js';

/** Small cases for what becomes of missing data, of parts that do not apply, and of parts together. */

const group = (combine: Group['combine'], ...parts: readonly Component[]): Group => ({ id: 'total', combine, parts });
const part = (id: string, weight?: string, more: object = {}): Component => ({
  id,
  ...(weight !== undefined && { weight }),
  ...more,
});
const actuals = (values: Readonly<Record<string, string>>): Facts['facts'] =>
  Object.fromEntries(Object.entries(values).map(([id, actual]) => [id, { actual }]));
const out = { notApplicable: 'does not concern us' };

describe('missing data', () => {
  const parts = (missing?: string): Component =>
    group(
      'weighted-mean',
      part('a', '30'),
      part('b', '70', { ...(missing !== undefined && { missing }), max: '60', min: '5' }),
    );
  const facts = actuals({ a: '80' });

  test.each([undefined, 'block'])(
    '%s: the whole score is blocked and says why; what has points still shows them',
    (missing) => {
      const result = scored(parts(missing), facts);
      expect(result).toMatchObject({ status: 'blocked', total: null, grade: null });
      expect(foundIn(result)).toEqual(['NO_DATA b']);
      expect(result.lines['a']).toMatchObject({
        points: '80',
        weight: '30',
        effectiveWeight: '100',
        contribution: '80',
      });
      expect(result.lines['b']).toEqual({ x: null, points: null, weight: '70', steps: [] });
      expect(result.lines['total']).toEqual({ x: null, points: null, steps: [] });
    },
  );

  test('exclude: the others are re-weighted', () => {
    const result = scored(parts('exclude'), facts);
    expect(result).toMatchObject({ status: 'scored', total: '80', findings: [] });
    expect(stepsOf(result, 'b')).toEqual(['excluded: NO_DATA = ']);
    expect(result.lines['b']).toEqual({ x: null, points: null, weight: '70', steps: result.lines['b']?.steps });
    expect(result.lines['a']).toMatchObject({ weight: '30', effectiveWeight: '100', contribution: '80' });
    expect(stepsOf(result, 'total')).toEqual(['weighted-mean: 80*30 = 80']);
  });

  test('zero: no points at all, and no adjustment', () => {
    const result = scored(parts('zero'), facts);
    expect(result).toMatchObject({ status: 'scored', total: '24', findings: [] });
    expect(stepsOf(result, 'b')).toEqual(['zero: NO_DATA = 0']);
    expect(result.lines['b']).toMatchObject({ x: null, points: '0', effectiveWeight: '70', contribution: '0' });
    expect(stepsOf(result, 'total')).toEqual(['weighted-mean: 80*30 0*70 = 24']);
  });

  test('the step names the reason', () => {
    const leaf = { id: 'b', measure: 'attainment', missing: 'zero' } as const;
    expect(stepsOf(scored(leaf, { b: { actual: '1', target: '0' } }), 'b')).toEqual(['zero: NO_DENOMINATOR = 0']);
  });
});

describe('what does not apply', () => {
  test('a leaf: effective weights keep the whole, so a weighted sum keeps its scale', () => {
    const facts = { ...actuals({ a: '80', b: '50' }), c: { actual: '3', ...out } };
    const result = scored(group('weighted-sum', part('a', '0.3'), part('b', '0.2'), part('c', '0.5')), facts);
    expect(result).toMatchObject({ status: 'scored', total: '68', findings: [] });
    expect(result.lines['a']).toMatchObject({ weight: '0.3', effectiveWeight: '0.6', contribution: '48' });
    expect(result.lines['b']).toMatchObject({ weight: '0.2', effectiveWeight: '0.4', contribution: '20' });
    expect(result.lines['c']).toEqual({ x: null, points: null, weight: '0.5', steps: result.lines['c']?.steps });
    expect(stepsOf(result, 'c')).toEqual(['not-applicable: does not concern us = ']);
    expect(stepsOf(result, 'total')).toEqual(['weighted-sum: 80*0.6 50*0.4 = 68']);
  });

  test('a group: nothing below it is asked for', () => {
    const inner: Component = {
      ...group('sum', part('b'), { ...group('mean', part('c')), id: 'deep' }),
      id: 'inner',
      weight: '60',
    };
    const result = scored(group('weighted-mean', part('a', '40'), inner), {
      ...actuals({ a: '7', b: '9' }),
      inner: out,
    });
    expect(result).toMatchObject({ status: 'scored', total: '7', findings: [] });
    expect(result.lines['inner']).toMatchObject({ points: null, weight: '60' });
    for (const id of ['b', 'deep', 'c']) expect(result.lines[id]).toEqual({ x: null, points: null, steps: [] });
  });

  test('a group without an applicable part is out itself', () => {
    const inner: Component = { ...group('weighted-sum', part('b', '1')), id: 'inner', weight: '60' };
    const result = scored(group('weighted-mean', part('a', '40'), inner), { ...actuals({ a: '7' }), b: out });
    expect(result).toMatchObject({ total: '7', findings: [] });
    expect(result.lines['a']).toMatchObject({ effectiveWeight: '100' });
  });

  test('a group whose applicable weights are 0 is out itself; under a mean weights say nothing', () => {
    const parts = [part('b', '0'), part('c', '5')];
    const facts = { ...actuals({ a: '7', b: '9' }), c: out };
    const of = (combine: Group['combine']) =>
      scored(
        group('weighted-mean', part('a', '40'), { ...group(combine, ...parts), id: 'inner', weight: '60' }),
        facts,
      );
    expect(of('weighted-mean')).toMatchObject({ total: '7', findings: [] });
    expect(of('weighted-mean').lines['b']).toEqual({
      x: '9',
      points: '9',
      weight: '0',
      steps: of('mean').lines['b']?.steps,
    });
    expect(of('weighted-sum')).toMatchObject({ total: '7', findings: [] });
    expect(of('mean')).toMatchObject({ total: '8.2', findings: [] });
  });

  test('a part of weight 0 counts nothing and is shown', () => {
    const result = scored(group('weighted-mean', part('a', '40'), part('b', '0')), actuals({ a: '7', b: '900' }));
    expect(result.total).toBe('7');
    expect(result.lines['b']).toMatchObject({ effectiveWeight: '0', contribution: '0' });
  });

  test('a root that is out is blocked: by itself, by all its parts, or as an excluded leaf', () => {
    const nothing = {
      status: 'blocked',
      total: null,
      grade: null,
      findings: [{ code: 'NOTHING_APPLICABLE', component: 'total' }],
    };
    expect(scored(group('mean', part('a')), { a: out })).toMatchObject(nothing);
    expect(scored(group('mean', part('a')), { ...actuals({ a: '1' }), total: out })).toMatchObject(nothing);
    expect(scored(part('total'), { total: { actual: '1', ...out } })).toMatchObject(nothing);
    expect(scored(part('total', undefined, { missing: 'exclude' }), {})).toMatchObject(nothing);
    expect(scored(group('weighted-mean', part('a', '0')), actuals({ a: '1' }))).toMatchObject(nothing);
    expect(scored(group('min', part('a', undefined, { missing: 'exclude' })), {}).findings).toHaveLength(1);
  });

  test('in a sum a part left out blocks, and each is told of', () => {
    const excluded = { missing: 'exclude' };
    const result = scored(group('sum', part('a'), part('b'), part('c', undefined, excluded)), {
      ...actuals({ a: '1' }),
      b: out,
    });
    expect(result).toMatchObject({ status: 'blocked', total: null });
    expect(foundIn(result)).toEqual(['PART_LEFT_OUT b', 'PART_LEFT_OUT c']);
    expect(stepsOf(result, 'total')).toEqual([]);
    expect(foundIn(scored(group('sum', part('b')), { b: out }))).toEqual(['NOTHING_APPLICABLE total']);
  });

  test('elsewhere a part left out does not count', () => {
    const of = (combine: Group['combine']) =>
      scored(group(combine, part('a'), part('b'), part('c')), { ...actuals({ a: '4', b: '8' }), c: out });
    expect(of('mean')).toMatchObject({ total: '6', findings: [] });
    expect(of('min')).toMatchObject({ total: '4', findings: [] });
    expect(of('max')).toMatchObject({ total: '8', findings: [] });
  });
});

describe('parts together', () => {
  const facts = actuals({ a: '4', b: '9', c: '-1' });
  test.each<[Group['combine'], string, string]>([
    ['weighted-mean', '4*1 9*2 -1*3', '19/6'],
    ['weighted-sum', '4*1 9*2 -1*3', '19'],
    ['sum', '4 9 -1', '12'],
    ['mean', '4 9 -1', '4'],
    ['min', '4 9 -1', '-1'],
    ['max', '4 9 -1', '9'],
  ])('%s', (combine, from, total) => {
    const result = scored(group(combine, part('a', '1'), part('b', '2.0'), part('c', '3')), facts);
    expect(result).toMatchObject({ status: 'scored', total, grade: null, findings: [] });
    expect(stepsOf(result, 'total')).toEqual([`${combine}: ${from} = ${total}`]);
    expect(result.lines['total']).toMatchObject({ x: null, points: total });
    expect(result.lines['b']?.weight).toBe('2');
    const { effectiveWeight, contribution } = result.lines['b'] ?? {};
    if (combine === 'weighted-mean') expect([effectiveWeight, contribution]).toEqual(['2', '3']);
    else if (combine === 'weighted-sum') expect([effectiveWeight, contribution]).toEqual(['2', '18']);
    else expect([effectiveWeight, contribution]).toEqual([undefined, undefined]);
  });

  test.each<[Group['combine'], string]>([
    ['min', '4'],
    ['max', '9'],
  ])('%s: where the first is it', (combine, total) => {
    const order = combine === 'min' ? ['a', 'b'] : ['b', 'a'];
    expect(scored(group(combine, ...order.map((id) => part(id))), facts).total).toBe(total);
  });

  test('groups in groups, lines in the order of the document', () => {
    const inner: Component = { ...group('sum', part('b'), part('c')), id: 'inner', weight: '1', max: '5' };
    const result = scored(group('weighted-mean', inner, part('a', '3')), facts);
    expect(Object.keys(result.lines)).toEqual(['total', 'inner', 'b', 'c', 'a']);
    expect(result.lines['inner']).toMatchObject({
      points: '5',
      weight: '1',
      effectiveWeight: '1',
      contribution: '1.25',
    });
    expect(result.total).toBe('4.25');
  });

  test('a blocked part of a group blocks the groups above it', () => {
    const inner: Component = { ...group('max', part('b'), part('gone')), id: 'inner' };
    const result = scored(group('mean', inner, part('a')), facts);
    expect(result.status).toBe('blocked');
    expect(foundIn(result)).toEqual(['NO_DATA gone']);
    expect(result.lines['inner']).toEqual({ x: null, points: null, steps: [] });
  });

  test('a template card is not scored', () => {
    expect(() => scored(group('mean', { id: 'g', fromGoals: {} }), {})).toThrow('must be expanded');
  });

  test('the digests are taken over the canonical form of both documents', () => {
    const card: Scorecard = { format: 'perfcycle/scorecard@1', root: part('a') };
    const given: Facts = { format: 'perfcycle/facts@1', facts: actuals({ a: '1' }) };
    const result = score(card, given, { sha256: (text) => `of ${text}` });
    expect(result.digests).toEqual({ rules: `of ${canonicalJson(card)}`, facts: `of ${canonicalJson(given)}` });
    expect(result.format).toBe('perfcycle/result@1');
  });
});
