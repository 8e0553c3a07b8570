/** A table as people wrote it, whatever file it came in: what a cell shows, never what a formula says. */
export type CellValue =
  | { readonly kind: 'text'; readonly text: string }
  /** An exact decimal, as the person sees it; `percent`: shown with a percent sign, which `text` has not. */
  | { readonly kind: 'number'; readonly text: string; readonly percent: boolean }
  | { readonly kind: 'day'; readonly text: string }
  /** What cannot be believed: told of at its cell. */
  | { readonly kind: 'bad'; readonly code: BadCell; readonly text: string };

export type BadCell = 'CELL_FORMULA' | 'CELL_ERROR' | 'NUMBER_INEXACT' | 'DAY_INVALID';

export interface SheetRow {
  /** As the spreadsheet counts: the first is 1. */
  readonly row: number;
  /** By column, the first is 0; only cells that hold something. */
  readonly cells: ReadonlyMap<number, CellValue>;
}

export interface Sheet {
  readonly name: string;
  /** In order; empty rows are not there. */
  readonly rows: readonly SheetRow[];
  /** Ranges such as `A1:C1`. */
  readonly merged: readonly string[];
}

/** Sheets that are shown; `marker`: what the hidden sheet says the file is for. */
export interface Workbook {
  readonly sheets: readonly Sheet[];
  readonly marker: ReadonlyMap<string, string> | null;
}

/** Of a file that is no table at all. */
export type FileFault =
  | 'empty'
  | 'no-workbook'
  | 'old-workbook'
  | 'encrypted'
  | 'with-macros'
  | 'broken'
  | 'unfolds-too-large'
  | 'too-many-rows';

/** The file cannot be read; nothing was taken from it. */
export class FileProblem extends Error {
  constructor(
    readonly fault: FileFault,
    readonly detail = '',
  ) {
    super(fault);
  }
}

/** `AB7` of column 27 and row 7. */
export function addressOf(column: number, row: number): string {
  let letters = '';
  for (let rest = column; rest >= 0; rest = Math.floor(rest / 26) - 1) {
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
  }
  return `${letters}${row}`;
}

/** Column and row of `AB7`; null for what is no address. */
export function placeOf(address: string): { readonly column: number; readonly row: number } | null {
  const [, letters, digits] = /^\$?([A-Z]{1,3})\$?([1-9]\d{0,6})$/.exec(address) ?? [];
  if (letters === undefined || digits === undefined) return null;
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { column, row: Number(digits) };
}
