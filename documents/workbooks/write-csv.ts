import { guarded } from '../formula-guard.js';
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

/** A cell as it stands in the text: guarded, and in quotes where it has to be. */
function quoted(text: string): string {
  const safe = guarded(text);
  return /[",\r\n;\t]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
