import { type Bilingual, type Language, languages } from '../language.js';
import { say } from '../pages/text.js';

/** The same sentence made for each language. */
export function inBoth(make: (language: Language) => string): Bilingual {
  const [zh, en] = languages;
  return say(make(zh), make(en));
}

/** `A、B` and `A, B`. */
export const listed = (items: readonly Bilingual[]): Bilingual =>
  inBoth((language) => items.map((item) => item[language]).join(language === 'en' ? ', ' : '、'));

/** `A和B` and `A and B`. */
export const together = (items: readonly Bilingual[]): Bilingual =>
  inBoth((language) => {
    const words = items.map((item) => item[language]);
    const last = words.pop() ?? '';
    if (words.length === 0) return last;
    return language === 'en' ? `${words.join(', ')} and ${last}` : `${words.join('、')}和${last}`;
  });

/** The same in both languages: numbers, ids, grades. */
export const same = (text: string | number): Bilingual => say(String(text), String(text));

/** One sentence after another. */
export const joined = (sentences: readonly Bilingual[]): Bilingual =>
  inBoth((language) => sentences.map((each) => each[language]).join(language === 'en' ? ' ' : ''));

const endings: Readonly<Record<string, string>> = { 1: 'st', 2: 'nd', 3: 'rd' };
export const ordinal = (n: number): string =>
  `${n}${Math.floor((n % 100) / 10) === 1 ? 'th' : (endings[n % 10] ?? 'th')}`;

const unitKindNames: Readonly<Record<string, Bilingual>> = {
  company: say('公司', 'companies'),
  division: say('事业部', 'divisions'),
  department: say('部门', 'departments'),
  team: say('团队', 'teams'),
  person: say('个人', 'persons'),
};
export const unitKinds = (kinds: readonly string[]): Bilingual =>
  together(kinds.map((kind) => unitKindNames[kind] ?? same(kind)));

/** `1 working day`, `3 working days`. */
export const workdays = (n: number): Bilingual => say(`${n} 个工作日`, `${n} working day${n === 1 ? '' : 's'}`);
