import { describe, expect, test } from 'vitest';
import { scoreChart, scoresOf } from '../../../domain/reports/scores.js';

const rows = (...totals: readonly (string | null)[]) => totals.map((total) => ({ total }));
const shown = (of: ReturnType<typeof rows>) =>
  scoreChart(scoresOf(of), of).bars.map(({ label, values }) => [label.kind === 'text' ? label.text : '', values[0]]);

describe('classes of totals', () => {
  test('are ten points wide and leave none out between the lowest and the highest', () => {
    expect(shown(rows('83.6', '91.25', '105', null, '763/13'))).toEqual([
      ['50–<60', '1'],
      ['60–<70', '0'],
      ['70–<80', '0'],
      ['80–<90', '1'],
      ['90–<100', '1'],
      ['100–<110', '1'],
    ]);
  });

  test('a total below nought stands in the class under it', () => {
    expect(shown(rows('-0.5', '9.99'))).toEqual([
      ['-10–<0', '1'],
      ['0–<10', '1'],
    ]);
  });

  test('are wider where totals lie far apart: nobody is left out', () => {
    const far = rows('0', '83', '4200', '8300', '10000');
    const scores = scoresOf(far);
    expect(scores.classes.length).toBeLessThanOrEqual(40);
    expect(shown(far).reduce((sum, [, units]) => sum + Number(units), 0)).toBe(5);
    expect(scores.classOf('4200')).toBe('4000');
    expect(scores.nameOf(4000n)).toEqual({ kind: 'text', text: '4000–<4500' });
  });

  test('of nothing are none', () => {
    expect(scoresOf(rows(null)).classes).toEqual([]);
  });
});
