import { describe, expect, test } from 'vitest';
import { noticeLine } from '../../messages/mail.js';

const line = (code: string, data: Readonly<Record<string, unknown>>, language: 'zh-CN' | 'en') =>
  noticeLine(
    {
      ...{ code, stepId: 'feedback', kind: 'feedback', data, unitZh: '市场部', unitEn: 'Marketing' },
      ...{ otherZh: null, otherEn: null, due: null },
    },
    '远航 2027',
    language,
  );

describe('a mail about what was promised after a talk', () => {
  test('names the item, the entry or the training, not the talk that it came of, in both languages', () => {
    const item = { item: '7', kind: 'difficulty' };
    expect(line('ITEM_WAITING', item, 'zh-CN')).toBe('- 市场部「困难 7」尚未答复，请您答复');
    expect(line('ITEM_WAITING', item, 'en')).toBe('- Marketing, difficulty 7 is not answered yet: please answer it');
    expect(line('DEVELOPMENT_OVERDUE', { development: '3' }, 'en')).toContain('Marketing, development entry 3 is past');
    const training = { training: 't1', titleZh: '谈判', titleEn: 'Negotiation' };
    expect(line('TRAINING_GIVEN', training, 'zh-CN')).toBe('- 市场部「培训：谈判」已为您安排');
    expect(line('TRAINING_GIVEN', training, 'en')).toBe('- Marketing, training Negotiation was assigned to you');
  });
});
