import type { Bilingual } from '../language.js';

/** One sentence in both languages. */
export const say = (zh: string, en: string): Bilingual => ({ 'zh-CN': zh, en });

export type Texts = Readonly<Record<string, Bilingual | ((...values: never[]) => Bilingual)>>;

/** Every key has both languages, or is a function that gives both: what is missing does not compile. */
export const texts = <T extends Texts>(of: T): T => of;
