import { describe, expect, test } from 'vitest';
import type { Component, Curve, Facts, Measure } from '../../domain/rules/index.js';
import { foundIn, scored, stepsOf } from './scored.js';

/** Small cases for every row of the tables of scorecard@1: measures, curves with every edge, adjustments. */

describe('measures', () => {
  const numbers = { actual: '90', target: '120', baseline: '60' };
  test.each<[Measure, 'higher' | 'lower', Facts['facts'][string], string]>([
    ['actual', 'higher', { actual: '90' }, 'actual: a=90 = 90'],
    ['actual', 'lower', { actual: '90' }, 'actual: a=90 = 90'],
    ['attainment', 'higher', { actual: '90', target: '120' }, 'attainment: a=90 t=120 = 75'],
    ['attainment', 'lower', numbers, 'attainment:lower: a=90 t=120 b=60 = 125'],
    ['attainment', 'lower', { actual: '300', target: '120' }, 'attainment:lower: a=300 t=120 = -50'],
    ['excess', 'higher', numbers, 'excess: a=90 t=120 b=60 = -25'],
    ['excess', 'lower', numbers, 'excess:lower: a=90 t=120 b=60 = 25'],
    ['excess', 'higher', { actual: '-6', target: '-4' }, 'excess: a=-6 t=-4 = -50'],
    ['excess', 'lower', { actual: '-6', target: '-4' }, 'excess:lower: a=-6 t=-4 = 50'],
    ['change', 'higher', { actual: '90', baseline: '60' }, 'change: a=90 b=60 = 30'],
    ['change', 'lower', { actual: '90', baseline: '60' }, 'change:lower: a=90 b=60 = -30'],
    ['progress', 'higher', numbers, 'progress: a=90 t=120 b=60 = 50'],
    ['progress', 'lower', { actual: '92', target: '90', baseline: '100' }, 'progress: a=92 t=90 b=100 = 80'],
    ['progress', 'higher', { actual: '1', target: '0', baseline: '3' }, 'progress: a=1 t=0 b=3 = 200/3'],
  ])('%s, %s is better, of %j', (measure, direction, fact, step) => {
    const result = scored({ id: 'a', measure, direction }, { a: fact });
    const x = step.split(' = ').at(-1);
    expect(stepsOf(result, 'a')).toEqual([step, `curve:identity: x=${x} = ${x}`]);
    expect(result).toMatchObject({ status: 'scored', total: x, grade: null, findings: [] });
    expect(result.lines).toEqual({ a: { x, points: x, steps: result.lines['a']?.steps } });
  });

  test.each<[Measure, Facts['facts'][string], string]>([
    ['actual', {}, 'NO_DATA'],
    ['actual', { target: '1', baseline: '1' }, 'NO_DATA'],
    ['attainment', { target: '1' }, 'NO_DATA'],
    ['attainment', { actual: '1', baseline: '2' }, 'NO_DATA'],
    ['attainment', { actual: '1', target: '0' }, 'NO_DENOMINATOR'],
    ['attainment', { actual: '1', target: '-4' }, 'NEGATIVE_TARGET'],
    ['excess', { actual: '1', baseline: '2' }, 'NO_DATA'],
    ['excess', { actual: '1', target: '0.0' }, 'NO_DENOMINATOR'],
    ['change', { actual: '1', target: '2' }, 'NO_DATA'],
    ['progress', { actual: '1', target: '2' }, 'NO_DATA'],
    ['progress', { actual: '1', baseline: '2' }, 'NO_DATA'],
    ['progress', { actual: '1', target: '2', baseline: '2.0' }, 'NO_DENOMINATOR'],
  ])('%s of %j: %s', (measure, fact, code) => {
    const result = scored({ id: 'a', measure }, { a: fact });
    expect(result).toMatchObject({ status: 'blocked', total: null, grade: null, findings: [{ code, component: 'a' }] });
    expect(result.lines).toEqual({ a: { x: null, points: null, steps: [] } });
  });

  test('the measure is the actual value and higher is better where nothing else is said', () => {
    expect(stepsOf(scored({ id: 'a' }, { a: { actual: '7', target: '5', baseline: '2' } }), 'a')).toEqual([
      'actual: a=7 t=5 b=2 = 7',
      'curve:identity: x=7 = 7',
    ]);
    expect(scored({ id: 'a', measure: 'change' }, { a: { actual: '7', baseline: '2' } }).total).toBe('5');
  });

  test('a fact that only a prototype has is none', () => {
    for (const id of ['constructor', 'toString']) expect(foundIn(scored({ id }, {}))).toEqual([`NO_DATA ${id}`]);
    expect(scored({ id: 'a', factor: { of: 'constructor' } }, { a: { actual: '5' } }).total).toBe('5');
    expect(scored({ id: 'a', add: { of: 'constructor' } }, { a: { actual: '5' } }).total).toBe('5');
  });
});

describe('curves', () => {
  const at = (curve: Curve, x: string): string | undefined =>
    stepsOf(scored({ id: 'a', curve }, { a: { actual: x } }), 'a')[1];
  const line = {
    type: 'line',
    points: [
      ['80', '60'],
      ['100', '100'],
      ['110', '140'],
    ],
  } as const;
  const steps = {
    type: 'steps',
    from: [
      ['0', '1'],
      ['10', '2'],
      ['20', '3'],
    ],
    below: '-1',
  } as const;
  const up = { type: 'per-unit', base: '80', up: { every: '3', points: '2' } } as const;
  const down = { type: 'per-unit', base: '80', down: { every: '3', points: '2' } } as const;
  const capped = { every: '3', points: '2', max: '5' };
  const band = { type: 'in-band', low: '10', high: '20', points: '100', perUnit: '7' } as const;
  test.each<[string, Curve, string, string]>([
    ['line at its first point', line, '80', 'held: x=80 at=80 = 60'],
    ['line between', line, '85', 'line: x=85 x1=80 y1=60 x2=100 y2=100 = 70'],
    ['line at a point within', line, '100', 'line: x=100 x1=80 y1=60 x2=100 y2=100 = 100'],
    ['line right of it', line, '101', 'line: x=101 x1=100 y1=100 x2=110 y2=140 = 104'],
    ['line at its last point', line, '110', 'line: x=110 x1=100 y1=100 x2=110 y2=140 = 140'],
    ['line below, held', line, '79.9', 'held: x=79.9 at=80 = 60'],
    ['line above, held', line, '110.1', 'held: x=110.1 at=110 = 140'],
    ['line below, said to hold', { ...line, below: 'hold' }, '0', 'held: x=0 at=80 = 60'],
    ['line above, said to hold', { ...line, above: 'hold' }, '200', 'held: x=200 at=110 = 140'],
    ['line below, a number', { ...line, below: '0' }, '79', 'outside: x=79 at=80 = 0'],
    ['line above, a number', { ...line, above: '150.5' }, '111', 'outside: x=111 at=110 = 150.5'],
    ['line below, extended', { ...line, below: 'extend' }, '70', 'extended: x=70 x1=80 y1=60 x2=100 y2=100 = 40'],
    ['line above, extended', { ...line, above: 'extend' }, '120', 'extended: x=120 x1=100 y1=100 x2=110 y2=140 = 180'],
    [
      'line at its ends, fixed outside',
      { ...line, below: '0', above: '0' },
      '110',
      'line: x=110 x1=100 y1=100 x2=110 y2=140 = 140',
    ],
    ['steps below', steps, '-0.1', 'steps: x=-0.1 until=0 = -1'],
    ['steps at the first edge', steps, '0', 'steps: x=0 from=0 until=10 = 1'],
    ['steps just under an edge', steps, '9.999', 'steps: x=9.999 from=0 until=10 = 1'],
    ['steps at an edge', steps, '10', 'steps: x=10 from=10 until=20 = 2'],
    ['steps at the last edge', steps, '20', 'steps: x=20 from=20 = 3'],
    ['steps far above', steps, '1000', 'steps: x=1000 from=20 = 3'],
    ['per unit up, the last unit not full', up, '8.9', 'per-unit:up: x=8.9 base=80 every=3 units=2 points=2 = 84'],
    ['per unit up, full', up, '9', 'per-unit:up: x=9 base=80 every=3 units=3 points=2 = 86'],
    ['per unit up at 0', up, '0', 'per-unit:up: x=0 base=80 every=3 units=0 points=2 = 80'],
    [
      'per unit up, parts count',
      { ...up, whole: false },
      '1',
      'per-unit:up: x=1 base=80 every=3 units=1/3 points=2 = 242/3',
    ],
    [
      'per unit up, said to be whole',
      { ...up, whole: true },
      '4',
      'per-unit:up: x=4 base=80 every=3 units=1 points=2 = 82',
    ],
    [
      'per unit up under its most',
      { ...up, up: capped },
      '6',
      'per-unit:up: x=6 base=80 every=3 units=2 points=2 max=5 = 84',
    ],
    [
      'per unit up over its most',
      { ...up, up: capped },
      '9',
      'per-unit:up: x=9 base=80 every=3 units=3 points=2 max=5 = 85',
    ],
    ['per unit down', down, '-7', 'per-unit:down: x=-7 base=80 every=3 units=2 points=2 = 76'],
    [
      'per unit down, parts count',
      { ...down, whole: false },
      '-7.5',
      'per-unit:down: x=-7.5 base=80 every=3 units=2.5 points=2 = 75',
    ],
    [
      'per unit down over its most',
      { ...down, down: capped },
      '-90',
      'per-unit:down: x=-90 base=80 every=3 units=30 points=2 max=5 = 75',
    ],
    ['per unit without this side, up', down, '7', 'base: x=7 = 80'],
    ['per unit without this side, down', up, '-7', 'base: x=-7 = 80'],
    ['per unit at 0 without up', down, '0', 'base: x=0 = 80'],
    ['band at its low end', band, '10', 'in-band: x=10 low=10 high=20 = 100'],
    ['band within', band, '15', 'in-band: x=15 low=10 high=20 = 100'],
    ['band at its high end', band, '20', 'in-band: x=20 low=10 high=20 = 100'],
    ['band just below', band, '9', 'out-of-band: x=9 edge=10 full=100 each=7 min=0 = 93'],
    ['band above', band, '23', 'out-of-band: x=23 edge=20 full=100 each=7 min=0 = 79'],
    ['band far off', band, '40', 'out-of-band: x=40 edge=20 full=100 each=7 min=0 = 0'],
    [
      'band with its own least',
      { ...band, min: '50.5' },
      '30',
      'out-of-band: x=30 edge=20 full=100 each=7 min=50.5 = 50.5',
    ],
    [
      'band with a negative least',
      { ...band, min: '-60' },
      '40',
      'out-of-band: x=40 edge=20 full=100 each=7 min=-60 = -40',
    ],
  ])('%s', (_name, curve, x, step) => expect(at(curve, x)).toBe(`curve:${step}`));

  const grid = {
    type: 'grid',
    rows: { of: 'quality', from: ['0', '50'] },
    columns: { of: 'time', measure: 'attainment', direction: 'lower', from: ['80', '100', '120'] },
    values: [
      ['1', '2', '3'],
      ['4', '5', '6'],
    ],
    below: '-9',
  } as const;
  test.each([
    ['0', '120', 'row=1 column=1 = 1'],
    ['49.9', '100.1', 'row=1 column=1 = 1'],
    ['50', '100', 'row=2 column=2 = 5'],
    ['999', '80', 'row=2 column=3 = 6'],
    ['0', '81', 'row=1 column=2 = 2'],
    ['-0.1', '100', 'row=0 column=2 = -9'],
    ['50', '121', 'row=2 column=0 = -9'],
  ])('grid at quality %s and time %s of 100', (quality, time, cell) => {
    const facts = { quality: { actual: quality }, time: { actual: time, target: '100' } };
    const result = scored({ id: 'a', curve: grid }, facts);
    expect(stepsOf(result, 'a').at(-1)).toBe(`curve:grid: ${cell}`);
    expect(stepsOf(result, 'a')).toHaveLength(3);
    expect(result.lines['a']).toMatchObject({ x: null, points: cell.split(' = ')[1] });
  });
  test.each<[Facts['facts'], string]>([
    [{ time: { actual: '1', target: '1' } }, 'NO_DATA'],
    [{ quality: { actual: '1' }, time: { actual: '1' } }, 'NO_DATA'],
    [{ quality: { actual: '1' }, time: { actual: '1', target: '0' } }, 'NO_DENOMINATOR'],
    [{ quality: { actual: '1', notApplicable: 'no' }, time: { actual: '1', target: '1' } }, 'NO_DATA'],
    [{ quality: { actual: '1' }, time: { actual: '1', target: '1', notApplicable: 'no' } }, 'NO_DATA'],
  ])('grid of %j: %s', (facts, code) => {
    expect(foundIn(scored({ id: 'a', curve: grid }, facts))).toEqual([`${code} a`]);
  });

  const views = [{ measure: 'attainment' }, { measure: 'change', curve: { ...up, base: '10' } }] as const;
  const best = { type: 'best', of: views } as const;
  test('the best of two views, the first or the second', () => {
    const first = scored({ id: 'a', curve: best }, { a: { actual: '50', target: '100', baseline: '49' } });
    expect(stepsOf(first, 'a')).toEqual([
      'attainment: a=50 t=100 b=49 = 50',
      'curve:identity: x=50 = 50',
      'change: a=50 t=100 b=49 = 1',
      'curve:per-unit:up: x=1 base=10 every=3 units=0 points=2 = 10',
      'best: 2 = 50',
    ]);
    expect(first.lines['a']).toMatchObject({ x: '50', points: '50' });
    const second = scored({ id: 'a', curve: best }, { a: { actual: '500', target: '10000', baseline: '440' } });
    expect(second.lines['a']).toMatchObject({ x: '60', points: '50' });
    const lower = { type: 'best', of: [{ measure: 'change', direction: 'lower' }] } as const;
    expect(scored({ id: 'a', curve: lower }, { a: { actual: '3', baseline: '10' } }).total).toBe('7');
  });
  test('of equal views the first is told', () => {
    const equal = { type: 'best', of: [{ measure: 'attainment' }, {}] } as const;
    const { lines } = scored(
      {
        id: 'a',
        curve: {
          ...equal,
          of: [
            { curve: { type: 'steps', from: [['0', '9']], below: '0' } },
            { measure: 'change', curve: { type: 'steps', from: [['0', '9']], below: '0' } },
          ],
        },
      },
      { a: { actual: '5', baseline: '2' } },
    );
    expect(lines['a']).toMatchObject({ x: '5', points: '9' });
  });
  test('views without data are passed over; none left is no data', () => {
    const one = scored({ id: 'a', curve: best }, { a: { actual: '500', baseline: '440' } });
    expect(stepsOf(one, 'a').map((step) => step.split(':')[0])).toEqual(['change', 'curve', 'best']);
    expect(foundIn(scored({ id: 'a', curve: best }, { a: { actual: '1' } }))).toEqual(['NO_DATA a']);
    expect(foundIn(scored({ id: 'a', curve: best }, {}))).toEqual(['NO_DATA a']);
  });
});

describe('adjustments', () => {
  const facts = {
    a: { actual: '70' },
    f: { actual: '90' },
    e: { entries: [{ points: '4' }, { points: '-1.5' }] },
    plain: { target: '3' },
  };
  test.each<[object, string]>([
    [{ factor: { of: 'f' } }, 'factor: value=70 percent=90 = 63'],
    [{ factor: { of: 'f', min: '95' } }, 'factor: value=70 percent=95 = 66.5'],
    [{ factor: { of: 'f', max: '80' } }, 'factor: value=70 percent=80 = 56'],
    [{ factor: { of: 'gone', max: '80' } }, 'factor: value=70 percent=100 = 70'],
    [{ factor: { of: 'plain' } }, 'factor: value=70 percent=100 = 70'],
    [{ factor: { of: 'less' } }, 'factor: value=70 percent=0 = 0'],
    [{ factor: { of: 'less', min: '-20' } }, 'factor: value=70 percent=-10 = -7'],
    [{ add: { of: 'e' } }, 'add: value=70 added=2.5 = 72.5'],
    [{ add: { of: 'e', min: '3' } }, 'add: value=70 added=3 = 73'],
    [{ add: { of: 'e', max: '2' } }, 'add: value=70 added=2 = 72'],
    [{ add: { of: 'gone' } }, 'add: value=70 added=0 = 70'],
    [{ scale: { from: ['50', '100'], to: ['1', '6'] } }, 'scale: value=70 a=50 b=100 c=1 d=6 = 3'],
    [{ min: '70.1' }, 'min: value=70 = 70.1'],
    [{ max: '69.9' }, 'max: value=70 = 69.9'],
    [{ round: 0 }, 'round:0: value=70 = 70'],
  ])('%j', (adjustments, step) => {
    const result = scored({ id: 'a', ...adjustments }, { ...facts, less: { actual: '-10' } });
    expect(stepsOf(result, 'a').slice(2)).toEqual([step]);
    expect(result.total).toBe(step.split(' = ').at(-1));
    expect(result.lines['a']?.x).toBe('70');
  });

  test('a least or most that is just reached changes nothing', () => {
    expect(stepsOf(scored({ id: 'a', min: '70', max: '70' }, facts), 'a')).toHaveLength(2);
  });

  test('factor, add, scale, min, max, round, in this order', () => {
    const all = {
      round: 1,
      max: '1.26',
      min: '0',
      scale: { from: ['0', '100'], to: ['0', '2'] },
      add: { of: 'e' },
      factor: { of: 'f' },
    } as const;
    expect(stepsOf(scored({ id: 'a', ...all }, facts), 'a').slice(2)).toEqual([
      'factor: value=70 percent=90 = 63',
      'add: value=63 added=2.5 = 65.5',
      'scale: value=65.5 a=0 b=100 c=0 d=2 = 1.31',
      'max: value=1.31 = 1.26',
      'round:1: value=1.26 = 1.3',
    ]);
    expect(stepsOf(scored({ id: 'a', ...all, min: '9', max: '9.04' }, facts), 'a').slice(-2)).toEqual([
      'min: value=1.31 = 9',
      'round:1: value=9 = 9',
    ]);
  });

  test('groups are adjusted after they are combined', () => {
    const group: Component = {
      id: 'total',
      combine: 'sum',
      parts: [{ id: 'a' }, { id: 'f' }],
      add: { of: 'e' },
      max: '9',
    };
    expect(stepsOf(scored(group, facts), 'total')).toEqual([
      'sum: 70 90 = 160',
      'add: value=160 added=2.5 = 162.5',
      'max: value=162.5 = 9',
    ]);
  });
});
