export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];
export type Bilingual = Readonly<Record<Language, string>>;

/** The reader's language: asked for, remembered, or preferred by the browser; Chinese otherwise. */
export function chooseLanguage(
  asked: string | undefined,
  remembered: string | undefined,
  accepted: string | undefined,
): Language {
  for (const wish of [asked, remembered]) if (wish === 'zh-CN' || wish === 'en') return wish;
  const first = (accepted ?? '').split(',')[0]?.trim().toLowerCase() ?? '';
  return first.startsWith('en') ? 'en' : 'zh-CN';
}
