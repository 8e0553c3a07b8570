import type { Readable } from 'node:stream';
import type { BookParts } from './book-parts.js';
import { gathered } from './book-parts.js';
import { type CellValue, FileProblem, placeOf, type Sheet, type SheetRow } from './cells.js';
import { dayOfSerial, decimalOf, shifted } from './numbers.js';
import { type Attributes, readXml, unescaped } from './xml.js';

/** More than any list has columns; what stands further right is nothing of ours. */
export const columnLimit = 256;
const mergeLimit = 10_000;

export interface SheetLimits {
  readonly rows: number;
}

/** Reads one sheet row by row. @throws FileProblem */
export async function readSheet(
  stream: Readable,
  name: string,
  book: Pick<BookParts, 'strings' | 'shown' | 'dates'>,
  limits: SheetLimits,
): Promise<Sheet> {
  const rows: SheetRow[] = [];
  const merged: string[] = [];
  const text = gathered();
  let at = { row: 0, column: -1 };
  let cells = new Map<number, CellValue>();
  let cell: OpenCell | null = null;
  await readXml(stream, {
    open: (tag, attributes) => {
      text.open(tag);
      if (tag === 'row') {
        at = { row: numberOr(attributes['r'], at.row + 1), column: -1 };
        cells = new Map();
      } else if (tag === 'c') {
        at = { row: at.row, column: columnOf(attributes['r'], at.column + 1) };
        cell = beginCell(attributes);
        text.begin();
      } else if (tag === 'f' && cell !== null) cell.formula = true;
      else if (tag === 'v' && cell !== null) cell.inValue = true;
      else if (tag === 'mergeCell' && merged.length < mergeLimit) merged.push(attributes['ref'] ?? '');
    },
    text: (piece) => {
      text.add(piece);
      if (cell?.inValue === true) cell.value += piece;
    },
    close: (tag) => {
      text.close(tag);
      if (tag === 'v' && cell !== null) cell.inValue = false;
      else if (tag === 'c' && cell !== null) {
        const value = valueOf(cell, text.take(), book);
        if (value !== null && at.column < columnLimit) cells.set(at.column, value);
        cell = null;
      } else if (tag === 'row' && cells.size > 0) {
        if (rows.length >= limits.rows) throw new FileProblem('too-many-rows', String(limits.rows));
        rows.push({ row: at.row, cells });
      }
    },
  });
  return { name, rows, merged };
}

interface OpenCell {
  readonly type: string;
  readonly style: number;
  formula: boolean;
  inValue: boolean;
  value: string;
}

const beginCell = (attributes: Attributes): OpenCell => ({
  type: attributes['t'] ?? 'n',
  style: Number(attributes['s'] ?? 0),
  formula: false,
  inValue: false,
  value: '',
});

const numberOr = (text: string | undefined, other: number): number => {
  const found = Number(text);
  return Number.isSafeInteger(found) && found > 0 ? found : other;
};
const columnOf = (address: string | undefined, other: number): number =>
  (address === undefined ? null : placeOf(address))?.column ?? other;

/** What a person sees there; null for an empty cell. */
function valueOf(
  cell: OpenCell,
  inline: string,
  { strings, shown, dates }: Parameters<typeof readSheet>[2],
): CellValue | null {
  const { type, value } = cell;
  if (cell.formula) return { kind: 'bad', code: 'CELL_FORMULA', text: value };
  if (type === 'e') return { kind: 'bad', code: 'CELL_ERROR', text: value };
  if (type === 's') return texted(strings[Number(value)] ?? '');
  if (type === 'inlineStr') return texted(unescaped(inline));
  if (type === 'str') return texted(unescaped(value));
  if (type === 'b') return texted(value === '1' ? 'TRUE' : 'FALSE');
  if (type === 'd') return { kind: 'day', text: value.replace(/T00:00:00(\.0+)?Z?$/, '') };
  const stored = value.trim();
  if (stored === '') return null;
  const how = shown[cell.style] ?? 'number';
  if (how === 'day') {
    const day = dayOfSerial(stored, dates);
    return day === null ? { kind: 'bad', code: 'DAY_INVALID', text: stored } : { kind: 'day', text: day };
  }
  const decimal = decimalOf(stored);
  if (decimal === null) return { kind: 'bad', code: 'NUMBER_INEXACT', text: stored };
  return { kind: 'number', text: how === 'percent' ? shifted(decimal, 2) : decimal, percent: how === 'percent' };
}

function texted(text: string): CellValue | null {
  const plain = text.replaceAll('\r\n', '\n').trim();
  return plain === '' ? null : { kind: 'text', text: plain };
}
