import { stepKinds } from '../domain/process/index.js';
import type { Bilingual, Language } from './language.js';
import { kindNames } from './steps.js';

export const noticeCodes = [
  'STEP_OPENED',
  'STEP_SUBMITTED',
  'STEP_RETURNED',
  'STEP_DECIDED',
  'STEP_REMINDED',
  'STEP_ESCALATED',
  'STEP_FORWARDED',
  'DEVIATION',
  'RULES_IN_FORCE',
] as const;
export type NoticeCode = (typeof noticeCodes)[number];

export const noticeTexts: Readonly<Record<NoticeCode, Bilingual>> = {
  STEP_OPENED: { 'zh-CN': '已开放，请提交', en: 'is open: please submit it' },
  STEP_SUBMITTED: { 'zh-CN': '已提交，请您决定', en: 'was submitted: please decide' },
  STEP_RETURNED: { 'zh-CN': '被退回，请修改后再次提交', en: 'was returned: please revise and submit again' },
  STEP_DECIDED: { 'zh-CN': '已有决定', en: 'has been decided' },
  STEP_REMINDED: { 'zh-CN': '提醒：即将或已经到期', en: 'reminder: due soon, or overdue' },
  STEP_ESCALATED: { 'zh-CN': '逾期，已上报给您', en: 'is overdue and comes to you' },
  RULES_IN_FORCE: {
    'zh-CN': '的新规则已生效，结果和方案已按新规则重新计算',
    en: 'is in force: results and proposals are computed by the new rules',
  },
  STEP_FORWARDED: { 'zh-CN': '已到截止时间，按规则关闭', en: 'was closed by policy: its time is over' },
  DEVIATION: {
    'zh-CN': '实际进展落后于预期，请查明原因并采取措施',
    en: 'is behind what was expected: please find out why and act',
  },
};

const severities: Readonly<Record<string, Bilingual>> = {
  red: { 'zh-CN': '红色', en: 'red' },
  amber: { 'zh-CN': '黄色', en: 'amber' },
};

export interface MailNoticeInput {
  readonly code: string;
  /** Of the step that it is about. */
  readonly kind: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly unitZh: string | null;
  readonly unitEn: string | null;
  /** Last day, `YYYY-MM-DD`. */
  readonly due: string | null;
}

export interface MailInput {
  readonly notices: readonly MailNoticeInput[];
  readonly title: string;
  readonly rehearsal: boolean;
  readonly url: string;
}

/** One digest: Chinese first, then English. */
export function writeMail({ notices, title, rehearsal, url }: MailInput): {
  readonly subject: string;
  readonly body: string;
} {
  const mark = rehearsal ? '[演练 rehearsal] ' : '';
  const lines = (language: Language): readonly string[] => notices.map((each) => noticeLine(each, title, language));
  const body = [...lines('zh-CN'), '', ...lines('en'), '', url].join('\n');
  return { subject: `${mark}${title}: ${notices.length} 条通知 / notices`, body };
}

/** One notice as a line; what the catalogue does not know is shown as its code rather than dropped. */
export function noticeLine(notice: MailNoticeInput, title: string, language: Language): string {
  const code = noticeCodes.find((known) => known === notice.code);
  const unit = (language === 'en' ? notice.unitEn : notice.unitZh) ?? title;
  const text = code === undefined ? notice.code : noticeTexts[code][language];
  const about = code === 'DEVIATION' ? deviating(notice.data, language) : stepName(notice.kind, language);
  const due = notice.due === null ? '' : language === 'en' ? ` (due ${notice.due})` : `（${notice.due} 截止）`;
  return language === 'en' ? `- ${unit}, ${about} ${text}${due}` : `- ${unit}「${about}」${text}${due}`;
}

function stepName(kind: string | null, language: Language): string {
  const known = stepKinds.find((each) => each === kind);
  return known === undefined ? (kind ?? '') : kindNames[known][language];
}

function deviating(data: Readonly<Record<string, unknown>>, language: Language): string {
  const [title, on] = [data['title'], data['on']].map((value) => (typeof value === 'string' ? value : ''));
  const severity = severities[data['severity'] === 'red' ? 'red' : 'amber']?.[language] ?? '';
  return `${title ?? ''} (${on ?? ''}, ${severity})`;
}
