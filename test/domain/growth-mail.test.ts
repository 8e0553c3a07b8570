import { describe, expect, test } from 'vitest';
import { noticeLine } from '../../messages/mail.js';

const line = (code: string, data: Readonly<Record<string, unknown>>, language: 'zh-CN' | 'en') =>
  noticeLine(
    {
      ...{ code, stepId: 'recognition', kind: null, data, unitZh: '研发部', unitEn: 'R&D' },
      ...{ otherZh: null, otherEn: null, due: null },
    },
    '远航 2027',
    language,
  );

describe('a mail about recognition or promotion', () => {
  test('names the person where one is meant, else the unit alone, in both languages', () => {
    const data = { number: 1, personZh: '方远', personEn: 'Fang Yuan' };
    expect(line('RECOGNIZED', data, 'zh-CN')).toBe('- 研发部「方远的表彰」已生效，祝贺');
    expect(line('RECOGNIZED', data, 'en')).toBe('- R&D, the recognition of Fang Yuan is in force: congratulations');
    expect(line('RECOGNITION_TAKEN_BACK', { number: 1 }, 'en')).toContain('the recognition was taken back');
    expect(line('NOMINATED', data, 'en')).toContain(
      'the nomination for promotion of Fang Yuan was approved by the board',
    );
  });
});
