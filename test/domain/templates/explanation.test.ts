import { guardOf } from '../../../domain/cycle/index.js';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseTemplate } from '../../../documents/template.js';
import type { Component, Curve, Gate } from '../../../domain/rules/index.js';
import type { Template, When } from '../../../domain/template.js';
import { explainTemplate } from '../../../messages/template.js';
import { curveWords } from '../../../messages/template/curves.js';
import { whenWords } from '../../../messages/template/when.js';
import { qualityGuard } from '../../../players/story/goals.js';
import { library, templateOf } from './library.js';

const said = (template: Template, section: string, language: 'en' | 'zh-CN' = 'en'): readonly string[] =>
  explainTemplate(template)
    .find((each) => each.id === section)
    ?.sentences.map((sentence) => sentence[language]) ?? [];

/** A template of the library with other rules of scoring. */
const scoring = (root: Component, gates: readonly Gate[] = []): Template => {
  const template = templateOf('okr-stretch');
  return { ...template, scorecard: { ...template.scorecard, root, gates } };
};

describe('times in words', () => {
  test.each<[When, string, string]>([
    [{ base: 'period-start', workdays: 1 }, 'on the 1st working day of the period', '周期的第 1 个工作日'],
    [{ base: 'period-start', workdays: 12 }, 'on the 12th working day of the period', '周期的第 12 个工作日'],
    [
      { base: 'period-start', months: 3, workdays: 22 },
      'on the 22nd working day of month 4 of the period',
      '周期第 4 个月的第 22 个工作日',
    ],
    [
      { base: 'period-start', months: 3, days: -1 },
      'on the last day of month 3 of the period',
      '周期第 3 个月的最后一天',
    ],
    [
      { base: 'period-end', workdays: 3, at: '17:30' },
      'on the 3rd working day after the period at 17:30',
      '周期结束后的第 3 个工作日 17:30',
    ],
    [{ base: 'period-end' }, 'on the last day of the period', '周期结束日'],
    [{ base: 'period-end', days: 10 }, 'on 10 days after the last day of the period', '周期结束日后 10 天'],
    [
      { base: 'period-end', months: -1, workdays: 2 },
      'on the 2nd working day after 1 month before the last day of the period',
      '自周期结束日前 1 个月之后起的第 2 个工作日',
    ],
    [
      { base: 'period-start', days: 14, workdays: 2 },
      'on the 2nd working day from 14 days after the first day of the period',
      '自周期开始日后 14 天（含）起的第 2 个工作日',
    ],
    [
      { base: 'period-end', workdays: -5 },
      '5 working days before the last day of the period',
      '周期结束日之前 5 个工作日',
    ],
    [
      { base: 'period-start', workdays: -1 },
      '1 working day before the day before the first day of the period',
      '周期开始日前一天之前 1 个工作日',
    ],
  ])('%j', (when, en, zh) => {
    expect(whenWords(when)).toEqual({ en, 'zh-CN': zh });
  });
});

describe('curves in words', () => {
  test.each<[Curve, string]>([
    [{ type: 'identity' }, 'the number itself is the points'],
    [
      {
        type: 'line',
        points: [
          ['0', '0'],
          ['10', '5'],
        ],
        below: '-1',
        above: 'extend',
      },
      '0 gives 0, 10 gives 5 points, straight between; below 0: -1, above 10 the line goes on',
    ],
    [
      {
        type: 'steps',
        from: [
          ['2', '50'],
          ['3', '75'],
        ],
        below: '0',
      },
      '50 points from 2, 75 points from 3, 0 below',
    ],
    [
      { type: 'per-unit', base: '100', up: { every: '3', points: '4', max: '20' }, whole: true },
      '0 gives 100 points, 4 points added for every full 3 above 0, 20 at most; below 0 nothing taken off',
    ],
    [
      { type: 'per-unit', base: '0', down: { every: '1', points: '2' }, whole: false },
      '0 gives 0 points, above 0 nothing added; 2 points taken off for every 1 below 0',
    ],
    [
      { type: 'in-band', low: '1', high: '2', points: '100', perUnit: '10' },
      '100 points within 1 to 2, 10 less for each 1 outside, at least 0',
    ],
    [
      { type: 'grid', rows: { of: 'a', from: ['0'] }, columns: { of: 'b', from: ['0'] }, values: [['1']], below: '0' },
      'looked up in a table of a and b',
    ],
    [{ type: 'best', of: [{ measure: 'actual' }, { measure: 'progress' }] }, 'the best of 2 ways to look at it'],
  ])('%j', (curve, words) => {
    expect(curveWords(curve).en).toBe(words);
  });
});

describe('a template in words', () => {
  test('tells a step with its times, persons, windows and reminders', () => {
    expect(said(templateOf('okr-stretch'), 'phase-goal-setting')).toEqual([
      'The phase begins on the 1st working day of the period.',
      'Goals: opens on the 1st working day of the period, due on the 8th working day of the period; the head of the unit submits, the head above answers (approve or return). 10 working days after the due day it closes: what is still open is forwarded and the cycle goes on without it. The answer is due within 3 working days of the submission and is waited for 6 working days. What is returned, or opens late, gets at least 3 working days.',
    ]);
    expect(said(templateOf('balanced-scorecard'), 'reminders')[0]).toBe(
      'A reminder 5 and 1 working days before the due day, a reminder 1 working day after it, the head above is told 3 working days after it.',
    );
    const evaluation = said(templateOf('award-fee'), 'phase-evaluation').join(' ');
    expect(evaluation).toContain('HR submits, another person of HR answers');
    expect(evaluation).toContain('It waits for the end of: Self-evaluation and Rating by a cooperating unit.');
    expect(evaluation).toContain('After the 20th working day after the period it waits no longer.');
    expect(evaluation).toContain('what is still open is cancelled');
  });

  test('follows a goal to its points as the rules compute it', () => {
    expect(said(templateOf('okr-stretch'), 'scorecard')).toContain(
      'Example: baseline 100, target 200, actual 170. Progress (170 − 100) ÷ (200 − 100) × 100 = 70; 70 lies between 0 and 70: 0 + (70 − 0) × (100 − 0) ÷ (70 − 0) = 100.',
    );
    expect(said(templateOf('state-owned-enterprise'), 'scorecard', 'zh-CN')).toContain(
      '例如目标 200、实际 215：超出目标 (215 − 200) ÷ |200| × 100 = 7.5；每 3 加 4 分，共 2 个：100 + 2 × 4，最多 20 分 = 108。',
    );
    expect(said(templateOf('award-fee'), 'gates')[0]).toBe(
      'If any of Technical quality, Schedule, Cost control, Management and cooperation as measured or rated is below 2, then the total is 0 at most (A criterion is unsatisfactory: no fee is earned).',
    );
  });

  test('tells money to the cent: pool, reserve, an example, the budget where grades begin', () => {
    const bonus = said(templateOf('okr-stretch'), 'bonus');
    expect(bonus[0]).toBe(
      '8 % of 10,000,000.00 is 800,000.00; 10 % of that, 80,000.00, stays in reserve, and 720,000.00 is the pool.',
    );
    expect(bonus[2]).toBe(
      'Example: two units alone with the same base and the grades S and A get 392,727.27 and 327,272.73.',
    );
    expect(bonus[3]).toBe('The lines that pay the people of finance themselves are approved by the board.');
    expect(said(templateOf('state-owned-enterprise'), 'budget')).toContain(
      'Example: with a total of 108, 1,000,000.00 becomes 1,024,000.00.',
    );
    expect(said(templateOf('balanced-scorecard'), 'appeal', 'zh-CN')[1]).toBe(
      '对裁定不服，7 个工作日内可再次申诉；董事会在 10 个工作日内终裁。',
    );
  });

  test('tells every other kind of rule as well', () => {
    const rule = { id: 'a', direction: 'lower', measure: 'actual', title: { 'zh-CN': '甲', en: 'alpha' } } as const;
    const root = {
      id: 'total',
      combine: 'max',
      parts: [
        {
          ...rule,
          add: { of: 'e', min: '-5' },
          scale: { from: ['0', '10'], to: ['0', '100'] },
          min: '1',
          max: '9',
          round: 0,
        },
        { id: 'b' },
      ],
    } as const;
    const gates = [
      {
        id: '1',
        when: {
          all: [
            { component: 'a', is: '>', than: '1' },
            { component: 'b', is: '=', than: '2' },
          ],
        },
        then: { set: { b: '0' } },
      },
      { id: '2', when: { component: 'total', is: '<=', than: '5' }, then: { grade: 'C' }, reason: 'rule 7' },
      { id: '3', when: { component: 'b', is: '>=', than: '5' }, then: { atMost: { a: '6' } } },
    ] as const;
    const template = scoring(root, gates);
    const words = said(template, 'scorecard');
    expect(words).toContain('The total is the most of: alpha, b.');
    expect(words).toContain('alpha: plus the entries of “e”, at least -5.');
    expect(words).toContain('alpha: brought from the scale 0–10 onto 0–100.');
    expect(words).toContain('alpha: rounded to 0 places.');
    expect(words).toContain('Alpha: the metric a, the actual value; the number itself is the points.');
    expect(words).toContain('Example: actual 80. The actual value 80; The points are 80 itself.');
    expect(said(template, 'gates').slice(0, 3)).toEqual([
      'If alpha in points is above 1; and b in points equals 2, then b gets 0 points.',
      'If the total in points is at most 5, then the grade is C (rule 7).',
      'If b in points is at least 5, then alpha earns at most 6 points.',
    ]);
    const { distribution: _d, bonus: _b, budget: _c, appeal: _a, ...bare } = template;
    expect(explainTemplate(bare).map((section) => section.id)).not.toContain('bonus');
  });

  test('tells the guards and the chosen units of the sample', () => {
    const parsed = parseTemplate(
      JSON.parse(readFileSync(new URL('../../../sample/template.json', import.meta.url), 'utf8')),
    );
    if (!parsed.ok) throw new Error('the sample is no template');
    const held = { id: 'production/unit-cost', unit: 'production', title: '', metric: 'unit-cost' };
    expect(said({ ...parsed.value, guards: [guardOf(qualityGuard, held)] }, 'gates')[1]).toBe(
      'For production only: If material-pass-rate as measured or rated is below 99, then unit-cost earns at most 60 points.',
    );
    expect(said(parsed.value, 'subjects')[0]).toContain('sales, sales-new, marketing');
    expect(library.every((template) => said(template, 'subjects')[0]?.startsWith('All '))).toBe(true);
  });

  test('says of a quota that it is met or answered, of a guide that it is advice, and of neither that it punishes', () => {
    const template = templateOf('balanced-scorecard');
    const { distribution } = template;
    if (distribution === undefined) throw new Error('no distribution');
    const quota = said({ ...template, distribution: { ...distribution, mode: 'quota' } }, 'distribution');
    expect(quota.join(' ')).toMatch(/quota of grades.*met exactly, or HR says why not.*ever the ground/);
    expect(said(template, 'distribution').join(' ')).toContain('It is advice');
  });

  test('says of appeals what a granted one does: they are filed and decided here', () => {
    const [first, , last] = said(templateOf('balanced-scorecard'), 'appeal');
    expect(first).toMatch(/^Within \d+ working days/);
    expect(last).toContain('A granted appeal corrects facts');
  });
});
