import { amountText } from './amount.js';
import type { Bilingual, Language } from './language.js';

const of = (zh: string, en: string): Bilingual => ({ 'zh-CN': zh, en });

const kinds: Readonly<Record<string, Bilingual>> = { bonus: of('奖金', 'Bonus'), budget: of('预算', 'Budget') };
const reasons: Readonly<Record<string, Bilingual>> = {
  OWN_RESULT: of('本单元的结果有变', "the unit's own result has changed"),
  OTHER_RESULTS: of(
    '其他单元的结果有变，按同一规则重新分配',
    'results of other units have changed, and all is split anew by the same rules',
  ),
  RULES: of('规则或基数有变', 'the rules or the bases have changed'),
};

export const amountMovedText = of('，已重新入账', 'was posted anew');

/** What was, what is and why: `Bonus 233,481.96 → 522,686.03 (the unit's own result has changed)`. */
export function movedAmount(data: Readonly<Record<string, unknown>>, language: Language): string {
  const text = (key: string): string => (typeof data[key] === 'string' ? data[key] : '');
  const amount = (key: string): string => (/^-?\d+$/.test(text(key)) ? amountText(text(key)) : '–');
  const kind = kinds[text('kind')]?.[language] ?? text('kind');
  const reason = reasons[text('reason')]?.[language] ?? '';
  const moved = `${kind} ${text('currency')} ${amount('beforeMinor')} → ${amount('afterMinor')}`;
  return language === 'en' ? `${moved} (${reason})` : `${moved}（${reason}）`;
}
