import type { PlanEnd } from '../domain/improvement/index.js';
import type { Bilingual, Language } from './language.js';

/** What improvement plans tell people beside their steps. */
export const improvementNotices = {
  IMPROVEMENT_PROPOSED: {
    'zh-CN': '已由上级提出，正在由人力资源审批；批准后您可以申诉',
    en: 'was proposed by the head above and waits for HR; once approved, you may appeal',
  },
  IMPROVEMENT_APPROVED: {
    'zh-CN': '已获批准。您可以在期限内申诉',
    en: 'was approved. You may appeal within the window',
  },
  IMPROVEMENT_BEGUN: { 'zh-CN': '开始执行', en: 'begins' },
  IMPROVEMENT_TALK_NEVER: { 'zh-CN': '有一次面谈没有举行', en: 'had a talk that was never held' },
  IMPROVEMENT_EXTENDED: { 'zh-CN': '已延长，另有一次面谈', en: 'was extended: there is one more talk' },
  IMPROVEMENT_ENDED: { 'zh-CN': '已结束', en: 'has ended' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type ImprovementNotice = keyof typeof improvementNotices;
export const improvementNoticeCodes = Object.keys(improvementNotices) as readonly ImprovementNotice[];

/** How a plan ended, as a predicate. */
export const planEndNames: Readonly<Record<PlanEnd, Bilingual>> = {
  passed: { 'zh-CN': '通过', en: 'passed' },
  ended: { 'zh-CN': '终止，未通过', en: 'ended without passing' },
  'appeal-granted': { 'zh-CN': '申诉得到支持，计划取消', en: 'the appeal was granted: cancelled' },
  'appeal-undecided': {
    'zh-CN': '申诉未在期限内裁定，计划不开始',
    en: 'the appeal was never decided: it does not begin',
  },
  'criterion-lifted': {
    'zh-CN': '结果更正后不再符合条件',
    en: 'the corrected result no longer meets the criterion',
  },
  'never-proposed': { 'zh-CN': '上级未在期限内提出', en: 'the head above never proposed it' },
  'never-approved': { 'zh-CN': '人力资源未在期限内审批', en: 'HR never decided about it' },
  'never-judged': { 'zh-CN': '没有在期限内评定', en: 'it was never judged' },
};

/** What such a notice adds about the plan; empty: it is no such notice. */
export function planDetail(code: string, data: Readonly<Record<string, unknown>>, language: Language): string {
  if (!code.startsWith('IMPROVEMENT_')) return '';
  const { end: how, firstDay, days } = data;
  const end = Object.entries(planEndNames).find(([known]) => known === how)?.[1];
  if (end !== undefined) return language === 'en' ? `: ${end.en}` : `：${end['zh-CN']}`;
  if (typeof firstDay === 'string') return language === 'en' ? ` (first day ${firstDay})` : `（首日 ${firstDay}）`;
  if (typeof days === 'number') return language === 'en' ? ` (day ${days})` : `（第 ${days} 天）`;
  return '';
}
