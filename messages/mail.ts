import { phases, stepKinds } from '../domain/process/index.js';
import { goalFindingCodes } from '../domain/rules/index.js';
import { connectorCodes } from '../domain/values/index.js';
import { connectorTexts } from './connectors.js';
import { aboutGrowth, growthNoticeCodes, growthNotices } from './growth-notices.js';
import { numberWords } from './explanation.js';
import { improvementNoticeCodes, improvementNotices, planDetail } from './improvement-notices.js';
import type { Bilingual, Language } from './language.js';
import { aboutPromise, feedbackNoticeCodes, feedbackNotices } from './feedback-notices.js';
import { amountMovedText, movedAmount } from './money-notices.js';
import { aboutDeviation, monitoringNoticeCodes, monitoringNotices } from './monitoring-notices.js';
import { findingSentence } from './pages/findings.js';
import { phaseNames, stepName } from './steps.js';

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
  'FINDING',
  'FINDINGS_MORE',
  'FINDINGS_REMINDED',
  'FINDINGS_LEFT',
  'NOT_PROPOSED',
  'NOT_POSTED',
  ...monitoringNoticeCodes,
  'METRIC_STALE',
  'METRICS_STALE_MORE',
  'CONNECTOR_OUTAGE',
  ...growthNoticeCodes,
  'RESULT_MOVED',
  ...feedbackNoticeCodes,
  'AMOUNT_MOVED',
  ...improvementNoticeCodes,
] as const;
export type NoticeCode = (typeof noticeCodes)[number];

export const noticeTexts: Readonly<Record<NoticeCode, Bilingual>> = {
  ...monitoringNotices,
  ...growthNotices,
  ...feedbackNotices,
  ...improvementNotices,
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
  FINDING: { 'zh-CN': '请处理，或写明保留的理由', en: '(please see to it, or say why it stays)' },
  FINDINGS_MORE: {
    'zh-CN': '目标检查另有新的问题，请看清单',
    en: 'more new findings of the goal checks: see the list',
  },
  FINDINGS_REMINDED: {
    'zh-CN': '目标检查仍有未处理的问题，阶段即将结束',
    en: 'findings of the goal checks are still open, and the phase is about to end',
  },
  FINDINGS_LEFT: {
    'zh-CN': '阶段已经结束，目标检查仍有未处理的问题',
    en: 'findings of the goal checks were still open when the phase ended',
  },
  NOT_PROPOSED: {
    'zh-CN': '无法算出方案：有单元缺少结果、等级或基数，请补齐',
    en: 'could not be computed: some units have no result, grade or base; please see to it',
  },
  NOT_POSTED: {
    'zh-CN': '没有入账：到截止时间没有获批的方案',
    en: 'was not posted: there was no approved proposal when its time was over',
  },
  METRIC_STALE: {
    'zh-CN': '的数值已过期，自动采集没有带来新数值；请查明来源，或手工填报',
    en: 'is stale: nothing new was collected; please see to its source, or enter it by hand',
  },
  METRICS_STALE_MORE: {
    'zh-CN': '的数值也已过期，请看指标清单',
    en: 'are stale as well: see the list of metrics',
  },
  CONNECTOR_OUTAGE: {
    'zh-CN': '没有采集到数值，系统会继续重试；请查看采集器页面',
    en: 'brings no values; it is tried again, please look at its page',
  },
  RESULT_MOVED: {
    'zh-CN': '的结果因事实更正而改变，请查看依据',
    en: 'has moved because facts were corrected: please see why',
  },
  AMOUNT_MOVED: amountMovedText,
};

const severities: Readonly<Record<string, Bilingual>> = {
  red: { 'zh-CN': '红色', en: 'red' },
  amber: { 'zh-CN': '黄色', en: 'amber' },
};

export interface MailNoticeInput {
  readonly code: string;
  readonly stepId: string;
  /** Of the step that it is about. */
  readonly kind: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly unitZh: string | null;
  readonly unitEn: string | null;
  /** The other unit that the step is about. */
  readonly otherZh: string | null;
  readonly otherEn: string | null;
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
  const said = code === undefined ? notice.code : noticeTexts[code][language];
  const text = said + planDetail(notice.code, notice.data, language);
  const about = aboutNotice(notice, language);
  const due = notice.due === null ? '' : language === 'en' ? ` (due ${notice.due})` : `（${notice.due} 截止）`;
  return language === 'en' ? `- ${unit}, ${about} ${text}${due}` : `- ${unit}「${about}」${text}${due}`;
}

/** What a notice is about, beside its unit. */
export function aboutNotice(
  notice: Pick<MailNoticeInput, 'code' | 'stepId' | 'kind' | 'data' | 'otherZh' | 'otherEn'>,
  language: Language,
): string {
  const { code, data } = notice;
  switch (code) {
    case 'DEVIATION':
      return deviating(data, language);
    case 'METRIC_STALE':
      return staleMetric(data, language);
    case 'METRICS_STALE_MORE':
      return metricCount(data, language);
    case 'CONNECTOR_OUTAGE':
      return failing(data, language);
    case 'RESULT_MOVED':
      return movedResult(data, language);
    case 'AMOUNT_MOVED':
      return movedAmount(data, language);
    case 'FINDING':
      return found(data, language);
    case 'FINDINGS_MORE':
    case 'FINDINGS_REMINDED':
    case 'FINDINGS_LEFT':
      return phaseAndCount(data, language);
    default:
      return (
        aboutGrowth(code, data, language) ??
        aboutPromise(data, language) ??
        aboutDeviation(data, language) ??
        aboutStep(notice, language)
      );
  }
}

function aboutStep(
  { stepId, kind, otherZh, otherEn }: Pick<MailNoticeInput, 'stepId' | 'kind' | 'otherZh' | 'otherEn'>,
  language: Language,
): string {
  const known = stepKinds.find((each) => each === kind);
  if (known === undefined) return kind ?? '';
  const other = otherZh === null || otherEn === null ? null : { nameZh: otherZh, nameEn: otherEn };
  return stepName({ kind: known, stepId, other })[language];
}

function deviating(data: Readonly<Record<string, unknown>>, language: Language): string {
  const [title, on] = [data['title'], data['on']].map((value) => (typeof value === 'string' ? value : ''));
  const severity = severities[data['severity'] === 'red' ? 'red' : 'amber']?.[language] ?? '';
  return `${title ?? ''} (${on ?? ''}, ${severity})`;
}

/** From what to what: total and grade. */
function movedResult(data: Readonly<Record<string, unknown>>, language: Language): string {
  const total = (key: string): string => (textIn(data, key) === '' ? '–' : numberWords(language, textIn(data, key)));
  const [before, now] = [
    `${total('totalBefore')} ${textIn(data, 'gradeBefore')}`,
    `${total('total')} ${textIn(data, 'grade')}`,
  ];
  return language === 'en' ? `result: ${before} → ${now}` : `结果：${before} → ${now}`;
}

/** What a check found, after the names of what it is about. */
function found(data: Readonly<Record<string, unknown>>, language: Language): string {
  const code = goalFindingCodes.find((each) => each === data['finding']);
  const about = data[language === 'en' ? 'aboutEn' : 'aboutZh'];
  const sentence = code === undefined ? '' : findingSentence(code, data['values'])[language].replace(/[.。]$/, '');
  return `${typeof about === 'string' ? about : ''}${language === 'en' ? ': ' : '：'}${sentence}`;
}

function phaseAndCount(data: Readonly<Record<string, unknown>>, language: Language): string {
  const phase = phases.find((each) => each === data['phase']);
  const name = phase === undefined ? '' : phaseNames[phase][language];
  const open = typeof data['open'] === 'number' ? data['open'] : 0;
  return language === 'en' ? `${name}: ${open}` : `${name}：${open} 项`;
}

const textIn = (data: Readonly<Record<string, unknown>>, key: string): string => {
  const value = data[key];
  return typeof value === 'string' ? value : '';
};

function staleMetric(data: Readonly<Record<string, unknown>>, language: Language): string {
  const [title, lastOn] = [textIn(data, language === 'en' ? 'titleEn' : 'titleZh'), textIn(data, 'lastOn')];
  if (lastOn === '') return language === 'en' ? `${title} (no value yet)` : `${title}（尚无数值）`;
  return language === 'en' ? `${title} (last value of ${lastOn})` : `${title}（最近数值 ${lastOn}）`;
}

function metricCount(data: Readonly<Record<string, unknown>>, language: Language): string {
  const metrics = typeof data['metrics'] === 'number' ? data['metrics'] : 0;
  return language === 'en' ? `${metrics} more metrics` : `另有 ${metrics} 个指标`;
}

/** A connector and how it fails. */
function failing(data: Readonly<Record<string, unknown>>, language: Language): string {
  const code = connectorCodes.find((each) => each === data['failure']);
  const why = code === undefined ? '' : connectorTexts[code][language].replace(/[.。]$/, '');
  const title = textIn(data, language === 'en' ? 'titleEn' : 'titleZh');
  return language === 'en' ? `connector ${title}: ${why};` : `采集器「${title}」：${why}；`;
}
