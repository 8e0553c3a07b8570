import { describe, expect, test } from 'vitest';
import type { Scorecard } from '../../domain/rules/index.js';
import { differenceLines } from '../../messages/difference.js';
import { scored, unit } from './explained.js';

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
