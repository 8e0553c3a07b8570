import { parseDecimal, printNumber } from '../../domain/numbers.js';
import writeXlsxFile, { type Cell } from 'write-excel-file/node';
import { tableText } from './write-csv.js';
import { dayCell, heading, numberCell, textCell } from './write-file.js';

export interface SheetColumn {
  readonly title: string;
  /** `number`: a cell that is no number, or one with more digits than a spreadsheet keeps, stays a text. */
  readonly kind: 'text' | 'number' | 'day';
}
/** A table that is only read: its cells as texts, an empty one is none. */
export interface Sheet {
  readonly title: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly string[])[];
}

/** A workbook of tables that nobody fills in: one sheet each, heads stay in sight. */
export async function writeTables(sheets: readonly Sheet[]): Promise<Buffer> {
  const names = sheetNames(sheets.map(({ title }) => title));
  return writeXlsxFile(
    sheets.map(({ columns, rows }, at) => ({
      sheet: names[at] ?? `${at + 1}`,
      stickyRowsCount: 1,
      columns: columns.map(({ kind }) => ({ width: kind === 'text' ? 28 : 16 })),
      data: [
        columns.map(({ title }) => heading(title)),
        ...rows.map((row) => columns.map(({ kind }, index) => cellOf(kind, row[index] ?? ''))),
      ],
    })),
  ).toBuffer();
}

function cellOf(kind: SheetColumn['kind'], text: string): Cell {
  if (text === '') return null;
  if (kind === 'number') {
    const number = parseDecimal(text);
    return number === null ? textCell(text) : numberCell(printNumber(number));
  }
  return kind === 'day' ? dayCell(text) : textCell(text);
}

const longestName = 31;

/** What a spreadsheet takes as the name of a sheet: short, without some marks, each once. */
function sheetNames(titles: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return titles.map((title) => {
    const plain = title.replaceAll(/[\\/*?:[\]']/g, ' ').trim() || '1';
    for (let at = 1; ; at += 1) {
      const mark = at === 1 ? '' : ` ${at}`;
      const name = `${plain.slice(0, longestName - mark.length)}${mark}`;
      if (taken.has(name.toLowerCase())) continue;
      taken.add(name.toLowerCase());
      return name;
    }
  });
}

/** Several tables as one text: each with its title, then its head, an empty line between; every line has as many fields. */
export function tablesText(sheets: readonly Sheet[]): string {
  const lines = sheets.flatMap(({ title, columns, rows }, at) => [
    ...(at === 0 ? [] : [[]]),
    [title],
    columns.map((column) => column.title),
    ...rows,
  ]);
  const widest = Math.max(...lines.map((line) => line.length));
  return tableText(lines.map((line) => [...line, ...Array<string>(widest - line.length).fill('')]));
}

/** Further lines of a table that has begun: without the mark that begins a file. */
export const moreLines = (lines: readonly (readonly string[])[]): string => tableText(lines).slice(1);
