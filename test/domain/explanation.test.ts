import { describe, expect, test } from 'vitest';
import { exact, printNumber, type Rational } from '../../domain/numbers.js';
import { explanationLines, findingSentence, numberWords, stepSentence } from '../../messages/explanation.js';
import { languages } from '../../messages/language.js';
import { explain, story, unit } from './explained.js';

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
