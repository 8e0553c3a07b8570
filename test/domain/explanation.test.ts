import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../documents/digest.js';
import { parseScorecard } from '../../documents/rules/index.js';
import { exact, printNumber, type Rational } from '../../domain/numbers.js';
import { type Component, type Facts, type Result, score, type Scorecard } from '../../domain/rules/index.js';
import { differenceLines } from '../../messages/difference.js';
import { explanationLines, findingSentence, numberWords, stepSentence } from '../../messages/explanation.js';
import { languages } from '../../messages/language.js';

interface Story {
  readonly units: Readonly<Record<string, { readonly scorecard: Scorecard; readonly facts: Facts }>>;
}
const story = (file: string): Story =>
  JSON.parse(readFileSync(new URL(`./story/${file}.json`, import.meta.url), 'utf8')) as Story;

function scored(card: Scorecard, facts: Facts['facts']): { readonly card: Scorecard; readonly result: Result } {
  const parsed = parseScorecard(card);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return { card, result: score(card, { format: 'perfcycle/facts@1', facts }, { sha256: sha256Hex }) };
}
const unit = (file: string, id: string) => {
  const { scorecard, facts } = story(file).units[id] ?? { scorecard: null, facts: null };
  if (scorecard === null) throw new Error(`no unit ${id}`);
  return scored(scorecard, facts.facts);
};
const explain = (root: Component, facts: Facts['facts'], more: Partial<Scorecard> = {}) => {
  const { card, result } = scored({ format: 'perfcycle/scorecard@1', root, ...more }, facts);
  return explanationLines('en', card, result);
};
const steps = (root: Component, facts: Facts['facts']): readonly string[] => {
  const { result } = scored({ format: 'perfcycle/scorecard@1', root }, facts);
  return (result.lines[root.id]?.steps ?? []).map((step) => stepSentence('en', step));
};

/** What a pocket calculator makes of a formula, exactly. */
function calculated(formula: string): Rational {
  const tokens = formula.match(/[\d.]+|[-−+×÷/()|]/g) ?? [];
  expect(tokens.join('')).toBe(formula.replaceAll(' ', ''));
  const next = (): string => tokens.shift() ?? '';
  const value = (): Rational => {
    const token = next();
    if (token === '−' || token === '-') return value().neg();
    if (token !== '(' && token !== '|') return exact(token);
    const inner = sum();
    next();
    return token === '|' ? inner.abs() : inner;
  };
  const product = (): Rational => {
    let result = value();
    while (['×', '÷', '/'].includes(tokens[0] ?? ''))
      result = next() === '×' ? result.mul(value()) : result.div(value());
    return result;
  };
  const sum = (): Rational => {
    let result = product();
    while (['+', '−'].includes(tokens[0] ?? ''))
      result = next() === '+' ? result.add(product()) : result.sub(product());
    return result;
  };
  return sum();
}

/** Formula and result at the end of a sentence, where there are any. */
function formulaOf(sentence: string): { readonly formula: string; readonly result: string } | null {
  const match = /(?:^|[^−+×÷|(\d])\s?([(|\d−][−+×÷()|.\d/ ]*) = (−?-?[\d.]+)(?: \(exactly ([-\d/]+)\))?$/.exec(
    sentence,
  );
  return match === null ? null : { formula: match[1] ?? '', result: match[3] ?? match[2] ?? '' };
}

describe('the explanation of a result', () => {
  test('tells every line of the story so that a pocket calculator comes to the same', () => {
    let followed = 0;
    for (const file of ['results', 'results-after-appeal']) {
      for (const id of Object.keys(story(file).units)) {
        for (const { steps: all } of Object.values(unit(file, id).result.lines)) {
          for (const step of all) {
            const found = formulaOf(stepSentence('en', step));
            if (found === null) continue;
            expect(printNumber(calculated(found.formula)), stepSentence('en', step)).toBe(found.result);
            followed += 1;
          }
        }
      }
    }
    expect(followed).toBeGreaterThan(100);
  });

  test('reads from the parts to the total and the grade, in both languages', () => {
    const { card, result } = unit('results', 'sales');
    expect(explanationLines('en', card, result)).toEqual([
      'new-customers: 90 points, weight 40, contributes 36',
      '  Progress (110 − 20) ÷ (120 − 20) × 100 = 90',
      '  90 lies between 0 and 100: 0 + (90 − 0) × (100 − 0) ÷ (100 − 0) = 90',
      'revenue: 103.125 points, weight 40, contributes 41.25',
      '  Attainment (actual ÷ target) 9750 ÷ 9600 × 100 = 101.5625',
      '  101.5625 lies between 100 and 110: 100 + (101.5625 − 100) × (120 − 100) ÷ (110 − 100) = 103.125',
      'teamwork: 70 points, weight 20, contributes 14',
      '  Mean of superior 4 = 4',
      '  Mean of cooperating units (4 + 3) ÷ 2 = 3.5',
      '  Weighted by role (4 × 60 + 3.5 × 40) ÷ (60 + 40) = 3.8',
      '  3.8 lies between 1 and 5: 0 + (3.8 − 1) × (100 − 0) ÷ (5 − 1) = 70',
      'Weighted mean (90 × 40 + 103.125 × 40 + 70 × 20) ÷ (40 + 40 + 20) = 91.25',
      'Total: 91.25',
      'Grade: B (91.25 reaches 85)',
    ]);
    const chinese = explanationLines('zh-CN', card, result);
    expect(chinese).toHaveLength(14);
    expect(chinese[0]).toBe('new-customers: 得分 90，权重 40，贡献 36');
    for (const line of chinese) expect(line).toMatch(/\p{Script=Han}/u);
  });

  test('says the rounded form first and the exact one beside it', () => {
    expect(numberWords('en', '763/13')).toBe('58.69 (exactly 763/13)');
    expect(numberWords('zh-CN', '763/13')).toBe('58.69（精确值 763/13）');
    expect(numberWords('en', '103.125')).toBe('103.125');
    expect(numberWords('en', '0.123456')).toBe('0.12 (exactly 0.123456)');
  });

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

  test('names the guard by its reason, and says why there is no score', () => {
    const gates = [
      {
        id: 'g',
        when: { component: 'a', is: '<', than: '10' },
        then: { totalAtMost: '3' },
        reason: { 'zh-CN': '质量', en: 'quality first' },
      },
    ] as const;
    expect(explain({ id: 'a' }, { a: { actual: '5' } }, { gates }).slice(-3)).toEqual([
      'The guard “quality first” changes 5 → 3',
      'Total: 3',
      'quality first: the guard took effect',
    ]);
    expect(explain({ id: 'a' }, {}).slice(-2)).toEqual(['There is no score.', 'a: data is missing; report it']);
    for (const language of languages) {
      for (const code of [
        'NO_DATA',
        'NO_DENOMINATOR',
        'NEGATIVE_TARGET',
        'RATING_OUT_OF_SCALE',
        'EVIDENCE_MISSING',
        'GATE',
        'GATE_NOT_TESTED',
        'NOTHING_APPLICABLE',
        'PART_LEFT_OUT',
      ] as const) {
        expect(findingSentence(language, { code, component: 'a' }, new Map())).not.toContain(code);
      }
    }
  });
});

describe('the difference of two results', () => {
  test('names the part that moved, its first cause, and the grade', () => {
    const [before, after] = [unit('results', 'marketing'), unit('results-after-appeal', 'marketing')];
    expect(differenceLines('en', before, after)).toEqual([
      'The total moved from 83.6 to 98.6 (+15), because:',
      '- brand-awareness: points from 80 to 110, contribution from 40 to 55 (+15)',
      '    before: Progress (16.2 − 9) ÷ (18 − 9) × 100 = 80',
      '    now: Progress (18.9 − 9) ÷ (18 − 9) × 100 = 110',
      'The grade moved from C to A.',
    ]);
    expect(differenceLines('zh-CN', before, after)[0]).toBe('总分由 83.6 变为 98.6（+15），因为：');
    expect(differenceLines('en', after, before)[0]).toBe('The total moved from 98.6 to 83.6 (-15), because:');
    expect(differenceLines('en', before, before)).toEqual(['The total did not move: 83.6.']);
  });

  test('tells of guards, of parts that came and went, of weights, and of scores that were not there', () => {
    const gates = [{ id: 'g', when: { component: 'x', is: '<', than: '10' }, then: { atMost: { x: '1' } } }] as const;
    const card = (...ids: string[]): Scorecard => ({
      format: 'perfcycle/scorecard@1',
      root: { id: 'total', combine: 'weighted-mean', parts: ids.map((id) => ({ id, weight: '50' })) },
      gates,
    });
    const low = scored(card('x', 'y'), { x: { actual: '5' }, y: { actual: '20' } });
    const high = scored(card('x', 'z'), { x: { actual: '15' }, z: { actual: '20' } });
    expect(differenceLines('en', low, high)).toEqual([
      'The total moved from 10.5 to 17.5 (+7), because:',
      '- the guard “g” takes effect no more',
      '- x: points from 1 to 15, contribution from 0.5 to 7.5 (+7)',
      '    before: The actual value 5',
      '    now: The actual value 15',
      '- z: is new and contributes 10',
      '- y: is gone; it contributed 10',
    ]);
    expect(differenceLines('en', high, low)[1]).toBe('- the guard “g” takes effect now');
    const out = scored(card('x', 'z'), { x: { actual: '15' }, z: { notApplicable: 'sold' } });
    expect(differenceLines('en', high, out)).toContain(
      '- x: weight from 50 to 100, contribution from 7.5 to 15 (+7.5)',
    );
    const blocked = scored(card('x', 'z'), { x: { actual: '15' } });
    expect(differenceLines('en', high, blocked)[0]).toBe('The total was 17.5; there is no score now, because:');
    expect(differenceLines('en', blocked, high)[0]).toBe('There was no score; the total is now 17.5, because:');
    expect(differenceLines('en', blocked, blocked)).toEqual(['There was no score, and there is none.']);
  });
});
