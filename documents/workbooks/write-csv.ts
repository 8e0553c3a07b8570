import { type Column, type Language, listMark, type ListShape, type RowTexts, titleOf } from './columns.js';
import { amountShown } from './tasks.js';

/** With its mark, so that spreadsheets read it as UTF-8. */
const mark = '\ufeff';

/** A list as text: headings in the reader's language, one row a line. */
export function writeCsv(shape: ListShape, rows: readonly RowTexts[], language: Language): string {
  const lines = [
    shape.columns.map(({ title }) => title[language]),
    ...rows.map((row) => shape.columns.map((column) => shown(column, row.get(column.id) ?? '', language))),
  ];
  return tableText(lines);
}

/** Lines of cells, each cell safe from being taken for a formula. */
export const tableText = (lines: readonly (readonly string[])[]): string =>
  mark + lines.map((line) => `${line.map(quoted).join(',')}\r\n`).join('');

function shown(column: Column, text: string, language: Language): string {
  if (column.kind === 'amount') return text === '' ? '' : amountShown(text);
  if (column.kind === 'choice') return titleOf(column, text, language);
  if (column.kind === 'list')
    return text
      .split(listMark)
      .map((part) => titleOf(column, part, language))
      .join(listMark);
  return text;
}

const number = /^-?\d+(\.\d+)?$/;

/** A text that a spreadsheet would take for a formula gets a quote in front. */
export function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !number.test(text) ? `'${text}` : text;
  return /[",\r\n;\t]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
