import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { unguarded } from '../formula-guard.js';
import { decodeTable, longestLine, noEncoding } from '../organization-table.js';
import { type CellValue, FileProblem, type SheetRow, type Workbook } from './cells.js';
import { columnLimit, type SheetLimits } from './sheet-rows.js';

/**
 * A table as text: UTF-8 (with or without its mark) or GB18030, parted by commas, tabs or semicolons; read piece
 * by piece, so that others get their turn. @throws FileProblem
 */
export async function readCsv(bytes: Uint8Array, limits: SheetLimits): Promise<Workbook> {
  const text = decodeTable(bytes);
  if (text === null) throw new FileProblem('broken', noEncoding);
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const delimiter = [',', '\t'].find((mark) => first.includes(mark)) ?? ';';
  const options = { bom: true, delimiter, max_record_size: longestLine, relax_column_count: true };
  const parser = Readable.from(piecesOf(text)).pipe(parse(options));
  const rows: SheetRow[] = [];
  let row = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      row += 1;
      const cells = cellsOf(record);
      if (cells.size === 0) continue;
      if (rows.length >= limits.rows) throw new FileProblem('too-many-rows', String(limits.rows));
      rows.push({ row, cells });
      if (row % 1000 === 0) await setImmediate();
    }
  } catch (error) {
    if (error instanceof CsvError) throw new FileProblem('broken', error.message);
    throw error;
  }
  return { sheets: [{ name: '', rows, merged: [] }], marker: null };
}

const pieceLength = 64 * 1024;

function* piecesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += pieceLength) yield text.slice(at, at + pieceLength);
}

const cellsOf = (record: readonly string[]): ReadonlyMap<number, CellValue> =>
  new Map(
    record.slice(0, columnLimit).flatMap((cell, column): [number, CellValue][] => {
      const text = unguarded(cell.replaceAll('\r\n', '\n').trim());
      return text === '' ? [] : [[column, { kind: 'text', text }]];
    }),
  );
