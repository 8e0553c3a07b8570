import type { Bilingual, Language } from './language.js';

/** What people are told about items, development plans and training. */
export const feedbackNotices = {
  ITEM_NAMED: { 'zh-CN': '由单元在面谈后提出，请您答复', en: 'was named after the talk: please answer it' },
  ITEM_YOURS: { 'zh-CN': '转由您负责，请答复', en: 'is yours now: please answer it' },
  ITEM_ANSWERED: { 'zh-CN': '已有答复', en: 'has an answer' },
  ITEM_SETTLED: { 'zh-CN': '已写明结果，请确认或退回', en: 'has an outcome: please confirm or reopen it' },
  ITEM_CONFIRMED: { 'zh-CN': '单元已确认', en: 'was confirmed by the unit' },
  ITEM_REOPENED: { 'zh-CN': '被单元退回，请重新答复', en: 'was reopened by the unit: please answer it again' },
  ITEM_WAITING: { 'zh-CN': '尚未答复，请您答复', en: 'is not answered yet: please answer it' },
  ITEM_IGNORED: { 'zh-CN': '多日未答复，已上报给您', en: 'has not been answered for days; it comes to you' },
  ITEM_OVERDUE: { 'zh-CN': '已过答应的期限，请写明结果', en: 'is past the promised day: please tell its outcome' },
  ITEM_STALLED: { 'zh-CN': '超过答应的期限多日，已上报给您', en: 'is long past the promised day; it comes to you' },
  ITEM_UNCONFIRMED: { 'zh-CN': '等待您确认或退回', en: 'waits for you to confirm or reopen it' },
  ITEM_UNHEARD: { 'zh-CN': '结果多日无人确认，已上报给您', en: 'has an outcome nobody confirms; it comes to you' },
  DEVELOPMENT_OPENED: { 'zh-CN': '已为您列入发展计划', en: 'is in the development plan: it is for you' },
  DEVELOPMENT_CHANGED: { 'zh-CN': '发展计划有变化', en: 'has changed' },
  DEVELOPMENT_OVERDUE: { 'zh-CN': '已过期限，请说明进展', en: 'is past its day: please say how it stands' },
  DEVELOPMENT_STALLED: { 'zh-CN': '超过期限多日，已上报给您', en: 'is long past its day; it comes to you' },
  TRAINING_GIVEN: { 'zh-CN': '已为您安排', en: 'was assigned to you' },
  TRAINING_TO_CONFIRM: { 'zh-CN': '本人说明已完成，请确认或退回', en: 'is said to be done: please confirm it or not' },
  TRAINING_CONFIRMED: { 'zh-CN': '已确认完成', en: 'is confirmed as done' },
  TRAINING_RETURNED: { 'zh-CN': '没有被确认，请看说明', en: 'was not confirmed: please see why' },
  TRAINING_CANCELLED: { 'zh-CN': '已取消', en: 'was cancelled' },
  TRAINING_OVERDUE: { 'zh-CN': '已过期限，请完成后说明', en: 'is past its day: please say when it is done' },
  TRAINING_STALLED: { 'zh-CN': '超过期限多日，已上报给您', en: 'is long past its day; it comes to you' },
  TRAINING_UNCONFIRMED: { 'zh-CN': '等待您确认', en: 'waits for you to confirm it' },
  TRAINING_UNHEARD: {
    'zh-CN': '完成多日无人确认，已上报给您',
    en: 'was done days ago and nobody confirms it; it comes to you',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type FeedbackNotice = keyof typeof feedbackNotices;
export const feedbackNoticeCodes = Object.keys(feedbackNotices) as readonly FeedbackNotice[];

/** The item, entry or training that a notice is about, without words of people; null: it is about something else. */
export function aboutPromise(data: Readonly<Record<string, unknown>>, language: Language): string | null {
  const textOf = (key: string): string | null => {
    const value = data[key];
    return typeof value === 'string' ? value : null;
  };
  const english = language === 'en';
  const item = textOf('item');
  if (item !== null) {
    const isDifficulty = data['kind'] === 'difficulty';
    if (english) return `${isDifficulty ? 'difficulty' : 'suggestion'} ${item}`;
    return `${isDifficulty ? '困难' : '建议'} ${item}`;
  }
  const entry = textOf('development');
  if (entry !== null) return english ? `development entry ${entry}` : `发展计划第 ${entry} 条`;
  if (textOf('training') === null) return null;
  const title = textOf(english ? 'titleEn' : 'titleZh') ?? '';
  return english ? `training ${title}` : `培训：${title}`;
}
