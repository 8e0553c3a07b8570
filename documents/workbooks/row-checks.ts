/** What is asked of the rows of a list, beyond their cells. */
import type { Parsed } from '../problems.js';
import type { ListShape, References } from './columns.js';
import type { CellProblem, ReadList, ReadRow } from './read-list.js';

/** The list is in none of the sheets. */
export const sheetMissing = ({ title }: ListShape): CellProblem => ({
  sheet: `${title['zh-CN']} / ${title.en}`,
  row: null,
  column: null,
  cell: null,
  pointer: '',
  code: 'SHEET_MISSING',
  detail: '',
});

/** Rows that say exactly the same, the later ones. */
export function twiceIn(shape: ListShape, rows: readonly ReadRow[], tell: ReadList['tell']): readonly CellProblem[] {
  const seen = new Set<string>();
  return rows.flatMap(({ row, texts }) => {
    const key = JSON.stringify(shape.columns.map(({ id }) => texts.get(id) ?? null));
    if (seen.has(key)) return [tell(row, null, 'ROW_TWICE')];
    seen.add(key);
    return [];
  });
}

/** Problems of a document that was made of rows, at the cells that they came from: `/goals/3/target/low`. */
export function problemsOfRows(
  parsed: Parsed<unknown>,
  at: readonly string[],
  { rows, tell }: Pick<ReadList, 'rows' | 'tell'>,
  columnOf: (field: string, inner: string | undefined) => string,
): readonly CellProblem[] {
  if (parsed.ok) return [];
  return parsed.problems.flatMap(({ pointer, code, detail }) => {
    const parts = pointer.split('/').slice(1);
    if (at.some((part, index) => parts[index] !== part)) return [];
    const [index = '', field = '', inner] = parts.slice(at.length);
    const row = rows[Number(index)];
    const column = field === '' ? null : columnOf(field, inner);
    const value = column === null ? undefined : row?.texts.get(column);
    return [tell(row?.row ?? 1, column, code, detail, value)];
  });
}

/** May numbers on this metric be written with a percent sign? Where it is measured in percent. */
export function takesPercent({ metric = [] }: References): (id: string | undefined) => boolean {
  const ids = new Set(metric.filter(({ note = '' }) => /%|％|percent|百分/i.test(note)).map(({ id }) => id));
  return (id) => id !== undefined && ids.has(id);
}
