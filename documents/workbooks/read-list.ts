import { addressOf, placeOf, type Sheet } from './cells.js';
import { textOf } from './cell-texts.js';
import type { Column, ListShape, References, RowTexts } from './columns.js';
import type { Problem } from '../problems.js';

/** A problem of a workbook: sheet, row, column and cell as the spreadsheet names them. */
export interface CellProblem extends Problem {
  readonly sheet: string;
  readonly row: number | null;
  readonly column: string | null;
  readonly cell: string | null;
  readonly value?: string;
}

export interface ReadRow {
  readonly row: number;
  readonly texts: RowTexts;
  /** Columns whose number was shown with a percent sign. */
  readonly percent: ReadonlySet<string>;
}

export interface ReadList {
  readonly rows: readonly ReadRow[];
  readonly problems: readonly CellProblem[];
  /** A problem at a place of the list: `row` as the spreadsheet counts. */
  readonly tell: (row: number, columnId: string | null, code: string, detail?: string, value?: string) => CellProblem;
}

/** More would help nobody. */
export const problemLimit = 500;

export interface ReadContext {
  readonly references: References;
  /** By column: what stands there already and may stay. */
  readonly kept?: Readonly<Record<string, ReadonlySet<string>>>;
}

/** Reads a sheet as that list: all that is wrong with headings, cells and merged cells, each at its place. */
export function readList(sheet: Sheet, shape: ListShape, context: ReadContext): ReadList {
  const [header, ...body] = sheet.rows;
  const headings = new Map([...(header?.cells ?? [])].map(([column, { text }]) => [column, text] as const));
  const at = new Map<string, number>();
  const problem = (
    row: number | null,
    column: number | null,
    code: string,
    detail = '',
    value?: string,
  ): CellProblem => ({
    sheet: sheet.name,
    row,
    column: column === null ? null : (headings.get(column) ?? null),
    cell: row === null || column === null ? null : addressOf(column, row),
    pointer: '',
    code,
    detail,
    ...(value !== undefined && { value: value.slice(0, 80) }),
  });
  const problems: CellProblem[] = [];
  const headerRow = header?.row ?? 1;
  for (const [column, text] of headings) {
    const found = columnNamed(shape, text);
    if (found === undefined) problems.push(problem(headerRow, column, 'COLUMN_UNKNOWN', '', text));
    else if (at.has(found.id)) problems.push(problem(headerRow, column, 'COLUMN_TWICE', '', text));
    else at.set(found.id, column);
  }
  for (const { id, kind, title } of shape.columns) {
    if (kind === 'info' || at.has(id)) continue;
    problems.push({ ...problem(headerRow, null, 'COLUMN_MISSING'), column: `${title['zh-CN']} / ${title.en}` });
  }
  const last = body.at(-1)?.row ?? headerRow;
  for (const range of sheet.merged) {
    const [start] = range.split(':').map(placeOf);
    if (start !== null && start !== undefined && start.row <= last && start.row >= headerRow) {
      problems.push(problem(start.row, start.column, 'CELL_MERGED', range));
    }
  }
  const tell: ReadList['tell'] = (row, columnId, code, detail, value) =>
    problem(row, columnId === null ? null : (at.get(columnId) ?? null), code, detail, value);
  if (problems.length > 0) return { rows: [], problems: problems.slice(0, problemLimit), tell };
  const columns = shape.columns.filter(({ id }) => at.has(id));
  const rows = body.map(({ row, cells }): ReadRow => {
    for (const [column, cell] of cells) {
      if (!headings.has(column)) problems.push(problem(row, column, 'CELL_OUTSIDE', '', cell.text));
    }
    return { row, ...readRow(row, columns, (id) => cells.get(at.get(id) ?? -1), context, problems, tell) };
  });
  return { rows: rows.filter(({ texts }) => texts.size > 0), problems: problems.slice(0, problemLimit), tell };
}

function readRow(
  row: number,
  columns: readonly Column[],
  cellOf: (id: string) => ReturnType<Sheet['rows'][number]['cells']['get']>,
  { references, kept = {} }: ReadContext,
  problems: CellProblem[],
  tell: ReadList['tell'],
): Pick<ReadRow, 'texts' | 'percent'> {
  const texts = new Map<string, string>();
  const percent = new Set<string>();
  const filled = columns.some(({ id, kind }) => kind !== 'info' && cellOf(id) !== undefined);
  for (const column of columns) {
    const cell = cellOf(column.id);
    if (cell === undefined) {
      if (column.required === true && filled) problems.push(tell(row, column.id, 'FIELD_MISSING'));
      continue;
    }
    const known = column.names === undefined ? [] : (references[column.names] ?? []);
    const said = textOf(cell, column, known, kept[column.id] ?? nothing);
    if (!said.ok) {
      problems.push(tell(row, column.id, said.code, '', said.detail === '' ? cell.text : said.detail));
      continue;
    }
    if (said.text !== '') texts.set(column.id, said.text);
    if (said.percent) percent.add(column.id);
  }
  return { texts, percent };
}

const nothing: ReadonlySet<string> = new Set();

/** A heading in either language, or the column's own name; a star that marks what must be filled in is passed over. */
function columnNamed({ columns }: ListShape, heading: string): Column | undefined {
  const wish = heading.normalize('NFKC').replaceAll('*', '').trim().toLowerCase();
  return columns.find(({ id, title }) =>
    [id, title['zh-CN'], title.en].some((name) => name.normalize('NFKC').toLowerCase() === wish),
  );
}

/** The sheet of a list, by its name in either language. */
export function sheetNamed(sheets: readonly Sheet[], { id, title }: ListShape): Sheet | undefined {
  const names = [title['zh-CN'], title.en, id].map((name) => name.toLowerCase());
  return sheets.find(({ name }) => names.includes(name.trim().toLowerCase()));
}

/** The same of a workbook with one list: else the sheet whose headings fit, else the only one there is. */
export function sheetOf(sheets: readonly Sheet[], shape: ListShape): Sheet | undefined {
  const needed = shape.columns.filter(({ kind }) => kind !== 'info').length;
  const fits = (sheet: Sheet): number =>
    [...(sheet.rows[0]?.cells.values() ?? [])].filter(({ text }) => columnNamed(shape, text) !== undefined).length;
  return (
    sheetNamed(sheets, shape) ??
    sheets.find((sheet) => fits(sheet) >= Math.ceil(needed / 2)) ??
    (sheets.length === 1 ? sheets[0] : undefined)
  );
}

/** Without those at a cell of which something was told before. */
export function notToldYet(found: readonly CellProblem[], told: readonly CellProblem[]): readonly CellProblem[] {
  const known = new Set(told.map(({ sheet, cell }) => `${sheet}!${cell ?? ''}`));
  return found.filter(({ sheet, cell }) => cell === null || !known.has(`${sheet}!${cell}`));
}
