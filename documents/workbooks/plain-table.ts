import writeXlsxFile, { type Cell } from 'write-excel-file/node';
import { isKeptExactly, shifted } from './numbers.js';
import { tableText } from './write-csv.js';

/** A table that is only read: no marks, no choices, nothing to fill in. */
export interface PlainTable {
  readonly title: string;
  readonly columns: readonly {
    readonly title: string;
    /** `amount`: cells are signed minor units. */
    readonly kind: 'text' | 'amount';
    /** Characters. */
    readonly width?: number;
  }[];
  readonly rows: readonly (readonly string[])[];
}

/** Signed minor units as a plain decimal with two places: `-778273.21`. */
export function decimalAmount(minor: string): string {
  const sign = minor.startsWith('-') ? '-' : '';
  const digits = minor.replace('-', '').padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export function plainCsv({ columns, rows }: PlainTable): string {
  const shown = (text: string, at: number): string => (columns[at]?.kind === 'amount' ? decimalAmount(text) : text);
  return tableText([columns.map(({ title }) => title), ...rows.map((row) => row.map(shown))]);
}

/** One sheet for each table. */
export async function plainWorkbook(tables: readonly PlainTable[]): Promise<Buffer> {
  return writeXlsxFile(
    tables.map(({ title, columns, rows }) => ({
      sheet: sheetName(title),
      data: [
        columns.map((column): Cell => ({ value: column.title, type: String, fontWeight: 'bold', wrap: true })),
        ...rows.map((row) =>
          row.map((text, at) => (columns[at]?.kind === 'amount' ? amountCell(text) : textCell(text))),
        ),
      ],
      columns: columns.map(({ width = 14 }) => ({ width })),
      stickyRowsCount: 1,
    })),
  ).toBuffer();
}

/** What a spreadsheet takes as the name of a sheet. */
const sheetName = (title: string): string => title.replaceAll(/[\\/?*:[\]]/g, ' ').slice(0, 31);
/** A text stays a text, whatever it begins with. */
const textCell = (value: string): Cell => ({ value, type: String, wrap: true, alignVertical: 'top' });
/** With more digits than a spreadsheet keeps it travels as text. */
function amountCell(minor: string): Cell {
  const plain = shifted(minor, -2);
  return isKeptExactly(plain)
    ? { value: Number(plain), type: Number, format: '#,##0.00' }
    : textCell(decimalAmount(minor));
}
