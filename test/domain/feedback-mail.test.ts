import { describe, expect, test } from 'vitest';
import { noticeLine } from '../../messages/mail.js';

const line = (code: string, stepId: string, data: Readonly<Record<string, unknown>>, language: 'zh-CN' | 'en') =>
  noticeLine(
    {
      ...{ code, stepId, kind: stepId === 'feedback' ? 'feedback' : null, data, unitZh: '销售部', unitEn: 'Sales' },
      ...{ otherZh: null, otherEn: null, due: null },
    },
    '远航 2027',
    language,
  );

describe('a mail about what is promised after a talk', () => {
  test('names the difficulty or the suggestion, not the talk that it came from', () => {
    const data = { item: '7', kind: 'difficulty' };
    expect(line('ITEM_NAMED', 'feedback', data, 'zh-CN')).toBe('- 销售部「困难 7」由单元在面谈后提出，请您答复');
    expect(line('ITEM_WAITING', 'feedback', { item: '8', kind: 'suggestion' }, 'en')).toBe(
      '- Sales, suggestion 8 is not answered yet: please answer it',
    );
  });

  test('names the development entry and the training, which are of no step', () => {
    expect(line('DEVELOPMENT_OVERDUE', 'development', { development: '3' }, 'en')).toBe(
      '- Sales, development entry 3 is past its day: please say how it stands',
    );
    const data = { assignment: '4', training: 'contracts', titleZh: '渠道合同实务', titleEn: 'Channel contracts' };
    expect(line('TRAINING_GIVEN', 'development', data, 'zh-CN')).toBe('- 销售部「培训：渠道合同实务」已为您安排');
    expect(line('TRAINING_GIVEN', 'development', data, 'en')).toBe(
      '- Sales, training Channel contracts was assigned to you',
    );
  });
});
