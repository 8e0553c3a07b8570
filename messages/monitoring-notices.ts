import type { Bilingual, Language } from './language.js';

/** What monitoring tells people beside the deviation itself. */
export const monitoringNotices = {
  DEVIATION_YOURS: {
    'zh-CN': '由您负责，请写明纠偏措施和期限',
    en: 'is yours: please name a corrective action and a due date',
  },
  DEVIATION_CLOSED: { 'zh-CN': '偏差已结束', en: ': this deviation is over' },
  ACTION_WANTED: { 'zh-CN': '还没有有效的纠偏措施，请写明', en: 'still has no corrective action: please name one' },
  ACTION_IGNORED: {
    'zh-CN': '多日没有纠偏措施，已上报给您',
    en: 'has had no corrective action for days; it comes to you',
  },
  ACTION_OVERDUE: {
    'zh-CN': '的纠偏措施已过期限，请说明进展',
    en: ': the corrective action is past its due date; please say how it stands',
  },
  ACTION_STALLED: {
    'zh-CN': '的纠偏措施逾期多日，已上报给您',
    en: ': the corrective action is long past its due date; it comes to you',
  },
  ASK_WAITING: { 'zh-CN': '中有对您的请求，尚未答复', en: 'asks something of you that is not answered yet' },
  ASK_IGNORED: {
    'zh-CN': '中的请求多日未答复，已上报给您',
    en: 'asked something that has not been answered for days; it comes to you',
  },
  ASK_ANSWERED: { 'zh-CN': '中的请求已有答复', en: 'asked something that is now answered' },
  NOTE_WRITTEN: { 'zh-CN': '有新的辅导记录，请答复', en: 'has a new coaching note: please answer' },
  NOTE_ANSWERED: { 'zh-CN': '的辅导记录有新的答复', en: 'has a new answer to a coaching note' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type MonitoringNotice = keyof typeof monitoringNotices;
export const monitoringNoticeCodes = Object.keys(monitoringNotices) as readonly MonitoringNotice[];

const outcomes: Readonly<Record<string, Bilingual>> = {
  recovered: { 'zh-CN': '已回到预期进度', en: 'back on its way' },
  corrected: { 'zh-CN': '数值已更正', en: 'its value was corrected' },
  'goal-ended': { 'zh-CN': '目标已不再有效', en: 'its goal is in force no more' },
};

/** The goal that such a notice is about, with how its deviation ended; null: it is about a step. */
export function aboutDeviation(data: Readonly<Record<string, unknown>>, language: Language): string | null {
  const { title, outcome } = data;
  if (typeof title !== 'string') return null;
  const how = typeof outcome === 'string' ? outcomes[outcome]?.[language] : undefined;
  return how === undefined ? title : `${title} (${how})`;
}
