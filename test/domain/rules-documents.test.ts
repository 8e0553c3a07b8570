import { describe, expect, test } from 'vitest';
import * as rules from '../../documents/rules/index.js';
import { problemSentence } from '../../messages/problems.js';
import { told } from './told.js';

const card = (root: object, more: object = {}): unknown => ({ format: 'perfcycle/scorecard@1', root, ...more });
const leaf = (more: object): unknown => card({ id: 'a', ...more });
const group = (parts: unknown, more: object = {}): unknown =>
  card({ id: 'total', combine: 'weighted-mean', parts }, more);
const ofScorecard = (value: unknown): string[] => told(rules.parseScorecard(value));

describe('a scorecard is refused', () => {
  const line = (points: unknown) => ofScorecard(leaf({ curve: { type: 'line', points } }));
  test.each<[string, unknown, string[]]>([
    ['that is none', 'text', [' TYPE_WRONG']],
    ['that is a list', [], [' TYPE_WRONG']],
    ['with an unknown field', leaf({ colour: 'red' }), ['/root/colour FIELD_UNKNOWN']],
    ['with a missing weight', group([{ id: 'x' }]), ['/root/parts/0 WEIGHT_MISSING']],
    ['with a negative weight', group([{ id: 'x', weight: '-1' }]), ['/root/parts/0/weight NUMBER_NEGATIVE']],
    [
      'with an id twice',
      group([
        { id: 'x', weight: '1' },
        { id: 'x', weight: '1' },
      ]),
      ['/root/parts/1/id ID_DUPLICATE'],
    ],
    [
      'with the reserved id',
      group([{ id: 'total', weight: '1' }]),
      ['/root/parts/0/id ID_DUPLICATE', '/root/parts/0/id ID_RESERVED'],
    ],
    ['without parts', group([]), ['/root/parts TOO_SMALL']],
    ['with parts from goals', group([{ id: 'g', fromGoals: {} }]), ['/root/parts/0/fromGoals FROM_GOALS_HERE']],
    ['with a list as a part', group([[]]), ['/root/parts/0 TYPE_WRONG']],
    ['with an unknown curve', leaf({ curve: { type: 'wave' } }), ['/root/curve/type VALUE_UNKNOWN']],
    [
      'with a step of nothing',
      leaf({ curve: { type: 'per-unit', base: '1', up: { every: '0', points: '1' } } }),
      ['/root/curve/up/every NOT_POSITIVE'],
    ],
    [
      'with a band upside down',
      leaf({ curve: { type: 'in-band', low: '2', high: '1', points: '1', perUnit: '1' } }),
      ['/root/curve/low RANGE_EMPTY'],
    ],
    [
      'with a grid that is not full',
      leaf({
        curve: {
          type: 'grid',
          rows: { of: 'r', from: ['1', '1'] },
          columns: { of: 'c', from: ['1'] },
          values: [['1', '2']],
          below: '0',
        },
      }),
      [
        '/root/curve/rows/from/1 POINTS_NOT_ASCENDING',
        '/root/curve/values GRID_SHAPE',
        '/root/curve/values/0 GRID_SHAPE',
      ],
    ],
    [
      'with a rating through a grid, and a scale without length',
      leaf({
        rating: {
          scale: { min: '5', max: '5' },
          by: [
            { role: 'a', weight: '1' },
            { role: 'a', weight: '-1' },
          ],
        },
        curve: { type: 'best', of: [{}] },
      }),
      [
        '/root/curve/type CURVE_NOT_HERE',
        '/root/rating/by/1/role ID_DUPLICATE',
        '/root/rating/by/1/weight NUMBER_NEGATIVE',
        '/root/rating/scale RANGE_EMPTY',
      ],
    ],
    [
      'with a scale from a point',
      leaf({ scale: { from: ['1', '1'], to: ['0', '1'] } }),
      ['/root/scale/from RANGE_EMPTY'],
    ],
    [
      'with least above most',
      leaf({ min: '2', max: '1', factor: { of: 'f', min: '5', max: '4' }, add: { of: 'e', min: '1', max: '0' } }),
      ['/root/add RANGE_EMPTY', '/root/factor RANGE_EMPTY', '/root/min RANGE_EMPTY'],
    ],
    [
      'with bands upside down',
      card(
        { id: 'a' },
        {
          grades: {
            bands: [
              { from: '2', grade: 'A' },
              { from: '1', grade: 'B' },
            ],
            below: 'C',
          },
        },
      ),
      ['/grades/bands/1/from BANDS_NOT_ASCENDING'],
    ],
    [
      'with gates on what is no leaf',
      group([{ id: 'x', weight: '1' }], {
        gates: [
          { id: 'g', when: { component: 'total', is: '<', than: '1' }, then: { set: { y: '0' } } },
          {
            id: 'g',
            when: { any: [{ component: 'total', is: '<', than: '1' }] },
            then: { grade: 'D', totalAtMost: '1' },
          },
        ],
      }),
      [
        '/gates/0/then/set/y ID_UNKNOWN',
        '/gates/0/when/component GATE_TARGET',
        '/gates/1/id ID_DUPLICATE',
        '/gates/1/then GATE_EFFECT',
      ],
    ],
  ])('%s', (_name, value, expected) => expect(ofScorecard(value)).toEqual(expected));

  test('with a line of one point, or of two at one place', () => {
    expect(line([['1', '1']])).toEqual(['/root/curve/points TOO_SMALL']);
    expect(
      line([
        ['1', '1'],
        ['1', '2'],
      ]),
    ).toEqual(['/root/curve/points/1/0 POINTS_NOT_ASCENDING']);
    expect(
      line([
        ['2', '1'],
        ['1', '2'],
      ]),
    ).toEqual(['/root/curve/points/1/0 POINTS_NOT_ASCENDING']);
    expect(
      line([
        ['1', '1'],
        ['1.5', '2', '3'],
      ]),
    ).toEqual(['/root/curve/points/1 TOO_LARGE']);
  });

  test('for everything at once, each at its own place, whatever else is wrong beside it', () => {
    const parts = [
      { id: 'x', weight: '1e3', strange: true },
      { id: 'y' },
      { id: 'x', weight: '-1', curve: { type: 'nope' } },
      { id: 'z', weight: 'NaN', measure: 'z' },
      { id: 'q', weight: '1', rating: { scale: { min: '1', max: '1' }, by: [{ role: 'a', weight: 'x' }] } },
    ];
    expect(ofScorecard(group(parts, { foo: 1 }))).toEqual([
      '/foo FIELD_UNKNOWN',
      '/root/parts/0/strange FIELD_UNKNOWN',
      '/root/parts/0/weight NUMBER_INVALID',
      '/root/parts/1 WEIGHT_MISSING',
      '/root/parts/2/curve/type VALUE_UNKNOWN',
      '/root/parts/2/id ID_DUPLICATE',
      '/root/parts/2/weight NUMBER_NEGATIVE',
      '/root/parts/3/measure VALUE_UNKNOWN',
      '/root/parts/3/weight NUMBER_INVALID',
      '/root/parts/4/rating/by/0/weight NUMBER_INVALID',
    ]);
  });

  test('with more than anybody has: nesting, components, digits', () => {
    const deep = JSON.parse('['.repeat(10_000) + ']'.repeat(10_000)) as unknown;
    expect(told(rules.parseScorecard(deep))).toHaveLength(1);
    expect(told(rules.parseScorecard(deep))[0]).toMatch(/TOO_DEEP$/);
    let nested: object = { id: 'leaf' };
    for (let depth = 0; depth < 40; depth += 1) nested = { id: `g${depth}`, combine: 'mean', parts: [nested] };
    expect(ofScorecard(card(nested))[0]).toMatch(/TOO_DEEP$/);
    const wide = (count: number, prefix: string) =>
      Array.from({ length: count }, (_, index) => ({ id: `${prefix}${index}` }));
    const three = ['a', 'b', 'c'].map((id) => ({ id, combine: 'mean', parts: wide(900, id) }));
    expect(ofScorecard(card({ id: 'total', combine: 'mean', parts: three }))).toEqual(['/root TOO_LARGE']);
    expect(ofScorecard(card({ id: 'total', combine: 'mean', parts: wide(1001, 'x') }))).toEqual([
      '/root/parts TOO_LARGE',
    ]);
    expect(ofScorecard(leaf({ min: '9'.repeat(10_000) }))).toContain('/root/min TOO_LARGE');
  });
});

describe('numbers in documents', () => {
  const bad = [
    'NaN',
    'Infinity',
    '-Infinity',
    '1e3',
    '1,000',
    '1_000',
    '0.(3)',
    '1 1/2',
    '1/2',
    '+1',
    '.5',
    '1.',
    '01',
    '',
    ' 1',
    '１',
    '0x1',
    '--1',
    '1٫5',
  ];
  test.each(bad)('%j is none', (actual) =>
    expect(told(rules.parseFacts({ a: { actual } }, null))).toEqual(['/a/actual NUMBER_INVALID']),
  );
  test.each([1, null, true, ['1'], { value: '1' }])('%j is no text', (actual) => {
    expect(told(rules.parseFacts({ a: { actual } }, null))).toEqual(['/a/actual TYPE_WRONG']);
  });
  test.each(['0', '-0', '-1.50', '123456789012345678901234567890.000000000000000000001'])(
    '%s is one, and stays as written',
    (actual) => {
      expect(rules.parseFacts({ a: { actual } }, null)).toEqual({
        ok: true,
        value: { format: 'perfcycle/facts@1', facts: { a: { actual } } },
      });
    },
  );
});

describe('facts', () => {
  const rated = rules.parseScorecard(
    leaf({ rating: { scale: { min: '1', max: '5' }, by: [{ role: 'superior', weight: '1' }] } }),
  );
  const ratings = [
    { role: 'superior', by: 'li', value: '3' },
    { role: 'superior', by: 'li', value: '4' },
    { role: 'friend', by: 'wu', value: '4' },
  ];
  test('are wrapped or bare, and are refused at their own place', () => {
    if (!rated.ok) throw new Error('the card');
    const facts = { a: { ratings } };
    expect(told(rules.parseFacts(facts, rated.value))).toEqual([
      '/a/ratings/1 RATING_TWICE',
      '/a/ratings/2/role RATING_ROLE_UNKNOWN',
    ]);
    expect(told(rules.parseFacts({ format: 'perfcycle/facts@1', facts }, rated.value))).toEqual([
      '/facts/a/ratings/1 RATING_TWICE',
      '/facts/a/ratings/2/role RATING_ROLE_UNKNOWN',
    ]);
    expect(told(rules.parseFacts({ format: 'perfcycle/facts@2', facts: {} }, null))).toEqual(['/format VALUE_UNKNOWN']);
  });
  test('with names that change objects are refused, or are names like others', () => {
    const polluting = JSON.parse(
      '{"__proto__":{"actual":"1"},"constructor":{"actual":"2"},"toString":{"actual":"3"}}',
    ) as unknown;
    expect(told(rules.parseFacts(polluting, null))).toEqual(['/__proto__ KEY_FORBIDDEN']);
    expect(rules.parseFacts({ constructor: { actual: '2' } }, null).ok).toBe(true);
  });
});

test('every problem has a sentence in both languages', () => {
  const parsed = rules.parseScorecard(group([{ id: 'x', weight: '-1' }]));
  const [problem] = parsed.ok ? [] : parsed.problems;
  expect(problemSentence('en', problem ?? { code: '' })).toBe('-1 is less than 0');
  expect(problemSentence('zh-CN', problem ?? { code: '' })).toBe('不能小于 0');
});
