import { describe, expect, test } from 'vitest';
import type { Component } from '../../domain/rules/index.js';
import { explain, steps } from './explained.js';

describe('the explanation of a line', () => {
  const through = (curve: object, actual: string) => steps({ id: 'a', curve } as Component, { a: { actual } })[1];
  test.each<[object, string, string]>([
    [{ type: 'identity' }, '7', 'The points are 7 itself'],
    [
      {
        type: 'line',
        points: [
          ['0', '0'],
          ['10', '5'],
        ],
      },
      '20',
      '20 is at or beyond the end 10: the points of that end = 5',
    ],
    [
      {
        type: 'line',
        points: [
          ['0', '0'],
          ['10', '5'],
        ],
        above: 'extend',
      },
      '20',
      '20 lies outside, the last piece goes on: 0 + (20 − 0) × (5 − 0) ÷ (10 − 0) = 10',
    ],
    [
      {
        type: 'line',
        points: [
          ['0', '0'],
          ['10', '5'],
        ],
        below: '-3',
      },
      '-1',
      '(−1) is beyond the end 0: fixed points = -3',
    ],
    [
      {
        type: 'steps',
        from: [
          ['0', '1'],
          ['10', '2'],
        ],
        below: '0',
      },
      '5',
      '5 is in the band from 0 to below 10 = 1',
    ],
    [
      {
        type: 'steps',
        from: [
          ['0', '1'],
          ['10', '2'],
        ],
        below: '0',
      },
      '10',
      '10 is in the band from 10 up = 2',
    ],
    [
      {
        type: 'steps',
        from: [
          ['0', '1'],
          ['10', '2'],
        ],
        below: '0',
      },
      '-1',
      '(−1) is below the lowest band, 0 = 0',
    ],
    [
      { type: 'per-unit', base: '80', up: { every: '3', points: '1', max: '2' } },
      '10',
      'Plus 1 for every 3, 3 times: 80 + 3 × 1, 2 at most = 82',
    ],
    [
      { type: 'per-unit', base: '80', down: { every: '3', points: '2' } },
      '-7',
      'Minus 2 for every 3, 2 times: 80 − 2 × 2 = 76',
    ],
    [{ type: 'per-unit', base: '80' }, '5', 'Nothing for 5: the base points = 80'],
    [
      { type: 'in-band', low: '1', high: '2', points: '100', perUnit: '10' },
      '1.5',
      '1.5 is within 1 to 2: full points = 100',
    ],
    [
      { type: 'in-band', low: '1', high: '2', points: '100', perUnit: '10' },
      '4',
      '4 is outside: 100 − |4 − 2| × 10, at least 0 = 80',
    ],
  ])('reads a curve %j at %s', (curve, actual, sentence) => expect(through(curve, actual)).toBe(sentence));

  test('tells adjustments in their order, measures where less is better, grids, views, and what is left out', () => {
    const adjusted = {
      id: 'a',
      measure: 'attainment',
      direction: 'lower',
      factor: { of: 'f' },
      add: { of: 'e' },
      scale: { from: ['0', '100'], to: ['0', '10'] },
      max: '9',
      round: 0,
    } as const;
    expect(
      steps(adjusted, { a: { actual: '90', target: '100' }, f: { actual: '90' }, e: { entries: [{ points: '2' }] } }),
    ).toEqual([
      'Attainment (lower is better) (2 − 90 ÷ 100) × 100 = 110',
      'The points are 110 itself',
      'Times the factor 110 × 90 ÷ 100 = 99',
      'Plus the entries 99 + 2 = 101',
      'Onto another scale 0 + (101 − 0) × (10 − 0) ÷ (100 − 0) = 10.1',
      '10.1 is capped at the most → 9',
      '9 rounded to 0 places → 9',
    ]);
    const grid = {
      id: 'a',
      curve: {
        type: 'grid',
        rows: { of: 'r', from: ['0'] },
        columns: { of: 'c', from: ['0', '5'] },
        values: [['1', '2']],
        below: '0',
      },
    } as const;
    expect(steps(grid, { r: { actual: '1' }, c: { actual: '6' } }).at(-1)).toBe('Row 1, column 2 of the table = 2');
    const best = { id: 'a', curve: { type: 'best', of: [{ measure: 'attainment' }, { measure: 'actual' }] } } as const;
    expect(steps(best, { a: { actual: '90', target: '100' } }).at(-1)).toBe('The best of 2 views = 90');
    expect(steps({ id: 'a', missing: 'zero' }, {})).toEqual(['Zero points: data is missing; report it']);
    expect(
      explain(
        {
          id: 'total',
          combine: 'weighted-sum',
          parts: [
            { id: 'x', weight: '1' },
            { id: 'y', weight: '3', missing: 'exclude' },
          ],
        },
        { x: { actual: '5' } },
      ),
    ).toEqual([
      'x: 5 points, weight 1, counted as 4 because other parts are left out, contributes 20',
      '  The actual value 5',
      '  The points are 5 itself',
      'y: no points',
      '  Left out: data is missing; report it',
      'Weighted sum 5 × 4 = 20',
      'Total: 20',
    ]);
    const parts = ['x', 'y'].map((id) => ({ id }));
    const facts = { x: { actual: '5' }, y: { actual: '-8' } };
    const combined = (combine: 'min' | 'max' | 'mean' | 'sum') =>
      explain({ id: 'total', combine, parts }, facts).at(-2);
    expect(combined('min')).toBe('The least of 5, (−8) = -8');
    expect(combined('max')).toBe('The most of 5, (−8) = 5');
    expect(combined('mean')).toBe('Mean (5 + (−8)) ÷ 2 = -1.5');
    expect(combined('sum')).toBe('Sum 5 + (−8) = -3');
  });
});
