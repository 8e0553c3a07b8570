/** What the sheets of a workbook look like: for writing, explaining and reading alike. */

/** In both languages: a heading in either is understood. */
export type Language = 'zh-CN' | 'en';
export type Both = Readonly<Record<Language, string>>;
export const both = (zh: string, en: string): Both => ({ 'zh-CN': zh, en });

/** Something a cell may name: by its id, or by a title that only one of them has. */
export interface Reference {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** What a metric is measured in. */
  readonly note?: string;
}
/** By kind, such as `metric`. */
export type References = Readonly<Record<string, readonly Reference[]>>;

export interface Column {
  readonly id: string;
  readonly title: Both;
  readonly says: Both;
  /**
   * `lines`: one a line of the cell; `list`: parted by `;`; `amount`: money with at most two decimals, in the
   * content as minor units; `info`: written for the reader, never read.
   */
  readonly kind: 'text' | 'lines' | 'list' | 'number' | 'amount' | 'day' | 'choice' | 'info';
  readonly required?: true;
  readonly choices?: readonly { readonly value: string; readonly title: Both }[];
  /** The kind of reference that it names. */
  readonly names?: string;
  /** Characters. */
  readonly width?: number;
}

/** One list, one sheet. */
export interface ListShape {
  readonly id: string;
  readonly title: Both;
  readonly columns: readonly Column[];
  /** Columns that together tell a reader which row is meant. */
  readonly named: readonly string[];
}

/** What the cells of a row say, in the form that documents use; without those that are empty. */
export type RowTexts = ReadonlyMap<string, string>;

/** Several in one cell. */
export const listMark = '; ';
export const partsOf = (text: string): readonly string[] =>
  text
    .split(/[;；,，、\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
export const linesOf = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** A value of a column as its reader calls it. */
export const titleOf = (column: Column, value: string, language: Language): string =>
  column.choices?.find((choice) => choice.value === value)?.title[language] ?? value;
