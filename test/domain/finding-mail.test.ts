import { describe, expect, test } from 'vitest';
import { noticeLine } from '../../messages/mail.js';

const line = (code: string, data: Readonly<Record<string, unknown>>, language: 'zh-CN' | 'en') =>
  noticeLine(
    { code, stepId: '-', kind: null, data, unitZh: null, unitEn: null, otherZh: null, otherEn: null, due: null },
    '远航 2027',
    language,
  );

describe('a mail to HR about findings', () => {
  test('says what was found, about what, and what to do, in both languages', () => {
    const found = { finding: 'OBJECTIVE_UNCOVERED', aboutZh: '技术领先', aboutEn: 'Lead in technology', values: {} };
    expect(line('FINDING', found, 'zh-CN')).toBe(
      '- 远航 2027「技术领先：没有目标支撑这个战略目标」请处理，或写明保留的理由',
    );
    expect(line('FINDING', found, 'en')).toBe(
      '- 远航 2027, Lead in technology: No goal supports this objective (please see to it, or say why it stays)',
    );
  });

  test('counts what is open when the phase is about to end, and when it has', () => {
    const data = { phase: 'goal-setting', open: 2 };
    expect(line('FINDINGS_REMINDED', data, 'zh-CN')).toContain('「目标设定：2 项」目标检查仍有未处理的问题');
    expect(line('FINDINGS_LEFT', data, 'en')).toContain('Goal setting: 2 findings of the goal checks were still open');
  });
});
