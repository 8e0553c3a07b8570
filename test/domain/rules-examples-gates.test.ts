import { describe, expect, test } from 'vitest';
import { exact } from '../../domain/numbers.js';
import {
  type Comparison,
  type Component,
  type Condition,
  type Facts,
  type Gate,
  gradeOf,
  type Grades,
  type Rated,
} from '../../domain/rules/index.js';
import { foundIn, scored, stepsOf } from './scored.js';

/** Small cases for gates, grades and ratings. */

const gate = (id: string, when: Condition, then: Gate['then']): Gate => ({ id, when, then });
const when = (component: string, is: Comparison, than: string, value?: 'points' | 'x'): Condition => ({
  component,
  is,
  than,
  ...(value !== undefined && { value }),
});
const root: Component = {
  id: 'all',
  combine: 'sum',
  parts: [
    { id: 'a', max: '50' },
    { id: 'b' },
    { id: 'inner', combine: 'max', parts: [{ id: 'c', curve: { type: 'steps', from: [['0', '1']], below: '0' } }] },
  ],
};
const facts: Facts['facts'] = { a: { actual: '80' }, b: { actual: '20' }, c: { actual: '3' } };
const gated = (...gates: readonly Gate[]) => scored(root, facts, { gates });
const fires = (condition: Condition): boolean =>
  foundIn(gated(gate('g', condition, { totalAtMost: '1000' }))).includes('GATE g');

describe('the condition of a gate', () => {
  test.each<[Comparison, string, boolean]>([
    ['<', '20.1', true],
    ['<', '20', false],
    ['<', '19.9', false],
    ['<=', '20.1', true],
    ['<=', '20', true],
    ['<=', '19.9', false],
    ['>', '20.1', false],
    ['>', '20', false],
    ['>', '19.9', true],
    ['>=', '20.1', false],
    ['>=', '20', true],
    ['>=', '19.9', true],
    ['=', '20.0', true],
    ['=', '20.1', false],
    ['=', '19.9', false],
  ])('20 %s %s: %s', (is, than, fired) => expect(fires(when('b', is, than))).toBe(fired));

  test('looks at the points unless it says x', () => {
    expect(fires(when('a', '=', '50'))).toBe(true);
    expect(fires(when('a', '=', '50', 'points'))).toBe(true);
    expect(fires(when('a', '=', '80', 'x'))).toBe(true);
    expect(fires(when('a', '=', '50', 'x'))).toBe(false);
  });

  test('any: one is enough; all: each must be met', () => {
    const [yes, no] = [when('b', '=', '20'), when('b', '<', '20')];
    expect(fires({ any: [no, yes] })).toBe(true);
    expect(fires({ any: [no, no] })).toBe(false);
    expect(fires({ all: [yes, yes] })).toBe(true);
    expect(fires({ all: [yes, no] })).toBe(false);
    expect(fires({ all: [{ any: [no, yes] }, { all: [yes] }] })).toBe(true);
  });

  test('a missing value is not met, and each is told of, also beside one that is met', () => {
    const open: Component = { id: 'all', combine: 'mean', parts: [{ id: 'b' }, { id: 'n', missing: 'exclude' }] };
    const [present, missing] = [when('b', '=', '20'), when('n', '<', '5')];
    const of = (condition: Condition) =>
      foundIn(scored(open, facts, { gates: [gate('g', condition, { totalAtMost: '1' })] }));
    expect(of(missing)).toEqual(['GATE_NOT_TESTED g n']);
    expect(of({ any: [present, missing] })).toEqual(['GATE_NOT_TESTED g n', 'GATE g']);
    expect(of({ all: [missing, present, when('n', '>', '5', 'x')] })).toEqual(['GATE_NOT_TESTED g n']);
  });

  test('x of a table, of a part set to zero, and of a group is missing', () => {
    const zero: Component = { id: 'n', missing: 'zero' };
    const gates = [gate('g', when('n', '=', '0', 'x'), { totalAtMost: '1' })];
    expect(foundIn(scored(zero, {}, { gates }))).toEqual(['GATE_NOT_TESTED g n']);
    expect(foundIn(gated(gate('g', when('total', '=', '71', 'x'), { totalAtMost: '1' })))).toEqual([
      'GATE_NOT_TESTED g total',
    ]);
  });

  test('the same missing value asked for by two gates is told of for each', () => {
    const gates = ['g', 'h'].map((id) => gate(id, when('n', '=', '0'), { set: { n: '1' } }));
    expect(foundIn(scored({ id: 'n' }, {}, { gates }))).toEqual([
      'NO_DATA n',
      'GATE_NOT_TESTED g n',
      'GATE_NOT_TESTED h n',
    ]);
  });
});

describe('a gate over leaves', () => {
  const always = when('b', '>', '0');

  test('set puts the points up or down before anything is combined', () => {
    const result = gated(gate('g', always, { set: { a: '3', b: '90' } }));
    expect(result).toMatchObject({ total: '94', findings: [{ code: 'GATE', gate: 'g' }] });
    expect(stepsOf(result, 'a').at(-1)).toBe('gate:g: value=50 = 3');
    expect(stepsOf(result, 'b').at(-1)).toBe('gate:g: value=20 = 90');
    expect(result.lines['b']).toMatchObject({ x: '20', points: '90' });
    expect(stepsOf(result, 'all')).toEqual(['sum: 3 90 1 = 94']);
  });

  test('atMost only lowers', () => {
    const result = gated(gate('g', always, { atMost: { a: '3', b: '90', c: '1' } }));
    expect(result.total).toBe('24');
    expect(stepsOf(result, 'b').at(-1)).toBe('gate:g: value=20 = 20');
  });

  test('one that does not fire changes nothing and is not told of', () => {
    expect(gated(gate('g', when('b', '<', '0'), { set: { a: '3' } }))).toMatchObject({ total: '71', findings: [] });
  });

  test('each sees the ones before, in document order', () => {
    const lower = gate('first', when('a', '=', '50'), { set: { a: '10' } });
    const then = gate('second', when('a', '=', '10'), { atMost: { b: '5' } });
    expect(gated(lower, then)).toMatchObject({ total: '16' });
    expect(foundIn(gated(lower, then))).toEqual(['GATE first', 'GATE second']);
    expect(gated(then, lower)).toMatchObject({ total: '31' });
  });

  test('a leaf without points is never touched, and a group neither', () => {
    const open: Component = { id: 'all', combine: 'mean', parts: [{ id: 'b' }, { id: 'n', missing: 'exclude' }] };
    const gates = [gate('g', always, { set: { n: '100', gone: '1', all: '1' } })];
    const result = scored(open, facts, { gates });
    expect(result).toMatchObject({ total: '20', findings: [{ code: 'GATE', gate: 'g' }] });
    expect(result.lines['n']).toMatchObject({ points: null, steps: [{ what: 'excluded' }] });
  });

  test('a gate over the total is none over leaves', () => {
    expect(foundIn(gated(gate('g', when('all', '>', '0'), { set: { a: '3' } })))).toEqual(['GATE_NOT_TESTED g all']);
    expect(foundIn(gated(gate('g', when('inner', '>', '0'), { set: { a: '3' } })))).toEqual([
      'GATE_NOT_TESTED g inner',
    ]);
  });
});

describe('a gate over the total', () => {
  const grades: Grades = {
    bands: [
      { from: '10', grade: 'C' },
      { from: '60', grade: 'B' },
    ],
    below: 'D',
  };

  test('totalAtMost caps after combining; the line keeps its points', () => {
    const result = gated(gate('g', when('b', '=', '20'), { totalAtMost: '60' }));
    expect(result.total).toBe('60');
    expect(result.lines['all']?.points).toBe('71');
    expect(stepsOf(result, 'all')).toEqual(['sum: 50 20 1 = 71', 'gate:g: value=71 = 60']);
    expect(gated(gate('g', when('b', '=', '20'), { totalAtMost: '72' })).total).toBe('71');
    expect(gated(gate('g', when('b', '<', '20'), { totalAtMost: '1' })).total).toBe('71');
  });

  test('all test the total before any cap, by `total` or by the id of the root; the least cap holds', () => {
    const gates = [
      gate('g', when('total', '=', '71'), { totalAtMost: '60' }),
      gate('h', when('all', '=', '71', 'points'), { totalAtMost: '65' }),
      gate('i', when('total', '=', '60'), { totalAtMost: '1' }),
    ];
    expect(gated(...gates)).toMatchObject({ total: '60' });
    expect(foundIn(gated(...gates))).toEqual(['GATE g', 'GATE h']);
    expect(stepsOf(gated(...gates), 'all').slice(1)).toEqual(['gate:g: value=71 = 60', 'gate:h: value=60 = 60']);
  });

  test('one that tests an inner group is not tested', () => {
    expect(foundIn(gated(gate('g', when('inner', '>', '0'), { totalAtMost: '1' })))).toEqual([
      'GATE_NOT_TESTED g inner',
    ]);
  });

  test('a single leaf is both leaf and total', () => {
    const gates = [
      gate('g', when('b', '=', '20'), { set: { b: '30' } }),
      gate('h', when('total', '=', '30'), { totalAtMost: '25' }),
      gate('i', when('b', '=', '20', 'x'), { grade: 'Z' }),
    ];
    expect(scored({ id: 'b' }, facts, { gates })).toMatchObject({ total: '25', grade: 'Z' });
  });

  test('grade wins over the bands, the last one over the others, also without bands', () => {
    const gates = [
      gate('g', when('total', '>', '0'), { grade: 'X' }),
      gate('h', when('b', '>', '0'), { grade: 'Y' }),
      gate('i', when('b', '<', '0'), { grade: 'Z' }),
    ];
    expect(scored(root, facts, { gates, grades })).toMatchObject({ total: '71', grade: 'Y' });
    expect(scored(root, facts, { gates })).toMatchObject({ total: '71', grade: 'Y' });
    expect(scored(root, facts, { gates: gates.slice(2), grades })).toMatchObject({ grade: 'B' });
    expect(scored(root, facts)).toMatchObject({ total: '71', grade: null });
  });

  test('a cap lowers the grade', () => {
    const gates = [gate('g', when('total', '>', '0'), { totalAtMost: '59' })];
    expect(scored(root, facts, { gates, grades })).toMatchObject({ total: '59', grade: 'C' });
  });

  test('without a total there is no grade and nothing to cap; leaves are still tested', () => {
    const { b: _b, ...some } = facts;
    const gates = [
      gate('g', when('a', '>', '0'), { grade: 'X' }),
      gate('h', when('total', '>', '0'), { totalAtMost: '1' }),
      gate('i', when('a', '>', '0'), { totalAtMost: '1' }),
    ];
    const result = scored(root, some, { gates, grades });
    expect(result).toMatchObject({ status: 'blocked', total: null, grade: null });
    expect(foundIn(result)).toEqual(['NO_DATA b', 'GATE g', 'GATE_NOT_TESTED h total', 'GATE i']);
    expect(stepsOf(result, 'all')).toEqual([]);
  });
});

describe('grades', () => {
  const bands = [
    { from: '60', grade: 'C' },
    { from: '80', grade: 'B' },
    { from: '90', grade: 'A' },
  ];
  test.each<[string, number | undefined, string]>([
    ['59.999', undefined, 'D'],
    ['60', undefined, 'C'],
    ['79.999', undefined, 'C'],
    ['80', undefined, 'B'],
    ['90', undefined, 'A'],
    ['1000', undefined, 'A'],
    ['-5', undefined, 'D'],
    ['89.995', 2, 'A'],
    ['89.994', 2, 'B'],
    ['89.5', 0, 'A'],
    ['89.5', 1, 'B'],
    ['269/3', undefined, 'B'],
    ['269/3', 0, 'A'],
  ])('%s rounded to %s places: %s', (total, round, grade) => {
    expect(gradeOf(exact(total), { bands, below: 'D', ...(round !== undefined && { round }) })).toBe(grade);
    const grades = { bands, below: 'D', ...(round !== undefined && { round }) };
    if (!total.includes('/')) expect(scored({ id: 'a' }, { a: { actual: total } }, { grades }).grade).toBe(grade);
  });
});

describe('ratings', () => {
  const rated = (more: Partial<Rated> = {}, rule: Partial<Rated['rating']> = {}): Rated => ({
    id: 'a',
    rating: {
      scale: { min: '1', max: '5' },
      by: [
        { role: 'superior', weight: '60' },
        { role: 'peer', weight: '30' },
        { role: 'self', weight: '0' },
      ],
      ...rule,
    },
    ...more,
  });
  const by = (role: string, value: string, evidence?: readonly string[]) => ({
    role,
    by: `${role} ${value}`,
    value,
    ...(evidence !== undefined && { evidence }),
  });
  const ratings = (...given: readonly ReturnType<typeof by>[]): Facts['facts'] => ({ a: { ratings: given } });
  const curve = {
    type: 'line',
    points: [
      ['1', '0'],
      ['5', '100'],
    ],
  } as const;

  test('mean per role, weighted over the roles that rated, then the curve', () => {
    const result = scored(
      rated({ curve }),
      ratings(by('peer', '4'), by('superior', '5'), by('peer', '3'), by('self', '1')),
    );
    expect(stepsOf(result, 'a')).toEqual([
      'mean:superior: 5 = 5',
      'mean:peer: 4 3 = 3.5',
      'mean:self: 1 = 1',
      'roles: 5*60 3.5*30 1*0 = 4.5',
      'curve:line: x=4.5 x1=1 y1=0 x2=5 y2=100 = 87.5',
    ]);
    expect(result).toMatchObject({ total: '87.5', findings: [], lines: { a: { x: '4.5' } } });
  });

  test('without a curve the points are the rating; a role that did not rate has no weight', () => {
    const result = scored(rated({ round: 0 }), ratings(by('peer', '3.5')));
    expect(stepsOf(result, 'a')).toEqual([
      'mean:peer: 3.5 = 3.5',
      'roles: 3.5*30 = 3.5',
      'curve:identity: x=3.5 = 3.5',
      'round:0: value=3.5 = 4',
    ]);
  });

  test.each([
    ['1', []],
    ['5', []],
    ['0.99', ['RATING_OUT_OF_SCALE a', 'NO_DATA a']],
    ['5.01', ['RATING_OUT_OF_SCALE a', 'NO_DATA a']],
  ])('%s on a scale from 1 to 5: %j', (value, findings) => {
    expect(foundIn(scored(rated(), ratings(by('peer', value))))).toEqual(findings);
  });

  test('one outside the scale does not count, the others do; it is told of once', () => {
    const result = scored(rated(), ratings(by('peer', '9'), by('peer', '8'), by('peer', '2')));
    expect(result).toMatchObject({ total: '2', findings: [{ code: 'RATING_OUT_OF_SCALE', component: 'a' }] });
  });

  test('with evidence asked for, one without it does not count', () => {
    const given = ratings(by('peer', '5'), by('peer', '4', []), by('peer', '2', ['minutes']));
    const asked = scored(rated({}, { requireEvidence: true }), given);
    expect(asked).toMatchObject({ total: '2', findings: [{ code: 'EVIDENCE_MISSING', component: 'a' }] });
    expect(scored(rated({}, { requireEvidence: false }), given)).toMatchObject({ total: '11/3', findings: [] });
    expect(scored(rated(), given)).toMatchObject({ total: '11/3', findings: [] });
  });

  test('no rating, or only of roles that weigh nothing, is no data', () => {
    expect(foundIn(scored(rated(), {}))).toEqual(['NO_DATA a']);
    expect(foundIn(scored(rated(), ratings()))).toEqual(['NO_DATA a']);
    expect(foundIn(scored(rated(), ratings(by('self', '3'))))).toEqual(['NO_DATA a']);
    expect(scored(rated({ missing: 'zero', min: '3' }), {}).total).toBe('0');
  });

  test('neither a table nor the best of views is read by a rating', () => {
    const table = {
      type: 'grid',
      rows: { of: 'r', from: ['0'] },
      columns: { of: 'c', from: ['0'] },
      values: [['1']],
      below: '0',
    } as const;
    for (const wrong of [table, { type: 'best', of: [{}] } as const]) {
      expect(() => scored(rated({ curve: wrong }), ratings(by('peer', '3')))).toThrow('no such curve');
    }
  });
});
