import type { Bilingual, Language } from './language.js';

/** What recognition, nomination and the next cycle tell people. */
export const growthNotices = {
  RECOGNITION_TO_CONFIRM: {
    'zh-CN': '已由同事提出，请您确认或不予确认',
    en: 'was given by a colleague: please confirm or decline it',
  },
  RECOGNITION_UNCONFIRMED: {
    'zh-CN': '多日未确认，请您确认或不予确认',
    en: 'has waited for days: please confirm or decline it',
  },
  RECOGNITION_UNHEARD: {
    'zh-CN': '多日无人确认，已上报给您',
    en: 'was given days ago and nobody confirms it; it comes to you',
  },
  RECOGNIZED: { 'zh-CN': '已生效，祝贺', en: 'is in force: congratulations' },
  RECOGNITION_DECLINED: { 'zh-CN': '未获确认', en: 'was not confirmed' },
  RECOGNITION_TAKEN_BACK: {
    'zh-CN': '已撤回：结果更正后等级不再符合条件',
    en: 'was taken back: after a correction the grade does not meet the criterion any more',
  },
  NOMINATED: { 'zh-CN': '已由董事会批准，祝贺', en: 'was approved by the board: congratulations' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type GrowthNotice = keyof typeof growthNotices;
export const growthNoticeCodes = Object.keys(growthNotices) as readonly GrowthNotice[];

const recognition: Bilingual = { 'zh-CN': '表彰', en: 'the recognition' };
const nomination: Bilingual = { 'zh-CN': '晋升提名', en: 'the nomination for promotion' };

/** What such a notice is about, with whom it names; null: it is another notice. */
export function aboutGrowth(code: string, data: Readonly<Record<string, unknown>>, language: Language): string | null {
  if (!growthNoticeCodes.some((each) => each === code)) return null;
  const what = (code === 'NOMINATED' ? nomination : recognition)[language];
  const name = data[language === 'en' ? 'personEn' : 'personZh'];
  if (typeof name !== 'string') return what;
  return language === 'en' ? `${what} of ${name}` : `${name}的${what}`;
}
